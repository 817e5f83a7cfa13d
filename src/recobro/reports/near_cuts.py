"""The calendar of cuts that come near: candidates per day, how many were looked at, and why a day is closed.

The rule of the closed days is `guards.electricity.may_cut_on` (ELE-17); here each closed day gets its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from recobro.access.models import Portfolio
from recobro.access.scope import Scope
from recobro.core import sql
from recobro.core.days import ONE_DAY
from recobro.core.money import units
from recobro.guards.electricity import first_cut_day, may_cut_on
from recobro.laws.calendars import Calendar, around
from recobro.reports import labels

WEEKS = 3
WEEKEND = {4: "friday", 5: "saturday", 6: "sunday"}  # Friday: nobody would reconnect on Saturday


@dataclass(frozen=True, slots=True)
class CutDay:
    """One day of the calendar. `closed` says why nobody may be cut then; a closed day with candidates is a fault."""

    on: date
    closed: str  # "" | friday | saturday | sunday | holiday | eve | unknown
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


def closed_because(day: date, calendar: Calendar) -> str:
    """Why nobody may be cut on that day: "" when it is open."""
    if may_cut_on(day, calendar):
        return ""
    if not calendar.knows(day + ONE_DAY):
        return "unknown"
    if day in calendar.holidays:
        return "holiday"
    return WEEKEND.get(day.weekday(), "eve")


def calendar(scope: Scope, today: date, weeks: int = WEEKS) -> tuple[CutDay, ...]:
    """Monday to Friday from this week on, and any other day that has candidates against the rule.

    A candidate whose day has passed stands on the next allowed one.
    """
    region = Portfolio.objects.values_list("region", flat=True).get(pk=scope.portfolio_id)
    open_days = around(scope.country, region, today)
    first = today - timedelta(days=today.weekday())
    last = first + timedelta(weeks=weeks) - ONE_DAY
    found = {
        row["day"]: row
        for row in sql.rows(
            "reports/near_cuts",
            portfolio_id=scope.portfolio_id,
            next_allowed_on=first_cut_day(today + ONE_DAY, open_days),
            first_on=first,
            last_on=last,
        )
    }
    made = []
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        row = found.get(day)
        if row:
            made.append(CutDay(day, closed_because(day, open_days), row["planned"], row["reviewed"], row["cents"]))
        elif day.weekday() < 5:
            made.append(CutDay(day, closed_because(day, open_days)))
    return tuple(made)
