"""Two tables compared invoice by invoice, why they differ, and how many days in a row they agreed. Pure.

See docs/reglas/arranque.md, whose numbered table is tested.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from recobro.core.days import ONE_DAY


class Kind(StrEnum):
    """How an invoice differs."""

    ONLY_HERE = "only_here"
    ONLY_THERE = "only_there"
    DIFFERENT = "different"
    TWICE = "twice"  # their table holds it in an earlier row too
    UNREADABLE = "unreadable"  # their row has no amount that can be read


class ParallelReason(StrEnum):
    """What the ledger knows of a difference."""

    PAID_TODAY = "parallel_paid_today"
    PAID_BEFORE = "parallel_paid_before"
    RETURNED_TODAY = "parallel_returned_today"
    OPENED_TODAY = "parallel_opened_today"
    ADJUSTED_TODAY = "parallel_adjusted_today"
    WAITS = "parallel_waits"
    SET_ASIDE = "parallel_set_aside"
    NOT_DUE = "parallel_not_due"
    TWICE = "parallel_twice"
    UNREADABLE = "parallel_unreadable"
    UNKNOWN = "parallel_unknown"


# What settles itself by the next evening, or is a fault of their table that its row shows.
EXPLAINS = frozenset(
    {
        ParallelReason.PAID_TODAY,
        ParallelReason.RETURNED_TODAY,
        ParallelReason.OPENED_TODAY,
        ParallelReason.ADJUSTED_TODAY,
        ParallelReason.WAITS,
        ParallelReason.SET_ASIDE,
        ParallelReason.NOT_DUE,
        ParallelReason.TWICE,
    }
)


@dataclass(frozen=True, slots=True)
class Theirs:
    """One row of the office's table. `cents` None: it cannot be read."""

    line: int
    number: str
    cents: int | None
    who: str


@dataclass(frozen=True, slots=True)
class Ours:
    """One open invoice of the ledger at the end of the day."""

    number: str
    cents: int
    who: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of one invoice number on that day."""

    open_cents: int = 0
    paid_today: bool = False
    paid_before: bool = False
    returned_today: bool = False
    opened_today: bool = False
    adjusted_today: bool = False
    waits: bool = False  # a row of a file that names it waits for a person
    set_aside: bool = False  # when the books were opened


@dataclass(frozen=True, slots=True)
class Difference:
    """One invoice that is not the same on both sides."""

    kind: Kind
    number: str
    who: str
    line: int  # 0: not in their table
    ours_cents: int | None
    theirs_cents: int | None
    why: ParallelReason = ParallelReason.UNKNOWN

    @property
    def explained(self) -> bool:
        """Whether the ledger knows why."""
        return self.why in EXPLAINS


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both tables: theirs − ours = the sum of the differences."""

    ours_count: int
    ours_cents: int
    theirs_count: int
    theirs_cents: int
    equal_count: int
    equal_cents: int
    differences: tuple[Difference, ...]

    @property
    def unexplained_count(self) -> int:
        """Differences of which nobody knows why."""
        return sum(1 for one in self.differences if not one.explained)

    @property
    def digest(self) -> str:
        """The same comparison has the same digest."""
        head = (self.ours_count, self.ours_cents, self.theirs_count, self.theirs_cents, self.equal_count)
        rows = [
            (one.kind.value, one.number, one.line, one.ours_cents, one.theirs_cents, one.why.value)
            for one in self.differences
        ]
        return hashlib.sha256(repr((head, rows)).encode()).hexdigest()


def compare(ours: Iterable[Ours], theirs: Iterable[Theirs]) -> Comparison:
    """Every invoice of both sides once; what their table repeats or cannot say stands by itself."""
    here = {one.number: one for one in ours}
    rows = list(theirs)
    found: list[Difference] = []
    seen: set[str] = set()
    equal_count = equal_cents = 0
    for row in rows:
        number = row.number.strip().upper()
        mine = here.get(number) if number not in seen else None
        kind = _kind(row, mine, again=number in seen)
        if number:
            seen.add(number)
        if kind is None:
            equal_count, equal_cents = equal_count + 1, equal_cents + (row.cents or 0)
        else:
            found.append(Difference(kind, number, row.who, row.line, mine.cents if mine else None, row.cents))
    found += [
        Difference(Kind.ONLY_HERE, one.number, one.who, 0, one.cents, None)
        for one in here.values()
        if one.number not in seen
    ]
    return Comparison(
        ours_count=len(here),
        ours_cents=sum(one.cents for one in here.values()),
        theirs_count=len(rows),
        theirs_cents=sum(row.cents or 0 for row in rows),
        equal_count=equal_count,
        equal_cents=equal_cents,
        differences=tuple(found),
    )


def _kind(row: Theirs, mine: Ours | None, *, again: bool) -> Kind | None:
    """How this row differs; None: it does not."""
    if row.cents is None or not row.number.strip():
        return Kind.UNREADABLE
    if again:
        return Kind.TWICE
    if mine is None:
        return Kind.ONLY_THERE
    return None if mine.cents == row.cents else Kind.DIFFERENT


def explain(comparison: Comparison, known: Mapping[str, Known]) -> Comparison:
    """The same comparison with what the ledger knows of each difference."""
    told = [replace(one, why=_why(one, known.get(one.number, Known()))) for one in comparison.differences]
    return replace(comparison, differences=tuple(told))


def _why(one: Difference, known: Known) -> ParallelReason:
    if one.kind is Kind.TWICE:
        return ParallelReason.TWICE
    if one.kind is Kind.UNREADABLE:
        return ParallelReason.UNREADABLE
    if one.kind is Kind.ONLY_HERE:
        order = {
            ParallelReason.RETURNED_TODAY: known.returned_today,
            ParallelReason.OPENED_TODAY: known.opened_today,
            ParallelReason.WAITS: known.waits,
        }
    else:
        order = {
            ParallelReason.PAID_TODAY: known.paid_today,
            ParallelReason.ADJUSTED_TODAY: known.adjusted_today,
            ParallelReason.RETURNED_TODAY: known.returned_today and one.kind is Kind.DIFFERENT,
            ParallelReason.WAITS: known.waits,
            ParallelReason.SET_ASIDE: known.set_aside,
            ParallelReason.NOT_DUE: one.kind is Kind.ONLY_THERE and known.open_cents == one.theirs_cents,
            ParallelReason.PAID_BEFORE: known.paid_before,
        }
    return next((why for why, hit in order.items() if hit), ParallelReason.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Evening:
    """How one day ended."""

    day: date
    differing_count: int
    unexplained_count: int
    signed: bool

    @property
    def agrees(self) -> bool:
        """Equal to the cent; or every difference explained, and the controller has signed."""
        return self.differing_count == 0 or (self.unexplained_count == 0 and self.signed)


def days_in_a_row(evenings: Sequence[Evening], today: date, is_working: Callable[[date], bool]) -> int:
    """How many working days agree without a gap up to the last one that is over.

    A working day without comparison breaks the row, except today, whose evening may still come. Other days are passed.
    """
    by_day = {one.day: one for one in evenings}
    if not by_day:
        return 0
    first, day, count = min(by_day), today, 0
    if day not in by_day:
        day -= ONE_DAY
    while day >= first:
        if is_working(day):
            evening = by_day.get(day)
            if evening is None or not evening.agrees:
                return count
            count += 1
        day -= ONE_DAY
    return count
