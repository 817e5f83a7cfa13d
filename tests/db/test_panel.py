"""The panel and the day's summary: every figure adds up with the others and leads to something to do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recobro.access.scope import Scope
from recobro.billing.models import AccountBalance
from recobro.core import clock
from recobro.core.errors import Unreconciled
from recobro.reports import ageing, near_cuts, recovery, waiting
from recobro.reports.panel import decisions, panel
from recobro.reports.summary import day_summary
from tests.db import reports_factories as make

pytestmark = [pytest.mark.db, pytest.mark.django_db]
MONDAY = date(2026, 3, 23)


@pytest.fixture
def luz() -> Scope:
    return make.scope()


def busy_day(where: Scope) -> None:
    """One of each thing that a day has."""
    home = make.account(where)
    old = make.charged(home, 300_00)
    make.returned(home, make.invoice(home, 80_00), unknown=True)
    make.paid(home, 120_00, old)
    make.step(make.case(home, old), "propose_cut", planned_on=MONDAY, rung=4, rung_id="corte")
    shop = make.account(where, "Bar La Plazuela")
    bill = make.charged(shop, 50_00)
    make.step(make.case(shop, bill, held_by="money_in_flight"))
    make.row(make.lot(where, waiting_count=1, waiting_cents=33_00), "waiting", 33_00, reason="stale")
    make.row(make.lot(where, "payments", faulty_count=1), "faulty", None, kind="payment", reason="bad_input")
    make.lot(where, status="refused", reason="unknown_portfolio", reason_data={"code": "otra"})


def test_the_panel_adds_up(luz: Scope) -> None:
    busy_day(luz)
    shown = panel(luz, make.TODAY)
    assert shown.is_proved
    assert shown.totals.closing == shown.split.total == 310_00
    assert sum(bucket.cents for bucket in shown.ageing) == shown.split.overdue
    assert shown.change == -40_00


def test_the_panel_asks_the_same_few_questions_however_much_there_is(luz: Scope) -> None:
    busy_day(luz)
    with CaptureQueriesContext(
        connection,
    ) as few:
        panel(luz, make.TODAY)
    for _ in range(5):
        busy_day(luz)
    with CaptureQueriesContext(connection) as many:
        panel(luz, make.TODAY)
    assert len(few) == len(many) <= 12


def test_a_panel_that_does_not_add_up_is_shown_and_says_so(luz: Scope) -> None:
    busy_day(luz)
    AccountBalance.objects.filter(balance_cents__gt=0).update(balance_cents=1)
    assert not panel(luz, make.TODAY).is_proved
    with pytest.raises(Unreconciled):
        day_summary(luz, make.TODAY)


def test_each_decision_has_a_count_an_amount_and_its_list(luz: Scope) -> None:
    busy_day(luz)
    found = {one.list_code: (one.count, one.cents) for one in decisions(luz)}
    assert found == {
        "returns_unmatched": (1, 33_00),
        "rows_faulty": (1, 0),
        "cuts_to_review": (1, 300_00),
        "notices_to_release": (1, 50_00),
        "cases_held": (1, 50_00),
    }
    assert all(one.address.startswith("/") and one.label for one in decisions(luz))


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(1, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (180, 3), (181, 4), (900, 4)],
)
def test_days_overdue_fall_into_their_bucket(luz: Scope, days: int, bucket: int) -> None:
    make.charged(make.account(luz), 10_00, due=make.TODAY - timedelta(days=days))
    assert [found.cents for found in ageing.buckets(luz, make.TODAY)] == [
        10_00 if place == bucket else 0 for place in range(5)
    ]


def test_what_is_due_today_has_no_age(luz: Scope) -> None:
    make.charged(make.account(luz), 10_00, due=make.TODAY)
    assert not any(found.cents for found in ageing.buckets(luz, make.TODAY))


def test_the_roll_rate_is_what_passed_on_unpaid(luz: Scope) -> None:
    home = make.account(luz)
    long_ago = make.NOW - timedelta(days=40)
    due = make.TODAY - timedelta(days=45)  # a month ago 15 days overdue, now 45
    bills = [make.charged(home, 100_00, due=due, at=long_ago) for _ in range(4)]
    make.paid(home, 100_00, bills[0])
    make.paid(home, 60_00, bills[1])
    make.charged(home, 500_00, due=due)  # known since yesterday only: it was not there to roll
    young, middle, *_ = ageing.buckets(luz, make.TODAY)
    assert (young.was_cents, young.rolled_cents, young.roll_percent) == (400_00, 240_00, 60)
    assert (middle.cents, middle.invoices, middle.accounts) == (740_00, 4, 1)
    assert middle.roll_percent is None


def test_recovery_counts_money_after_the_return_and_nothing_else(luz: Scope) -> None:
    home = make.account(luz)
    day = date(2026, 1, 10)
    paid, again, noted, early = (make.invoice(home, 100_00, due=date(2026, 1, 5)) for _ in range(4))
    for bill in (paid, again, noted, early):
        make.returned(home, bill, on=day, unknown=True)
    make.paid(home, 150_00, paid, on=day + timedelta(days=10))  # more than was returned counts as what was returned
    make.returned(home, again, on=day + timedelta(days=20), ordinal=2)  # presented again, came back again
    make.entry(home, "adjusted", -100_00, bill=noted, value_on=day + timedelta(days=3))
    make.paid(home, 40_00, early, on=day + timedelta(days=35))
    (curve,) = recovery.curves(luz, make.TODAY)
    assert (curve.month, curve.invoices, curve.returned_cents) == (date(2026, 1, 1), 4, 400_00)
    assert [(point.weeks, point.paid_cents, point.percent) for point in curve.points] == [
        (2, 100_00, 25),
        (4, 100_00, 25),
        (6, 140_00, 35),
    ]


def test_a_curve_never_shows_weeks_that_have_not_passed(luz: Scope) -> None:
    home = make.account(luz)
    make.returned(home, make.invoice(home), on=make.TODAY, unknown=True)
    (curve,) = recovery.curves(luz, make.TODAY)
    assert curve.points == ()


def test_the_calendar_counts_candidates_and_says_why_a_day_is_closed(luz: Scope) -> None:
    busy_day(luz)
    days = {day.on: day for day in near_cuts.calendar(luz, make.TODAY)}
    assert (days[MONDAY].planned, days[MONDAY].to_review, days[MONDAY].cents) == (1, 1, 300_00)
    assert days[date(2026, 3, 20)].closed_label == "viernes"
    assert days[date(2026, 4, 2)].closed_label == "festivo"  # Maundy Thursday, Madrid
    assert days[date(2026, 4, 1)].closed_label == "víspera"
    assert days[make.TODAY].closed == ""
    assert len(days) == 15


def test_what_waits_tells_why_and_since_when(luz: Scope) -> None:
    old = make.lot(luz, waiting_count=1, waiting_cents=33_00, received_at=make.NOW - timedelta(days=6))
    make.row(old, "waiting", 33_00, reason="stale")
    make.row(make.lot(luz, waiting_count=1, waiting_cents=7_00), "waiting", 7_00, reason="stale")
    (found,) = waiting.rows(luz, make.TODAY)
    assert (found.count, found.cents, found.days, found.status) == (2, 40_00, 6, "waiting")


def test_the_summary_tells_the_day_in_words(luz: Scope) -> None:
    busy_day(luz)
    with clock.at(make.NOW):
        told = day_summary(luz, make.TODAY)
    text = "\n".join(told.lines())
    for words in (
        "LUZ · martes 17 de marzo de 2026",
        "350,00 €",
        "+80,00 €",
        "−120,00 €",
        "310,00 €",
        "0,00 €",
        "candidato a corte «Corte», por liberar",
        "lunes 23 de marzo de 2026, por revisar 1",
        "No existe la cartera «otra».",
        "sin emparejar 1 (33,00 €)",
    ):
        assert words in text, words
    assert max(map(len, told.lines())) <= 100
    said = told.as_json()
    assert said["totals"]["difference"] == "0.00"  # type: ignore[index]
    assert len(said["lots"]) == 4  # type: ignore[arg-type]


def test_an_idle_day_says_that_nothing_happened(luz: Scope) -> None:
    text = "\n".join(day_summary(luz, make.TODAY).lines())
    assert text.count("Ninguno.") == 3
    assert "Nada: no toca ningún paso." in text
