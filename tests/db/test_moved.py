"""Money ends it at once: in the transaction of the booking, for exactly the accounts that owe nothing any more."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from recobro.cases.models import StepItem
from recobro.flows.moved import ledger_moved
from recobro.flows.release import release
from recobro.journal.models import Entry, Outbox
from recobro.notices.models import Notice
from tests.db import ladder_factories as make
from tests.db.ladder_world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_folder")]
DAY = date(2026, 6, 3)


@pytest.fixture
def world() -> World:
    """Two homes: one owes two invoices, the other one; the first notices are proposed."""
    made = World()
    with made.on(date(2026, 6, 1)):
        for numbers in (("A-1", "A-2"), ("B-1",)):
            account = make.account(made.scope)
            for number in numbers:
                make.invoice(account, 5000, date(2026, 6, 1), number=number)
    made.run(DAY)
    return made


def test_a_payment_withdraws_the_proposal_in_the_same_transaction(world: World) -> None:
    bill = world.item("B-1").invoice
    with world.on(DAY, 11):
        make.pay(world.scope, bill)
    step = world.steps("withdrawn").get()
    assert (step.account_id, step.reason) == (bill.account_id, "paid")
    assert StepItem.objects.get(step=step).void
    assert Entry.objects.get(verb="step.withdrawn").account_id == bill.account_id
    assert world.steps("proposed").count() == 1


def test_a_booking_that_is_undone_by_an_error_withdraws_nothing(world: World) -> None:
    bill = world.item("B-1").invoice
    with world.on(DAY, 11), pytest.raises(ZeroDivisionError), transaction.atomic():
        make.pay(world.scope, bill)
        raise ZeroDivisionError
    assert world.steps("withdrawn").count() == 0


def test_one_of_two_invoices_paid_keeps_the_step_for_the_other(world: World) -> None:
    with world.on(DAY, 11):
        make.pay(world.scope, world.item("A-1").invoice)
        report = release(world.scope, [step.pk for step in world.steps("proposed")])
    assert report.notices == 2
    notice = Notice.objects.get(account=world.item("A-2").account)
    assert ("A-1" in notice.body, "A-2" in notice.body, notice.owed_cents) == (False, True, 5000)


def test_a_queued_notice_and_its_outbox_row_are_refused_at_once(world: World) -> None:
    with world.on(DAY, 11):
        release(world.scope, [step.pk for step in world.steps("proposed")])
        make.pay(world.scope, world.item("B-1").invoice)
    assert sorted(Notice.objects.values_list("state", "reason")) == [("queued", ""), ("refused", "paid")]
    assert sorted(Outbox.objects.values_list("state", "reason")) == [("ready", ""), ("refused", "paid")]


def test_a_credit_that_covers_what_is_overdue_withdraws_although_more_is_not_yet_due(world: World) -> None:
    account = world.item("B-1").account
    with world.on(DAY, 11):
        make.invoice(account, 9000, date(2026, 7, 1))
        make.credit(world.scope, account, 4999)
        assert world.steps("withdrawn").count() == 0
        make.credit(world.scope, account, 1)
    assert world.steps("withdrawn").get().account_id == account.pk


def test_it_costs_the_same_number_of_statements_for_one_account_and_for_many(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one = [world.item("B-1").account_id]
    many = [*one, world.item("A-1").account_id]
    with world.on(DAY, 11):
        for account_ids in (one, many):
            with django_assert_num_queries(4):
                ledger_moved(world.scope, account_ids)


def test_a_withdrawn_rung_is_proposed_again_when_the_payment_is_undone(world: World) -> None:
    bill = world.item("B-1").invoice
    with world.on(DAY, 11):
        make.pay(world.scope, bill)
    world.run(DAY)
    with world.on(date(2026, 6, 8)):
        make.pay(world.scope, bill, -5000)
    world.run(date(2026, 6, 8))
    steps = [(step.day, step.rung_id, step.state) for step in world.steps().filter(account=bill.account)]
    assert steps == [(DAY, "aviso_1", "withdrawn"), (date(2026, 6, 8), "aviso_1", "proposed")]
