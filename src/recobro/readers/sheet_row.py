"""One row of a sheet as a Row or a Fault. What to do with each cell is settled once per file, from its heading."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from recobro.readers.repeats import Repeats
from recobro.readers.rows import Fault, Row, RowKind
from recobro.readers.sheet_cells import Cells
from recobro.readers.sheet_columns import ColumnMap, plain
from recobro.readers.sheet_heading import Heading
from recobro.readers.sheet_numbers import currency_of
from recobro.readers.sheet_values import Bad, date_of, ecuador_id_of, figure_of, ident_of, text_of
from recobro.readers.sheet_words import CREDIT, DEBIT, Outcome, counts_as, outcome_of, reason_of, segment_of

ROW_KIND = {
    "unpaid": RowKind.UNPAID,
    "payments": RowKind.PAYMENT,
    "contracts": RowKind.CONTRACT,
    "invoices": RowKind.INVOICE,
    "results": RowKind.PAYMENT,
}
NAMES = ("debtor_name", "email", "address", "town", "region", "product", "text")
IDS = (
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
DAYS = ("issued_on", "due_on", "booked_on", "value_on")
INDEX = {name: position for position, name in enumerate(Row._fields)}
OCCURRENCE = INDEX["occurrence"]
BLANK: list[Any] = [Row._field_defaults.get(name) for name in Row._fields]
_MISSING = {"invoice_number": "missing_invoice_number", "booked_on": "missing_date", "issued_on": "missing_date"}
_MISSING |= {"due_on": "missing_date"}
MUST = {
    "unpaid": (("invoice_number",),),
    "payments": (
        ("booked_on",),
        ("invoice_number", "reference", "end_to_end_id", "customer_ref", "debtor_name", "tax_id", "cups"),
    ),
    "contracts": (("debtor_name",), ("customer_ref", "cups")),
    "invoices": (("invoice_number",), ("issued_on",), ("due_on",), ("customer_ref", "cups")),
    "results": (("booked_on", "value_on"), ("customer_ref", "invoice_number", "reference", "tax_id", "cups")),
}
# Two rows that agree in these are the same row again.
_PAID: tuple[str, ...] = (
    "kind",
    "invoice_number",
    "amount_cents",
    "currency",
    "customer_ref",
    "tax_id",
    "debtor_name",
    "cups",
)
_PAID += ("reference", "end_to_end_id", "booked_on")
_OWED = ("kind", "invoice_number", "amount_cents", "currency")
IDENTITY = {
    "contracts": ("customer_ref", "cups", "debtor_name"),
    "payments": _PAID,
    "results": _PAID,
    "unpaid": _OWED,
    "invoices": _OWED,
}
UNNAMED = "NARR"  # a reason in words only, which nobody has given a code yet: the invoice is held for a person


class RowReader:
    """Reads the data rows of one sheet. `style` is set as soon as the file has decided it."""

    def __init__(self, kind: str, heading: Heading, columns: dict[str, int], chosen: ColumnMap) -> None:
        self.style = chosen.decimal
        self._kind = kind
        self._row_kind = ROW_KIND[kind]
        self._heading = heading
        self._columns = columns
        self.month_first = chosen.month_first
        self._results = chosen.results
        self._width = len(heading.labels)
        self._names = [(INDEX[name], columns[name], name) for name in NAMES if name in columns]
        self._ids = [(INDEX[name], columns[name], name) for name in IDS if name in columns]
        self._days = [(INDEX[name], columns[name], name) for name in DAYS if name in columns]
        self._amount = self.amount_reader()
        self.must = [tuple(INDEX[name] for name in names) for names in MUST[kind]]
        self.repeats = Repeats()
        self.identity = itemgetter(*(INDEX[name] for name in IDENTITY[kind]))
        self.restored = 0  # identity numbers whose leading zeros Excel had eaten
        self.segments: set[str] = set()  # segments that nobody knows
        self.unnamed: set[str] = set()  # results of a bank without a reason code in the portfolio's table

    def read(self, line: int, cells: Cells) -> Row | Fault:
        """Read one data row."""
        values = BLANK.copy()
        amount: int | None = None
        if len(cells) < self._width:
            cells = [*cells, *[""] * (self._width - len(cells))]
        try:
            if len(cells) > self._width and any(cells[self._width :]):
                raise Bad("too_many_cells", "fila", len(cells), str(self._width))
            if self._amount is not None:
                amount, currency = self._amount(cells)
                values[3] = currency
            else:
                values[3] = ""
            for position, column, name in self._names:
                cell = cells[column]
                values[position] = cell.strip() if cell.__class__ is str and "'" not in cell else text_of(cell, name)
            for position, column, name in self._ids:
                cell = cells[column]
                copied = cell.__class__ is str and "'" not in cell and "+" not in cell
                values[position] = cell.strip() if copied else ident_of(cell, name)
            for position, column, name in self._days:
                cell = cells[column]
                if cell.__class__ is not str or cell.strip():
                    values[position] = date_of(cell, name, self.month_first)
            values[0], values[1], values[2] = line, self._row_kind, amount
            self._rest(cells, values)
            if values[1] is not RowKind.OTHER:
                self._check(values)
        except Bad as bad:
            label = self._heading.labels[self._columns[bad.name]] if bad.name in self._columns else bad.name
            return Fault(line, "fila", bad.code, bad.found, label, amount, bad.expected, self._row_kind)
        values[OCCURRENCE] = self.repeats.occurrence(*self.identity(values))
        return Row._make(values)

    def _rest(self, cells: Cells, values: list[Any]) -> None:
        """Columns that need more than a copy."""
        columns = self._columns
        if "currency" in columns:
            self._currency(cells, values)
        if "reason" in columns:
            code, text = reason_of(self._cell(cells, "reason"))
            values[INDEX["reason_code"]], values[INDEX["reason_text"]] = code, text
        if "first_names" in columns or "last_names" in columns:
            names = [self._cell(cells, name) for name in ("first_names", "last_names") if name in columns]
            values[INDEX["debtor_name"]] = " ".join(name for name in names if name) or values[INDEX["debtor_name"]]
        if "tax_id_ec" in columns:
            values[INDEX["tax_id"]] = self._ecuador_id(cells) or values[INDEX["tax_id"]]
        if "segment" in columns:
            values[INDEX["segment"]] = self._segment(self._cell(cells, "segment"))
        if "status" in columns:
            values[1] = self._kind_by_status(self._cell(cells, "status"), values)

    def _check(self, values: list[Any]) -> None:
        for positions in self.must:
            for position in positions:
                if values[position]:
                    break
            else:
                name = Row._fields[positions[0]]
                alone = len(positions) == 1 or name in DAYS
                raise Bad(_MISSING.get(name, "missing_customer") if alone else "missing_customer", name)

    # Amounts

    def amount_reader(self) -> Callable[[Cells], tuple[int, str]] | None:
        if "amount" in self._columns:
            column = self._columns["amount"]
            if "side" in self._columns:
                return self._sided
            return lambda cells: figure_of(cells[column], "amount", self.style)
        if "debit" in self._columns or "credit" in self._columns:
            return self._two_columns
        return None

    def _sided(self, cells: Cells) -> tuple[int, str]:
        """A D/C column beside the amount gives the sign; a sign that says the opposite is a contradiction."""
        cents, currency = figure_of(self._raw(cells, "amount"), "amount", self.style)
        letter = self._cell(cells, "side").casefold()
        if letter not in DEBIT and letter not in CREDIT:
            raise Bad("bad_side", "side", letter, "D / C")
        minus = (letter in DEBIT) == (self._kind == "payments")
        if cents < 0 and not minus:
            raise Bad("sign_contradicts", "amount", self._raw(cells, "amount"), letter.upper())
        return (-abs(cents) if minus else cents), currency

    def _two_columns(self, cells: Cells) -> tuple[int, str]:
        """Debe and Haber: for payments Haber is money in, for invoices Debe is what is owed."""
        found: dict[str, tuple[int, str]] = {}
        for name in ("debit", "credit"):
            cell = self._raw(cells, name)
            if name in self._columns and (not isinstance(cell, str) or cell.strip()):
                cents, currency = figure_of(cell, name, self.style)
                if cents:
                    found[name] = (cents, currency)
        if len(found) != 1:
            raise Bad("both_sides" if found else "missing_amount", "debit" if "debit" in self._columns else "credit")
        ((name, (cents, currency)),) = found.items()
        if (name == "debit") == (self._kind == "payments"):
            return -abs(cents), currency
        return cents, currency

    def _currency(self, cells: Cells, values: list[Any]) -> None:
        written = self._cell(cells, "currency")
        currency = currency_of(written)
        if written and not currency:
            raise Bad("unknown_currency", "currency", written)
        if currency and values[3] and currency != values[3]:
            raise Bad("currency_conflict", "amount", values[3], currency)
        values[3] = currency or values[3]

    # Days, texts, identifiers

    def _raw(self, cells: Cells, name: str) -> object:
        column = self._columns.get(name)
        return "" if column is None else cells[column]

    def _cell(self, cells: Cells, name: str) -> str:
        return text_of(self._raw(cells, name), name)

    def _ecuador_id(self, cells: Cells) -> str:
        text, restored = ecuador_id_of(self._raw(cells, "tax_id_ec"), "tax_id_ec")
        self.restored += restored
        return text

    def _segment(self, text: str) -> str:
        segment = segment_of(text)
        if text and not segment:
            self.segments.add(text[:40])
        return segment

    def _kind_by_status(self, status: str, values: list[Any]) -> RowKind:
        """A payment file may list attempts that failed, and an export of unpaid items some that are settled."""
        if self._kind == "results":
            return self._kind_by_result(status, values)
        counts = counts_as(self._kind, status)
        if counts is None:
            raise Bad("unknown_status", "status", status)
        if counts:
            return self._row_kind
        values[INDEX["reason_text"]] = status
        return RowKind.OTHER

    def _kind_by_result(self, status: str, values: list[Any]) -> RowKind:
        """What a bank says of one line of our order: paid, refused and why, taken back, or not yet decided."""
        outcome, why = outcome_of(status)
        if outcome is None:
            raise Bad("unknown_status", "status", status)
        values[INDEX["pending"]] = outcome is Outcome.PENDING
        if outcome is Outcome.UNDONE:
            values[2] = -abs(values[2])
        if outcome is not Outcome.REFUSED:
            return RowKind.PAYMENT
        code = self._results.get(plain(why), "")
        if not code:
            self.unnamed.add(why[:60])
        values[INDEX["reason_code"]], values[INDEX["reason_text"]] = code or UNNAMED, why
        return RowKind.REJECT
