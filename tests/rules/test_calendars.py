"""Holidays of a place, and a no for a year that nobody knows."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.laws.calendars import around, calendar


@pytest.mark.parametrize(
    ("country", "region", "day", "working"),
    [
        ("ES", "", date(2026, 10, 12), False),  # national
        ("ES", "MD", date(2026, 4, 2), False),  # Maundy Thursday is kept in Madrid …
        ("ES", "CT", date(2026, 4, 2), True),  # … and not in Catalonia
        ("ES", "CT", date(2026, 9, 11), False),
        ("ES", "MD", date(2026, 9, 11), True),
        ("ES", "MD", date(2026, 6, 6), False),  # Saturday
        ("ES", "MD", date(2026, 6, 5), True),
        ("EC", "", date(2026, 5, 25), False),  # Pichincha, moved from Sunday 24th
        ("EC", "", date(2025, 10, 10), False),  # Guayaquil, moved from Thursday 9th …
        ("EC", "", date(2025, 10, 9), True),  # … which is then an ordinary day
        ("EC", "", date(2025, 11, 4), False),
        ("EC", "", date(2027, 8, 9), False),
        ("EC", "", date(2027, 8, 10), True),
    ],
)
def test_a_day_is_worked_or_kept(country: str, region: str, day: date, working: bool) -> None:
    assert calendar(country, region, day.year, day.year).is_working(day) is working


def test_a_year_that_is_not_known_has_no_working_day() -> None:
    known = around("ES", "MD", date(2026, 6, 2))
    assert known.knows(date(2028, 12, 29))
    assert not known.knows(date(2029, 1, 2))
    assert not known.is_working(date(2029, 1, 2))
    assert not known.is_working(date(2024, 12, 31))


def test_an_unknown_region_keeps_the_national_days() -> None:
    assert calendar("ES", "Narnia", 2026, 2026).holidays == calendar("ES", "", 2026, 2026).holidays
