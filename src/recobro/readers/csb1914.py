"""Cuaderno 19.14 as text, 600 columns: rejects (11…) and returns (21…); 19.15 (COR1) and 19.44 (B2B) are its like.

Layout after formats.md §4 (two independent public readers agree). Records may be trimmed, end in CR, LF or CRLF, and
be UTF-8 or Windows-1252: the text is decoded first and then cut by characters. The last record, 99, is the declared
total.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from recobro.core.money import BadAmount, figure
from recobro.readers.amounts import BadDate, filled_cents, fixed_cents, packed_day
from recobro.readers.encoding import Encoding, encoding_of
from recobro.readers.lines import lines_of
from recobro.readers.repeats import Repeats
from recobro.readers.rows import BadFile, Declared, Fault, Header, Item, Mismatch, Note, Row, RowKind, new_row

WIDTH = 600
_KINDS = {"13": RowKind.REJECT, "23": RowKind.RETURN}
_MAIN = "003"  # data number of the debit record; 004 and up are optional texts
_SHORTEST_DEBIT = 99  # the amount ends here
_BLANK = " \x1a\x00"


def read(source: BinaryIO, name: str = "csb19.14", encoding: Encoding | None = None) -> Iterator[Item]:
    """Yield the header, one item per debit, and the file's own totals."""
    encoding = encoding or encoding_of(source)
    file = _File(name)
    for number, line in enumerate(lines_of(source, encoding), 1):
        kind = _KINDS.get(line[:2])
        if kind is not None:
            file.records += 1
            if line[7:10] == _MAIN:
                yield file.debit(number, line, kind)
        elif line.strip(_BLANK):
            file.records += 1
            yield from file.record(number, line.ljust(WIDTH))
    if not file.headed:
        raise BadFile("no_header_record", found=name)
    if not file.ended:
        raise BadFile("missing_trailer", line=file.last, found=name, record="99")
    yield from encoding.notes


@dataclass(slots=True)
class _Sum:
    """Debits since the last total of this level."""

    count: int = 0
    cents: int = 0
    unreadable: bool = False

    def add(self, other: _Sum) -> None:
        """Carry a closed level up."""
        self.count += other.count
        self.cents += other.cents
        self.unreadable |= other.unreadable


@dataclass(slots=True)
class _File:
    """The place in the file: presenter, creditor and date, and the sums of the two levels below the file."""

    name: str
    headed: bool = False
    ended: bool = False
    last: int = 0
    records: int = 0
    created_on: date | None = None
    due_on: date | None = None
    account: str = ""
    batch_id: str = ""
    by_date: _Sum = field(default_factory=_Sum)
    by_creditor: _Sum = field(default_factory=_Sum)
    repeats: Repeats = field(default_factory=Repeats)

    def record(self, number: int, line: str) -> Iterator[Item]:
        """Every record but the debits and their texts."""
        self.last = number
        code = line[:2]
        if code in ("11", "21"):
            yield from self._presenter(line)
        elif code in ("12", "22"):
            self._creditor(line)
        elif code in ("14", "15", "24", "25"):
            yield from self._total(number, line, code[1])
        elif code == "99":
            yield from self._trailer(number, line)
        else:
            yield Fault(number, code, "unknown_record", line[:20].rstrip(), expected="11…15, 21…25, 99")

    def _presenter(self, line: str) -> Iterator[Item]:
        self.created_on = _day_or_none(line[115:123])
        file_id = line[123:158].strip()
        if not self.headed:
            yield Header(self.name, file_id, self.created_on, sender=line[45:115].strip())
        self.headed, self.ended = True, False

    def _creditor(self, line: str) -> None:
        self.due_on = _day_or_none(line[45:53])
        self.account = line[265:299].strip()
        self.batch_id = line[299:334].strip()

    def debit(self, number: int, line: str, kind: RowKind) -> Row | Fault:
        """The record of one debit, counted whatever it holds."""
        item = self._read(number, line, kind)
        total = self.by_date
        total.count += 1
        if item.amount_cents is None:
            total.unreadable = True
        else:
            total.cents += item.amount_cents
        return item

    def _read(self, number: int, line: str, kind: RowKind) -> Row | Fault:
        length = len(line)
        if length < _SHORTEST_DEBIT or length > WIDTH:
            length = len(line.rstrip())
            if length < _SHORTEST_DEBIT or length > WIDTH:
                code = "short_record" if length < WIDTH else "long_record"
                return Fault(number, line[:10], code, str(length), "longitud", None, str(WIDTH), kind, "EUR")
        try:
            cents = filled_cents(line[88:99])
        except BadAmount as exc:
            return Fault(number, line[:10], exc.code, line[88:99].strip(), "89-99", None, "11 cifras", kind, "EUR")
        returned = line[585:593].strip()
        try:
            booked_on = packed_day(returned) if returned.strip("0") else self.created_on
        except BadDate as exc:
            return Fault(number, line[:10], exc.code, returned, "586-593", cents, "aaaammdd", kind, "EUR")
        own, mandate = line[10:45].strip(), line[45:80].strip()
        street, more, town = line[188:238].strip(), line[238:288].strip(), line[288:328].strip()
        address = f"{street} {more} {town}" if more and town else f"{street} {more}{town}".strip()
        return new_row(
            (
                number, kind, cents, "EUR", own, "", "", mandate, self.batch_id, "", "", line[581:585].strip(), "",
                booked_on, None, self.due_on, None, 0, self.account, line[118:188].strip(), line[403:437].strip(),
                line[441:581].strip(), "", "", "", "", address,
                "", "", "", "", False, self.repeats.nth(hash((self.account, line[:99], returned))),
                "", "", None,
            )
        )  # fmt: skip

    def _total(self, number: int, line: str, level: str) -> Iterator[Item]:
        """x4: per creditor and date; x5: per creditor."""
        self.by_creditor.add(self.by_date)
        found = self.by_date if level == "4" else self.by_creditor
        start = 45 if level == "4" else 37
        yield from _compare(found, line[start : start + 17], line[start + 17 : start + 25], line[:2], number)
        self.by_date = _Sum()
        if level == "5":
            self.by_creditor = _Sum()

    def _trailer(self, number: int, line: str) -> Iterator[Item]:
        sum_text, count_text, records = line[2:19], line[19:27], line[27:37].strip()
        try:
            total, count = fixed_cents(sum_text), fixed_cents(count_text)
        except BadAmount as exc:
            raise BadFile("bad_trailer", line=number, found=line[:37].rstrip(), record="99") from exc
        yield Declared("file", count, total, number, None, "EUR")
        if records.isascii() and records.isdecimal() and int(records) != self.records:
            yield Note("record_count_differs", found=f"{int(records)} / {self.records}", line=number)
        self.ended, self.records = True, 0


def _compare(found: _Sum, sum_text: str, count_text: str, record: str, number: int) -> Iterator[Item]:
    try:
        stated, count = fixed_cents(sum_text), fixed_cents(count_text)
    except BadAmount:
        yield Mismatch("bad_group_total", sum_text.strip(), figure(found.cents), record, number)
        return
    if count != found.count:
        yield Mismatch("group_count_differs", str(count), str(found.count), record, number)
    if stated != found.cents and not found.unreadable:
        yield Mismatch("group_total_differs", figure(stated), figure(found.cents), record, number)


def _day_or_none(text: str) -> date | None:
    """Days of the headers are shown and help to match; a filler of zeros or blanks is none."""
    try:
        return packed_day(text.strip()) if text.strip("0 ") else None
    except BadDate:
        return None
