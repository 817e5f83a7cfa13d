"""Many even rows of a sheet at once, column by column: what `RowReader.read` says of each, at a fraction of its cost.

A batch that holds anything out of the ordinary (a total, a blank key, a cell that cannot be read) raises `Uneven` and
changes nothing: whoever asked takes it apart and reads those rows one by one. Nothing is decided here that is not
decided there; a property test compares both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import repeat
from operator import sub
from typing import Any, NamedTuple

from recobro.core.money import MAX_CENTS
from recobro.readers.rows import Row, RowKind, new_row
from recobro.readers.sheet_cells import Cells
from recobro.readers.sheet_heading import Heading
from recobro.readers.sheet_numbers import COMMA, POINT, currency_of
from recobro.readers.sheet_row import BLANK, DAYS, IDS, INDEX, NAMES, OCCURRENCE, ROW_KIND, RowReader
from recobro.readers.sheet_totals import MAYBE_TOTAL
from recobro.readers.sheet_values import Bad, date_of, ecuador_id_of, figure_of, ident_of, text_of
from recobro.readers.sheet_words import counts_as, reason_of, segment_of

_PLAIN = {  # a whole column of written amounts, a line break between them; MAX_CENTS has room for twelve digits
    mark: re.compile(rf"(?:-?(?:\d{{1,12}}|[1-9]\d?\d?(?:{group}\d{{3}}){{1,3}}){mark_}\d\d\n)*", re.ASCII)
    for mark, mark_, group in ((COMMA, ",", r"\."), (POINT, r"\.", ","))
}
_NUMBERS = ({float}, {int}, {int, float})
Column = Sequence[Any]


class Uneven(Exception):
    """The batch holds a row that must be looked at alone."""


class Found(NamedTuple):
    """The rows of a batch, what they add up to, and whether one of them came before."""

    rows: Iterable[Row]
    cents: int
    currency: str  # the first one that is named
    repeated: bool


class BatchReader:
    """Reads batches for one sheet beside its `RowReader`, whose number style, repeats and counters it shares."""

    def __init__(self, reader: RowReader, kind: str, heading: Heading, columns: dict[str, int], key: int) -> None:
        self._reader = reader
        self._kind = kind
        self._columns = columns
        self._width = len(heading.labels)
        self._key, self._label = key, heading.labels[key] or None
        self._amount = reader.amount_reader()
        self._days = _Memo(lambda cell: _day(cell, reader.month_first))
        self._reasons = _Memo(lambda cell: reason_of(text_of(cell, "reason")))
        self._currencies = _Memo(lambda cell: _currency(text_of(cell, "currency")))
        self._segments = _Memo(lambda cell: self._segment(text_of(cell, "segment")))
        self._counting = _Memo(lambda cell: (text_of(cell, "status"), counts_as(kind, text_of(cell, "status"))))

    def read(self, lines: Sequence[int], batch: Sequence[Cells]) -> Found:
        """The rows of a batch, or `Uneven`."""
        columns: Sequence[Column] = list(zip(*self._even(batch), strict=True))
        self._check_key(columns[self._key])
        values: list[Any] = list(map(repeat, BLANK))
        restored = 0
        try:
            cents = self._amounts(columns, batch, values)
            self._copy(columns, values)
            restored = self._rest(columns, values)
        except (Bad, TypeError, ValueError) as exc:  # what cannot be read, is not hashable, or is no number (NaN)
            raise Uneven from exc
        values[0] = lines
        self._check(values)
        digests = list(map(hash, zip(*self._reader.identity(values), strict=False)))
        repeated = not self._reader.repeats.fresh(digests)
        if repeated:
            values[OCCURRENCE] = [self._reader.repeats.nth(digest) for digest in digests]
        self._reader.restored += restored
        named = values[3] if isinstance(values[3], list) else ()
        return Found(map(new_row, zip(*values, strict=False)), cents, next(filter(None, named), ""), repeated)

    def _even(self, batch: Sequence[Cells]) -> Sequence[Cells]:
        """All rows as wide as the heading: trailing blanks were cut or added."""
        width = self._width
        if set(map(len, batch)) == {width}:
            return batch
        if any(any(cells[width:]) for cells in batch):
            raise Uneven
        return [[*cells[:width], *[""] * (width - len(cells))] for cells in batch]

    def _check_key(self, keys: Column) -> None:
        """A blank key, a total or the heading of the next page: not a row of data, or one that lacks its key."""
        texts = [key for key in keys if key.__class__ is str]
        if "" in map(str.strip, texts) or self._label in texts or MAYBE_TOTAL.search("\n".join(texts)):
            raise Uneven

    def _copy(self, columns: Sequence[Column], values: list[Any]) -> None:
        """Columns that are only trimmed, and days."""
        for name, column in self._columns.items():
            if name in _TEXTS:
                values[INDEX[name]] = _texts(columns[column], name)
            elif name in DAYS:
                values[INDEX[name]] = list(map(self._days.__getitem__, columns[column]))

    def _amounts(self, columns: Sequence[Column], batch: Sequence[Cells], values: list[Any]) -> int:
        """Cents and the currency beside them; their sum. Debe/Haber and D/C are read row by row."""
        values[1], values[3] = repeat(ROW_KIND[self._kind]), repeat("")
        if self._amount is None:
            return 0
        if "amount" not in self._columns or "side" in self._columns:
            cents, currencies = map(list, zip(*map(self._amount, batch), strict=True))
        else:
            cells = columns[self._columns["amount"]]
            plain = _cents(cells, self._reader.style)
            if plain is not None:
                values[2] = plain
                return sum(plain)
            style = self._reader.style
            cents, currencies = map(list, zip(*(figure_of(cell, "amount", style) for cell in cells), strict=True))
        values[2] = cents
        if any(currencies):
            values[3] = currencies
        return sum(cents)

    def _rest(self, columns: Sequence[Column], values: list[Any]) -> int:
        """Columns that need more than a copy; how many identity numbers got their zero back."""
        places, restored = self._columns, 0
        if "currency" in places:
            self._named_currency(columns[places["currency"]], values)
        if "reason" in places:
            said = map(self._reasons.__getitem__, columns[places["reason"]])
            values[INDEX["reason_code"]], values[INDEX["reason_text"]] = map(list, zip(*said, strict=True))
        named = [_texts(columns[places[name]], name) for name in ("first_names", "last_names") if name in places]
        if named:
            whole = [" ".join(filter(None, parts)) for parts in zip(*named, strict=True)]
            at = INDEX["debtor_name"]
            values[at] = [new or old for new, old in zip(whole, values[at], strict=False)]
        if "tax_id_ec" in places:
            pairs = [ecuador_id_of(cell, "tax_id_ec") for cell in columns[places["tax_id_ec"]]]
            restored = sum(back for _, back in pairs)
            at = INDEX["tax_id"]
            values[at] = [new or old for (new, _), old in zip(pairs, values[at], strict=False)]
        if "segment" in places:
            values[INDEX["segment"]] = list(map(self._segments.__getitem__, columns[places["segment"]]))
        if "status" in places:
            self._states(columns[places["status"]], values)
        return restored

    def _named_currency(self, cells: Column, values: list[Any]) -> None:
        named = list(map(self._currencies.__getitem__, cells))
        if isinstance(values[3], list):
            both = zip(named, values[3], strict=True)
            if any(column and beside and column != beside for column, beside in both):
                raise Uneven
            named = [column or beside for column, beside in zip(named, values[3], strict=True)]
        values[3] = named

    def _states(self, cells: Column, values: list[Any]) -> None:
        """Rows whose state says that they are not what the sheet lists are of no kind of ours."""
        said = list(map(self._counting.__getitem__, cells))
        counts = {counted for _, counted in said}
        if None in counts or self._kind == "results":
            raise Uneven
        if False in counts:
            own, at = ROW_KIND[self._kind], INDEX["reason_text"]
            values[1] = [own if counted else RowKind.OTHER for _, counted in said]
            old = values[at]
            values[at] = [before if counted else text for (text, counted), before in zip(said, old, strict=False)]

    def _segment(self, text: str) -> str:
        segment = segment_of(text)
        if text and not segment:
            self._reader.segments.add(text[:40])
        return segment

    def _check(self, values: list[Any]) -> None:
        """Every row that counts has what its kind needs."""
        ours = values[1] if isinstance(values[1], list) else None
        for positions in self._reader.must:
            present = [values[position] for position in positions if isinstance(values[position], list)]
            if not present:
                raise Uneven
            filled = present[0] if len(present) == 1 else list(map(any, zip(*present, strict=True)))
            if ours is not None:
                filled = [is_there or kind is RowKind.OTHER for is_there, kind in zip(filled, ours, strict=True)]
            if not all(filled):
                raise Uneven


_TEXTS = frozenset((*NAMES, *IDS))


class _Memo(dict[Any, Any]):
    """What a cell says, worked out once: days, reasons and segments repeat."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Any) -> Any:
        value = self._read(cell)
        if len(self) < 50_000:
            self[cell] = value
        return value


