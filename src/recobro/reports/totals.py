"""RESUMEN TOTAL in figures: what was owed before, every movement, what is owed after, proved to the cent.

Windows are (start, end] by posting time, never by value date: what was posted at the closing instant belongs to it.
The rules and a worked table are in `docs/reglas/totales.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from recobro.access.scope import Scope
from recobro.core import clock, sql
from recobro.core.errors import Unreconciled
from recobro.core.money import spoken, units
from recobro.reports import labels


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the equation as people read it; `cents` carries the sign with which it changes the total."""

    code: str
    label: str
    cents: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Cents. opening + charged + returned − collected − adjusted − written_off = closing.

    A return writes what it implies (an assumed charge, an assumed collection). Such a pair never was a bill or money of
    that day, so it is left out of both `charged` and `collected`; its amount is `pairs`. What is assumed collected
    without an assumed charge belongs to invoices that were in the total already: `already_counted`, a part of
    `collected`. Money that went back to customers lowers `collected`; it is told in its own line.
    """

    start: datetime | None
    end: datetime
    opening: int
    charged: int
    returned: int
    collected: int
    adjusted: int
    written_off: int
    closing: int
    opened: int = 0  # part of `opening`: the opening balance when it was loaded inside the window
    pairs: int = 0
    already_counted: int = 0
    refunded: int = 0  # went back to customers: `collected` is what came in less this
    entries: int = 0  # sum of all entries ever posted …
    balances: int = 0  # … which the accounts' balances must equal

    @property
    def gap(self) -> int:
        """What the equation lacks: zero, or something is badly wrong."""
        moved = self.charged + self.returned - self.collected - self.adjusted - self.written_off
        return self.opening + moved - self.closing

    @property
    def is_proved(self) -> bool:
        """The equation closes and the accounts' balances say the same as the entries."""
        return self.gap == 0 and self.entries == self.balances

    def prove(self) -> Totals:
        """Give itself back, or raise `Unreconciled` naming the difference."""
        if self.gap:
            raise Unreconciled("totals_do_not_close", gap=units(self.gap))
        if self.entries != self.balances:
            raise Unreconciled(
                "balances_differ_from_entries", entries=units(self.entries), balances=units(self.balances)
            )
        return self

    def movements(self) -> tuple[Movement, ...]:
        """The lines of RESUMEN TOTAL from before to after; the sum of all but the last is the last."""
        lines = {
            "before": self.opening - self.opened,
            "opened": self.opened,
            "charged": self.charged,
            "returned": self.returned,
            "already_counted": -self.already_counted,
            "collected": -(self.collected - self.already_counted + self.refunded),
            "refunded": self.refunded,
            "adjusted": -self.adjusted,
            "written_off": -self.written_off,
            "after": self.closing,
        }
        always = {"before", "returned", "collected", "adjusted", "after"}
        return tuple(
            Movement(code, labels.MOVEMENTS[code], cents) for code, cents in lines.items() if cents or code in always
        )

    def lines(self, currency: str) -> list[str]:
        """The equation as text, in Spanish."""
        before, *moves, after = self.movements()
        return [
            _line(before.label, spoken(before.cents, currency)),
            *(_line(move.label, signed(move.cents, currency)) for move in moves),
            _line(after.label, spoken(after.cents, currency)),
            _line("Diferencia", spoken(self.gap, currency)),
        ]

    def as_json(self, currency: str) -> dict[str, object]:
        """Amounts as units with two decimals."""
        amounts = ("opening", "charged", "returned", "collected", "adjusted", "written_off", "closing")
        return {
            "from": self.start.isoformat() if self.start else None,
            "to": self.end.isoformat(),
            "currency": currency,
            **{name: units(getattr(self, name)) for name in amounts},
            "difference": units(self.gap),
            "proved": self.is_proved,
            "assumed_pairs": units(self.pairs),
            "already_counted": units(self.already_counted),
            "refunded": units(self.refunded),
            "movements": [{"code": m.code, "label": m.label, "amount": units(m.cents)} for m in self.movements()],
        }


@dataclass(frozen=True, slots=True)
class Split:
    """Cents. The same total by what can be claimed today: overdue + not_due − credit = total."""

    overdue: int
    not_due: int
    credit: int
    total: int
    overdue_count: int = 0
    not_due_count: int = 0

    @property
    def gap(self) -> int:
        """What the parts differ from the total."""
        return self.overdue + self.not_due - self.credit - self.total

    def prove(self) -> Split:
        """Give itself back, or raise `Unreconciled`."""
        if self.gap:
            raise Unreconciled("split_differs_from_total", gap=units(self.gap))
        return self

    def as_json(self, currency: str) -> dict[str, object]:
        """Amounts as units with two decimals."""
        return {
            "currency": currency,
            "overdue": units(self.overdue),
            "overdue_count": self.overdue_count,
            "not_due": units(self.not_due),
            "not_due_count": self.not_due_count,
            "credit": units(self.credit),
            "total": units(self.total),
        }


def between(scope: Scope, start: datetime | None, end: datetime) -> Totals:
    """The totals of (start, end], proved. Without `start`, from the first entry. Raises `Unreconciled`."""
    return read(scope, start, end).prove()


def day(scope: Scope, today: date) -> Totals:
    """The totals of one day of the portfolio, from midnight to midnight there, proved."""
    return between(scope, *clock.day_bounds(today, scope.zone))


def read(scope: Scope, start: datetime | None, end: datetime) -> Totals:
    """The totals as the tables hold them, also when they do not add up: for pages that must show the difference."""
    found = sql.one("reports/totals", portfolio_id=scope.portfolio_id, start=start, end=end)
    pairs = found["assumed_charged"]
    return Totals(
        start=start,
        end=end,
        opening=found["before"] + found["opened"],
        charged=found["charged"] - pairs,
        returned=found["returned"],
        collected=found["collected"] - pairs,
        adjusted=found["adjusted"],
        written_off=found["written_off"],
        closing=found["closing"],
        opened=found["opened"],
        pairs=pairs,
        already_counted=found["assumed_collected"] - pairs,
        refunded=found["refunded"],
        entries=found["entries"],
        balances=found["balances"],
    )


def split(scope: Scope, today: date) -> Split:
    """What is overdue, not yet due and in the customers' favour now, proved against all balances."""
    return read_split(scope, today).prove()


def read_split(scope: Scope, today: date) -> Split:
    """The same, unproved."""
    found = sql.one("reports/split", portfolio_id=scope.portfolio_id, today=today)
    return Split(
        overdue=found["overdue"],
        not_due=found["not_due"],
        credit=found["credit"],
        total=found["balances"],
        overdue_count=found["overdue_count"],
        not_due_count=found["not_due_count"],
    )


def signed(cents: int, currency: str) -> str:
    """An amount that moves the total, always with its sign."""
    sign = "−" if cents < 0 else "+" if cents else ""
    return f"{sign}{spoken(abs(cents), currency)}"


def _line(label: str, amount: str) -> str:
    return f"  {label:<63}{amount:>20}"


def moment(scope: Scope) -> datetime:
    """Close a moment: everything posted up to it is visible to whoever reads after this call.

    Whoever posts holds the lock shared, from before it asks the time until it commits. Taken alone for an instant, it
    waits for all of them; a later poster asks the time after us.
    """
    with transaction.atomic():
        sql.lock("posting", scope.portfolio_id)
        return clock.now()
