"""Holidays of a place as one frozen set of days, for the years that are known. An unknown year answers no.

Spain: national and regional days; local days join with the calendars page of a later issue. Ecuador: a holiday that the
law moves to another day is kept on that day alone (its original day is an ordinary one).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

MOVED = " (observado)"  # how the library marks the day to which a holiday was moved
FAR = timedelta(days=5)  # a holiday never moves further


@dataclass(frozen=True, slots=True)
class Calendar:
    """Holidays of one place in [first_year, last_year]."""

    country: str
    region: str
    first_year: int
    last_year: int
    holidays: frozenset[date]

    def knows(self, day: date) -> bool:
        """Whether the holidays of that year are known."""
        return self.first_year <= day.year <= self.last_year

    def is_working(self, day: date) -> bool:
        """Monday to Friday and no holiday; a day of an unknown year is none."""
        return self.knows(day) and day.weekday() < 5 and day not in self.holidays


@cache
def calendar(country: str, region: str, first_year: int, last_year: int) -> Calendar:
    """The calendar of a country and, in Spain, of a region ("MD"). An unknown region is read as the whole country."""
    years = range(first_year, last_year + 1)
    known = holidays.country_holidays(country).subdivisions
    subdivision = region if region in known else None
    found = holidays.country_holidays(country, subdiv=subdivision, years=years, language="es")
    days = _without_moved(dict(found)) if country == "EC" else set(found)
    return Calendar(country, region, first_year, last_year, frozenset(days))


def around(country: str, region: str, day: date) -> Calendar:
    """The calendar from the year before `day` to two years after."""
    return calendar(country, region, day.year - 1, day.year + 2)


def _without_moved(found: dict[date, str]) -> set[date]:
    """Days that are really kept: where "X (observado)" stands near X, X itself is not."""
    moved = [(day, name.removesuffix(MOVED)) for day, name in found.items() if name.endswith(MOVED)]
    left = {
        day
        for day, name in found.items()
        if any(name == original and abs(day - other) <= FAR for other, original in moved)
    }
    return set(found) - left
