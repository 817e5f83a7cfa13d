"""Sheets (xlsx, xls, ods, csv) of the ERP: open returned items, payments, contracts, invoices.

Finds the heading, tells totals, titles and page matter from data, settles one number style for the file, and yields a
row or a fault for each line of data. Source: formats.md §5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import BinaryIO

from recobro.core.money import BadAmount
from recobro.readers.encoding import Encoding, encoding_of
from recobro.readers.rows import BadFile, Fault, Header, Item, Mismatch, Note, Row
from recobro.readers.sheet_cells import LOOKED_AT, Cells, Numbered, Page, Workbook, csv_rows, delimiter_of
from recobro.readers.sheet_columns import (
    KINDS,
    MIN_MATCHES,
    ColumnMap,
    Heading,
    find_heading,
    guess_kind,
    lacks,
    missing_columns,
    settle_day,
)
from recobro.readers.sheet_day import listed_on
from recobro.readers.sheet_numbers import amount_of, amount_of_number, style_of
from recobro.readers.sheet_row import RowReader
from recobro.readers.sheet_totals import Totals, count_in, is_total

HELD = 50_000  # rows that wait for the file to decide its number style; then it never will
_KEY = {"unpaid": "invoice_number", "invoices": "invoice_number", "payments": "booked_on", "contracts": "debtor_name"}
_AMOUNTS = ("amount", "debit", "credit")


def read_workbook(
    source: BinaryIO, name: str, *, kind: str | None = None, columns: ColumnMap | None = None
) -> Iterator[Item]:
    """Read the sheet that looks most like one of ours. `name` is "xlsx", "xls" or "ods"."""
    chosen = columns or ColumnMap()
    book = Workbook(source, name)
    page, notes = _choose(book, chosen)
    hidden = set(book.hidden_rows(page.name))
    yield from _read(page.rows(), name, page.name, kind, chosen, notes, hidden)


def read_csv(
    source: BinaryIO,
    name: str = "csv",
    *,
    encoding: Encoding | None = None,
    kind: str | None = None,
    columns: ColumnMap | None = None,
) -> Iterator[Item]:
    """Read a delimited text file."""
    chosen = columns or ColumnMap()
    encoding = encoding or encoding_of(source)
    rows = csv_rows(source, encoding, delimiter_of(source, encoding, chosen))
    yield from _read(rows, name, "", kind, chosen, list(encoding.notes), set())


def _choose(book: Workbook, chosen: ColumnMap) -> tuple[Page, list[Note]]:
    """The named sheet, else the visible one with the most known headings; the others are mentioned."""
    if chosen.sheet:
        if chosen.sheet not in book.names:
            raise BadFile("no_such_sheet", expected=chosen.sheet, found=", ".join(book.names))
        return book.page(chosen.sheet, chosen), []
    best: Page | None = None
    for name in book.visible:
        page = book.page(name, chosen)
        if page.filled and (best is None or page.matches > best.matches):
            best = page  # only one sheet is kept in memory
    if best is None:
        raise BadFile("empty_file")
    others = [name for name in book.visible if name != best.name]
    hidden = [name for name in book.names if name not in book.visible]
    notes = [Note("sheets_skipped", found=", ".join(others))] if others else []
    notes += [Note("hidden_sheets_skipped", found=", ".join(hidden))] if hidden else []
    return best, notes


def _read(
    rows: Iterator[Numbered],
    name: str,
    title: str,
    kind: str | None,
    chosen: ColumnMap,
    notes: list[Note],
    hidden: set[int],
) -> Iterator[Item]:
    top = list(islice(rows, LOOKED_AT))
    heading = find_heading(top, chosen)
    if heading is None:
        raise BadFile("no_heading", found=_shown(top))
    above = " ".join(str(cell) for _, cells in top[: heading.index] for cell in cells if isinstance(cell, str))
    kind = _settle_kind(kind, heading, f"{title} {above}", top)
    columns = settle_day(heading.columns, kind)
    lacking = lacks(columns, kind)
    if lacking:
        raise missing_columns(kind, lacking, heading.labels)
    listed = listed_on((cells for _, cells in top[: heading.index]), month_first=chosen.month_first)
    yield Header(name, created_on=listed, sender=title)
    yield from notes
    sheet = _Sheet(kind, heading, columns, chosen, hidden)
    data = chain(top[heading.index + 1 :], rows)
    yield from sheet.rows(data)


def _settle_kind(kind: str | None, heading: Heading, surroundings: str, top: list[Numbered]) -> str:
    if kind is not None and kind not in KINDS:
        raise BadFile("unknown_kind", found=kind, expected=", ".join(KINDS))
    if kind is None and len(heading.columns) < MIN_MATCHES:
        raise BadFile("no_heading", found=_shown(top))
    return kind or guess_kind(heading.columns, surroundings, [label for label in heading.labels if label])


class _Sheet:
    """The data rows of one sheet: which are data, and what they add up to."""

    def __init__(
        self, kind: str, heading: Heading, columns: dict[str, int], chosen: ColumnMap, hidden: set[int]
    ) -> None:
        self._kind = kind
        self._heading = heading
        self._columns = columns
        self._hidden = hidden
        self._reader = RowReader(kind, heading, columns, chosen)
        self._totals = Totals()
        self._key = columns.get(_KEY[kind], columns.get("first_names", columns.get("last_names", 0)))
        self._amounts = [columns[name] for name in _AMOUNTS if name in columns]
        self._currency = ""
        self._hidden_seen: list[int] = []
        self._key_label = heading.labels[self._key] or None

    def rows(self, data: Iterator[Numbered]) -> Iterator[Item]:
        """Every item of the data part, in order, then the totals and the notes."""
        column = self._key
        for line, cells in self._settled(data):
            key = cells[column] if column < len(cells) else ""
            if (key.__class__ is str and not key.strip()) or key == self._key_label or self._is_named_total(key, cells):
                yield from self._aside(line, cells)
                continue
            if line in self._hidden:
                self._hidden_seen.append(line)
            item = self._data(line, cells)
            if item.__class__ is Row and item.occurrence > 1:
                found = item.invoice_number or item.customer_ref or item.reference or item.debtor_name
                yield Note("duplicate_row", found=found, line=line)
            yield item
        yield from self._totals.declared(self._currency)
        yield from self._notes()

    def _settled(self, data: Iterator[Numbered]) -> Iterator[Numbered]:
        """Hold rows back from the first undecided amount until another row has decided the number style."""
        held: list[Numbered] = []
        for line, cells in data:
            undecided = not self._reader.style and self._look(cells)
            if not self._reader.style and (held or undecided) and len(held) < HELD:
                held.append((line, cells))
                continue
            yield from held
            held = []
            yield line, cells
            if self._reader.style:
                yield from data
        yield from held

    def _look(self, cells: Cells) -> bool:
        undecided = False
        for column in self._amounts:
            cell = cells[column] if column < len(cells) else ""
            if isinstance(cell, str) and cell:
                style = style_of(cell)
                self._reader.style = self._reader.style or style or ""
                undecided = undecided or style is None
        return undecided

    def _data(self, line: int, cells: Cells) -> Row | Fault:
        item = self._reader.read(line, cells)
        self._totals.add(item.amount_cents)
        if not self._currency and item.currency:
            self._currency = item.currency
        return item

    def _aside(self, line: int, cells: Cells) -> Iterator[Item]:
        """A row without its key: blank, a total, a count, page matter, or data that lacks the key."""
        filled = [(position, cell) for position, cell in enumerate(cells) if not isinstance(cell, str) or cell.strip()]
        if not filled or (self._key < len(cells) and cells[self._key] == self._key_label):
            return  # blank, or the heading that printed exports repeat on each page
        texts = [str(cell).strip() for _, cell in filled]
        count = count_in(texts)
        if count is not None:
            self._totals.stated_count, self._totals.line = count, line
            return
        amounts = [(position, cell) for position, cell in filled if position in self._amounts]
        label = texts[0] if filled[0][0] not in self._amounts else ""
        if label and is_total(label):
            yield from self._total(amounts, line, label, filled)
        elif not label and len(filled) == len(amounts) == 1 and self._cents(amounts[0][1]) == self._totals.cents:
            yield from self._totals.total(self._totals.cents, line, "")
        elif len(filled) == 1 and not amounts:
            yield Note("line_skipped", found=texts[0][:80], line=line)
        else:
            yield self._data(line, cells)

    def _total(
        self, amounts: list[tuple[int, object]], line: int, label: str, filled: list[tuple[int, object]]
    ) -> Iterator[Item]:
        if not self._amounts:
            return
        if not amounts:
            yield Note("line_skipped", found=label[:80], line=line)
            return
        found = [self._cents(cell) for _, cell in amounts]
        if None in found:
            yield Mismatch("bad_totals_row", "", str(amounts[0][1])[:40], label[:80], line)
            return
        cents = [value or 0 for value in found]
        total = cents[0] if "amount" in self._columns or len(cents) == 1 else self._both(cents)
        yield from self._totals.total(total, line, label)

    def _both(self, cents: list[int]) -> int:
        """Totals of Debe and Haber, as one signed sum."""
        debit, credit = abs(cents[0]), abs(cents[1])
        if self._columns["debit"] > self._columns["credit"]:
            debit, credit = credit, debit
        return credit - debit if self._kind == "payments" else debit - credit

    def _cents(self, cell: object) -> int | None:
        try:
            if isinstance(cell, str):
                return amount_of(cell, self._reader.style)[0]
            return amount_of_number(cell) if isinstance(cell, (int, float)) else None
        except BadAmount:
            return None

    def _is_named_total(self, key: object, cells: Cells) -> bool:
        """ "TOTAL" may stand in the key column itself, then with nothing but the amount beside it."""
        if key.__class__ is not str or str(key)[:1] not in "TtSsBbIi" or not is_total(str(key)):
            return False
        others = [
            cell for position, cell in enumerate(cells) if position != self._key and position not in self._amounts
        ]
        return not any(cell if not isinstance(cell, str) else cell.strip() for cell in others)

    def _notes(self) -> Iterator[Note]:
        if self._heading.ignored:
            yield Note("columns_ignored", found=", ".join(self._heading.ignored)[:200], line=self._heading.line)
        if self._hidden_seen:
            shown = ", ".join(str(line) for line in self._hidden_seen[:10])
            yield Note("hidden_rows", found=shown, line=self._hidden_seen[0])
        if self._reader.restored:
            yield Note("zeros_restored", found=str(self._reader.restored))
        if self._reader.segments:
            yield Note("unknown_segment", found=", ".join(sorted(self._reader.segments))[:200])


def _shown(top: Sequence[Numbered]) -> str:
    """The widest row that looks like a heading, for the answer to somebody whose columns we do not know."""
    widest = max(top, key=lambda numbered: sum(1 for cell in numbered[1] if cell), default=(0, ()))
    return ", ".join(str(cell).strip()[:40] for cell in widest[1] if str(cell).strip())[:300]
