"""What is doubtful in a row of the old table of unpaid invoices, and which doubts stop the opening. Pure.

See docs/reglas/arranque.md. The old book claims; it proves nothing, so no claim lifts a rung.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recobro.readers.sheet_colours import Fill, Mark


class OpeningReason(StrEnum):
    """Why a row of the old table is doubtful."""

    UNREADABLE = "opening_unreadable"
    DUPLICATE = "opening_duplicate"  # the invoice stands in an earlier row
    PAID = "opening_paid"  # the payments workbook names the invoice, up to the day of the table
    MAYBE_PAID = "opening_maybe_paid"  # it holds a payment of this customer and amount, without the invoice
    SAYS_PAID = "opening_says_paid"  # a remark of the table itself
    UNPLACED = "opening_unplaced"  # its clues disagree, its amount is zero or negative, no invoice number
    IN_LEDGER = "opening_in_ledger"  # a file taken before the opening has told of it
    NO_SUPPLY = "opening_no_supply"
    UNKNOWN_CUSTOMER = "opening_unknown_customer"  # no contract: it opens as unverified
    COLOUR_UNKNOWN = "opening_colour_unknown"
    RED_WITHOUT_DATE = "opening_red_without_date"
    CUT_PAST = "opening_cut_past"
    CUT_CLOSED_DAY = "opening_cut_closed_day"  # a Friday, a holiday or its eve
    CLAIM_UNPROVED = "opening_claim_unproved"  # red, and no proof of any notice: the case begins at rung 1


STOPS = frozenset(
    {
        OpeningReason.UNREADABLE,
        OpeningReason.DUPLICATE,
        OpeningReason.PAID,
        OpeningReason.MAYBE_PAID,
        OpeningReason.SAYS_PAID,
        OpeningReason.UNPLACED,
        OpeningReason.IN_LEDGER,
    }
)
# A person may say that the row stays all the same: what is paid elsewhere was another debt, or a part.
MAY_STAY = frozenset({OpeningReason.PAID, OpeningReason.MAYBE_PAID, OpeningReason.SAYS_PAID})
_PAID_WORDS = ("pagad", "cobrad", "abonad", "liquidad", "saldad")
_NOT_PAID_WORDS = ("no pagad", "sin pagar", "impagad", "pendiente de pag", "no cobrad")


@dataclass(frozen=True, slots=True)
class OldRow:
    """One row of the table as staged and matched. Money in cents; None: it cannot be read."""

    line: int
    amount_cents: int | None
    invoice_number: str
    cups: str
    debtor_name: str
    month: date | None  # first day of the month in which it fell due, or was returned, or was issued
    fault: str  # wording key, "" when the row could be read
    found: str
    field: str
    expected: str
    set_aside: bool
    match: str  # why it cannot be placed, "" when it can
    account_id: int | None
    verified: bool
    segment: str  # of the customer known, else as the row says; "" when nobody knows
    in_ledger: bool


@dataclass(frozen=True, slots=True)
class OldPayment:
    """One row of the payments workbook up to the day of the table."""

    line: int
    cents: int
    paid_on: date
    invoice_number: str
    cups: str
    debtor_name: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing about one row that a person should know, or must settle."""

    line: int
    code: OpeningReason
    data: Mapping[str, str]

    @property
    def stops(self) -> bool:
        """Nothing is booked while it stands."""
        return self.code in STOPS


class Paid:
    """The old payments, found by invoice or by customer and amount."""

    def __init__(self, payments: Iterable[OldPayment]) -> None:
        self._by_invoice: dict[str, list[OldPayment]] = defaultdict(list)
        self._by_owner: dict[tuple[str, int], OldPayment] = {}
        for one in payments:
            if one.invoice_number:
                self._by_invoice[key(one.invoice_number)].append(one)
                continue
            for owner in filter(None, (key(one.cups), key(one.debtor_name))):
                self._by_owner.setdefault((owner, one.cents), one)

    def of_invoice(self, number: str) -> list[OldPayment]:
        """Payments that name the invoice; those taken back again cancel out."""
        found = self._by_invoice.get(key(number), [])
        return found if sum(one.cents for one in found) > 0 else []

    def like(self, row: OldRow) -> OldPayment | None:
        """A payment that names no invoice, of the same supply or name and the same amount."""
        if row.amount_cents is None:
            return None
        owners = filter(None, (key(row.cups), key(row.debtor_name)))
        return next((one for owner in owners if (one := self._by_owner.get((owner, row.amount_cents)))), None)


def key(text: str) -> str:
    """An identifier or a name as it is compared."""
    return " ".join(text.upper().split())


