"""How much of what came back in a month was paid within so many weeks. Credit notes and write-offs are no money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from recobro.access.scope import Scope
from recobro.core import days, sql
from recobro.core.money import units
from recobro.reports.ageing import percent

WEEKS = (2, 4, 6, 8, 10, 12, 14)
MONTHS = 6  # curves shown, the running month included


@dataclass(frozen=True, slots=True)
class Point:
    """Cents paid within so many weeks after each return of the month."""

    weeks: int
    paid_cents: int
    percent: int


@dataclass(frozen=True, slots=True)
class Curve:
    """One month of returns. A point appears when the month's last return has had its weeks: no curve ever sinks."""

    month: date
    invoices: int
    returned_cents: int
    points: tuple[Point, ...]

    def as_json(self) -> dict[str, object]:
        """Amounts as units."""
        return {
            "month": self.month.isoformat()[:7],
            "invoices": self.invoices,
            "returned": units(self.returned_cents),
            "points": [{"weeks": p.weeks, "paid": units(p.paid_cents), "percent": p.percent} for p in self.points],
        }


def curves(scope: Scope, today: date) -> tuple[Curve, ...]:
    """The curves of the last months, oldest first; a month without returns has none."""
    found = sql.rows(
        "reports/recovery",
        portfolio_id=scope.portfolio_id,
        today=today,
        from_on=days.add_months(today.replace(day=1), 1 - MONTHS),
        weeks=list(WEEKS),
    )
    made = []
    for month, rows in groupby(found, key=lambda row: row["month"]):
        points = list(rows)
        last = days.add_months(month, 1) - days.ONE_DAY
        made.append(
            Curve(
                month,
                points[0]["invoices"],
                points[0]["returned_cents"],
                tuple(
                    Point(row["weeks"], row["paid_cents"], percent(row["paid_cents"], row["returned_cents"]) or 0)
                    for row in points
                    if last + timedelta(weeks=row["weeks"]) <= today
                ),
            )
        )
    return tuple(made)
