"""The worker of these tests: a thread that does the files' jobs, in this process and on its fixed day.

Only the files' jobs: what else the pages ask for (sending mails) would change the world under other tests.
"""

from __future__ import annotations

import json
from threading import Event, Thread
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from recobro.runs import tasks

BEAT = """INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id"""
NEXT = """UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (
    SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND task_name LIKE 'lot.%%' ORDER BY id LIMIT 1
    FOR UPDATE SKIP LOCKED) RETURNING id, task_name, args"""
DONE = "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s"


class Hands:
    """Works from `start` to `stop`; a page sees that somebody is there."""

    def __init__(self) -> None:
        assert "lot.check" in app.tasks, tasks.__doc__
        self._over = Event()
        self._thread = Thread(target=self._work, name="hands", daemon=True)

    def start(self) -> None:
        """Begin, as a worker that has just been started."""
        self._thread.start()

    def stop(self) -> None:
        """End after the job in hand."""
        self._over.set()
        self._thread.join(timeout=20)

    def _work(self) -> None:
        worker = _rows(BEAT)[0][0]
        try:
            while not self._over.wait(0.05):
                for job_id, name, args in _rows(NEXT):
                    app.tasks[name](**json.loads(args))
                    _rows(DONE, job_id)
        finally:
            _rows("DELETE FROM procrastinate_workers WHERE id = %s", worker)
            connection.close()


def _rows(statement: str, *params: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else []