def doubts(
    rows: Sequence[OldRow],
    marks: Mapping[int, Mark],
    paid: Paid,
    *,
    kept: frozenset[int],
    as_of: date,
    closed: Callable[[date], bool],
) -> list[Doubt]:
    """Every doubt of every row that was not set aside, in the order of the table.

    `kept`: rows that a person said stay although a payment speaks against them. `closed`: no cut on such a day.
    """
    seen: Counter[str] = Counter()
    found: list[Doubt] = []
    for row in rows:
        if row.set_aside:
            continue
        number = key(row.invoice_number)
        found += _of_row(row, first=not number or not seen[number])
        if row.line not in kept:
            found += _of_payments(row, marks.get(row.line), paid)
        found += _of_mark(row.line, marks.get(row.line), as_of, closed)
        seen[number] += 1
    return found


def _of_row(row: OldRow, *, first: bool) -> list[Doubt]:
    if row.fault:
        data = {"why": row.fault, "found": row.found, "field": row.field, "expected": row.expected}
        return [Doubt(row.line, OpeningReason.UNREADABLE, data)]
    found = {
        OpeningReason.DUPLICATE: not first,
        OpeningReason.UNPLACED: bool(row.match),
        OpeningReason.IN_LEDGER: row.in_ledger and first,
        OpeningReason.NO_SUPPLY: not row.cups and (row.account_id is None or not row.verified),
        OpeningReason.UNKNOWN_CUSTOMER: row.account_id is None and not row.match,
    }
    data = {"number": row.invoice_number, "why": row.match}
    return [Doubt(row.line, code, data) for code, hit in found.items() if hit]


def _of_payments(row: OldRow, mark: Mark | None, paid: Paid) -> list[Doubt]:
    named = paid.of_invoice(row.invoice_number) if row.invoice_number else []
    if named:
        last = named[-1]
        cents = sum(one.cents for one in named)
        return [Doubt(row.line, OpeningReason.PAID, _told(last.paid_on, cents, last.line))]
    like = paid.like(row)
    if like is not None:
        return [Doubt(row.line, OpeningReason.MAYBE_PAID, _told(like.paid_on, like.cents, like.line))]
    says = (mark.says if mark else "").casefold()
    if any(word in says for word in _PAID_WORDS) and not any(word in says for word in _NOT_PAID_WORDS):
        return [Doubt(row.line, OpeningReason.SAYS_PAID, {"says": mark.says if mark else ""})]
    return []


def _of_mark(line: int, mark: Mark | None, as_of: date, closed: Callable[[date], bool]) -> list[Doubt]:
    """What the colour and the cut date claim. An uncoloured row with a cut date claims nothing: nothing was sent."""
    if mark is None:
        return []
    if mark.fill is Fill.UNKNOWN:
        return [Doubt(line, OpeningReason.COLOUR_UNKNOWN, {"rgb": mark.rgb or "—", "says": mark.says})]
    if mark.fill is not Fill.CUT:
        return []
    day = f"{mark.cut_on:%d/%m/%Y}" if mark.cut_on else ""
    found = {
        OpeningReason.RED_WITHOUT_DATE: mark.cut_on is None,
        OpeningReason.CUT_PAST: mark.cut_on is not None and mark.cut_on < as_of,
        OpeningReason.CUT_CLOSED_DAY: mark.cut_on is not None and mark.cut_on >= as_of and closed(mark.cut_on),
        OpeningReason.CLAIM_UNPROVED: True,
    }
    return [Doubt(line, code, {"day": day, "says": mark.says}) for code, hit in found.items() if hit]


def _told(paid_on: date, cents: int, line: int) -> dict[str, str]:
    return {"day": f"{paid_on:%d/%m/%Y}", "cents": str(cents), "payment_line": str(line)}


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one kind: how many and how much."""

    code: str  # segment, or ISO month; "" when nobody knows
    count: int
    cents: int


def parts(rows: Iterable[OldRow], kind: Callable[[OldRow], str]) -> list[Part]:
    """The rows that would be booked, added up by kind, in order of the kind."""
    count: Counter[str] = Counter()
    cents: Counter[str] = Counter()
    for row in rows:
        if row.set_aside or row.amount_cents is None:
            continue
        count[kind(row)] += 1
        cents[kind(row)] += row.amount_cents
    return [Part(code, count[code], cents[code]) for code in sorted(count)]


def segment_of(row: OldRow) -> str:
    """The class of the customer."""
    return row.segment


def month_of(row: OldRow) -> str:
    """The month of the debt."""
    return f"{row.month:%Y-%m}" if row.month else ""
