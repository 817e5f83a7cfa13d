"""The equation of the total: any entries, any two moments, to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recobro.access.scope import Scope
from recobro.billing.models import AccountBalance
from recobro.core import clock
from recobro.core.errors import Unreconciled
from recobro.reports import totals
from tests.db import reports_factories as make

pytestmark = [pytest.mark.db, pytest.mark.django_db]
MIDNIGHT = make.NOW.replace(hour=0)


class Undo(Exception):
    """Leaves a block without its rows."""


@contextmanager
def undone() -> Iterator[None]:
    """Nothing written inside stays."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def codes(found: totals.Totals) -> dict[str, int]:
    return {movement.code: movement.cents for movement in found.movements()}


def test_yesterday_and_the_days_movements_give_today() -> None:
    luz = make.scope()
    home = make.account(luz)
    old = make.charged(home, 300_00)
    make.returned(home, make.invoice(home, 80_00), unknown=True)
    make.paid(home, 120_00, old)
    make.entry(home, "adjusted", -10_00, bill=old)
    make.entry(home, "written_off", -5_00, bill=old)
    found = totals.between(luz, MIDNIGHT, make.NOW)
    assert (found.opening, found.closing) == (300_00, 245_00)
    assert codes(found) == {
        "before": 300_00,
        "returned": 80_00,
        "collected": -120_00,
        "adjusted": -10_00,
        "written_off": -5_00,
        "after": 245_00,
    }


def test_what_a_return_implies_is_neither_a_bill_nor_money_of_the_day() -> None:
    luz = make.scope()
    home = make.account(luz)
    make.returned(home, make.invoice(home, 80_00), unknown=True)
    found = totals.between(luz, None, make.NOW)
    assert (found.charged, found.returned, found.collected, found.pairs) == (0, 80_00, 0, 80_00)


def test_a_return_of_an_invoice_already_in_the_total_does_not_raise_it() -> None:
    luz = make.scope()
    home = make.account(luz)
    make.returned(home, make.charged(home, 80_00))
    found = totals.between(luz, MIDNIGHT, make.NOW)
    assert found.opening == found.closing == 80_00
    assert codes(found) == {
        "before": 80_00,
        "returned": 80_00,
        "already_counted": -80_00,
        "collected": 0,
        "adjusted": 0,
        "after": 80_00,
    }


def test_undoing_a_return_takes_its_pair_back_too() -> None:
    luz = make.scope()
    home = make.account(luz)
    bill = make.invoice(home, 80_00)
    make.returned(home, bill, unknown=True)
    for kind, cents in (("charged", -80_00), ("collected", 80_00), ("returned", -80_00)):
        origin = home.ledgerentry_set.get(kind=kind)
        make.entry(home, kind, cents, bill=bill, reverses_id=origin.pk)
    found = totals.between(luz, None, make.NOW)
    assert (found.charged, found.returned, found.collected, found.pairs, found.closing) == (0, 0, 0, 0, 0)


def test_the_opening_balance_of_the_first_day_is_shown_as_such() -> None:
    luz = make.scope()
    home = make.account(luz)
    make.entry(home, "opening", 900_00, bill=make.invoice(home, 900_00))
    found = totals.between(luz, MIDNIGHT, make.NOW)
    assert (found.opening, found.opened, found.closing) == (900_00, 900_00, 900_00)
    assert codes(found)["opened"] == 900_00
    assert codes(found)["before"] == 0


def test_what_was_posted_at_the_closing_instant_belongs_to_the_window() -> None:
    luz = make.scope()
    make.charged(make.account(luz), 10_00, at=make.NOW)
    assert totals.between(luz, MIDNIGHT, make.NOW).charged == 10_00
    assert totals.between(luz, make.NOW, make.NOW + timedelta(hours=1)).charged == 0


def test_another_portfolio_never_counts() -> None:
    luz, telefono = make.scope(), make.scope("tel", "EC")
    make.charged(make.account(luz), 10_00)
    make.charged(make.account(telefono), 77_00)
    assert totals.between(luz, None, make.NOW).closing == 10_00


def test_a_balance_that_is_off_by_one_cent_stops_the_total() -> None:
    luz = make.scope()
    home = make.account(luz)
    make.charged(home, 10_00)
    AccountBalance.objects.filter(account=home).update(balance_cents=10_01)
    with pytest.raises(Unreconciled) as stopped:
        totals.between(luz, None, make.NOW)
    assert stopped.value.data == {"entries": "10.00", "balances": "10.01"}
    with pytest.raises(Unreconciled):
        totals.split(luz, make.TODAY)


