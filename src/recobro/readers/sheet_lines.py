"""The lines of one sheet below its heading: which are data, and what they add up to.

Even rows go by column through `BatchReader`, whatever is uneven through `RowReader`, one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from recobro.core.money import BadAmount
from recobro.readers.rows import Fault, Item, Mismatch, Note, Row
from recobro.readers.sheet_batch import BatchReader, Uneven
from recobro.readers.sheet_cells import Cells, Chunk
from recobro.readers.sheet_columns import ColumnMap
from recobro.readers.sheet_heading import Heading
from recobro.readers.sheet_numbers import amount_of, amount_of_number, style_of
from recobro.readers.sheet_row import RowReader
from recobro.readers.sheet_totals import MAYBE_TOTAL, Totals, count_in, is_total

HELD = 50_000  # rows that wait for the file to decide its number style; then it never will
FEW = 8  # rows that are not worth a batch
_PARTS = 8  # into which an uneven batch is taken apart
_KEY = {"unpaid": "invoice_number", "invoices": "invoice_number", "payments": "booked_on", "contracts": "debtor_name"}
_KEY |= {"results": "status"}
_AMOUNTS = ("amount", "debit", "credit")


class SheetReader:
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
        self._batch = BatchReader(self._reader, kind, heading, columns, self._key)

    def rows(self, data: Iterator[Chunk]) -> Iterator[Item]:
        """Every item of the data part, in order, then the totals and the notes."""
        items = chain.from_iterable(self._items(lines, rows) for lines, rows in self._settled(data))
        return chain(items, self._end())

    def _end(self) -> Iterator[Item]:
        yield from self._totals.declared(self._currency)
        yield from self._notes()

    def _settled(self, data: Iterator[Chunk]) -> Iterator[Chunk]:
        """Hold rows back from the first undecided amount until another row has decided the number style."""
        held: list[Chunk] = []
        waiting = 0
        for chunk in data:
            undecided = not self._reader.style and self._look(chunk[1])
            if not self._reader.style and (held or undecided) and waiting < HELD:
                held.append(chunk)
                waiting += len(chunk[1])
                continue
            yield from held
            held = []
            yield chunk
            if self._reader.style:
                yield from data
        yield from held

    def _look(self, rows: Sequence[Cells]) -> bool:
        """Whether one of these amounts needs to know the style. The first that decides it settles it for the file."""
        undecided = False
        for column in self._amounts:
            cells = [cells[column] for cells in rows if column < len(cells)]
            for cell in filter(None, cells) if str in set(map(type, cells)) else ():
                if isinstance(cell, str):
                    style = style_of(cell)
                    self._reader.style = self._reader.style or style or ""
                    undecided = undecided or style is None
        return undecided

    def _items(self, lines: Sequence[int], rows: Sequence[Cells]) -> Iterator[Item]:
        """Rows at once where they are even; what is uneven is taken apart until it stands alone."""
        if len(rows) <= FEW:
            return chain.from_iterable(map(self._one, lines, rows))
        try:
            found = self._batch.read(lines, rows)
        except Uneven:
            part = -(-len(rows) // _PARTS)
            begins = range(0, len(rows), part)
            return chain.from_iterable(self._items(lines[at : at + part], rows[at : at + part]) for at in begins)
        self._totals.add_many(len(rows), found.cents)
        self._currency = self._currency or found.currency
        if self._hidden:
            self._hidden_seen += [line for line in lines if line in self._hidden]
        return chain.from_iterable(map(self._told, found.rows)) if found.repeated else iter(found.rows)

    def _one(self, line: int, cells: Cells) -> Iterator[Item]:
        key = cells[self._key] if self._key < len(cells) else ""
        if (key.__class__ is str and not key.strip()) or key == self._key_label or self._is_named_total(key, cells):
            yield from self._aside(line, cells)
            return
        if line in self._hidden:
            self._hidden_seen.append(line)
        yield from self._told(self._data(line, cells))

    def _told(self, item: Row | Fault) -> Iterator[Item]:
        """The item, after a word where it repeats an equal one."""
        if isinstance(item, Row) and item.occurrence > 1:
            found = item.invoice_number or item.customer_ref or item.reference or item.debtor_name
            yield Note("duplicate_row", found=found, line=item.line)
        yield item

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
        if key.__class__ is not str or not MAYBE_TOTAL.match(str(key)) or not is_total(str(key)):
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
        if self._reader.unnamed:
            yield Note("results_unnamed", found=", ".join(sorted(self._reader.unnamed))[:200])
        if self._reader.segments:
            yield Note("unknown_segment", found=", ".join(sorted(self._reader.segments))[:200])
