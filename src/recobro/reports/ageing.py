"""How old the overdue debt is, and how much of each bucket passed into the next one within the last thirty days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from recobro.access.scope import Scope
from recobro.core import clock, sql
from recobro.core.money import units
from recobro.reports import labels

MONTH = timedelta(days=30)  # the width of the first buckets: what lay in one then is in the next one now, or settled


@dataclass(frozen=True, slots=True)
class Bucket:
    """Cents and counts of one range of days overdue."""

    label: str
    cents: int
    invoices: int
    accounts: int
    was_cents: int  # lay here thirty days ago and would have passed on by now
    rolled_cents: int  # … and did, unpaid

    @property
    def roll_percent(self) -> int | None:
        """Percent that passed on; None when nothing was there to pass, or there is no next bucket."""
        return percent(self.rolled_cents, self.was_cents)

    def as_json(self) -> dict[str, object]:
        """Amounts as units."""
        return {
            "days": self.label,
            "amount": units(self.cents),
            "invoices": self.invoices,
            "accounts": self.accounts,
            "roll_percent": self.roll_percent,
        }


def percent(part: int, whole: int) -> int | None:
    """Whole percent, halves up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def buckets(scope: Scope, today: date) -> tuple[Bucket, ...]:
    """The five buckets, youngest first; their sum is what is overdue."""
    then_on = today - MONTH
    found = sql.rows(
        "reports/ageing",
        portfolio_id=scope.portfolio_id,
        today=today,
        then_on=then_on,
        then_at=clock.day_bounds(then_on, scope.zone)[1],
    )
    return tuple(
        Bucket(
            label,
            row["cents"],
            row["invoices"],
            row["accounts"],
            row["was_cents"],
            row["rolled_cents"],
        )
        for label, row in zip(labels.BUCKETS, found, strict=True)
    )
