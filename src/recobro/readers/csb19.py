"""Cuaderno 19 of before SEPA: the returns of a remittance (records 5190…5990) in 162 columns.

Layout after formats.md §3. Seen in practice and read here: the whole file on one line, lines that end in CR alone,
"569x" instead of "5690" for the debit itself. A line that is longer than its record, and not several records, has
shifted columns: the file is refused. Columns 99-114 stay as found (`instruction_id`): issuers hide series and number of
the invoice there. No reason is guessed: figure n in column 155 is CSB19-n.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from recobro.core.money import BadAmount, figure
from recobro.readers.accounts import iban_of_digits
from recobro.readers.amounts import BadDate, fixed_cents, short_day
from recobro.readers.encoding import Encoding, encoding_of
from recobro.readers.lines import lines_of
from recobro.readers.repeats import Repeats
from recobro.readers.rows import BadFile, Declared, Fault, Header, Item, Mismatch, Note, Row, RowKind

WIDTH = 162
CURRENCY = "EUR"
_LEVELS = frozenset("13689")
_SHORTEST_DEBIT = 98  # the amount ends here
_BLANK = " \x1a\x00"
_NOTHING_MORE = ("", "", "", "", "", "", "", "", "", False)  # tax id … product, pending


def read(source: BinaryIO, name: str = "csb19", encoding: Encoding | None = None) -> Iterator[Item]:
    """Yield the header, one item per returned debit, and the file's own totals."""
    encoding = encoding or encoding_of(source)
    file = _File(name)
    number = 0
    for raw in lines_of(source, encoding, WIDTH):
        line = raw.rstrip(_BLANK)
        for at in range(0, max(len(line), 1), WIDTH):
            number += 1
            record = line[at : at + WIDTH]
            if len(line) > WIDTH and not _is_code(record):
                raise BadFile("long_record", line=number, found=str(len(line)), expected=str(WIDTH))
            if record:
                yield from file.record(number, record.ljust(WIDTH))
    if not file.headed:
        raise BadFile("no_header_record", found=name)
    if not file.ended:
        raise BadFile("missing_trailer", line=file.last, found=name, record="59")
    yield from encoding.notes


def _is_code(record: str) -> bool:
    return record[:1] == "5" and record[1:2] in _LEVELS and record[2:3] == "9"


@dataclass(slots=True)
class _Sum:
    """Since the last total of this level."""

    records: int = 0
    count: int = 0
    cents: int = 0
    unreadable: bool = False


