"""What a file declares against what was read of it, per kind and currency. Pure.

Amounts of two currencies are never added.
A file may hold returns, payments and lines that are none of our business at once. `Tally` watches the items go by;
its `Control` then answers for the kinds that a lot is about (`headline`): declared = read + faulty, in count and
cents, or the problems by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from recobro.core.money import figure
from recobro.readers.rows import Declared, Fault, Header, Item, Mismatch, Note, Row, RowKind, WholeReject

LOT_KINDS: dict[str, frozenset[RowKind]] = {
    "returns": frozenset({RowKind.RETURN, RowKind.REJECT}),
    "payments": frozenset({RowKind.PAYMENT}),
    "unpaid": frozenset({RowKind.UNPAID}),
    "invoices": frozenset({RowKind.INVOICE}),
    "contracts": frozenset({RowKind.CONTRACT}),
    "remittance": frozenset({RowKind.REMITTANCE}),
}


@dataclass(slots=True)
class Sum:
    """So many records and their cents. `unpriced` of them carry no amount that could be read."""

    count: int = 0
    cents: int = 0
    fee_cents: int = 0
    unpriced: int = 0

    def add(self, cents: int | None, fee_cents: int = 0) -> None:
        """One more record."""
        self.count += 1
        self.fee_cents += fee_cents
        if cents is None:
            self.unpriced += 1
        else:
            self.cents += cents


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the file cannot be booked as it is; a person decides. `code` is a wording key."""

    code: str
    expected: str = ""
    found: str = ""
    field: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Headline:
    """The equation of one lot: declared = read + faulty. Pending rows are outside; totals are without bank fees."""

    currency: str  # "" when nothing says it; the portfolio's is then meant
    declared_by: (
        str  # scope of `Declared`: "file" | "status" | "entries" | "totals_row", "" when the file states nothing
    )
    declared_count: int | None
    declared_cents: int | None
    read_count: int
    read_cents: int
    unpriced_count: int  # rows among those read whose amount the format does not carry (pain.002)
    faulty_count: int
    faulty_cents: int  # of those faults whose amount could be read
    fee_cents: int  # booked by the bank beside the debts, not part of any total here
    pending_count: int
    problems: tuple[Problem, ...]

    @property
    def proved(self) -> bool:
        """The file states a total and what was read is that total."""
        return self.declared_cents is not None and not self.problems


