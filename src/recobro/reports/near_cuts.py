"""The calendar of cuts that come near: candidates per day, how many were looked at, and why a day is closed.

Source of the closed days: ELE-17 (RD 897/2017 art. 19.4, RD 88/2026 arts. 47.2 and 50.4): no cut on a day without
service to reconnect, nor on the eve of one. With service from Monday to Friday that closes Friday to Sunday.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

import holidays as library

from recobro.access.models import Portfolio
from recobro.access.scope import Scope
from recobro.core import sql
from recobro.core.days import ONE_DAY
from recobro.core.money import units
from recobro.reports import labels

WEEKS = 3
WITHOUT_SERVICE = {4: "friday", 5: "saturday", 6: "sunday"}


@dataclass(frozen=True, slots=True)
class CutDay:
    """One day of the calendar. `closed` says why nobody may be cut then; a closed day with candidates is a fault."""

    on: date
    closed: str  # "" | friday | saturday | sunday | holiday | eve
    planned: int = 0
    reviewed: int = 0
    cents: int = 0

    @property
    def to_review(self) -> int:
        """Candidates nobody has looked at yet."""
        return self.planned - self.reviewed

    @property
    def closed_label(self) -> str:
        """The reason in the office's word."""
        return labels.CLOSED.get(self.closed, "")

    def as_json(self) -> dict[str, object]:
        """Amounts as units."""
        return {
            "date": self.on.isoformat(),
            "closed": self.closed_label,
            "planned": self.planned,
            "reviewed": self.reviewed,
            "to_review": self.to_review,
            "amount": units(self.cents),
        }


def closed_because(day: date, holidays: Container[date]) -> str:
    """Why nobody may be cut on that day: "" when it is open."""
    if day in holidays:
        return "holiday"
    if day.weekday() in WITHOUT_SERVICE:
        return WITHOUT_SERVICE[day.weekday()]
    return "eve" if day + ONE_DAY in holidays else ""


def calendar(scope: Scope, today: date, weeks: int = WEEKS) -> tuple[CutDay, ...]:
    """Monday to Friday from this week on, and any other day that has candidates against the rule."""
    first = today - timedelta(days=today.weekday())
    last = first + timedelta(weeks=weeks) - ONE_DAY
    found = {
        row["planned_on"]: row
        for row in sql.rows("reports/near_cuts", portfolio_id=scope.portfolio_id, first_on=first, last_on=last)
    }
    closed_on = _holidays(scope, first, last + ONE_DAY)
    made = []
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        row = found.get(day)
        if row:
            made.append(CutDay(day, closed_because(day, closed_on), row["planned"], row["reviewed"], row["cents"]))
        elif day.weekday() < 5:
            made.append(CutDay(day, closed_because(day, closed_on)))
    return tuple(made)


def _holidays(scope: Scope, first: date, last: date) -> frozenset[date]:
    region = Portfolio.objects.values_list("region", flat=True).get(pk=scope.portfolio_id)
    years = range(first.year, last.year + 1)
    return frozenset(library.country_holidays(scope.country, subdiv=region or None, years=years))