@dataclass(slots=True)
class _File:
    """The place in the file: presenter and creditor, and the sums of creditor and file."""

    name: str
    headed: bool = False
    ended: bool = False
    last: int = 0
    created_on: date | None = None
    due_on: date | None = None
    account: str = ""
    creditors: int = 0
    by_creditor: _Sum = field(default_factory=_Sum)
    whole: _Sum = field(default_factory=_Sum)
    repeats: Repeats = field(default_factory=Repeats)

    def record(self, number: int, line: str) -> Iterator[Item]:
        """One record of 162 columns."""
        self.last = number
        code = line[:4]
        if code[2] == "8" and code[0] == "5" and code[1] in _LEVELS:
            raise BadFile("own_remittance", found="Cuaderno 19")
        if not _is_code(code):
            yield Fault(number, code, "unknown_record", line[:20].rstrip(), expected="5190, 5390, 569x, 5890, 5990")
            return
        self.whole.records += 1
        self.by_creditor.records += 1
        if code[1] == "6":
            if _is_debit(line):
                yield self._debit(number, line)
        elif code[1] == "1":
            yield from self._presenter(line)
        elif code[1] == "3":
            self._creditor(line)
        elif code[1] == "8":
            yield from self._total(number, line)
        else:
            yield from self._trailer(number, line)

    def _presenter(self, line: str) -> Iterator[Item]:
        self.created_on = _day_or_none(line[16:22])
        if not self.headed:
            yield Header(self.name, created_on=self.created_on, sender=line[28:68].strip())
        self.headed, self.ended, self.whole, self.creditors = True, False, _Sum(records=1), 0

    def _creditor(self, line: str) -> None:
        self.due_on = _day_or_none(line[22:28])
        self.account = iban_of_digits(line[68:88])
        self.creditors += 1
        self.by_creditor = _Sum(records=1)

    def _debit(self, number: int, line: str) -> Row | Fault:
        item = self._read(number, line)
        for total in (self.by_creditor, self.whole):
            total.count += 1
            if item.amount_cents is None:
                total.unreadable = True
            else:
                total.cents += item.amount_cents
        return item

    def _read(self, number: int, line: str) -> Row | Fault:
        record, length = line[:4], len(line.rstrip())
        if length < _SHORTEST_DEBIT:
            return Fault(
                number, record, "short_record", str(length), "longitud", None, str(WIDTH), RowKind.RETURN, CURRENCY
            )
        try:
            cents = fixed_cents(line[88:98])
        except BadAmount as exc:
            found = line[88:98].strip()
            return Fault(number, record, exc.code, found, "89-98", None, "10 cifras", RowKind.RETURN, CURRENCY)
        mandate_id, hidden, reference = line[16:28].strip(), line[98:114].strip(), line[104:114].strip()
        reason = line[154].strip()
        return Row._make(
            (
                number, RowKind.RETURN, cents, CURRENCY, "", hidden, reference, mandate_id, "", "", "",
                f"CSB19-{reason}" if reason else "", "", self.created_on, None, self.due_on, None, 0, self.account,
                line[28:68].strip(), iban_of_digits(line[68:88]), line[114:154].strip(), *_NOTHING_MORE,
                self.repeats.occurrence(
                    RowKind.RETURN, self.account, "", mandate_id, hidden, cents, CURRENCY, self.created_on, self.due_on
                ),
            )
        )  # fmt: skip

    def _total(self, number: int, line: str) -> Iterator[Item]:
        """Record 58: one creditor."""
        try:
            stated, count = fixed_cents(line[88:98]), fixed_cents(line[104:114])
        except BadAmount:
            yield Mismatch("bad_group_total", line[88:124].strip(), figure(self.by_creditor.cents), "58", number)
            return
        if count != self.by_creditor.count:
            yield Mismatch("group_count_differs", str(count), str(self.by_creditor.count), "58", number)
        if stated != self.by_creditor.cents and not self.by_creditor.unreadable:
            yield Mismatch("group_total_differs", figure(stated), figure(self.by_creditor.cents), "58", number)
        yield from _counted("58", line[114:124], self.by_creditor.records, number)

    def _trailer(self, number: int, line: str) -> Iterator[Item]:
        """Record 59: the file."""
        try:
            stated, count = fixed_cents(line[88:98]), fixed_cents(line[104:114])
        except BadAmount as exc:
            raise BadFile("bad_trailer", line=number, found=line[:124].rstrip(), record="59") from exc
        yield Declared("file", count, stated, number, None, CURRENCY)
        yield from _counted("59", line[114:124], self.whole.records, number)
        creditors = line[68:72].strip()
        if creditors.isascii() and creditors.isdecimal() and int(creditors) != self.creditors:
            yield Mismatch("group_count_differs", creditors, str(self.creditors), "59, 69-72", number)
        self.ended = True


def _is_debit(line: str) -> bool:
    """5690 is a debit; of the others, which hold texts, the one with account and amount where a debit has them."""
    return line[3] == "0" or (line[88:98].isdecimal() and not line[68:88].strip("0123456789* "))


def _counted(record: str, text: str, found: int, number: int) -> Iterator[Item]:
    """Banks count records in their own way: noted, no more."""
    text = text.strip()
    if text.isascii() and text.isdecimal() and int(text) != found:
        yield Note("record_count_differs", f"{record}: {int(text)} / {found}", number)


def _day_or_none(text: str) -> date | None:
    """Days of the heads are shown and help to match; a filler is none."""
    try:
        return short_day(text, "dmy")
    except BadDate:
        return None
