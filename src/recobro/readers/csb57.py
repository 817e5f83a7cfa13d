"""Cuaderno 57, payments of bills at counters, cash machines and on the bank's page, in records of 100 columns.

Layout after formats.md §2b. Each record 60 is a PAYMENT; one that was cancelled is a negative line, as in a sheet. The
13 figures of the reference are what our bill printed, zeros in front included. Records 80 (per issuer) and 90 (file)
state the sum and the number of records, hence also how many payments there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from recobro.core.money import BadAmount, figure
from recobro.readers.amounts import BadDate, filled_cents, fixed_cents, short_day
from recobro.readers.encoding import Encoding, encoding_of
from recobro.readers.lines import lines_of
from recobro.readers.repeats import Repeats
from recobro.readers.rows import BadFile, Declared, Fault, Header, Item, Mismatch, Note, Row, RowKind, new_row

WIDTH = 100
_PAYMENT = RowKind.PAYMENT
_KNOWN = ("0170", "0270", "6070", "8070", "9070")
_BLANK = " \x1a\x00"


def read(source: BinaryIO, name: str = "csb57", encoding: Encoding | None = None) -> Iterator[Item]:
    """Yield the header, one item per payment, and the file's own total."""
    encoding = encoding or encoding_of(source)
    file = _File(name)
    for number, line in enumerate(lines_of(source, encoding), 1):
        if line[:4] == "6070":
            yield file.payment(number, line.ljust(WIDTH))
        elif line.strip(_BLANK):
            yield from file.record(number, line.ljust(WIDTH))
    if not file.headed:
        raise BadFile("no_header_record", found=name)
    if not file.ended:
        raise BadFile("missing_trailer", line=file.last, found=name, record="90")
    yield from encoding.notes


@dataclass(slots=True)
class _Sum:
    """Since the head of this issuer."""

    records: int = 0
    cents: int = 0
    unreadable: bool = False


@dataclass(slots=True)
class _File:
    """The place in the file, and the sum of the issuer."""

    name: str
    headed: bool = False
    ended: bool = False
    last: int = 0
    frame: int = 0  # records of the file that are no payments
    issuer: _Sum = field(default_factory=_Sum)
    repeats: Repeats = field(default_factory=Repeats)

    def payment(self, number: int, line: str) -> Row | Fault:
        """Record 60: counted whatever it holds."""
        total = self.issuer
        total.records += 1
        try:
            cents = filled_cents(line[36:48])
        except BadAmount as exc:
            total.unreadable = True
            return _fault(number, exc.code, line[36:48].strip(), "37-48", None, "12 cifras")
        if line[75] != " " or len(line) > WIDTH:
            if len(line.rstrip()) > WIDTH:
                total.unreadable = True
                return _fault(number, "long_record", str(len(line)), "longitud", None, str(WIDTH))
            if line[75] not in " 01":
                total.unreadable = True
                return _fault(number, "bad_direction", line[75], "76", None, "1, blanco")
            cents = -cents if line[75] == "1" else cents
        total.cents += cents
        try:
            paid_on = short_day(line[30:36], "dmy")
        except BadDate as exc:
            return _fault(number, exc.code, line[30:36].strip(), "31-36", cents, "ddmmaa")
        reference = line[76:89].strip()
        return new_row(
            (
                number, _PAYMENT, cents, "EUR", "", line[48:54].strip(), reference, "", "", reference.lstrip("0"), "",
                "", "", paid_on, None, None, None, 0, "", "", line[54:74].strip(), "", "", "", "", "", "", "", "", "",
                "", False, self.repeats.nth(hash(line)), "", "", None,
            )
        )  # fmt: skip

    def record(self, number: int, line: str) -> Iterator[Item]:
        """Heads and totals."""
        code = line[:4]
        self.last = number
        if code not in _KNOWN:
            yield Fault(number, code.strip(), "unknown_record", line[:20].rstrip(), expected=", ".join(_KNOWN))
            return
        self.frame += 1
        self.issuer.records += code in ("0270", "8070")
        if code == "0170":
            yield from self._head(line)
        elif code == "0270":
            self.issuer = _Sum(records=1)
        elif code == "8070":
            yield from self._total(number, line, self.issuer)
        else:
            yield from self._end(number, line)

    def _head(self, line: str) -> Iterator[Item]:
        if not self.headed:
            try:
                created_on = short_day(line[36:42], "dmy")
            except BadDate:
                created_on = None
            yield Header(self.name, created_on=created_on, sender=line[22:26].strip())
        self.headed, self.ended, self.frame = True, False, 1

    def _total(self, number: int, line: str, found: _Sum) -> Iterator[Item]:
        """Record 80: the sum of one issuer."""
        records, cents = _stated(line)
        if records is None or cents is None:
            yield Mismatch("bad_group_total", line[22:48].strip(), figure(found.cents), "80", number)
            return
        if records != found.records:
            yield Note("record_count_differs", f"80: {records} / {found.records}", number)
        if cents != found.cents and not found.unreadable:
            yield Mismatch("group_total_differs", figure(cents), figure(found.cents), "80", number)

    def _end(self, number: int, line: str) -> Iterator[Item]:
        """Record 90: the sum of the file; its records less the heads and totals are the payments."""
        records, cents = _stated(line)
        if records is None or cents is None:
            raise BadFile("bad_trailer", line=number, found=line[:48].rstrip(), record="90")
        yield Declared("file", records - self.frame, cents, number, None, "EUR")
        self.ended = True


def _stated(line: str) -> tuple[int | None, int | None]:
    try:
        records, cents = fixed_cents(line[22:28]), fixed_cents(line[36:48])
    except BadAmount:
        return None, None
    return records, -cents if line[75] == "1" else cents


def _fault(number: int, code: str, found: str, where: str, cents: int | None, expected: str) -> Fault:
    return Fault(number, "6070", code, found, where, cents, expected, _PAYMENT, "EUR")
