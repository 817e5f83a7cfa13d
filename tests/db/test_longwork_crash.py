"""A worker that dies in the middle of long work: the next one starts it over, and it ends as one undisturbed run."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from urllib.parse import quote

import pytest
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from recobro.access.actions import set_mail_list
from recobro.access.queries import system_scope
from recobro.access.scope import Scope
from recobro.billing.models import Lot
from recobro.flows import later, take
from recobro.journal.models import Task
from recobro.notices.models import OfficeMail
from recobro.runs import tasks as jobs
from tests.db.billing.files import camt054
from tests.db.billing.test_crash import RETURNS, open_office, story

ROOT = Path(__file__).parents[2]
PLACES = ("read", "ledger", "mails", "end")
KILLED = textwrap.dedent(
    """
    import contextlib, os, signal, sys
    import django
    django.setup()
    from recobro.journal import tasks
    from recobro.runs import longwork, office
    from recobro.runs.tasks import apply_lot

    def stop(place, *_):
        if place == sys.argv[2]:
            os.kill(os.getpid(), signal.SIGKILL)

    @contextlib.contextmanager
    def watched(task_id):
        yield stop

    tasks.watched = watched
    mails = office.lot_report_mails
    longwork.office.lot_report_mails = lambda *given: stop("mails") or mails(*given)
    tasks.end = lambda *given: stop("end")
    apply_lot(int(sys.argv[1]))
    """
)


@pytest.fixture
def checked(committed: None, mail_folder: Path) -> Iterator[tuple[Scope, int]]:
    """A file of three returns and a payment, read and shown to a person; the office wants to hear of lots."""
    open_office("luz")
    scope = system_scope("luz")
    set_mail_list(scope, "control", ["control@example.org"])
    (kept,) = later.check(scope, camt054(*RETURNS), file_name="banco.xml")
    jobs.check_lot(Task.objects.get().pk)
    yield scope, kept.lot_id


def killed(task_id: int, place: str) -> None:
    """A worker of its own process that dies at this place."""
    to = connection.settings_dict
    url = f"postgresql://{to['USER']}@{quote(str(to['HOST']), safe='')}:{to['PORT']}/{to['NAME']}"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(task_id), place],
        env={
            **os.environ,
            "DATABASE_URL": url,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        },
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.parametrize("place", PLACES)
def test_a_worker_killed_anywhere_and_another_end_as_one(checked: tuple[Scope, int], place: str) -> None:
    scope, lot_id = checked
    task_id = later.apply(scope, lot_id)
    killed(task_id, place)
    assert Task.objects.get(pk=task_id).state == "running"
    assert Lot.objects.get(pk=lot_id).status == ("checked" if place in ("read", "ledger") else "booked")
    jobs.apply_lot(task_id)
    assert Task.objects.get(pk=task_id).state == "done"
    assert OfficeMail.objects.filter(kind="lot_report").count() == 1
    open_office("sol")
    take.take(system_scope("sol"), camt054(*RETURNS), file_name="banco.xml")
    assert story("luz") == story("sol")


def doing(task_id: int, attempts: int) -> ProcrastinateJob:
    """The job of the task, in the hands of a worker that is no more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL, attempts = %s"
            " WHERE args = jsonb_build_object('task_id', %s::bigint) AND task_name = 'lot.apply'",
            [attempts, task_id],
        )
    return ProcrastinateJob.objects.get(task_name="lot.apply")


def take_up() -> None:
    """The worker's look at what stands still, by the worker's own connection."""
    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]

    async def look() -> None:
        async with worker.open_async():
            await jobs.take_up(cast(JobContext, SimpleNamespace(app=worker)), 0)

    with ThreadPoolExecutor(1) as pool:  # the browser of other tests keeps a loop in this thread
        pool.submit(lambda: asyncio.run(look())).result()


def test_a_job_whose_worker_died_is_taken_up_by_the_next(checked: tuple[Scope, int]) -> None:
    task_id = later.apply(*checked)
    job = doing(task_id, attempts=0)
    take_up()
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("todo", 1)


def test_a_job_that_takes_every_worker_with_it_ends_and_says_so(checked: tuple[Scope, int]) -> None:
    task_id = later.apply(*checked)
    job = doing(task_id, attempts=jobs.STARTS - 1)
    take_up()
    job.refresh_from_db()
    assert job.status == "failed"
    task = Task.objects.get(pk=task_id)
    assert (task.state, task.result) == ("failed", {"code": "task_kills_worker"})