@dataclass(slots=True)
class Control:
    """All sums of one file."""

    header: Header | None = None
    read: dict[tuple[RowKind, str], Sum] = field(default_factory=dict)
    pending: dict[tuple[RowKind, str], Sum] = field(default_factory=dict)
    faulty: dict[RowKind | None, Sum] = field(default_factory=dict)
    declared: list[Declared] = field(default_factory=list)
    mismatches: list[Mismatch] = field(default_factory=list)
    whole_rejects: list[WholeReject] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def kinds(self) -> frozenset[RowKind]:
        """The kinds of rows that the file holds, faulty ones included."""
        found = {kind for kind, _ in (*self.read, *self.pending)}
        return frozenset(found | {kind for kind in self.faulty if kind is not None})

    def headline(self, kinds: frozenset[RowKind]) -> Headline:
        """The equation for the rows of these kinds."""
        read = [(currency, total) for (kind, currency), total in self.read.items() if kind in kinds]
        faulty = [total for kind, total in self.faulty.items() if kind is None or kind in kinds]
        pending = sum(total.count for (kind, _), total in self.pending.items() if kind in kinds)
        currencies = sorted({currency for currency, total in read if currency and total.count})
        problems = self._problems(kinds)
        by, count, cents, fees = self._declared(kinds)
        if len(currencies) > 1:
            problems.append(Problem("mixed_currencies", found=", ".join(currencies)))
            return Headline(
                "", by, None, None, sum(t.count for _, t in read), 0, 0, *_faults(faulty), 0, pending, tuple(problems)
            )
        read_count, read_cents = sum(t.count for _, t in read), sum(t.cents for _, t in read)
        unpriced = sum(t.unpriced for _, t in read)
        faulty_count, faulty_cents = _faults(faulty)
        if count is not None and count != read_count + faulty_count:
            problems.append(Problem("count_differs", str(count), str(read_count + faulty_count), by))
        unreadable = unpriced + sum(t.unpriced for t in faulty)
        if cents is not None and not unreadable and cents != read_cents + faulty_cents:
            problems.append(Problem("total_differs", figure(cents), figure(read_cents + faulty_cents), by))
        if faulty_count:
            problems.append(Problem("faulty_rows", found=str(faulty_count)))
        currency = currencies[0] if currencies else ""
        return Headline(
            currency,
            by,
            count,
            cents,
            read_count,
            read_cents,
            unpriced,
            faulty_count,
            faulty_cents,
            fees,
            pending,
            tuple(problems),
        )

    def _problems(self, kinds: frozenset[RowKind]) -> list[Problem]:
        problems = [Problem(m.code, m.expected, m.found, m.field, m.line) for m in self.mismatches]
        problems += [Problem(note.code, found=note.found, line=note.line) for note in self.notes if note.confirm]
        if kinds & LOT_KINDS["returns"]:
            for whole in self.whole_rejects:
                if whole.direct_debits is not False:
                    code = "whole_reject_ours" if whole.ours else "whole_reject"
                    found = whole.batch_id or whole.original_message_id
                    problems.append(Problem(code, found=found, field=whole.reason_code, line=whole.line))
        return problems

    def _declared(self, kinds: frozenset[RowKind]) -> tuple[str, int | None, int | None, int]:
        """Scope, count, cents without fees, and the fees. A total of all rows leaves the others' share aside."""
        own = [declared for declared in self.declared if declared.kind in kinds]
        if own:
            fees = sum(declared.fee_cents for declared in own)
            return own[0].scope, _added(d.count for d in own), _less(_added(d.total_cents for d in own), fees), fees
        whole = [declared for declared in self.declared if declared.kind is None]
        if not whole:
            return "", None, None, 0
        others = [total for (kind, _), total in self.read.items() if kind not in kinds]
        others += [total for kind, total in self.faulty.items() if kind is not None and kind not in kinds]
        count = _less(_added(d.count for d in whole), sum(total.count for total in others))
        cents = _less(_added(d.total_cents for d in whole), sum(total.cents for total in others))
        return whole[0].scope, count, None if any(total.unpriced for total in others) else cents, 0


class Tally:
    """Watches items go by: `for item in tally.watch(items)`; then `tally.control`."""

    def __init__(self) -> None:
        self.control = Control()

    def watch(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the same items and count them."""
        read, pending = self.control.read, self.control.pending
        for item in items:
            if item.__class__ is Row:
                sums = pending if item.pending else read
                key = (item.kind, item.currency)
                total = sums.get(key)
                if total is None:
                    total = sums[key] = Sum()
                total.add(item.amount_cents, item.fee_cents)
            else:
                self._aside(item)
            yield item

    def _aside(self, item: Item) -> None:
        control = self.control
        match item:
            case Fault():
                control.faulty.setdefault(item.kind, Sum()).add(item.amount_cents)
            case Declared():
                control.declared.append(item)
            case Mismatch():
                control.mismatches.append(item)
            case WholeReject():
                control.whole_rejects.append(item)
            case Note():
                control.notes.append(item)
            case Header():
                control.header = item


def control(items: Iterable[Item]) -> Control:
    """Read all items and return their sums."""
    tally = Tally()
    for _ in tally.watch(items):
        pass
    return tally.control


def _faults(faulty: list[Sum]) -> tuple[int, int]:
    return sum(total.count for total in faulty), sum(total.cents for total in faulty)


def _added(values: Iterable[int | None]) -> int | None:
    """The sum, or None when one of them is unknown."""
    listed = list(values)
    return None if None in listed else sum(value for value in listed if value is not None)


def _less(value: int | None, part: int) -> int | None:
    return None if value is None else value - part
