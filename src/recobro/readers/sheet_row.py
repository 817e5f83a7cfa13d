"""One row of a sheet as a Row or a Fault. What to do with each cell is settled once per file, from its heading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from recobro.core.money import BadAmount
from recobro.readers.amounts import BadDate
from recobro.readers.repeats import Repeats
from recobro.readers.rows import Fault, Row, RowKind
from recobro.readers.sheet_cells import Cells
from recobro.readers.sheet_columns import ColumnMap, Heading
from recobro.readers.sheet_dates import day_of
from recobro.readers.sheet_numbers import amount_of, amount_of_number, currency_of
from recobro.readers.sheet_words import CREDIT, DEBIT, counts_as, looks_scientific, reason_of, segment_of

ROW_KIND = {
    "unpaid": RowKind.UNPAID,
    "payments": RowKind.PAYMENT,
    "contracts": RowKind.CONTRACT,
    "invoices": RowKind.INVOICE,
}
_NAMES = ("debtor_name", "email", "address", "town", "region", "product", "text")
_IDS = (
    "invoice_number",
    "cups",
    "customer_ref",
    "tax_id",
    "mandate_id",
    "end_to_end_id",
    "reference",
    "debtor_account",
    "phone",
)
_DAYS = ("issued_on", "due_on", "booked_on", "value_on")
_EXACT = 10**15  # Excel keeps 15 digits; a longer number has already lost its last ones
_INDEX = {name: position for position, name in enumerate(Row._fields)}
_OCCURRENCE = _INDEX["occurrence"]
_BLANK: list[Any] = [Row._field_defaults.get(name) for name in Row._fields]
_MISSING = {"invoice_number": "missing_invoice_number", "booked_on": "missing_date", "issued_on": "missing_date"}
_MISSING |= {"due_on": "missing_date"}
_MUST = {
    "unpaid": (("invoice_number",),),
    "payments": (
        ("booked_on",),
        ("invoice_number", "reference", "end_to_end_id", "customer_ref", "debtor_name", "tax_id", "cups"),
    ),
    "contracts": (("debtor_name",), ("customer_ref", "cups")),
    "invoices": (("invoice_number",), ("issued_on",), ("due_on",), ("customer_ref", "cups")),
}


class _Bad(Exception):
    """A cell that stops its row; becomes a Fault."""

    def __init__(self, code: str, name: str, found: object = "", expected: str = "") -> None:
        self.code, self.name, self.found, self.expected = code, name, str(found)[:80], expected


class RowReader:
    """Reads the data rows of one sheet. `style` is set as soon as the file has decided it."""

    def __init__(self, kind: str, heading: Heading, columns: dict[str, int], chosen: ColumnMap) -> None:
        self.style = chosen.decimal
        self._kind = kind
        self._row_kind = ROW_KIND[kind]
        self._heading = heading
        self._columns = columns
        self._month_first = chosen.month_first
        self._width = len(heading.labels)
        self._names = [(_INDEX[name], columns[name], name) for name in _NAMES if name in columns]
        self._ids = [(_INDEX[name], columns[name], name) for name in _IDS if name in columns]
        self._days = [(_INDEX[name], columns[name], name) for name in _DAYS if name in columns]
        self._amount = self._amount_reader()
        self._must = [tuple(_INDEX[name] for name in names) for names in _MUST[kind]]
        self._repeats = Repeats()
        self.restored = 0  # identity numbers whose leading zeros Excel had eaten
        self.segments: set[str] = set()  # segments that nobody knows

    def read(self, line: int, cells: Cells) -> Row | Fault:
        """Read one data row."""
        values = _BLANK.copy()
        amount: int | None = None
        if len(cells) < self._width:
            cells = [*cells, *[""] * (self._width - len(cells))]
        try:
            if len(cells) > self._width and any(cells[self._width :]):
                raise _Bad("too_many_cells", "fila", len(cells), str(self._width))
            if self._amount is not None:
                amount, currency = self._amount(cells)
                values[3] = currency
            else:
                values[3] = ""
            for position, column, name in self._names:
                cell = cells[column]
                values[position] = cell.strip() if cell.__class__ is str and "'" not in cell else self._text(cell, name)
            for position, column, name in self._ids:
                cell = cells[column]
                plain = cell.__class__ is str and "'" not in cell and "+" not in cell
                values[position] = cell.strip() if plain else self._ident(cell, name)
            for position, column, name in self._days:
                cell = cells[column]
                if cell.__class__ is not str or cell.strip():
                    values[position] = self._day(cell, name)
            values[0], values[1], values[2] = line, self._row_kind, amount
            self._rest(cells, values)
            if values[1] is not RowKind.OTHER:
                self._check(values)
        except _Bad as bad:
            label = self._heading.labels[self._columns[bad.name]] if bad.name in self._columns else bad.name
            return Fault(line, "fila", bad.code, bad.found, label, amount, bad.expected, self._row_kind)
        values[_OCCURRENCE] = self._occurrence(values)
        return Row._make(values)

    def _rest(self, cells: Cells, values: list[Any]) -> None:
        """Columns that need more than a copy."""
        columns = self._columns
        if "currency" in columns:
            self._currency(cells, values)
        if "reason" in columns:
            code, text = reason_of(self._cell(cells, "reason"))
            values[_INDEX["reason_code"]], values[_INDEX["reason_text"]] = code, text
        if "first_names" in columns or "last_names" in columns:
            names = [self._cell(cells, name) for name in ("first_names", "last_names") if name in columns]
            values[_INDEX["debtor_name"]] = " ".join(name for name in names if name) or values[_INDEX["debtor_name"]]
        if "tax_id_ec" in columns:
            values[_INDEX["tax_id"]] = self._ecuador_id(cells) or values[_INDEX["tax_id"]]
        if "segment" in columns:
            values[_INDEX["segment"]] = self._segment(self._cell(cells, "segment"))
        if "status" in columns:
            values[1] = self._kind_by_status(self._cell(cells, "status"), values)

    def _check(self, values: list[Any]) -> None:
        for positions in self._must:
            for position in positions:
                if values[position]:
                    break
            else:
                name = Row._fields[positions[0]]
                raise _Bad(_MISSING.get(name, "missing_customer") if len(positions) == 1 else "missing_customer", name)

    def _occurrence(self, values: list[Any]) -> int:
        get = values.__getitem__
        if self._kind == "contracts":
            return self._repeats.occurrence(
                get(_INDEX["customer_ref"]), get(_INDEX["cups"]), get(_INDEX["debtor_name"])
            )
        invoice, amount, currency = get(_INDEX["invoice_number"]), values[2], values[3]
        if self._kind != "payments":
            return self._repeats.occurrence(values[1], invoice, amount, currency)
        who = (get(_INDEX["customer_ref"]), get(_INDEX["tax_id"]), get(_INDEX["debtor_name"]), get(_INDEX["cups"]))
        what = (get(_INDEX["reference"]), get(_INDEX["end_to_end_id"]), get(_INDEX["booked_on"]))
        return self._repeats.occurrence(values[1], invoice, amount, currency, *who, *what)

    # Amounts

    def _amount_reader(self) -> Callable[[Cells], tuple[int, str]] | None:
        if "amount" in self._columns:
            column = self._columns["amount"]
            if "side" in self._columns:
                return self._sided
            return lambda cells: self._figure(cells[column], "amount")
        if "debit" in self._columns or "credit" in self._columns:
            return self._two_columns
        return None

    def _figure(self, cell: object, name: str) -> tuple[int, str]:
        try:
            if isinstance(cell, str):
                if not cell.strip():
                    raise _Bad("missing_amount", name)
                return amount_of(cell, self.style)
            if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                return amount_of_number(cell), ""
        except BadAmount as exc:
            raise _Bad(exc.code, name, exc.data["found"]) from exc
        raise _Bad("bad_amount", name, cell)

    def _sided(self, cells: Cells) -> tuple[int, str]:
        """A D/C column beside the amount gives the sign; a sign that says the opposite is a contradiction."""
        cents, currency = self._figure(self._raw(cells, "amount"), "amount")
        letter = self._cell(cells, "side").casefold()
        if letter not in DEBIT and letter not in CREDIT:
            raise _Bad("bad_side", "side", letter, "D / C")
        minus = (letter in DEBIT) == (self._kind == "payments")
        if cents < 0 and not minus:
            raise _Bad("sign_contradicts", "amount", self._raw(cells, "amount"), letter.upper())
        return (-abs(cents) if minus else cents), currency

    def _two_columns(self, cells: Cells) -> tuple[int, str]:
        """Debe and Haber: for payments Haber is money in, for invoices Debe is what is owed."""
        found: dict[str, tuple[int, str]] = {}
        for name in ("debit", "credit"):
            cell = self._raw(cells, name)
            if name in self._columns and (not isinstance(cell, str) or cell.strip()):
                cents, currency = self._figure(cell, name)
                if cents:
                    found[name] = (cents, currency)
        if len(found) != 1:
            raise _Bad("both_sides" if found else "missing_amount", "debit" if "debit" in self._columns else "credit")
        ((name, (cents, currency)),) = found.items()
        if (name == "debit") == (self._kind == "payments"):
            return -abs(cents), currency
        return cents, currency

    def _currency(self, cells: Cells, values: list[Any]) -> None:
        written = self._cell(cells, "currency")
        currency = currency_of(written)
        if written and not currency:
            raise _Bad("unknown_currency", "currency", written)
        if currency and values[3] and currency != values[3]:
            raise _Bad("currency_conflict", "amount", values[3], currency)
        values[3] = currency or values[3]

    # Days, texts, identifiers

    def _day(self, cell: object, name: str) -> date:
        try:
            return day_of(cell, self._month_first)
        except BadDate as exc:
            month = exc.data.get("month")
            expected = f"{str(month).capitalize()} tiene {exc.data['days']} días" if month else ""
            raise _Bad(exc.code, name, exc.data["found"], expected) from exc

    def _raw(self, cells: Cells, name: str) -> object:
        column = self._columns.get(name)
        return "" if column is None else cells[column]

    def _cell(self, cells: Cells, name: str) -> str:
        return self._text(self._raw(cells, name), name)

    def _text(self, cell: object, name: str) -> str:
        """Text of a cell; a number in it is an identifier, of which Excel keeps 15 digits."""
        if isinstance(cell, str):
            text = cell.strip()
            return text[1:].strip() if text.startswith("'") else text
        if isinstance(cell, float):
            if abs(cell) >= _EXACT:
                raise _Bad("digits_lost", name, repr(cell))
            return str(int(cell)) if cell.is_integer() else repr(cell)
        if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) >= _EXACT:
            raise _Bad("digits_lost", name, cell)
        return "" if cell is None else str(cell)

    def _ident(self, cell: object, name: str) -> str:
        """An identifier; "4,01235E+11" has already lost its digits."""
        text = self._text(cell, name)
        if looks_scientific(text):
            raise _Bad("digits_lost", name, text)
        return text

    def _ecuador_id(self, cells: Cells) -> str:
        """Cédula (10) and RUC (13) begin with 0 in nine provinces; a numeric cell has lost it."""
        raw = self._raw(cells, "tax_id_ec")
        text = self._text(raw, "tax_id_ec")
        if not isinstance(raw, str) and len(text) in (9, 12) and text.isdecimal():
            self.restored += 1
            return "0" + text
        return text

    def _segment(self, text: str) -> str:
        segment = segment_of(text)
        if text and not segment:
            self.segments.add(text[:40])
        return segment

    def _kind_by_status(self, status: str, values: list[Any]) -> RowKind:
        """A payment file may list attempts that failed, and an export of unpaid items some that are settled."""
        counts = counts_as(self._kind, status)
        if counts is None:
            raise _Bad("unknown_status", "status", status)
        if counts:
            return self._row_kind
        values[_INDEX["reason_text"]] = status
        return RowKind.OTHER
