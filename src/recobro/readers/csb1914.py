"""Cuaderno 19.14 as text, 600 columns: rejects (11…) and returns (21…), also headed 19154, 1915 and 1944.

Layout after formats.md §4 (two independent public readers agree). Records may be trimmed, end in CR, LF or CRLF, and
be UTF-8 or Windows-1252: the text is decoded first and then cut by characters. The last record, 99, is the declared
total.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from recobro.core.money import BadAmount, figure
from recobro.readers.amounts import BadDate, fixed_cents, packed_day
from recobro.readers.encoding import Encoding, encoding_of
from recobro.readers.repeats import Repeats
from recobro.readers.rows import BadFile, Declared, Fault, Header, Item, Mismatch, Note, Row, RowKind

WIDTH = 600
KINDS = {"1": RowKind.REJECT, "2": RowKind.RETURN}
_MAIN = "003"  # data number of the debit record; 004 and up are optional texts
_SHORTEST_DEBIT = 99  # the amount ends here


def read(source: BinaryIO, name: str = "csb19.14", encoding: Encoding | None = None) -> Iterator[Item]:
    """Yield the header, one item per debit, and the file's own totals."""
    encoding = encoding or encoding_of(source)
    text = io.TextIOWrapper(source, encoding.codec, errors=encoding.errors, newline=None)
    file = _File(name)
    try:
        for number, raw in enumerate(text, 1):
            line = raw.rstrip("\n\x1a")
            if line.strip():
                yield from file.record(number, line.ljust(WIDTH))
    finally:
        text.detach()
    if not file.headed:
        raise BadFile("no_header_record", found=name)
    if not file.ended:
        raise BadFile("missing_trailer", line=file.last, found=name)
    yield from encoding.notes


@dataclass(slots=True)
class _Sum:
    """Debits since the last total of this level."""

    count: int = 0
    cents: int = 0
    unreadable: bool = False


@dataclass(slots=True)
class _File:
    """The place in the file: presenter, creditor and date, and the sums of the four levels."""

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
    whole: _Sum = field(default_factory=_Sum)

    def record(self, number: int, line: str) -> Iterator[Item]:
        """One record of 600 columns."""
        self.last = number
        self.records += 1
        code = line[0:2]
        if code[0] in KINDS and code[1] in "12345":
            level = code[1]
            if level == "1":
                yield from self._presenter(line)
            elif level == "2":
                self._creditor(line)
            elif level == "3":
                yield from self._debit(number, line, KINDS[code[0]])
            else:
                yield from self._total(number, line, level)
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

    def _debit(self, number: int, line: str, kind: RowKind) -> Iterator[Item]:
        if line[7:10] != _MAIN:
            return
        item = self._read_debit(number, line, kind)
        for total in (self.by_date, self.by_creditor, self.whole):
            total.count += 1
            if isinstance(item, Fault) and item.amount_cents is None:
                total.unreadable = True
            total.cents += item.amount_cents or 0
        yield item

    def _read_debit(self, number: int, line: str, kind: RowKind) -> Row | Fault:
        record = line[:10]
        if len(line.rstrip()) < _SHORTEST_DEBIT:
            return Fault(
                number, record, "short_record", str(len(line.rstrip())), "longitud", None, str(WIDTH), kind, "EUR"
            )
        try:
            cents = fixed_cents(line[88:99])
        except BadAmount as exc:
            return Fault(number, record, exc.code, line[88:99].strip(), "89-99", None, "11 cifras", kind, "EUR")
        returned = line[585:593].strip()
        try:
            booked_on = packed_day(returned) if returned.strip("0") else self.created_on
        except BadDate as exc:
            return Fault(number, record, exc.code, returned, "586-593", cents, "aaaammdd", kind, "EUR")
        end_to_end_id, mandate_id = line[10:45].strip(), line[45:80].strip()
        return Row(
            number,
            kind,
            cents,
            "EUR",
            end_to_end_id,
            mandate_id=mandate_id,
            batch_id=self.batch_id,
            reason_code=line[581:585].strip(),
            booked_on=booked_on,
            due_on=self.due_on,
            creditor_account=self.account,
            debtor_name=line[118:188].strip(),
            debtor_account=line[403:437].strip(),
            text=line[441:581].strip(),
            address=" ".join(
                part for part in (line[188:238].strip(), line[238:288].strip(), line[288:328].strip()) if part
            ),
            occurrence=self.repeats.occurrence(
                kind, self.account, end_to_end_id, mandate_id, "", cents, "EUR", booked_on, ""
            ),
        )

    def _total(self, number: int, line: str, level: str) -> Iterator[Item]:
        """x4: per creditor and date; x5: per creditor."""
        found = self.by_date if level == "4" else self.by_creditor
        start = 45 if level == "4" else 37
        yield from _compare(found, line[start : start + 17], line[start + 17 : start + 25], line[:2], number)
        self.by_date = _Sum()
        if level == "5":
            self.by_creditor = _Sum()

    def _trailer(self, number: int, line: str) -> Iterator[Item]:
        sum_text, count_text, records_text = line[2:19], line[19:27], line[27:37]
        try:
            total, count = fixed_cents(sum_text), fixed_cents(count_text)
        except BadAmount as exc:
            raise BadFile("bad_trailer", line=number, found=line[:37].rstrip()) from exc
        yield Declared("file", count, total, number, None, "EUR")
        if records_text.strip().isdecimal() and int(records_text) != self.records:
            yield Note("record_count_differs", found=f"{int(records_text)} / {self.records}", line=number)
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
