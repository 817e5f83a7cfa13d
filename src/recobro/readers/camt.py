"""camt.053 and camt.054, every version from 01 on: statements and notifications as rows, proved entry by entry.

An entry (Ntry) is one booking of the bank, its TxDtls the transactions inside. They must be as many as the entry says
and add up to it, else all of them are faults. Versions differ in nesting only (formats.md §1.3); the plans below name
every place a value may stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from recobro.readers.amounts import BadDate, iso_day
from recobro.readers.camt_entry import Entry, read_entry
from recobro.readers.camt_statement import Statement, read_statement
from recobro.readers.camt_transaction import read_line, read_transaction
from recobro.readers.repeats import Repeats
from recobro.readers.rows import BadFile, Header, Item, Note
from recobro.readers.xml import Element, Shape, forget, local, stream

MESSAGES = {
    "BkToCstmrStmt": "camt.053",
    "BkToCstmrStmtV01": "camt.053",
    "BkToCstmrDbtCdtNtfctn": "camt.054",
    "BkToCstmrDbtCdtNtfctnV01": "camt.054",
}
STATEMENTS = ("Stmt", "Ntfctn")
_GROUP = Shape({"MsgId": "message_id", "CreDtTm": "created_on"})


def read(source: BinaryIO, name: str = "camt") -> Iterator[Item]:
    """Yield the header, then the rows of each entry. `name` is the version found by `detect`."""
    camt = _Camt()
    headed = False
    for element in stream(source, "GrpHdr", "TxDtls", "Ntry", *STATEMENTS):
        tag = local(element)
        if not headed:
            yield _header(element if tag == "GrpHdr" else None, name)
            headed = True
        if tag == "TxDtls":
            yield from camt.transaction(element)
        elif tag == "Ntry":
            yield from camt.entry(element)
        elif tag in STATEMENTS:
            yield from camt.statement(element)
    if not camt.statements:
        raise BadFile("no_statement", found=name)
    yield from camt.notes()


class _Camt:
    """The place in the file: the open statement, the open entry, and what was noted on the way."""

    def __init__(self) -> None:
        self.statements = 0
        self._statement: Statement | None = None
        self._statement_element: Element | None = None
        self._entry: Entry | None = None
        self._line = 0
        self._repeats = Repeats()
        self._noted: dict[str, list[int]] = {}  # code → [how many, first line]

    def transaction(self, element: Element) -> Iterator[Item]:
        """One TxDtls has ended. Its rows wait for the end of the entry, unless the entry is huge."""
        details = element.getparent()
        assert details is not None  # a TxDtls has a parent, else the stream would have refused the file
        entry = self._entry
        if entry is None:
            owner = details if local(details) == "Ntry" else details.getparent()
            if owner is None or local(owner) != "Ntry":
                return
            entry = self._open(owner)
        entry.see_details(details)
        self._line += 1
        item, code = read_transaction(element, entry, self._line, self._repeats)
        entry.add(item)
        self._note(code)
        forget(element)
        if entry.is_long:
            yield from entry.drain()

    def entry(self, element: Element) -> Iterator[Item]:
        """One Ntry has ended: prove it, then let its rows go."""
        entry = self._entry or self._open(element)
        if not entry.count:
            self._line += 1
            item, code = read_line(element, entry, self._line, self._repeats)
            entry.add(item)
            self._note(code)
        yield from entry.close(self._line)
        if entry.status_missing:
            self._note("status_missing")
        if entry.pending:
            self._note("entry_not_booked")
        if entry.contradiction and not entry.matters:
            self._note("entry_contradicts")
        assert self._statement is not None  # _open saw the statement
        self._statement.add(entry)
        self._entry = None
        forget(element)

    def statement(self, element: Element) -> Iterator[Item]:
        """One statement has ended: compare its balances and summary with its entries."""
        statement = self._see_statement(element)
        yield from statement.close(self._line)
        self.statements += 1
        self._statement = self._statement_element = None
        forget(element)

    def notes(self) -> Iterator[Note]:
        """One note per thing seen, with how often and where first."""
        for code, (times, line) in self._noted.items():
            yield Note(code, found=str(times), line=line, confirm=code == "return_without_family")

    def _open(self, element: Element) -> Entry:
        owner = element.getparent()
        if owner is None or local(owner) not in STATEMENTS:
            raise BadFile("entry_outside_statement", line=self._line)
        statement = self._see_statement(owner)
        self._entry = read_entry(element, statement.account, statement.currency)
        return self._entry

    def _see_statement(self, element: Element) -> Statement:
        if self._statement is None or self._statement_element is not element:
            self._statement = read_statement(element)
            self._statement_element = element
        return self._statement

    def _note(self, code: str) -> None:
        if code:
            self._noted.setdefault(code, [0, self._line])[0] += 1


def _header(group: Element | None, name: str) -> Header:
    values = _GROUP.read(group) if group is not None else {}
    try:
        created_on = iso_day(values["created_on"]) if "created_on" in values else None
    except BadDate:
        created_on = None  # only shown, never decided upon
    return Header(name, message_id=values.get("message_id", ""), created_on=created_on)
