"""pain.002, every version: what the bank says of the direct debits we sent, down to the most detailed level.

A status at the transaction wins over that of its batch, and that over the file's. A batch or file refused without
transactions is a `WholeReject`: its transactions stand in our own remittance. Amounts are often absent. Source:
formats.md §1.2 and §1.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from recobro.core.money import BadAmount, cents_of, units
from recobro.readers.amounts import BadDate, iso_day
from recobro.readers.pain002_transaction import OUR_FAULT, REJECTED, Batch, Group, is_direct_debit, read_transaction
from recobro.readers.repeats import Repeats
from recobro.readers.rows import (
    BadFile,
    Declared,
    Fault,
    Header,
    Item,
    Mismatch,
    Note,
    Row,
    RowKind,
    WholeAccept,
    WholeReject,
)
from recobro.readers.xml import Element, Plan, Shape, Values, forget, local, stream

MESSAGES = {"CstmrPmtStsRpt": "pain.002", "pain.002.001.02": "pain.002", "pain.002.001.01": "pain.002"}

_ACCEPTED = {"file": "file_accepted", "batch": "batch_accepted"}
_STATUS = {"file": "file_status", "batch": "batch_status"}
_REASON: Plan = {
    "Rsn": {"Cd": "reason", "Prtry": "reason"},
    "StsRsn": {"Cd": "reason", "Prtry": "reason"},
    "AddtlInf": "+reason_text",
    "AddtlStsRsnInf": "+reason_text",
}
_HEADER = Shape({"MsgId": "message_id", "CreDtTm": "created_on", "InitgPty": {"Nm": "sender"}})
_GROUP = Shape(
    {
        "OrgnlMsgId": "message_id",
        "OrgnlMsgNmId": "message_name",
        "OrgnlNbOfTxs": "count",
        "OrgnlCtrlSum": "sum",
        "GrpSts": "status",
        "StsRsnInf": _REASON,
    }
)
_BATCH = Shape(
    {
        "OrgnlPmtInfId": "batch_id",
        "OrgnlNbOfTxs": "count",
        "OrgnlCtrlSum": "sum",
        "PmtInfSts": "status",
        "StsRsnInf": _REASON,
    }
)
_PER_STATUS = Shape({"DtldNbOfTxs": "count", "DtldSts": "status", "DtldCtrlSum": "sum"})


def read(source: BinaryIO, name: str = "pain.002") -> Iterator[Item]:
    """Yield the header, then one item per transaction, whole reject or note."""
    report = _Report()
    header: Values = {}
    for element in stream(source, "GrpHdr", "OrgnlGrpInfAndSts", "TxInfAndSts", "OrgnlPmtInfAndSts"):
        tag = local(element)
        if tag == "GrpHdr":
            header = _HEADER.read(element)
        elif tag == "OrgnlGrpInfAndSts":
            yield report.open(element, header, name)
        elif not report.headed:
            raise BadFile("no_original_group", found=name)
        elif tag == "TxInfAndSts":
            yield from report.transaction(element)
        else:
            yield from report.batch(element)
    if not report.headed:
        raise BadFile("no_original_group", found=name)
    yield from report.close()


class _Report:
    """The place in the report and what its transactions add up to."""

    def __init__(self) -> None:
        self.headed = False
        self._group = Group()
        self._batch: Batch | None = None
        self._batches = 0
        self._line = 0
        self._tally = _Tally()
        self._in_batch = _Tally()
        self._repeats = Repeats()
        self._stated: list[Declared] = []
        self._stated_by_batches: list[Declared] = []
        self._unnamed = 0

    def open(self, element: Element, header: Values, name: str) -> Header:
        """The original group: which of our files this is about."""
        values = _GROUP.read(element)
        self._group = Group(
            values.get("message_id", ""),
            values.get("message_name", ""),
            values.get("status", ""),
            values.get("reason", ""),
            values.get("reason_text", ""),
            values.get("count", ""),
            values.get("sum", ""),
            _day(header.get("created_on", "")),
        )
        self._stated += _per_status(element)
        self.headed = True
        group = self._group
        sender = header.get("sender", "")
        return Header(name, header.get("message_id", ""), group.created_on, group.message_id, sender)

    def transaction(self, element: Element) -> Iterator[Item]:
        """One TxInfAndSts has ended."""
        parent = element.getparent()
        if self._batch is None:
            in_batch = parent is not None and local(parent) == "OrgnlPmtInfAndSts"
            self._batch = Batch()
            if in_batch and parent is not None:
                self._batch = _read_batch(parent)
                self._stated_by_batches += _per_status(parent)  # now: what stands before a transaction is freed with it
        self._line += 1
        item, unnamed = read_transaction(element, self._group, self._batch, self._line, self._repeats)
        self._unnamed += unnamed
        self._tally.add(item)
        self._in_batch.add(item)
        forget(element)
        yield item

    def batch(self, element: Element) -> Iterator[Item]:
        """One OrgnlPmtInfAndSts has ended."""
        batch = self._batch or _read_batch(element)
        self._batches += 1
        status = batch.status or self._group.status
        if not self._in_batch.count and status:
            yield from self._whole(
                status, "batch", batch.batch_id, batch.reason or self._group.reason, batch.reason_text
            )
        yield from self._in_batch.against(batch.count, batch.sum, "OrgnlPmtInfAndSts", self._line)
        if not self._in_batch.count:
            self._stated_by_batches += _per_status(element)
        self._in_batch = _Tally()
        self._batch = None
        forget(element)

    def close(self) -> Iterator[Item]:
        """The whole report: a file refused without details, and the totals."""
        group, tally = self._group, self._tally
        if not tally.count and not self._batches and group.status:
            yield from self._whole(group.status, "file", "", group.reason, group.reason_text)
        yield from tally.against(group.count, group.sum, "OrgnlGrpInfAndSts", self._line)
        if tally.complete(group.count) and group.sum and not tally.unpriced:
            yield Declared("file", tally.count, _sum(group.sum), self._line, None, tally.currency)
        else:
            yield from self._per_status()
        if self._unnamed and not group.message_name:
            yield Note("original_type_missing", found=str(self._unnamed), line=1, confirm=True)

    def _per_status(self) -> Iterator[Declared]:
        """The file's own figures per status, or those of its batches when each one has them."""
        if self._stated:
            yield from self._stated
        elif self._batches and len(self._stated_by_batches) == self._batches:
            count = sum(declared.count or 0 for declared in self._stated_by_batches)
            totals = [declared.total_cents for declared in self._stated_by_batches]
            total = None if None in totals else sum(cents or 0 for cents in totals)
            yield Declared("status", count, total, self._line, RowKind.REJECT, self._tally.currency)

    def _whole(self, status: str, scope: str, batch_id: str, reason: str, text: str) -> Iterator[Item]:
        """A file or a batch of which the bank lists no transaction; it takes a line of its own."""
        group = self._group
        self._line += 1
        debits = is_direct_debit(group.message_name)
        if status == REJECTED:
            text = text or group.reason_text
            ours = reason in OUR_FAULT
            yield WholeReject(scope, group.message_id, batch_id, reason, text, ours, debits, self._line)
            return
        accepted = status.startswith("AC")
        yield Note((_ACCEPTED if accepted else _STATUS)[scope], batch_id or status, self._line)
        if accepted and debits is not False:
            yield WholeAccept(scope, group.message_id, batch_id, self._line)