def test_the_total_is_overdue_and_not_yet_due_less_credits() -> None:
    luz = make.scope()
    home = make.account(luz)
    make.charged(home, 100_00, due=make.TODAY - timedelta(days=1))
    make.charged(home, 40_00, due=make.TODAY)  # the last day to pay is not late
    make.charged(home, 7_00, due=make.TODAY + timedelta(days=9))
    make.entry(home, "charged", 1, bill=(note := make.invoice(home, -30_00)))
    make.entry(home, "adjusted", -30_01, bill=note)
    make.paid(home, 12_00)
    found = totals.split(luz, make.TODAY)
    assert (found.overdue, found.not_due, found.credit, found.total) == (100_00, 47_00, 42_00, 105_00)
    assert (found.overdue_count, found.not_due_count) == (1, 2)
    assert found.total == totals.between(luz, None, make.NOW).closing


def test_an_empty_portfolio_has_zero_everywhere() -> None:
    luz = make.scope()
    assert totals.between(luz, None, make.NOW).closing == 0
    assert totals.split(luz, make.TODAY).total == 0


def test_amounts_leave_as_units_with_their_currency() -> None:
    luz = make.scope()
    make.charged(make.account(luz), 1_234_05)
    said = totals.day(luz, make.TODAY).as_json("EUR")
    assert (said["opening"], said["closing"], said["currency"], said["difference"]) == (
        "1234.05",
        "1234.05",
        "EUR",
        "0.00",
    )


def test_a_day_is_the_portfolios_day_and_not_the_servers() -> None:
    tel = make.scope("tel", "EC")
    make.charged(make.account(tel), 5_00, at=datetime.fromisoformat("2026-03-18T03:00:00+00:00"))  # 22:00 in Guayaquil
    assert totals.day(tel, date(2026, 3, 17)).charged == 5_00
    assert totals.day(tel, date(2026, 3, 18)).opening == 5_00


@pytest.mark.django_db(transaction=True)
def test_a_moment_waits_for_whoever_is_posting() -> None:
    luz = make.scope()
    other = connection.copy()
    try:
        other.ensure_connection()
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext('posting'), %s)", [luz.portfolio_id])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        with pytest.raises(Exception, match="lock timeout"):
            totals.moment(luz)
        other.rollback()
        with clock.at(make.NOW):
            assert totals.moment(luz) == make.NOW
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


KINDS = {"opening": 0, "charged": 1, "returned": 1, "collected": -1, "adjusted": 0, "written_off": 0}
posts = st.lists(
    st.tuples(
        st.sampled_from(sorted(KINDS)),
        st.integers(-5_000_00, 5_000_00).filter(bool),
        st.integers(0, 6),  # hours after midnight
        st.booleans(),  # on an invoice, or credit of the account
        st.booleans(),  # assumed
    ),
    max_size=25,
)
hours = st.integers(-1, 7)


def expected(entries: list[tuple[str, int, int]], start: int, end: int) -> dict[str, int]:
    """The same by adding up in Python."""

    def summed(*kinds: str) -> int:
        return sum(cents for kind, cents, hour in entries if kind in kinds and start < hour <= end)

    return {
        "opening": sum(cents for _, cents, hour in entries if hour <= start) + summed("opening"),
        "returned": summed("returned"),
        "charged less collected": summed("charged", "collected"),
        "adjusted": -summed("adjusted"),
        "written_off": -summed("written_off"),
        "closing": sum(cents for _, cents, hour in entries if hour <= end),
    }


def keep_in_house(scope: Scope, drawn: list[tuple[str, int, int, bool, bool]]) -> list[tuple[str, int, int]]:
    """Post what was drawn, with the sign that its kind demands."""
    home = make.account(scope)
    bill = make.invoice(home)
    posted = []
    for kind, cents, hour, on_invoice, assumed in drawn:
        signed = KINDS[kind] * abs(cents) or cents
        make.entry(home, kind, signed, MIDNIGHT + timedelta(hours=hour), bill if on_invoice else None, assumed=assumed)
        posted.append((kind, signed, hour))
    return posted


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=posts, one=hours, other=hours)
def test_any_entries_between_any_two_moments_add_up(
    drawn: list[tuple[str, int, int, bool, bool]], one: int, other: int
) -> None:
    start, end = min(one, other), max(one, other)
    with undone():
        luz = make.scope()
        entries = keep_in_house(luz, drawn)
        found = totals.between(luz, MIDNIGHT + timedelta(hours=start), MIDNIGHT + timedelta(hours=end))
        said = {
            "opening": found.opening,
            "returned": found.returned,
            "charged less collected": found.charged - found.collected,
            "adjusted": found.adjusted,
            "written_off": found.written_off,
            "closing": found.closing,
        }
        assert said == expected(entries, start, end)
        *before, after = found.movements()
        assert sum(movement.cents for movement in before) == after.cents == found.closing
        totals.split(luz, make.TODAY)
