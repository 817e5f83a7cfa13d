"""Cuaderno 19.14 as text, presentation (records 01…05 and 99): our own remittance, as rows that were presented.

Same columns as its returns (formats.md §4), without reason and without day of return. The id of the file (01, columns
124-158) is what a bank's return file repeats as the id of the original one, hence both message and batch of each row.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from recobro.core.money import BadAmount, figure
from recobro.readers.amounts import BadDate, fixed_cents, packed_day
from recobro.readers.encoding import Encoding, encoding_of
from recobro.readers.repeats import Repeats
from recobro.readers.rows import BadFile, Declared, Fault, Header, Item, Mismatch, Note, Row, RowKind

WIDTH = 600
_MAIN = "003"  # data number of the debit record; 004 and up are optional texts
_SHORTEST_DEBIT = 99  # the amount ends here


def read(source: BinaryIO, name: str = "csb19.14", encoding: Encoding | None = None) -> Iterator[Item]:
    """Yield the header, one item per debit, and the file's own totals."""
    encoding = encoding or encoding_of(source)
    text = io.TextIOWrapper(source, encoding.codec, errors=encoding.errors, newline=None)
    file = _Presentation(name)
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


class _Presentation:
    """The place in the file, and the debits since the last total of each level: date, creditor."""

    def __init__(self, name: str) -> None:
        self.headed = self.ended = False
        self.last = 0
        self._name = name
        self._records = 0
        self._file_id = ""
        self._created_on: date | None = None
        self._due_on: date | None = None
        self._account = ""
        self._sums = {"4": [0, 0, 0], "5": [0, 0, 0]}  # count, cents, unreadable
        self._repeats = Repeats()

    def record(self, number: int, line: str) -> Iterator[Item]:
        """One record of 600 columns."""
        self.last = number
        self._records += 1
        code = line[0:2]
        if code == "01":
            yield from self._presenter(line)
        elif code == "02":
            self._due_on = _day_or_none(line[45:53])
            self._account = line[265:299].strip()
        elif code == "03":
            if line[7:10] == _MAIN:
                yield self._counted(self._debit(number, line))
        elif code in ("04", "05"):
            yield from self._total(number, line, code[1])
        elif code == "99":
            yield from self._trailer(number, line)
        else:
            yield Fault(number, code, "unknown_record", line[:20].rstrip(), expected="01…05, 99")

    def _presenter(self, line: str) -> Iterator[Item]:
        self._created_on, self._file_id = _day_or_none(line[115:123]), line[123:158].strip()
        if not self.headed:
            yield Header(self._name, self._file_id, self._created_on, sender=line[45:115].strip())
        self.headed, self.ended = True, False

    def _debit(self, number: int, line: str) -> Row | Fault:
        record, kind = line[:10], RowKind.REMITTANCE
        length = len(line.rstrip())
        if length < _SHORTEST_DEBIT:
            return Fault(number, record, "short_record", str(length), "longitud", None, str(WIDTH), kind, "EUR")
        try:
            cents = fixed_cents(line[88:99])
        except BadAmount as exc:
            return Fault(number, record, exc.code, line[88:99].strip(), "89-99", None, "11 cifras", kind, "EUR")
        end_to_end_id, mandate_id = line[10:45].strip(), line[45:80].strip()
        return Row(
            number,
            kind,
            cents,
            "EUR",
            end_to_end_id,
            mandate_id=mandate_id,
            batch_id=self._file_id,
            due_on=self._due_on,
            creditor_account=self._account,
            debtor_name=line[118:188].strip(),
            debtor_account=line[403:437].strip(),
            text=line[441:581].strip(),
            occurrence=self._repeats.occurrence(
                kind, self._account, end_to_end_id, mandate_id, "", cents, "EUR", self._due_on
            ),
            message_id=self._file_id,
            sequence=line[80:84].strip(),
            signed_on=_day_or_none(line[99:107]),
        )

    def _counted(self, item: Row | Fault) -> Row | Fault:
        for found in self._sums.values():
            found[0] += 1
            found[1] += item.amount_cents or 0
            found[2] += item.amount_cents is None
        return item

    def _total(self, number: int, line: str, level: str) -> Iterator[Item]:
        """04: per creditor and date; 05: per creditor."""
        count, cents, unreadable = self._sums[level]
        start = 45 if level == "4" else 37
        self._sums["4"] = [0, 0, 0]
        if level == "5":
            self._sums["5"] = [0, 0, 0]
        try:
            stated, debits = fixed_cents(line[start : start + 17]), fixed_cents(line[start + 17 : start + 25])
        except BadAmount:
            yield Mismatch("bad_group_total", line[start : start + 17].strip(), figure(cents), line[:2], number)
            return
        if debits != count:
            yield Mismatch("group_count_differs", str(debits), str(count), line[:2], number)
        if stated != cents and not unreadable:
            yield Mismatch("group_total_differs", figure(stated), figure(cents), line[:2], number)

    def _trailer(self, number: int, line: str) -> Iterator[Item]:
        try:
            total, count = fixed_cents(line[2:19]), fixed_cents(line[19:27])
        except BadAmount as exc:
            raise BadFile("bad_trailer", line=number, found=line[:37].rstrip()) from exc
        yield Declared("file", count, total, number, RowKind.REMITTANCE, "EUR")
        records = line[27:37].strip()
        if records.isdecimal() and int(records) != self._records:
            yield Note("record_count_differs", found=f"{int(records)} / {self._records}", line=number)
        self.ended, self._records = True, 0


def _day_or_none(text: str) -> date | None:
    """A filler of zeros or blanks is no day; nor is one that does not exist: it only helps to match."""
    try:
        return packed_day(text.strip()) if text.strip("0 ") else None
    except BadDate:
        return None
