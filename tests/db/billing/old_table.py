"""The workbooks of an office that moves in, invented: a coloured TABLA DE IMPAGOS and PAGO FACTURAS CLIENTES."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

import xlsxwriter

MADE = datetime(2026, 11, 23, 18)  # noqa: DTZ001 - a workbook knows no zone
EVENING = date(2026, 11, 23)  # the day of the table; tests stand on the morning after
HEADINGS = ("Cliente", "Importe", "Nº factura", "CUPS", "Vencimiento", "Fecha de corte", "Observaciones")
YELLOW, RED, GREEN = "#FFFF00", "#FF0000", "#92D050"


@dataclass(frozen=True)
class Old:
    """One row of the table. `amount` may be text that nobody can read."""

    number: str = "F-1"
    amount: float | str = 100.0
    name: str = "Ana Ejemplo Ruiz"
    cups: str = "ES0021000000000001AB"
    due: date | None = date(2026, 10, 21)
    cut: date | str = ""
    says: str = ""
    colour: str = ""


def table(*rows: Old, legend: dict[str, str] | None = None, total: float | None = None) -> BinaryIO:
    """An .xlsx as the office kept it. `legend`: colour → words, above the heading."""
    found = io.BytesIO()
    book = xlsxwriter.Workbook(found, {"default_date_format": "dd/mm/yyyy"})
    book.set_properties({"created": MADE})  # the same rows are the same bytes
    sheet = book.add_worksheet("TABLA DE IMPAGOS")
    for place, (colour, words) in enumerate((legend or {}).items()):
        sheet.write_string(0, place, words, book.add_format({"bg_color": colour}))
    for place, heading in enumerate(HEADINGS):
        sheet.write_string(2, place, heading)
    for line, row in enumerate(rows, 3):
        values = (row.name, row.amount, row.number, row.cups, row.due, row.cut, row.says)
        for place, value in enumerate(values):
            _write(book, sheet, line, place, value, row.colour)
    if total is not None:
        sheet.write_string(len(rows) + 3, 0, "TOTAL")
        sheet.write_number(len(rows) + 3, 1, total)
    book.close()
    found.seek(0)
    return found


def payments(*rows: tuple[str, float, date, str], total: float | None = None) -> BinaryIO:
    """Rows of (invoice, amount, day, name)."""
    found = io.BytesIO()
    book = xlsxwriter.Workbook(found, {"default_date_format": "dd/mm/yyyy"})
    book.set_properties({"created": MADE})  # the same rows are the same bytes
    sheet = book.add_worksheet("PAGO FACTURAS CLIENTES")
    for place, heading in enumerate(("Cliente", "Importe", "Nº factura", "Fecha de pago")):
        sheet.write_string(0, place, heading)
    for line, (number, amount, day, name) in enumerate(rows, 1):
        for place, value in enumerate((name, amount, number, day)):
            _write(book, sheet, line, place, value, "")
    if total is not None:
        sheet.write_string(len(rows) + 1, 0, "TOTAL")
        sheet.write_number(len(rows) + 1, 1, total)
    book.close()
    found.seek(0)
    return found


def _write(book: Any, sheet: Any, line: int, place: int, value: object, colour: str) -> None:
    look: dict[str, Any] = {"bg_color": colour} if colour else {}
    if isinstance(value, date):
        sheet.write_datetime(line, place, value, book.add_format({**look, "num_format": "dd/mm/yyyy"}))
    elif value is None or value == "":
        sheet.write_blank(line, place, None, book.add_format(look))
    elif isinstance(value, str):
        sheet.write_string(line, place, value, book.add_format(look))
    else:
        sheet.write(line, place, value, book.add_format(look))