def _texts(cells: Column, name: str) -> list[str]:
    """A column of texts or identifiers."""
    read = ident_of if name in IDS else text_of
    try:
        joined = "".join(cells)
    except TypeError:  # numbers among them
        return [read(cell, name) for cell in cells]
    if "'" in joined or (read is ident_of and "+" in joined):
        return [read(cell, name) for cell in cells]
    return list(map(str.strip, cells))


def _cents(cells: Column, style: str) -> list[int] | None:
    """A column of amounts in their plainest form, else None."""
    types = set(map(type, cells))
    if types == {str} and style:
        text = "\n".join([*cells, ""])
        if _PLAIN[style].fullmatch(text) is None or text.count("\n") != len(cells):
            return None
        text = text.replace(".", "").replace(",", "")
        return list(map(int, text.split()))
    if types in _NUMBERS:
        scaled = [cell * 100 for cell in cells]
        if not (max(scaled) <= MAX_CENTS and min(scaled) >= -MAX_CENTS):
            return None
        cents = list(map(round, scaled))
        return cents if max(map(abs, map(sub, scaled, cents))) <= 0.001 else None
    return None


def _day(cell: object, month_first: bool) -> date | None:
    if cell.__class__ is str and not str(cell).strip():
        return None
    return date_of(cell, "day", month_first)


def _currency(written: str) -> str:
    currency = currency_of(written)
    if written and not currency:
        raise Uneven
    return currency
