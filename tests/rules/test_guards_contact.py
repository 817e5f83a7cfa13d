"""When a debtor may be written to: hours, days, how often; and when the next moment comes."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from recobro.guards.contact import Refusal, next_window, refusals
from recobro.laws.calendars import calendar

ES, EC = calendar("ES", "MD", 2026, 2027), calendar("EC", "", 2026, 2027)
ZONES = {"ES": ZoneInfo("Europe/Madrid"), "EC": ZoneInfo("America/Guayaquil")}
CALENDARS = {"ES": ES, "EC": EC}


def moment(country: str, text: str) -> datetime:
    """A local moment."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONES[country])


@pytest.mark.parametrize(
    ("country", "when", "expected"),
    [
        ("EC", "2026-06-02T07:00", []),
        ("EC", "2026-06-02T06:59", [Refusal.HOUR_FORBIDDEN]),
        ("EC", "2026-06-02T19:59", []),
        ("EC", "2026-06-02T20:00", [Refusal.HOUR_FORBIDDEN]),
        ("EC", "2026-06-06T10:00", [Refusal.DAY_FORBIDDEN]),  # Saturday
        ("EC", "2026-05-25T10:00", [Refusal.DAY_FORBIDDEN]),  # a holiday moved to Monday
        ("ES", "2026-06-02T08:59", [Refusal.HOUR_FORBIDDEN]),
        ("ES", "2026-06-02T20:59", []),
        ("ES", "2026-06-07T22:00", [Refusal.DAY_FORBIDDEN, Refusal.HOUR_FORBIDDEN]),
        ("ES", "2031-06-03T10:00", [Refusal.DAY_FORBIDDEN]),  # a year that is not known
    ],
)
def test_hours_and_days(country: str, when: str, expected: list[Refusal]) -> None:
    assert refusals(country, moment(country, when), CALENDARS[country]) == expected


def test_once_a_day_and_three_times_a_week() -> None:
    at = moment("ES", "2026-06-02T10:00")
    assert refusals("ES", at, ES, today_count=1) == [Refusal.TOO_OFTEN_TODAY]
    assert refusals("ES", at, ES, week_count=3) == [Refusal.TOO_OFTEN_THIS_WEEK]
    assert refusals("ES", at, ES, week_count=2) == []
    assert refusals("EC", moment("EC", "2026-06-02T10:00"), EC, week_count=9) == []


def test_a_country_without_a_rule_is_left_alone() -> None:
    assert refusals("FR", moment("ES", "2026-06-02T10:00"), ES) == [Refusal.DAY_FORBIDDEN]


@pytest.mark.parametrize(
    ("when", "later_day", "expected"),
    [
        ("2026-06-02T10:00", False, "2026-06-02T10:00"),
        ("2026-06-02T05:00", False, "2026-06-02T07:00"),
        ("2026-06-02T20:00", False, "2026-06-03T07:00"),
        ("2026-06-05T20:00", False, "2026-06-08T07:00"),  # Friday evening → Monday
        ("2026-05-22T21:00", False, "2026-05-26T07:00"),  # Monday is a holiday
        ("2026-06-02T10:00", True, "2026-06-03T07:00"),
    ],
)
def test_the_next_moment_at_which_one_may_write(when: str, later_day: bool, expected: str) -> None:
    assert next_window("EC", moment("EC", when), EC, later_day=later_day) == moment("EC", expected)
