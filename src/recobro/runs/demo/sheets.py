"""Workbooks and CSV files as an ERP exports them: title rows, headings, lines, a total. The same bytes every time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

import xlsxwriter

from recobro.core.money import units


class Type(Enum):
    """What stands in a column."""

    TEXT = "text"
    DAY = "day"
    MONEY = "money"  # whole cents


Cell = str | int | date


@dataclass(frozen=True, slots=True)
class Table:
    """What a sheet shows. The total stands under the first money column."""

    name: str  # of the sheet
    titles: tuple[str, ...]  # rows above the headings
    columns: tuple[tuple[str, Type], ...]
    rows: Sequence[tuple[Cell, ...]]
    total: bool = True

    @property
    def money_at(self) -> int:
        """Position of the first column of money."""
        return next(at for at, (_, kind) in enumerate(self.columns) if kind is Type.MONEY)

    @property
    def total_cents(self) -> int:
        """What the ERP prints as the total; a line whose amount is unreadable text is not in it."""
        return sum(cents for row in self.rows if isinstance(cents := row[self.money_at], int))


def xlsx(table: Table, made_on: date) -> bytes:
    """A workbook with real numbers and days, and a formula (with its value) as total."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    # Without a fixed moment two files of the same day would differ, and a second run would bring new bytes.
    book.set_properties({"created": datetime(made_on.year, made_on.month, made_on.day)})  # noqa: DTZ001 - no zone in xlsx
    sheet = book.add_worksheet(table.name)
    bold = book.add_format({"bold": True})
    formats = {
        Type.MONEY: book.add_format({"num_format": "#,##0.00"}),
        Type.DAY: book.add_format({"num_format": "dd/mm/yyyy"}),
        Type.TEXT: book.add_format(),
    }
    for line, title in enumerate(table.titles):
        sheet.write_string(line, 0, title, bold)
    head = len(table.titles) + (1 if table.titles else 0)
    for at, (label, _) in enumerate(table.columns):
        sheet.write_string(head, at, label, bold)
        sheet.set_column(at, at, max(12, len(label) + 4))
    for line, row in enumerate(table.rows, head + 1):
        for at, (cell, (_, kind)) in enumerate(zip(row, table.columns, strict=True)):
            if isinstance(cell, date):
                # xlsxwriter takes a date and writes Excel's serial number
                sheet.write_datetime(line, at, cell, formats[kind])
            elif isinstance(cell, int):
                sheet.write_number(line, at, cell / 100, formats[kind])
            else:
                sheet.write_string(line, at, cell)
    if table.total:
        last, column = head + len(table.rows), chr(ord("A") + table.money_at)
        sheet.write_string(last + 1, 0, "TOTAL", bold)
        formula = f"=SUM({column}{head + 2}:{column}{last + 1})"
        sheet.write_formula(last + 1, table.money_at, formula, formats[Type.MONEY], table.total_cents / 100)
    book.close()
    return buffer.getvalue()


def csv_text(table: Table, *, encoding: str = "cp1252", comma: bool = True) -> bytes:
    """A CSV with semicolons: "1.234,56" in cp1252 as an old ERP writes it, or "1234.56" as a bank does."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows(_lines(table, comma))
    return out.getvalue().encode(encoding)


def _lines(table: Table, comma: bool) -> Iterator[list[str]]:
    width = len(table.columns)
    for title in table.titles:
        yield [title] + [""] * (width - 1)
    yield [label for label, _ in table.columns]
    for row in table.rows:
        yield [_written(cell, comma) for cell in row]
    if table.total:
        yield [
            "TOTAL" if at == 0 else _written(table.total_cents, comma) if at == table.money_at else ""
            for at in range(width)
        ]


def _written(cell: Cell, comma: bool) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, int):
        figure = units(cell)
        if not comma:
            return figure
        whole, _, rest = figure.lstrip("-").partition(".")
        grouped = f"{int(whole):,}".replace(",", ".")
        return f"{'-' if cell < 0 else ''}{grouped},{rest}"
    return cell
