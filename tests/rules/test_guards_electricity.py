"""When it may be cut: the vectors of the law page (Madrid), every reason shown, unknown is a no."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recobro.guards.electricity import CutFacts, Refusal, first_cut_day, may_cut_on, planned_cut_day, refusals
from recobro.laws.calendars import Calendar, calendar
from recobro.policies.rules import Floor

NATIONAL = calendar("ES", "MD", 2025, 2027)
MADRID = Calendar("ES", "MD", 2025, 2027, NATIONAL.holidays | {date(2026, 5, 15), date(2026, 11, 9)})
MONDAY = date(2026, 6, 1)
CUTTABLE = CutFacts(
    owed_cents=9000,
    money_in_flight=False,
    protected=False,
    demands_certified=2,
    demands_required=2,
    term_ends_on=MONDAY,
)


@pytest.mark.parametrize(
    ("day", "allowed"),
    [
        (date(2026, 6, 1), True),  # Monday
        (date(2026, 6, 4), True),  # Thursday
        (date(2026, 6, 5), False),  # Friday: nobody reconnects on Saturday
        (date(2026, 6, 6), False),
        (date(2026, 6, 7), False),
        (date(2026, 5, 14), False),  # eve of the town's holiday
        (date(2026, 5, 15), False),
        (date(2026, 4, 1), False),  # eve of Maundy Thursday
        (date(2026, 12, 7), False),
        (date(2026, 12, 9), True),
        (date(2028, 6, 6), False),  # a year that is not known
        (date(2027, 12, 31), False),  # its morrow is not known
    ],
)
def test_a_cut_needs_service_that_day_and_the_next(day: date, allowed: bool) -> None:
    assert may_cut_on(day, MADRID) is allowed


@pytest.mark.parametrize(
    ("demand_on", "months", "first"),
    [
        (date(2026, 4, 1), 2, date(2026, 6, 1)),
        (date(2026, 10, 13), 2, date(2026, 12, 14)),  # term ends on a Sunday
        (date(2026, 4, 1), 4, date(2026, 8, 3)),  # 1 August is a Saturday
        (date(2025, 12, 31), 2, date(2026, 3, 2)),  # clamped to 28 February, a Saturday
    ],
)
def test_the_first_day_after_the_term(demand_on: date, months: int, first: date) -> None:
    assert planned_cut_day(demand_on, Floor(months=months), demand_on, MADRID) == first


def test_a_planned_day_is_never_today_or_past() -> None:
    assert planned_cut_day(date(2026, 1, 1), Floor(months=2), date(2026, 6, 1), MADRID) == date(2026, 6, 2)


def test_no_day_is_found_beyond_the_known_calendar() -> None:
    assert first_cut_day(date(2027, 12, 31), MADRID) is None
    assert first_cut_day(date(2031, 1, 1), MADRID) is None


def test_a_case_without_a_flaw_may_be_cut() -> None:
    assert refusals(CUTTABLE, MONDAY, MADRID) == []


@pytest.mark.parametrize(
    ("facts", "day", "refusal"),
    [
        (replace(CUTTABLE, protected=None), MONDAY, Refusal.PROTECTION_UNKNOWN),
        (replace(CUTTABLE, protected=True), MONDAY, Refusal.PROTECTED),
        (replace(CUTTABLE, money_in_flight=True), MONDAY, Refusal.MONEY_IN_FLIGHT),
        (replace(CUTTABLE, demands_certified=1), MONDAY, Refusal.DEMAND_UNPROVED),
        (replace(CUTTABLE, term_ends_on=None), MONDAY, Refusal.TERM_RUNNING),
        (replace(CUTTABLE, term_ends_on=date(2026, 6, 2)), MONDAY, Refusal.TERM_RUNNING),
        (replace(CUTTABLE, owed_cents=0), MONDAY, Refusal.NOTHING_OWED),
        (CUTTABLE, date(2026, 6, 5), Refusal.DAY_FORBIDDEN),
    ],
)
def test_one_flaw_gives_one_reason(facts: CutFacts, day: date, refusal: Refusal) -> None:
    assert refusals(facts, day, MADRID) == [refusal]


def test_an_unknown_year_is_refused_as_such() -> None:
    assert Refusal.CALENDAR_UNKNOWN in refusals(CUTTABLE, date(2029, 6, 5), MADRID)


@given(st.booleans(), st.sampled_from([None, True, False]), st.integers(0, 3), st.integers(-1, 1), st.integers(0, 600))
def test_no_reason_hides_another(
    in_flight: bool, protected: bool | None, demands: int, owed_cents: int, ahead: int
) -> None:
    day = MONDAY + timedelta(days=ahead)
    facts = replace(
        CUTTABLE, money_in_flight=in_flight, protected=protected, demands_certified=demands, owed_cents=owed_cents
    )
    found = refusals(facts, day, MADRID)
    assert (Refusal.MONEY_IN_FLIGHT in found) is in_flight
    assert (Refusal.PROTECTION_UNKNOWN in found) is (protected is None)
    assert (Refusal.PROTECTED in found) is (protected is True)
    assert (Refusal.DEMAND_UNPROVED in found) is (demands < 2)
    assert (Refusal.NOTHING_OWED in found) is (owed_cents <= 0)
    assert (Refusal.DAY_FORBIDDEN in found) is (not may_cut_on(day, MADRID))
