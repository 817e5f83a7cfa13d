"""One booking of a statement (Ntry): its head, its waiting rows, and the proof that they add up to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from recobro.core.money import BadAmount, figure
from recobro.readers.amounts import BadDate, iso_day, positive_cents
from recobro.readers.camt_kinds import OURS_FAMILY
from recobro.readers.rows import BadFile, Fault, Item, Row, RowKind
from recobro.readers.xml import NOT_PROVIDED, Element, Shape, Values

LONG_ENTRY = 10_000  # rows of one entry that wait in memory for its proof (about 10 MB)
_TOO_LONG = {  # what refuses a file when it comes out after the rows of such an entry had gone
    "entry_count_differs": "long_entry_count_differs",
    "entry_total_differs": "long_entry_total_differs",
}
_BOOKED = frozenset({"BOOK", ""})  # an entry without status stands in a statement: it is booked

_HEAD = Shape(
    {
        "Amt": "$amount",
        "CdtDbtInd": "direction",
        "RvslInd": "reversal",
        "Sts": {"": "status", "Cd": "status", "Prtry": "status"},  # a choice from version 07 on
        "BookgDt": {"Dt": "booked_on", "DtTm": "booked_on"},
        "ValDt": {"Dt": "value_on", "DtTm": "value_on"},
        "BkTxCd": {"Domn": {"Fmly": {"Cd": "family", "SubFmlyCd": "subfamily"}}},
        "NtryRef": "reference",
        "AcctSvcrRef": "bank_reference",
        "AddtlNtryInf": "+text",
    }
)
_BATCH = Shape({"Btch": {"MsgId": "message_id", "PmtInfId": "batch_id", "NbOfTxs": "count"}})
_NAMED = Shape({"NtryDtls": {"Btch": {"MsgId": "message_id", "PmtInfId": "batch_id"}}, "NtryRef": "reference"})


@dataclass(slots=True)
class Sums:
    """What the transactions of one kind move: how many, booked with fees inside, and those fees."""

    count: int = 0
    booked_cents: int = 0
    fee_cents: int = 0

    def add(self, count: int, booked_cents: int, fee_cents: int) -> None:
        """Add one transaction, or the sums of an entry."""
        self.count += count
        self.booked_cents += booked_cents
        self.fee_cents += fee_cents


class Flaw(NamedTuple):
    """What makes every row of an entry unusable: its head cannot be read, or says other than its transactions."""

    code: str
    found: str
    field: str
    expected: str = ""


@dataclass(slots=True)
class Entry:
    """The head of one Ntry and what was read of its transactions so far."""

    account: str
    currency: str
    amount_cents: int | None = None
    debit: bool = False
    reversal: bool = False
    pending: bool = False
    status_missing: bool = False
    family: str = ""
    subfamily: str = ""
    booked_on: date | None = None
    value_on: date | None = None
    reference: str = ""
    text: str = ""
    undirected: bool = False  # neither a credit nor a debit
    flaw: Flaw | None = None  # of its head
    batch_id: str = ""
    message_id: str = ""  # of our remittance, when the bank names it for the whole batch
    stated_count: int = 0  # NbOfTxs of its batches; of a batch that does not say, what it holds
    count: int = 0
    signed_cents: int = 0  # transactions in the direction of the entry are positive
    charges_cents: int = 0  # charges that its transactions name and do not have inside their amounts
    unpriced: str = "missing_amount"  # why a transaction carries no amount that can be used
    unreadable: bool = False  # one of its transactions has no amount that can be used
    ours: bool = False  # something in it is a return, a payment or a collection
    contradiction: Flaw | None = None
    sums: dict[RowKind, Sums] = field(default_factory=dict)
    main_kind: RowKind = RowKind.OTHER
    _waiting: list[Row | Fault] = field(default_factory=list)
    _drained: bool = False
    _details: Element | None = None
    _says_count: bool = False  # the open batch states its NbOfTxs

    def see_details(self, details: Element) -> None:
        """Take the batch head of an NtryDtls when its first transaction comes."""
        if details is self._details:
            return
        self._details = details
        values = _BATCH.read(details)
        self.batch_id, self.message_id = values.get("batch_id", ""), values.get("message_id", "")
        count = values.get("count", "")
        stated = int(count) if count.isascii() and count.isdecimal() else 0
        self.stated_count += stated
        self._says_count = stated > 0

    def add(self, item: Row | Fault) -> None:
        """One more transaction; it waits for the proof."""
        self.count += 1
        self.stated_count += 0 if self._says_count else 1
        self.unreadable |= isinstance(item, Fault)
        self.ours |= item.kind is not RowKind.OTHER
        if self.count == 1:
            self.main_kind = item.kind or RowKind.OTHER
        self._waiting.append(item)

    def tally(self, kind: RowKind, booked_cents: int, fee_cents: int, same_direction: bool) -> None:
        """Count what a transaction moved on the account, fees included."""
        self.signed_cents += booked_cents if same_direction else -booked_cents
        sums = self.sums.get(kind)
        if sums is None:
            sums = self.sums[kind] = Sums()
        sums.add(1, booked_cents, fee_cents)

    @property
    def is_long(self) -> bool:
        """Too many rows to keep waiting."""
        return len(self._waiting) >= LONG_ENTRY

    def drain(self) -> Iterator[Item]:
        """Let the waiting rows of a huge entry go before its proof; should that fail, the whole file is refused."""
        self._drained = True
        yield from self._dispute(self.flaw) if self.flaw and self.matters else self._release()

    def close(self, line: int) -> Iterator[Item]:
        """Prove the entry and let its rows go: as rows, or all as faults when its head is wrong.

        What is wrong with an entry stays inside it (formats.md §1.4 rule 4). In one that is none of our business, or
        that the bank only announces, nothing hangs on it: its rows go as they are.
        """
        self._lend_amount()
        self.contradiction = said = self._contradiction()
        if said and self._drained and self.matters:
            raise BadFile(_TOO_LONG[said.code], expected=said.expected, found=said.found, line=line)
        flaw = self.flaw or said
        yield from self._dispute(flaw) if flaw and self.matters else self._release()

    @property
    def matters(self) -> bool:
        """Its rows may move what a customer owes."""
        return self.ours and not self.pending

    def declared(self) -> Iterator[tuple[RowKind, Sums]]:
        """What the bank states per kind: its own amount of the entry, less what other kinds have of it.

        An entry that contradicts itself states two things; then that of its transactions is taken. All of them are
        faults, each with both figures, so nothing is booked on either.
        """
        if self.contradiction and not self.unreadable:
            yield from self.sums.items()
            return
        others = {kind: sums for kind, sums in self.sums.items() if kind is not self.main_kind}
        yield from others.items()
        main = self.sums.get(self.main_kind, Sums())
        cents = sum(sums.booked_cents for sums in others.values())
        if self.unreadable or not cents:
            count = self.count - sum(sums.count for sums in others.values())
            yield self.main_kind, Sums(count, (self.amount_cents or 0) - cents, self._fees(main))
        else:
            yield self.main_kind, main

    @property
    def undeclared(self) -> bool:
        """Its amount cannot be read: nobody says what its rows must add up to."""
        return self.amount_cents is None

    def _fees(self, main: Sums) -> int:
        """Fees inside the entry: those inside its transactions, and those beside them that the entry includes."""
        if self.unreadable or self.amount_cents is None:
            return main.fee_cents
        return main.fee_cents + max(self.amount_cents - self.signed_cents, 0)

    def _lend_amount(self) -> None:
        """The only transaction of an entry may carry no amount of its own: then it is the entry's."""
        if self.count == 1 and self._waiting and self.amount_cents is not None:
            only = self._waiting[0]
            if isinstance(only, Row) and only.amount_cents is None:
                self._waiting[0] = only._replace(amount_cents=self.amount_cents - only.fee_cents)
                self.tally(only.kind, self.amount_cents, only.fee_cents, same_direction=True)

    def _release(self) -> Iterator[Item]:
        waiting, self._waiting = self._waiting, []
        for item in waiting:
            unpriced = isinstance(item, Row) and item.amount_cents is None
            yield self._fault(item, Flaw(self.unpriced, "", "Amt")) if unpriced else item

    def _dispute(self, flaw: Flaw) -> Iterator[Item]:
        waiting, self._waiting = self._waiting, []
        for item in waiting:
            unpriced = item.amount_cents is None and flaw is not self.flaw
            yield self._fault(item, Flaw(self.unpriced, "", "Amt") if unpriced else flaw)

    def _fault(self, item: Row | Fault, flaw: Flaw) -> Fault:
        """A row as a fault, with what was read of it: a person must see whose money it is.

        In an entry whose amount cannot be read no amount is sure: its lot waits for a person.
        """
        if isinstance(item, Fault):
            return item
        amount = None if self.amount_cents is None else item.amount_cents
        self.unreadable |= amount is None
        return Fault(
            item.line,
            "TxDtls" if self._details is not None else "Ntry",
            flaw.code,
            flaw.found,
            flaw.field,
            amount,
            flaw.expected,
            item.kind,
            item.currency,
            item,
        )

    def _contradiction(self) -> Flaw | None:
        """NbOfTxs against its transactions, then their sum, charges included, against its amount."""
        if self.stated_count != self.count:
            return Flaw("entry_count_differs", str(self.count), "Btch/NbOfTxs", str(self.stated_count))
        if self.unreadable or self.amount_cents is None or any(item.amount_cents is None for item in self._waiting):
            return None
        gap = self.amount_cents - self.signed_cents
        if gap in (0, self.charges_cents if self.debit else -self.charges_cents):
            return None
        return Flaw("entry_total_differs", figure(self.signed_cents), "Ntry/Amt", figure(self.amount_cents))


