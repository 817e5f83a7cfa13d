"""Long work that a page watches: the only writer of its rows, and what reads them.

waiting → running → done | failed. A worker that dies leaves a row running; whoever takes the job up again starts it
over, and what is done twice changes nothing the second time. Rows hold ids, codes and counts.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event, Thread

from django.db import DatabaseError, connection, transaction

from recobro.core import clock, sql
from recobro.journal.actions import defer
from recobro.journal.models import Task

log = logging.getLogger(__name__)
EVERY = 0.5  # seconds between two looks at how far it has come: a page asks once a second
Tell = Callable[[str, int], None]  # phase, pieces done
NOTHING = ("", 0)


def ask(
    portfolio_id: int, by: str, kind: str, subject_id: int, *, total: int = 0, asked: Mapping[str, object] | None = None
) -> int:
    """Ask for long work and for its job, in this transaction; returns the id of the task.

    While work of this kind on this subject is open, asking again changes nothing: the open task is returned.
    """
    assert transaction.get_connection().in_atomic_block, "a task belongs to the transaction of what it is for"
    row = sql.one(
        "journal/task_ask",
        portfolio_id=portfolio_id,
        kind=kind,
        subject_id=subject_id,
        asked=json.dumps(asked or {}),
        total=total,
        by=by,
        moment=clock.now(),
    )
    if row["fresh"]:
        defer(kind, task_id=row["id"])
    return int(row["id"])


def start(task_id: int) -> Task | None:
    """Take the task in hand, visibly for whoever watches; None when it has already ended."""
    return Task.objects.get(pk=task_id) if sql.rows("journal/task_start", task_id=task_id) else None


def end(task_id: int, result: Mapping[str, object]) -> None:
    """The work is done."""
    _end(task_id, Task.State.DONE.value, result)


def fail(task_id: int, code: str, **counts: int) -> None:
    """The work could not be done; `code` names the sentence."""
    _end(task_id, Task.State.FAILED.value, {"code": code, **counts})


@contextmanager
def watched(task_id: int) -> Iterator[Tell]:
    """Write what is told inside, at most twice a second.

    A thread with a connection of its own writes it, so that it is seen while the work's transaction is still open, and
    also while the work itself waits for the database. Work that is over before the first look costs no connection.
    """
    said = [NOTHING]
    over = Event()
    writer = Thread(target=_write, args=(task_id, said, over), name=f"task-{task_id}", daemon=True)

    def tell(phase: str, done: int) -> None:
        said[0] = (phase, done)

    writer.start()
    try:
        yield tell
    finally:
        over.set()
        writer.join()


def latest(portfolio_id: int, kinds: Collection[str], subject_ids: Collection[int]) -> dict[int, Task]:
    """The newest task of each subject that has one, of these kinds together."""
    found = Task.objects.filter(portfolio_id=portfolio_id, kind__in=kinds, subject_id__in=subject_ids)
    newest = found.order_by("subject_id", "-id").distinct("subject_id")
    return {task.subject_id: task for task in newest if task.subject_id is not None}


def _end(task_id: int, state: str, result: Mapping[str, object]) -> None:
    sql.run("journal/task_end", task_id=task_id, state=state, result=json.dumps(result), moment=clock.now())


def _write(task_id: int, said: Sequence[tuple[str, int]], over: Event) -> None:
    """The writer's thread. The work never depends on it: when the database does not answer, nobody watches."""
    written = NOTHING
    try:
        while not over.wait(EVERY):
            if said[0] != written:
                phase, done = written = said[0]
                sql.run("journal/task_tell", task_id=task_id, phase=phase[:20], done=done)
    except DatabaseError as lost:
        log.warning("progress of task %s is not written any more: %s", task_id, lost)
    finally:
        connection.close()
