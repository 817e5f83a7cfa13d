"""Jobs are asked for by name, in the transaction of what they are for; they take ids alone."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from recobro.journal.actions import defer
from recobro.journal.models import Outbox
from recobro.runs import tasks
from tests.db.test_outbox import DAY, released

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_folder")]


def test_a_release_asks_for_one_job_however_many_notices_it_queues() -> None:
    world, _ = released(3)
    jobs = ProcrastinateJob.objects.filter(task_name="outbox.drain")
    assert [job.args for job in jobs] == [{"portfolio_id": world.scope.portfolio_id}]


def test_a_job_of_a_transaction_that_failed_was_never_asked_for() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        defer("outbox.drain", portfolio_id=1)
        raise ZeroDivisionError
    assert not ProcrastinateJob.objects.exists()


def test_the_same_lock_waits_once_and_spoils_no_transaction() -> None:
    with transaction.atomic():
        defer("outbox.drain", lock="one", portfolio_id=1)
        defer("outbox.drain", lock="one", portfolio_id=1)
        assert ProcrastinateJob.objects.count() == 1


def test_the_jobs_of_the_worker_do_what_their_names_say() -> None:
    world, _ = released()
    with world.on(DAY):
        assert tasks.drain_outbox(world.scope.portfolio_id) == {"sent": 1}
        tasks.drain_all(0)
    with world.on(date(2026, 6, 7)):
        tasks.run_day(world.scope.portfolio_id, date(2026, 6, 7).toordinal())
    assert Outbox.objects.get().state == "sent"
    assert world.steps("proposed").get().rung_id == "aviso_2"


def test_every_name_is_known_to_the_worker() -> None:
    assert {"outbox.drain", "outbox.drain_all", "day.run", "lot.apply"} <= set(app.tasks)
