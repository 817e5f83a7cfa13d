"""When a lot books: declared = booked + waiting + faulty, in count and cents. Pure; see docs/reglas/lotes.md."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from recobro.billing.proof.rules import far_fewer
from recobro.core.money import figure
from recobro.readers.prove import Control, Headline
from recobro.readers.rows import RowKind

BANK_KINDS = frozenset({RowKind.RETURN, RowKind.REJECT, RowKind.PAYMENT})
CONCERNED: dict[str, frozenset[RowKind]] = {
    "returns": BANK_KINDS,
    "unpaid": frozenset({RowKind.UNPAID}),
    "payments": frozenset({RowKind.PAYMENT}),
    "contracts": frozenset({RowKind.CONTRACT}),
    "invoices": frozenset({RowKind.INVOICE}),
    "opening": frozenset({RowKind.UNPAID}),
    "remittance": frozenset({RowKind.REMITTANCE}),
    "notices": frozenset({RowKind.NOTICE}),
}
MOVES_NO_MONEY = frozenset({"contracts", "notices"})


class Outcome(StrEnum):
    """What becomes of a lot that was read to its end."""

    BOOK = "booked"
    WAIT = "waiting"
    REFUSE = "refused"


@dataclass(frozen=True, slots=True)
class Declared:
    """A total that a person types from paper or from the bank's page."""

    count: int | None = None
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """What became of the rows of a lot that are our business. Ignored rows are outside the equation."""

    read_count: int = 0
    read_cents: int = 0
    booked_count: int = 0  # the known ones included
    booked_cents: int = 0
    known_count: int = 0
    known_cents: int = 0
    waiting_count: int = 0
    waiting_cents: int = 0
    faulty_count: int = 0
    faulty_cents: int = 0
    ignored_count: int = 0
    unreadable_count: int = 0  # faulty rows whose amount cannot be read
    unpriced_count: int = 0  # rows whose amount the format does not carry: ours was taken, if known
    foreign_count: int = 0  # rows in another currency than the portfolio's
    foreign_currency: str | None = None
    expanded_count: int = 0  # rejects that the file only names as a whole: laid out from our own remittance
    told_count: int = 0  # rows that tell something new of our remittances; outside the equation

    def all_waiting(self) -> Sums:
        """The same rows when the lot waits as a whole: what can be read waits."""
        count, cents = self.read_count - self.faulty_count, self.read_cents - self.faulty_cents
        return replace(self, waiting_count=count, waiting_cents=cents)


