"""Scenarios that other projects ship, with our answers: field.md §4. The ladder never jumps, whatever comes late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from recobro.cases.models import Case, Item
from recobro.flows.release import drop
from tests.db import ladder_factories as make
from tests.db.ladder_world import World, by_age

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_folder")]
DUE = date(2026, 6, 1)  # a Monday


def after(days: int) -> date:
    """So many days after the last day to pay."""
    return DUE + timedelta(days=days)


def test_t1_nobody_is_told_before_the_age_and_a_draft_stays_one() -> None:
    """Tryton, scenario_account_dunning: levels 5/20/40."""
    world = World(by_age(5, 20, 40))
    with world.on(after(0)):
        account = make.account(world.scope)
        paid = make.invoice(account, 10_000, DUE, number="A")
        make.pay(world.scope, paid)
        make.invoice(account, 10_000, DUE, number="B")
    world.run(after(4))
    assert world.told() == []
    world.run(after(5))
    assert world.told() == [("2026-06-06", "nivel_1")]
    world.run(after(30))
    world.run(after(30))
    assert world.told() == [("2026-06-06", "nivel_1")]
    assert not Item.objects.filter(invoice__number="A").exists()


def test_t2_a_late_run_takes_one_level_and_a_payment_ends_it() -> None:
    """Tryton: done, blocked until D+30, then level 2 and not 3; paid, nothing more."""
    world = World(by_age(5, 20, 40))
    with world.on(after(0)):
        account = make.account(world.scope)
        bill = make.invoice(account, 10_000, DUE)
    world.run(after(7))
    world.let_out(after(7))
    world.run(after(45))
    assert world.told() == [("2026-06-08", "nivel_1"), ("2026-07-16", "nivel_2")]
    with world.on(after(46)):
        make.pay(world.scope, bill)
    world.run(after(46))
    world.run(after(60))
    assert [step.state for step in world.steps()] == ["done", "withdrawn"]
    assert world.case().state == "paid"


def test_k4_paying_the_oldest_invoice_leaves_the_younger_one_at_its_own_rung() -> None:
    """Kill Bill: unpaid 05-31 and 06-30, told on 07-05; the oldest is paid, the other is five days old: clear."""
    world = World(by_age(30, 40, 50))
    with world.on(date(2026, 5, 20)):
        account = make.account(world.scope)
        old = make.invoice(account, 24_995, date(2026, 5, 31))
        make.invoice(account, 24_995, date(2026, 6, 30))
    world.run(date(2026, 6, 30))
    world.let_out(date(2026, 6, 30))
    with world.on(date(2026, 7, 5)):
        make.pay(world.scope, old)
    world.play(date(2026, 7, 5), date(2026, 8, 11))
    assert world.told() == [("2026-06-30", "nivel_1"), ("2026-07-30", "nivel_1"), ("2026-08-09", "nivel_2")]


def test_k4_an_account_in_credit_is_left_alone() -> None:
    world = World(by_age(5))
    with world.on(after(0)):
        account = make.account(world.scope)
        make.invoice(account, 24_995, DUE)
        make.invoice(account, 24_995, DUE)
    world.run(after(5))
    with world.on(after(5), 12):
        make.credit(world.scope, account, 49_990)
    world.run(after(6))
    assert world.told() == []
    assert world.case().held_by == "nothing_owed"


def test_k9_the_warning_comes_although_older_invoices_are_paid() -> None:
    """Kill Bill #2297: WARN 5, BLOCK 7, CANCEL 11. Theirs went from clear to blocked without a word."""
    world = World(by_age(5, 7, 11))
    with world.on(date(2026, 5, 31)):
        account = make.account(world.scope)
        older = [make.invoice(account, cents, date(2026, 5, 31)) for cents in (24_995, 50_000)]
    with world.on(date(2026, 6, 2)):
        make.invoice(account, 70_000, date(2026, 6, 2), number="JUNE-2")
        for bill in older:
            make.pay(world.scope, bill)
    with world.on(date(2026, 6, 3)):
        make.invoice(account, 20_000, date(2026, 6, 3))
    world.play(date(2026, 6, 3), date(2026, 6, 6))
    assert world.told() == []
    world.run(date(2026, 6, 7))
    assert world.told() == [("2026-06-07", "nivel_1")]
    assert world.case().owed_cents == 90_000


def test_k9_a_first_run_that_comes_late_warns_and_does_not_block() -> None:
    world = World(by_age(5, 7, 11))
    with world.on(date(2026, 5, 31)):
        make.invoice(make.account(world.scope), 24_995, date(2026, 5, 31))
    world.run(date(2026, 6, 8))
    world.let_out(date(2026, 6, 8))
    world.run(date(2026, 6, 8))
    assert world.told() == [("2026-06-08", "nivel_1")]
    world.run(date(2026, 6, 9))
    assert world.told() == [("2026-06-08", "nivel_1"), ("2026-06-09", "nivel_2")]


