"""pain.008, every version: the direct debits that we ourselves sent to the bank, one row each.

A row says that a debit was presented, never that it was collected. The group and every block (PmtInf) state how many
transactions they hold and their sum; both are compared. Source: formats.md §1.2; field names as in the message.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from recobro.core.money import BadAmount, cents_of, units
from recobro.readers.amounts import BadDate, iso_day, positive_cents
from recobro.readers.repeats import Repeats
from recobro.readers.rows import BadFile, Declared, Fault, Header, Item, Mismatch, Row, RowKind
from recobro.readers.xml import Element, Plan, Shape, Values, forget, ident, local, stream

MESSAGES = {"CstmrDrctDbtInitn": "pain.008", "pain.008.001.01": "pain.008"}

_ACCOUNT: Plan = {"IBAN": "account", "BBAN": "account", "Othr": {"Id": "account"}, "PrtryAcct": {"Id": "account"}}
_HEADER = Shape(
    {
        "MsgId": "message_id",
        "CreDtTm": "created_on",
        "NbOfTxs": "count",
        "CtrlSum": "sum",
        "InitgPty": {"Nm": "sender"},
    }
)
_BLOCK = Shape(
    {
        "PmtInfId": "batch_id",
        "NbOfTxs": "count",
        "CtrlSum": "sum",
        "PmtTpInf": {"SeqTp": "sequence"},
        "ReqdColltnDt": "due_on",
        "CdtrAcct": {"Id": _ACCOUNT},
    }
)
_TRANSACTION = Shape(
    {
        "PmtId": {"InstrId": "instruction_id", "EndToEndId": "end_to_end_id"},
        "PmtTpInf": {"SeqTp": "sequence"},
        "InstdAmt": "$amount",
        "DrctDbtTx": {"MndtRltdInf": {"MndtId": "mandate_id", "DtOfSgntr": "signed_on"}},
        "Dbtr": {"Nm": "debtor"},
        "DbtrAcct": {"Id": _ACCOUNT},
        "RmtInf": {"Ustrd": "+text", "Strd": {"CdtrRefInf": {"Ref": "reference", "CdtrRef": "reference"}}},
    }
)


def read(source: BinaryIO, name: str = "pain.008") -> Iterator[Item]:
    """Yield the header, one item per DrctDbtTxInf, and what the file says of its totals."""
    remittance: _Remittance | None = None
    for element in stream(source, "GrpHdr", "DrctDbtTxInf", "PmtInf"):
        tag = local(element)
        if tag == "GrpHdr":
            remittance = _Remittance(_HEADER.read(element))
            yield remittance.header(name)
        elif remittance is None:
            raise BadFile("no_group_header", found=name)
        elif tag == "DrctDbtTxInf":
            yield remittance.transaction(element)
        else:
            yield from remittance.block(element)
    if remittance is None:
        raise BadFile("no_group_header", found=name)
    yield from remittance.close()


class _Remittance:
    """The place in the file, and what its transactions add up to."""

    def __init__(self, stated: Values) -> None:
        self._stated = stated
        self._message_id = stated.get("message_id", "")
        self._block: Values | None = None
        self._due_on: date | None = None
        self._bad_due = ""  # a collection date that cannot be read spoils every row of its block
        self._line = 0
        self._repeats = Repeats()
        self._whole = _Tally()
        self._in_block = _Tally()
        self._stated_by_blocks: list[int | None] = []

    def header(self, name: str) -> Header:
        """What the group header says."""
        try:
            created_on = iso_day(self._stated["created_on"]) if "created_on" in self._stated else None
        except BadDate:
            created_on = None  # it only orders presentations of one invoice
        return Header(name, self._message_id, created_on, sender=self._stated.get("sender", ""))

    def transaction(self, element: Element) -> Row | Fault:
        """One DrctDbtTxInf has ended."""
        block = self._block
        if block is None:
            parent = element.getparent()
            assert parent is not None  # the root is the message: a transaction stands inside something
            block = self._open(parent)
        self._line += 1
        item = self._read(_TRANSACTION.read(element), block)
        self._whole.add(item)
        self._in_block.add(item)
        forget(element)
        return item

    def block(self, element: Element) -> Iterator[Item]:
        """One PmtInf has ended: compare what it states of itself."""
        block = self._block if self._block is not None else self._open(element)
        self._stated_by_blocks.append(_sum(block.get("sum", "")))
        yield from self._in_block.against(block, "PmtInf", self._line)
        self._block, self._in_block = None, _Tally()
        forget(element)

    def close(self) -> Iterator[Item]:
        """The whole file: the control sum of the group, else those of all its blocks together."""
        whole, count = self._whole, self._stated.get("count", "")
        total = _sum(self._stated.get("sum", ""))
        if total is None and self._stated_by_blocks and None not in self._stated_by_blocks:
            total = sum(cents or 0 for cents in self._stated_by_blocks)
        if count.isdecimal() or total is not None:
            currency = whole.currencies.pop() if len(whole.currencies) == 1 else ""
            stated = int(count) if count.isdecimal() else None
            yield Declared("file", stated, total, self._line, RowKind.REMITTANCE, currency)

    def _open(self, element: Element) -> Values:
        block = self._block = _BLOCK.read(element)
        self._due_on, self._bad_due = None, ""
        try:
            self._due_on = iso_day(block["due_on"]) if "due_on" in block else None
        except BadDate:
            self._bad_due = block["due_on"]
        return block

    def _read(self, values: Values, block: Values) -> Row | Fault:
        get = values.get
        currency = get("amount_currency", "")
        if "amount" not in values:
            return self._fault("missing_amount", "", "InstdAmt", None, currency)
        try:
            amount = positive_cents(values["amount"])
        except BadAmount as exc:
            return self._fault(exc.code, values["amount"], "InstdAmt", None, currency)
        if self._bad_due:
            return self._fault("bad_date", self._bad_due, "ReqdColltnDt", amount, currency)
        try:
            signed_on = iso_day(values["signed_on"]) if "signed_on" in values else None
        except BadDate as exc:
            return self._fault(exc.code, values["signed_on"], "DtOfSgntr", amount, currency)
        end_to_end_id, mandate_id = ident(values, "end_to_end_id"), ident(values, "mandate_id")
        account = block.get("account", "")
        return Row(
            self._line,
            RowKind.REMITTANCE,
            amount,
            currency,
            end_to_end_id,
            ident(values, "instruction_id"),
            get("reference", ""),
            mandate_id,
            block.get("batch_id", ""),
            due_on=self._due_on,
            creditor_account=account,
            debtor_name=get("debtor", ""),
            debtor_account=get("account", ""),
            text=get("text", ""),
            occurrence=self._repeats.occurrence(
                RowKind.REMITTANCE, account, end_to_end_id, mandate_id, "", amount, currency, self._due_on
            ),
            message_id=self._message_id,
            sequence=get("sequence", "") or block.get("sequence", ""),
            signed_on=signed_on,
        )

    def _fault(self, code: str, found: str, field: str, cents: int | None, currency: str) -> Fault:
        return Fault(
            self._line, "DrctDbtTxInf", code, found[:40], field, cents, kind=RowKind.REMITTANCE, currency=currency
        )


class _Tally:
    """Count and sum of transactions, to compare with what is stated of them."""

    def __init__(self) -> None:
        self.count = 0
        self.cents = 0
        self.unreadable = False
        self.currencies: set[str] = set()

    def add(self, item: Row | Fault) -> None:
        """One more transaction. A faulty one still counts, and its amount too when it could be read."""
        self.count += 1
        self.currencies.add(item.currency)
        if item.amount_cents is None:
            self.unreadable = True
        else:
            self.cents += item.amount_cents

    def against(self, stated: Values, record: str, line: int) -> Iterator[Mismatch]:
        """Where the stated figures are not those of the transactions."""
        count, total = stated.get("count", ""), _sum(stated.get("sum", ""))
        if count.isdecimal() and int(count) != self.count:
            yield Mismatch("group_count_differs", count, str(self.count), f"{record}/NbOfTxs", line)
        if total is not None and not self.unreadable and total != self.cents:
            yield Mismatch("group_total_differs", units(total), units(self.cents), f"{record}/CtrlSum", line)


def _sum(text: str) -> int | None:
    """A control sum may be written with other decimals than money ("4.5"); an unreadable one proves nothing."""
    try:
        return cents_of(text) if text else None
    except BadAmount:
        return None
