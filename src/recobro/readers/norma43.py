"""Norma 43 (Cuaderno 43), the Spanish bank statement in records of 80 columns: several accounts, each proved by itself.

Layout after formats.md §2 (the bank association's text of June 2012). It has no field for the reason of a return:
what concept 14 takes back is a RETURN without code. Real files cut trailing blanks, sign record 33 with "0" and count
records in 88 in their own way; a file without record 33 is cut, and none of it can be trusted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from recobro.core.money import BadAmount, figure
from recobro.readers.accounts import iban_of_ccc
from recobro.readers.amounts import BadDate, fixed_cents, short_day
from recobro.readers.encoding import Encoding, encoding_of
from recobro.readers.lines import lines_of
from recobro.readers.norma43_movement import CREDIT, DEBIT, OTHER, WIDTH, movement_of
from recobro.readers.repeats import Repeats
from recobro.readers.rows import BadFile, Declared, Fault, Header, Item, Mismatch, Note

CURRENCIES = {"978": "EUR", "840": "USD", "826": "GBP", "756": "CHF", "724": "ESP", "   ": ""}
_BLANK = " \x1a\x00"


def read(source: BinaryIO, name: str = "norma43", encoding: Encoding | None = None) -> Iterator[Item]:
    """Yield the header, one item per movement, and per account what record 33 states of it."""
    encoding = encoding or encoding_of(source)
    file = _File(name)
    texts = file.texts
    for number, line in enumerate(lines_of(source, encoding), 1):
        code = line[:2]
        if code == "23" and file.movement:
            texts.append(line)
            continue
        if code == "24" and file.movement:
            continue
        if file.movement:
            yield file.close_movement()
        if code == "22" and file.account is not None:
            file.movement, file.line = line.ljust(WIDTH), number
        elif line.strip(_BLANK):
            yield from file.record(code, number, line)
        else:
            file.blanks += 1
    yield from file.end()
    yield from encoding.notes


@dataclass(slots=True)
class _Account:
    """One account between its records 11 and 33. Cents; the balance is negative when we owe the bank."""

    iban: str
    digits: str  # bank, branch and account as the file writes them: record 33 repeats them
    currency: str
    opening_cents: int
    counts: dict[str, int] = field(default_factory=lambda: {DEBIT: 0, CREDIT: 0})
    cents: dict[str, int] = field(default_factory=lambda: {DEBIT: 0, CREDIT: 0})
    unreadable: bool = False


@dataclass(slots=True)
class _File:
    """The place in the file: the open account and the movement whose texts still come."""

    name: str
    account: _Account | None = None
    movement: str = ""
    line: int = 0  # of the movement, or of the last record
    texts: list[str] = field(default_factory=list)
    headed: bool = False
    ended: bool = False
    blanks: int = 0
    before: int = 0  # lines before this part of the file: after a record 88 another file may follow
    corrections: int = 0
    undone: int = 0
    repeats: Repeats = field(default_factory=Repeats)

    def close_movement(self) -> Item:
        """The movement with its texts."""
        account, line = self.account, self.movement
        assert account is not None
        side = line[27]
        item = movement_of(self.line, line, self.texts, account.iban, account.currency, self.repeats)
        self.movement = ""
        self.texts.clear()
        if side in account.counts:
            account.counts[side] += 1
            if item.amount_cents is not None:
                account.cents[side] += item.amount_cents
            else:
                account.unreadable = True
        else:
            account.unreadable = True
        if item.kind is OTHER:
            self._look_at(line[22:24], side)
        return item

    def _look_at(self, concept: str, side: str) -> None:
        """What we leave alone and a person should see: corrections, and returns that were taken back."""
        self.corrections += concept == "98"
        self.undone += concept == "14" and side == CREDIT

    def record(self, code: str, number: int, line: str) -> Iterator[Item]:
        """Every record but a movement and its texts."""
        self.line = number
        if code == "11":
            yield from self._open(number, line)
        elif code == "33":
            yield from self._close(number, line.ljust(WIDTH))
        elif code == "88":
            yield from self._total(number, line)
        elif code == "22":
            raise BadFile("record_outside_account", line=number, found=code)
        elif code in ("23", "24"):
            yield Note("text_without_movement", line[4:44].strip(), number)
        else:
            yield Fault(number, code, "unknown_record", line[:20].rstrip(), expected="11, 22, 23, 24, 33, 88")

    def _open(self, number: int, line: str) -> Iterator[Item]:
        if self.account is not None:
            raise BadFile("missing_trailer", line=number, found=self.name, record="33")
        line = line.ljust(WIDTH)
        try:
            opening = fixed_cents(line[33:47])
            through = short_day(line[26:32])
        except (BadAmount, BadDate) as exc:
            raise BadFile("bad_header_record", line=number, found=line[:51].rstrip(), record="11") from exc
        if line[32] not in (DEBIT, CREDIT):
            raise BadFile("bad_header_record", line=number, found=line[:51].rstrip(), record="11")
        currency = CURRENCIES.get(line[47:50], line[47:50].strip())
        iban = iban_of_ccc(line[2:6], line[6:10], line[10:20])
        self.account = _Account(iban, line[2:20], currency, -opening if line[32] == DEBIT else opening)
        self.ended = False
        if not self.headed:
            self.headed = True
            yield Header(self.name, created_on=through, sender=line[2:6].strip())

    def _close(self, number: int, line: str) -> Iterator[Item]:
        """Record 33: counts and sums of both sides, then the balance they lead to."""
        account, self.account = self.account, None
        if account is None:
            raise BadFile("record_outside_account", line=number, found="33")
        if line[2:20] != account.digits:
            yield Mismatch("account_differs", account.digits, line[2:20].strip(), "33", number)
        try:
            counts = {DEBIT: fixed_cents(line[20:25]), CREDIT: fixed_cents(line[39:44])}
            cents = {DEBIT: fixed_cents(line[25:39]), CREDIT: fixed_cents(line[44:58])}
            closing = fixed_cents(line[59:73])
        except BadAmount:
            yield Mismatch("bad_group_total", line[20:73].strip(), "", "33", number)
            return
        for side in (DEBIT, CREDIT):
            yield from _compare(account, side, counts[side], cents[side], number)
        yield Declared("file", sum(counts.values()), sum(cents.values()), number, None, account.currency)
        yield from _balance(account, line[58], closing, number)

    def _total(self, number: int, line: str) -> Iterator[Item]:
        """Record 88. Banks count it or not, and some miscount by one; more than that and records are missing."""
        if self.account is not None:
            raise BadFile("missing_trailer", line=number, found=self.name, record="33")
        stated, found = line[20:26].strip(), number - 1 - self.blanks - self.before
        if not (stated.isascii() and stated.isdecimal()):
            yield Note("record_count_differs", f"{stated} / {found}", number)
        elif not found - 1 <= int(stated) <= found + 2:
            yield Note("records_missing", f"{int(stated)} / {found}", number, confirm=True)
        elif int(stated) not in (found, found + 1):
            yield Note("record_count_differs", f"{int(stated)} / {found}", number)
        self.ended, self.before, self.blanks = True, number, 0

    def end(self) -> Iterator[Item]:
        """The file must not end inside an account; without record 88 a whole account may be missing."""
        if self.account is not None:
            raise BadFile("missing_trailer", line=self.line, found=self.name, record="33")
        if not self.headed:
            raise BadFile("no_header_record", found=self.name)
        if not self.ended:
            yield Note("no_file_end", found="88", line=self.line, confirm=True)
        if self.corrections:
            yield Note("corrections_found", found=str(self.corrections))
        if self.undone:
            yield Note("return_undone", found=str(self.undone))


def _compare(account: _Account, side: str, count: int, cents: int, number: int) -> Iterator[Item]:
    name = "33, debe" if side == DEBIT else "33, haber"
    if count != account.counts[side]:
        yield Mismatch("group_count_differs", str(count), str(account.counts[side]), name, number)
    if cents != account.cents[side] and not account.unreadable:
        yield Mismatch("group_total_differs", figure(cents), figure(account.cents[side]), name, number)


def _balance(account: _Account, sign: str, stated: int, number: int) -> Iterator[Item]:
    """Opening + credits − debits = closing. A sign that is none is noted, and the amount alone compared."""
    found = account.opening_cents + account.cents[CREDIT] - account.cents[DEBIT]
    if sign == DEBIT:
        stated = -stated
    elif sign != CREDIT:
        yield Note("balance_without_sign", found=sign, line=number)
        found = abs(found)
    if found != stated and not account.unreadable:
        yield Mismatch("balance_differs", figure(stated), figure(found), "33", number)