@dataclass(frozen=True, slots=True)
class ListBefore:
    """The ERP's list before this one, and from which share of its rows a shorter one asks (the portfolio's figure)."""

    rows: int
    percent: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the lot books, and if not, why and by how much. `reason` is a wording key."""

    outcome: Outcome
    reason: str = ""
    data: dict[str, object] = field(default_factory=dict)
    declared_count: int | None = None
    declared_cents: int | None = None
    declared_by: str = ""  # file | status | entries | totals_row | rows | remittance | person


def judge(
    kind: str,
    control: Control,
    sums: Sums,
    *,
    typed: Declared | None,
    confirmed: bool,
    currency: str,
    ours: frozenset[int] = frozenset(),
    before: ListBefore | None = None,
) -> Verdict:
    """Decide on a lot. What contradicts itself is refused; what a person can settle waits.

    `ours`: the lines of the whole rejects whose remittance we hold.
    """
    headline = control.headline(CONCERNED[kind])
    by, count, cents = _declared(kind, headline, sums, typed)
    found = (
        _foreign(sums, currency)
        or _contradiction(control, confirmed=confirmed)
        or _needs_a_person(control, sums, confirmed=confirmed, ours=ours)
        or _typed_differs(headline, typed)
        or _gap(by, count, cents, sums)
        or _shrunk(sums, before, confirmed=confirmed)
    )
    if found:
        outcome, reason, data = found
        return Verdict(outcome, reason, data, count, cents, by)
    return Verdict(Outcome.BOOK, "", {}, count, cents, by)


def is_repeated(sums: Sums, *, message_seen: bool) -> bool:
    """A message that came before in another file: every row of it is known already."""
    return message_seen and 0 < sums.read_count == sums.known_count and not sums.told_count


_Found = tuple[Outcome, str, dict[str, object]] | None


def _declared(kind: str, headline: Headline, sums: Sums, typed: Declared | None) -> tuple[str, int | None, int | None]:
    """Who declares, how many and how much. A person fills in only what the file leaves open.

    Contracts and notices move no money: their total is zero, and without a stated count the lines themselves are
    counted. Rows without amounts (pain.002) cannot be declared in cents: our own collections give them. A total pins
    the rows.
    """
    by, count, cents = headline.declared_by, headline.declared_count, headline.declared_cents
    if typed is not None and (typed.count, typed.cents) != (None, None):
        if count is None or cents is None:
            by = "person"
        count = typed.count if count is None else count
        cents = typed.cents if cents is None else cents
    if kind in MOVES_NO_MONEY:
        return by or "rows", sums.read_count if count is None else count, 0
    if not by and 0 < sums.expanded_count == sums.read_count:  # all of it is laid out from our own remittance
        return "remittance", sums.read_count, sums.read_cents
    if (
        cents is None
        and sums.unpriced_count == sums.read_count - sums.faulty_count
        and (count is not None or not sums.read_count)
    ):
        cents = sums.read_cents
    if count is None and cents is not None:
        count = sums.read_count
    return by or ("rows" if not sums.read_count else ""), count, cents


def _foreign(sums: Sums, currency: str) -> _Found:
    if not sums.foreign_count:
        return None
    data: dict[str, object] = {"found": sums.foreign_currency, "expected": currency, "count": sums.foreign_count}
    return Outcome.REFUSE, "wrong_currency", data


def _contradiction(control: Control, *, confirmed: bool) -> _Found:
    """What the file says against itself. A balance that misses a page says nothing against its entries."""
    found: _Found = None
    for mismatch in control.mismatches:
        data: dict[str, object] = {"expected": mismatch.expected, "found": mismatch.found, "field": mismatch.field}
        if mismatch.code != "balance_differs":
            return Outcome.REFUSE, mismatch.code, {**data, "line": mismatch.line}
        if not confirmed:
            found = Outcome.WAIT, mismatch.code, {**data, "line": mismatch.line}
    return found


def _needs_a_person(control: Control, sums: Sums, *, confirmed: bool, ours: frozenset[int]) -> _Found:
    for whole in control.whole_rejects:
        if whole.direct_debits is False or whole.line in ours or (whole.ours and confirmed):
            continue
        data: dict[str, object] = {
            "found": whole.batch_id or whole.original_message_id or "—",
            "field": whole.reason_code or "—",
        }
        return Outcome.WAIT, "whole_reject_ours" if whole.ours else "whole_reject", data
    for note in control.notes:
        if note.confirm and not confirmed:
            return Outcome.WAIT, note.code, {"found": note.found, "line": note.line}
    if sums.unreadable_count:
        return Outcome.WAIT, "unreadable_amount", {"count": sums.unreadable_count}
    return None


def _typed_differs(headline: Headline, typed: Declared | None) -> _Found:
    """A person's total beside one that the file states: both must be the same."""
    if typed is None:
        return None
    if typed.cents is not None and headline.declared_cents not in (None, typed.cents):
        data: dict[str, object] = {"expected": figure(typed.cents), "found": figure(headline.declared_cents or 0)}
        return Outcome.WAIT, "typed_total_differs", data
    if typed.count is not None and headline.declared_count not in (None, typed.count):
        return Outcome.WAIT, "typed_count_differs", {"expected": typed.count, "found": headline.declared_count}
    return None


def _gap(by: str, count: int | None, cents: int | None, sums: Sums) -> _Found:
    """The equation itself. A file that misses its own total contradicts itself; a person may have typed wrongly."""
    if count is None or cents is None:
        data: dict[str, object] = {"count": sums.read_count, "total": figure(sums.read_cents)}
        return Outcome.WAIT, "no_declared_total", data
    found_count = sums.booked_count + sums.waiting_count + sums.faulty_count
    found_cents = sums.booked_cents + sums.waiting_cents + sums.faulty_cents
    typed = by == "person"
    outcome = Outcome.WAIT if typed else Outcome.REFUSE
    if cents != found_cents:
        data = {"expected": figure(cents), "found": figure(found_cents), "gap": figure(found_cents - cents)}
        return outcome, "typed_total_differs" if typed else "total_differs", data
    if count != found_count:
        data = {"expected": count, "found": found_count, "gap": found_count - count}
        return outcome, "typed_count_differs" if typed else "count_differs", data
    return None


def _shrunk(sums: Sums, before: ListBefore | None, *, confirmed: bool) -> _Found:
    """A list of open items far shorter than the one before may be exported with a filter: a person says."""
    if confirmed or before is None or not far_fewer(sums.read_count, before.rows, before.percent):
        return None
    return Outcome.WAIT, "far_fewer_rows", {"found": sums.read_count, "expected": before.rows}
