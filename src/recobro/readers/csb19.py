"""Cuaderno 19 of before SEPA: the returns of a remittance (records 5190…5990) in 162 columns.

Layout after formats.md §3. Seen in practice and read here: the whole file on one line, lines that end in CR alone,
"569x" instead of "5690" for the debit itself. A line that is longer than its record, and not several records, has
shifted columns: the file is refused. Columns 99-114 stay as found (`instruction_id`): issuers hide series and number of
the invoice there. No reason is guessed: figure n in column 155 is CSB19-n.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from recobro.core.money import BadAmount, figure
from recobro.readers.accounts import iban_of_digits
from recobro.readers.amounts import BadDate, filled_cents, fixed_cents, short_day
from recobro.readers.encoding import Encoding, encoding_of
from recobro.readers.lines import lines_of
from recobro.readers.repeats import Repeats
from recobro.readers.rows import BadFile, Declared, Fault, Header, Item, Mismatch, Note, Row, RowKind, new_row

WIDTH = 162
_RETURN = RowKind.RETURN
_CODE = re.compile(r"5[13689]9")
_OURS = re.compile(r"5[13689]8")  # a remittance, not what came back of it
_SHORTEST_DEBIT = 98  # the amount ends here
_BLANK = " \x1a\x00"


def read(source: BinaryIO, name: str = "csb19", encoding: Encoding | None = None) -> Iterator[Item]:
    """Yield the header, one item per returned debit, and the file's own totals."""
    encoding = encoding or encoding_of(source)
    file = _File(name)
    number = 0
    for line in lines_of(source, encoding, WIDTH):
        if len(line) > WIDTH:
            for record in _pieces(line, number + 1):
                number += 1
                yield from file.record(number, record)
            continue
        number += 1
        if line[:4] == "5690":
            file.records += 1
            yield file.debit(number, line)
        else:
            yield from file.record(number, line)
    if not file.headed:
        raise BadFile("no_header_record", found=name)
    if not file.ended:
        raise BadFile("missing_trailer", line=file.last, found=name, record="59")
    yield from encoding.notes


def _pieces(line: str, number: int) -> list[str]:
    """The records of a line that holds several. A line of one record and a bit has shifted columns."""
    line = line.rstrip(_BLANK)
    pieces = [line[at : at + WIDTH] for at in range(0, len(line), WIDTH)]
    if len(pieces) > 1 and not all(_CODE.match(piece) for piece in pieces):
        raise BadFile("long_record", line=number, found=str(len(line)), expected=str(WIDTH))
    return pieces or [line]


@dataclass(slots=True)
class _Sum:
    """Since the head of this creditor."""

    before: int = 0  # records of the file until then
    count: int = 0
    cents: int = 0
    unreadable: bool = False


@dataclass(slots=True)
class _File:
    """The place in the file: presenter and creditor, and the sum of the creditor."""

    name: str
    headed: bool = False
    ended: bool = False
    last: int = 0
    records: int = 0
    created_on: date | None = None
    due_on: date | None = None
    account: str = ""
    creditors: int = 0
    by_creditor: _Sum = field(default_factory=_Sum)
    repeats: Repeats = field(default_factory=Repeats)

    def record(self, number: int, line: str) -> Iterator[Item]:
        """One record of at most 162 columns."""
        if line[:3] == "569":
            self.records += 1
            if line[3:4] == "0" or _is_debit(line):
                yield self.debit(number, line)
        elif line.strip(_BLANK):
            self.records += 1
            self.last = number
            yield from self._frame(number, line.ljust(WIDTH))

    def _frame(self, number: int, line: str) -> Iterator[Item]:
        """Heads and totals."""
        if _OURS.match(line):
            raise BadFile("own_remittance", found="Cuaderno 19")
        code = line[1] if _CODE.match(line) else ""
        if code == "1":
            yield from self._presenter(line)
        elif code == "3":
            self._creditor(line)
        elif code == "8":
            yield from self._total(number, line)
        elif code == "9":
            yield from self._trailer(number, line)
        else:
            self.records -= 1
            yield Fault(
                number, line[:4].rstrip(), "unknown_record", line[:20].rstrip(), expected="5190, 5390, 569x, 5890, 5990"
            )

    def _presenter(self, line: str) -> Iterator[Item]:
        self.created_on = _day_or_none(line[16:22])
        if not self.headed:
            yield Header(self.name, created_on=self.created_on, sender=line[28:68].strip())
        self.headed, self.ended, self.records, self.creditors = True, False, 1, 0

    def _creditor(self, line: str) -> None:
        self.due_on = _day_or_none(line[22:28])
        self.account = iban_of_digits(line[68:88])
        self.creditors += 1
        self.by_creditor = _Sum(self.records - 1)

    def debit(self, number: int, line: str) -> Row | Fault:
        """The record of one debit, counted whatever it holds."""
        total = self.by_creditor
        total.count += 1
        if len(line) < _SHORTEST_DEBIT:
            total.unreadable = True
            return _fault(number, line, "short_record", str(len(line)), "longitud", str(WIDTH))
        try:
            cents = filled_cents(line[88:98])
        except BadAmount as exc:
            total.unreadable = True
            return _fault(number, line, exc.code, line[88:98].strip(), "89-98", "10 cifras")
        total.cents += cents
        account, reason = self.account, line[154:155].strip()
        return new_row(
            (
                number, _RETURN, cents, "EUR", "", line[98:114].strip(), line[104:114].strip(), line[16:28].strip(),
                "", "", "", f"CSB19-{reason}" if reason else "", "", self.created_on, None, self.due_on, None, 0,
                account, line[28:68].strip(), line[68:88].strip(), line[114:154].strip(), "", "", "", "", "", "", "",
                "", "", False, self.repeats.nth(hash(line)), "", "", None,
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
        yield from _counted("58", line[114:124], self.records - self.by_creditor.before, number)

    def _trailer(self, number: int, line: str) -> Iterator[Item]:
        """Record 59: the file."""
        try:
            stated, count = fixed_cents(line[88:98]), fixed_cents(line[104:114])
        except BadAmount as exc:
            raise BadFile("bad_trailer", line=number, found=line[:124].rstrip(), record="59") from exc
        yield Declared("file", count, stated, number, None, "EUR")
        yield from _counted("59", line[114:124], self.records, number)
        creditors = line[68:72].strip()
        if creditors.isascii() and creditors.isdecimal() and int(creditors) != self.creditors:
            yield Mismatch("group_count_differs", creditors, str(self.creditors), "59, 69-72", number)
        self.ended = True


def _is_debit(line: str) -> bool:
    """Records 5691… hold texts, but for the one with account and amount where a debit has them."""
    return line[88:98].isdecimal() and not line[68:88].strip("0123456789* ")


def _fault(number: int, line: str, code: str, found: str, where: str, expected: str) -> Fault:
    return Fault(number, line[:4], code, found, where, None, expected, _RETURN, "EUR")


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