class _Tally:
    """Count and sum of transactions, to compare with what the bank says of our original file."""

    def __init__(self) -> None:
        self.count = 0
        self.cents = 0
        self.unpriced = False
        self.currency = ""

    def add(self, item: Row | Fault) -> None:
        """One more transaction."""
        self.count += 1
        if item.amount_cents is None or isinstance(item, Fault):
            self.unpriced = True
            return
        self.cents += item.amount_cents
        self.currency = self.currency or item.currency
        if item.currency != self.currency:
            self.unpriced = True  # amounts of two currencies are never added

    def complete(self, stated: str) -> bool:
        """Every original transaction is listed; a report that lists only the rejected ones says nothing of its sum."""
        return stated.isdecimal() and int(stated) == self.count > 0

    def against(self, count: str, stated: str, field: str, line: int) -> Iterator[Mismatch]:
        """The control sum counts only when all original transactions are listed."""
        if count.isdecimal() and int(count) < self.count:
            yield Mismatch("count_differs", count, str(self.count), f"{field}/OrgnlNbOfTxs", line)
        if stated and self.complete(count) and not self.unpriced and _sum(stated) != self.cents:
            yield Mismatch("sum_differs", stated, units(self.cents), f"{field}/OrgnlCtrlSum", line)


def _read_batch(element: Element) -> Batch:
    values = _BATCH.read(element)
    return Batch(
        values.get("batch_id", ""),
        values.get("status", ""),
        values.get("reason", ""),
        values.get("reason_text", ""),
        values.get("count", ""),
        values.get("sum", ""),
    )


def _per_status(element: Element) -> list[Declared]:
    """NbOfTxsPerSts of the file or of one batch, for the rejected ones."""
    found = []
    for part in element.findall("{*}NbOfTxsPerSts"):
        values = _PER_STATUS.read(part)
        count = values.get("count", "")
        if values.get("status") == "RJCT" and count.isdecimal():
            found.append(Declared("status", int(count), _sum(values.get("sum", "")), kind=RowKind.REJECT))
    return found


def _sum(text: str) -> int | None:
    """A control sum may have more decimals than money has ("6.0000"); an unreadable one proves nothing."""
    try:
        return cents_of(text)
    except BadAmount:
        return None


def _day(text: str) -> date | None:
    try:
        return iso_day(text) if text else None
    except BadDate:
        return None