def test_f1_three_runs_on_one_date_climb_one_level() -> None:
    """Odoo: three runs on the same date climbed to the last level. In dispute: nothing; then it follows; paid: over."""
    world = World(by_age(15, 20, 25))
    with world.on(after(0)):
        make.reason(world.scope, "MD06", "hold")
        make.reason(world.scope, "AM04", "no")
        account = make.account(world.scope)
        bill = make.invoice(account, 100_000, DUE)
    world.run(after(3))
    assert world.told() == []
    with world.on(after(15)):
        make.come_back(world.scope, bill, after(2), "MD06")
    for _ in range(3):
        world.run(after(40))
    assert (world.told(), world.case().held_by) == ([], "return_hold")
    with world.on(after(41)):
        make.come_back(world.scope, bill, after(41), "AM04")
    for _ in range(3):
        world.run(after(42))
        world.let_out(after(42))
    assert world.told() == [(after(42).isoformat(), "nivel_1")]
    with world.on(after(43)):
        make.pay(world.scope, bill)
    world.run(after(43))
    case = world.case()
    assert (case.state, case.rung, case.owed_cents, case.next_on) == ("paid", 0, 0, None)


def test_l3_what_is_left_decides_and_paying_one_resets_no_other() -> None:
    """Lago demanded 10 of 150 and reset every counter when one of two was paid."""
    world = World(by_age(2, 12, more='when = { min_total = "150.00" }\notherwise = "wait"'))
    with world.on(after(0)):
        account = make.account(world.scope)
        bill = make.invoice(account, 15_000, DUE, number="L1")
        make.pay(world.scope, bill, 14_000)
    world.run(after(5))
    assert (world.told(), world.case().held_by) == ([], "total_too_small")
    with world.on(after(7)):
        other = make.invoice(account, 30_000, after(3), number="L2")
    world.run(after(8))
    world.let_out(after(8))
    assert world.item("L1").rung == world.item("L2").rung == 1
    with world.on(after(9)):
        make.pay(world.scope, world.item("L1").invoice)
    world.run(after(9))
    assert world.item("L2").rung == 1
    world.run(after(14))
    world.run(after(15))
    assert world.told()[-1] == (after(15).isoformat(), "nivel_2")
    assert other.number == "L2"


def test_k3_a_debt_that_comes_back_old_begins_at_the_first_rung() -> None:
    """A chargeback 35 days later: theirs blocked at once; ours tells first."""
    world = World(by_age(5, 7, 11))
    with world.on(after(0)):
        account = make.account(world.scope)
        bill = make.invoice(account, 5000, DUE)
        make.pay(world.scope, bill)
    world.run(after(1))
    with world.on(after(35)):
        make.come_back(world.scope, bill, after(35), "")
    world.run(after(35))
    assert world.told() == [(after(35).isoformat(), "nivel_1")]


def test_an_undone_payment_reopens_the_same_case_at_its_rung() -> None:
    world = World(by_age(5, 7, 30))
    with world.on(after(0)):
        account = make.account(world.scope)
        bill = make.invoice(account, 5000, DUE, number="U")
    world.play(after(5), after(8))
    with world.on(after(9)):
        make.pay(world.scope, bill)
    world.run(after(9))
    assert (world.case().state, world.item("U").left_on) == ("paid", after(9))
    with world.on(after(20)):
        make.pay(world.scope, bill, -5000)
    report = world.run(after(20))
    case = world.case()
    assert (case.state, case.closed_on, case.reopened_on) == ("working", None, after(20))
    assert (world.item("U").rung, world.item("U").cycle, case.rung) == (2, 1, 2)
    assert report.as_json()["reopened"] == 1
    world.run(after(30))
    assert world.told()[-1] == (after(30).isoformat(), "nivel_3")


def test_a_new_return_after_a_collection_is_new_debt_in_a_new_cycle() -> None:
    world = World(by_age(5, 7, 30))
    with world.on(after(0)):
        account = make.account(world.scope)
        bill = make.invoice(account, 5000, DUE, number="N")
    world.play(after(5), after(8))
    with world.on(after(9)):
        make.pay(world.scope, bill)
    world.run(after(9))
    with world.on(after(20)):
        make.come_back(world.scope, bill, after(20))
    world.run(after(20))
    assert (world.item("N").rung, world.item("N").cycle) == (0, 2)
    assert Case.objects.count() == 2
    assert world.told()[-1] == (after(20).isoformat(), "nivel_1")


def test_an_undone_payment_joins_the_case_that_was_opened_meanwhile() -> None:
    world = World(by_age(5, 7))
    with world.on(after(0)):
        account = make.account(world.scope)
        bill = make.invoice(account, 5000, DUE, number="OLD")
    world.play(after(5), after(7))
    with world.on(after(8)):
        make.pay(world.scope, bill)
    world.run(after(8))
    with world.on(after(10)):
        make.invoice(account, 4000, after(9), number="NEW")
    world.run(after(11))
    with world.on(after(12)):
        make.pay(world.scope, bill, -5000)
    world.run(after(12))
    assert Case.objects.filter(closed_on=None).count() == 1
    assert world.item("OLD").case_id == world.item("NEW").case_id
    assert (world.item("OLD").rung, world.item("NEW").rung) == (1, 0)


def test_a_dropped_proposal_rests_and_comes_back() -> None:
    world = World(by_age(5, 7))
    with world.on(after(0)):
        make.invoice(make.account(world.scope), 5000, DUE)
    world.run(after(5))
    with world.on(after(5)):
        drop(world.scope, world.steps().get().pk, "Habló con nosotros ayer")
    world.run(after(5))
    world.run(after(6))
    assert world.case().held_by == "dropped_rest"
    world.run(after(11))
    assert world.told() == []
    world.run(after(12))
    assert world.told() == [(after(12).isoformat(), "nivel_1")]