def read_entry(element: Element, account: str, currency: str) -> Entry:
    """Read the head of a Ntry. Called when its first transaction ends, or at its own end when it has none."""
    values = _HEAD.read(element)
    status, direction, family = values.get("status", ""), values.get("direction", ""), values.get("family", "")
    directed = direction in ("CRDT", "DBIT")
    entry = Entry(
        account=account,
        currency=values.get("amount_currency", "") or currency,
        debit=direction == "DBIT" or (not directed and family == OURS_FAMILY),  # rather a return seen than one missed
        undirected=not directed,
        reversal=values.get("reversal") in ("true", "1"),
        pending=status not in _BOOKED,
        status_missing=not status,
        family=family,
        subfamily=values.get("subfamily", ""),
        reference=values.get("bank_reference", "") or values.get("reference", ""),
        text=values.get("text", ""),
    )
    _read_strictly(entry, values)
    return entry


def read_batch(element: Element) -> Values:
    """Which batch an entry without transactions is: named by its own ids, else by the reference of the entry."""
    values = _NAMED.read(element)
    names = ("batch_id", "message_id", "reference")
    named = next((values[name] for name in names if values.get(name, "").upper() not in NOT_PROVIDED | {""}), "")
    return {"batch_id": named, "message_id": values.get("message_id", "")}


def _read_strictly(entry: Entry, values: Values) -> None:
    """Amount, direction and days: what cannot be read makes every row of the entry a fault."""
    if entry.undirected:
        entry.flaw = Flaw("bad_direction", values.get("direction", "")[:40], "Ntry/CdtDbtInd")
    try:
        entry.booked_on = iso_day(values["booked_on"]) if "booked_on" in values else None
        entry.value_on = iso_day(values["value_on"]) if "value_on" in values else None
    except BadDate as exc:
        entry.flaw = Flaw(exc.code, str(exc.data["found"]), "Ntry/BookgDt")
    amount = values.get("amount", "")
    try:
        entry.amount_cents = positive_cents(amount)
    except BadAmount as exc:
        entry.flaw = Flaw(exc.code if amount else "missing_amount", amount[:40], "Ntry/Amt")
