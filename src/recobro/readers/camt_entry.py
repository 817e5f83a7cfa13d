"""One booking of a statement (Ntry): its head, its waiting rows, and the proof that they add up to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from recobro.core.money import BadAmount, figure
from recobro.readers.amounts import BadDate, iso_day, positive_cents
from recobro.readers.rows import BadFile, Fault, Item, Mismatch, Row, RowKind
from recobro.readers.xml import NOT_PROVIDED, Element, Shape, Values

LONG_ENTRY = 10_000  # rows of one entry that wait in memory for its proof (about 10 MB)
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
    fault: tuple[str, str, str] | None = None  # code, found, field: what makes every row of this entry unusable
    batch_id: str = ""
    message_id: str = ""  # of our remittance, when the bank names it for the whole batch
    stated_count: int = 0  # NbOfTxs of its batches, 0 when the bank does not say
    count: int = 0
    signed_cents: int = 0  # transactions in the direction of the entry are positive
    charges_cents: int = 0  # charges that its transactions name and do not have inside their amounts
    unpriced: str = "missing_amount"  # why a transaction carries no amount that can be used
    faulty: bool = False
    sums: dict[RowKind, Sums] = field(default_factory=dict)
    main_kind: RowKind = RowKind.OTHER
    _waiting: list[Row | Fault] = field(default_factory=list)
    _drained: bool = False
    _details: Element | None = None

    def see_details(self, details: Element) -> None:
        """Take the batch head of an NtryDtls when its first transaction comes."""
        if details is self._details:
            return
        self._details = details
        values = _BATCH.read(details)
        self.batch_id, self.message_id = values.get("batch_id", ""), values.get("message_id", "")
        count = values.get("count", "")
        self.stated_count += int(count) if count.isascii() and count.isdecimal() else 0

    def add(self, item: Row | Fault) -> None:
        """One more transaction; it waits for the proof."""
        self.count += 1
        if isinstance(item, Fault):
            self.faulty = True
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
        yield from self._release()

    def close(self, line: int) -> Iterator[Item]:
        """Prove the entry and let its rows go: as rows when they add up, as faults when they do not."""
        self._lend_amount()
        if self.stated_count and self.stated_count != self.count:
            yield Mismatch("entry_count_differs", str(self.stated_count), str(self.count), "Btch/NbOfTxs", line)
        if not self._differs():
            yield from self._release()
            return
        if self._drained:
            stated = figure(self.amount_cents or 0)
            raise BadFile("long_entry_total_differs", expected=stated, found=figure(self.signed_cents), line=line)
        self.faulty = True
        for item in self._waiting:
            yield self._unproved(item) if isinstance(item, Row) else item

    def declared(self) -> Iterator[tuple[RowKind, Sums]]:
        """What the bank states per kind: its own amount of the entry, less what other kinds have of it."""
        others = sum(sums.booked_cents for kind, sums in self.sums.items() if kind is not self.main_kind)
        for kind, sums in self.sums.items():
            if kind is not self.main_kind:
                yield kind, sums
        main = self.sums.get(self.main_kind, Sums())
        count = max(self.stated_count, self.count) - sum(
            s.count for k, s in self.sums.items() if k is not self.main_kind
        )
        if self.faulty or not others:
            yield self.main_kind, Sums(count, (self.amount_cents or 0) - others, self._fees(main))
        else:
            yield self.main_kind, main

    def _fees(self, main: Sums) -> int:
        """Fees inside the entry: those inside its transactions, and those beside them that the entry includes."""
        if self.faulty or self.amount_cents is None:
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
            if isinstance(item, Row) and item.amount_cents is None:
                self.faulty = True
                yield Fault(item.line, "TxDtls", self.unpriced, field="Amt", kind=item.kind, currency=item.currency)
            else:
                yield item

    def _differs(self) -> bool:
        if self.faulty or self.amount_cents is None or any(item.amount_cents is None for item in self._waiting):
            return False
        gap = self.amount_cents - self.signed_cents
        return gap not in (0, self.charges_cents if self.debit else -self.charges_cents)

    def _unproved(self, row: Row) -> Fault:
        return Fault(
            row.line,
            "TxDtls",
            "entry_total_differs",
            found=figure(self.signed_cents),
            field="Ntry/Amt",
            amount_cents=row.amount_cents,
            expected=figure(self.amount_cents or 0),
            kind=row.kind,
            currency=row.currency,
        )


def read_entry(element: Element, account: str, currency: str) -> Entry:
    """Read the head of a Ntry. Called when its first transaction ends, or at its own end when it has none."""
    values = _HEAD.read(element)
    status = values.get("status", "")
    entry = Entry(
        account=account,
        currency=values.get("amount_currency", "") or currency,
        debit=values.get("direction") == "DBIT",
        reversal=values.get("reversal") in ("true", "1"),
        pending=status not in _BOOKED,
        status_missing=not status,
        family=values.get("family", ""),
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
    if values.get("direction") not in ("CRDT", "DBIT"):
        entry.fault = ("bad_direction", values.get("direction", "")[:40], "Ntry/CdtDbtInd")
    try:
        entry.booked_on = iso_day(values["booked_on"]) if "booked_on" in values else None
        entry.value_on = iso_day(values["value_on"]) if "value_on" in values else None
    except BadDate as exc:
        entry.fault = (exc.code, str(exc.data["found"]), "Ntry/BookgDt")
    amount = values.get("amount", "")
    try:
        entry.amount_cents = positive_cents(amount)
    except BadAmount as exc:
        entry.fault = (exc.code if amount else "missing_amount", amount[:40], "Ntry/Amt")
