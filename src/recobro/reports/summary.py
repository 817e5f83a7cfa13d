"""The day on a page that a manager understands: total before, movements, after; booked, waiting, proposed, held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from recobro.access.scope import Scope
from recobro.billing.models import Lot
from recobro.core import clock, sql
from recobro.core.money import units
from recobro.core.wording import say
from recobro.reports import near_cuts, summary_text, today, waiting
from recobro.reports.totals import Split, Totals, between, split
from recobro.reports.waiting import Waiting


@dataclass(frozen=True, slots=True)
class Summary:
    """One day of one portfolio, all of one instant."""

    code: str
    currency: str
    day: date
    as_of: datetime
    totals: Totals
    split: Split
    lots: tuple[Lot, ...]
    waiting: tuple[Waiting, ...]
    steps: tuple[today.Steps, ...]
    held: tuple[today.Held, ...]
    leaving: today.Leaving
    cuts: tuple[near_cuts.CutDay, ...]

    def lines(self) -> list[str]:
        """The page as lines of text, in Spanish, at most 100 characters wide."""
        blocks = (
            summary_text.head(self.code, self.day),
            summary_text.total(self.totals, self.split, self.currency),
            summary_text.files(self.lots, self.currency),
            summary_text.waiting_rows(self.waiting, self.currency),
            summary_text.proposed(self.steps, self.leaving, self.currency),
            summary_text.held_cases(self.held, self.currency),
            summary_text.near(self.cuts, self.day, self.currency),
        )
        return [line for block in blocks for line in (*block, "")][:-1]

    def as_json(self) -> dict[str, object]:
        """The same for machines; amounts as units of `currency`."""
        return {
            "portfolio": self.code,
            "date": self.day.isoformat(),
            "as_of": self.as_of.isoformat(),
            "currency": self.currency,
            "totals": self.totals.as_json(self.currency),
            "split": self.split.as_json(self.currency),
            "lots": [lot_json(lot) for lot in self.lots],
            "waiting": [one.as_json() for one in self.waiting],
            "steps": [one.as_json() for one in self.steps],
            "held": [one.as_json() for one in self.held],
            "notices": {"sent": self.leaving.sent, "queued": self.leaving.queued, "refused": self.leaving.refused},
            "cuts": [one.as_json() for one in self.cuts],
        }


def day_summary(scope: Scope, day: date, since: datetime | None = None) -> Summary:
    """What happened after `since` (else: after midnight there) and how things stand. Raises `Unreconciled`."""
    midnight, end = clock.day_bounds(day, scope.zone)
    start = since or midnight
    with sql.snapshot():
        return Summary(
            code=scope.code,
            currency=scope.currency,
            day=day,
            as_of=clock.now(),
            totals=between(scope, start, max(start, end)),
            split=split(scope, day),
            lots=_lots(scope, start),
            waiting=waiting.rows(scope, day),
            steps=today.steps(scope, day),
            held=today.held(scope),
            leaving=today.leaving(scope, start),
            cuts=near_cuts.calendar(scope, day),
        )


def lot_json(lot: Lot) -> dict[str, object]:
    """One file of the day with its equation."""
    return {
        "lot_ref": lot.ref,
        "file": lot.file_name,
        "kind": lot.kind,
        "status": lot.status,
        "reason": say(lot.reason, **lot.reason_data) if lot.reason else "",
        "declared_count": lot.declared_count,
        "declared_total": None if lot.declared_cents is None else units(lot.declared_cents),
        "booked_count": lot.booked_count,
        "booked_total": units(lot.booked_cents),
        "waiting_count": lot.waiting_count,
        "waiting_total": units(lot.waiting_cents),
        "faulty_count": lot.faulty_count,
        "faulty_total": units(lot.faulty_cents),
    }


def _lots(scope: Scope, since: datetime) -> tuple[Lot, ...]:
    """Files received or booked after the moment, also those that were refused or repeated."""
    found = Lot.objects.filter(portfolio_id=scope.portfolio_id)
    return tuple(found.filter(Q(received_at__gt=since) | Q(booked_at__gt=since)).order_by("number"))
