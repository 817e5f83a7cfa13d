"""The sheet CUADRE and its CSV twin: each difference of bank, ERP and ledger, with owner, age and what ended it."""

from __future__ import annotations

import csv
import io
from datetime import date
from io import BytesIO
from typing import Any

from recobro.access.scope import Scope
from recobro.core import clock, sql
from recobro.core.money import units
from recobro.reports import labels, proof
from recobro.reports.book import Book, Column, day, opened

NAME = "CUADRE"
COLUMNS = (
    Column("Qué pasa", 30),
    Column("Número de factura", 20),
    Column("Cliente", 32),
    Column("Banco", 13, "money"),
    Column("ERP", 13, "money"),
    Column("ERP, lista anterior", 13, "money"),
    Column("Libro", 13, "money"),
    Column("Le toca a", 16),
    Column("Desde", 12, "date"),
    Column("Días", 8, "count"),
    Column("Listas que lo muestran", 10, "count"),
    Column("Fichero del banco", 16),
    Column("Lista del ERP", 16),
    Column("Expediente", 18),
    Column("Estado", 44),
)


def write(book: Book, scope: Scope, on: date, today: date, subtitle: str, view: str = "") -> None:
    """Write the sheet: what stood at the end of `on` and what ended on it. Needs an open transaction."""
    sheet = book.sheet(NAME, "Cuadre banco–ERP–libro", subtitle, COLUMNS)
    sheet.row = 3
    first = sheet.head(freeze_columns=2)
    for line in proof.stream(scope, on, view):
        sheet.write(_row(line, today))
    sheet.finish(first)


def xlsx(scope: Scope, on: date, view: str = "") -> bytes:
    """The sheet alone, as a workbook."""
    out = BytesIO()
    with sql.snapshot(), opened(out, scope.currency, f"Cuadre {scope.code} {day(on)}") as book:
        write(book, scope, on, clock.today(scope.zone), f"{scope.name or scope.code}, {day(on)}", view)
    return out.getvalue()


def text(scope: Scope, on: date, view: str = "") -> bytes:
    """The same rows as CSV that a Spanish spreadsheet opens: semicolons, decimal comma, UTF-8 with its mark."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.title for column in COLUMNS])
    with sql.snapshot():
        today = clock.today(scope.zone)
        for line in proof.stream(scope, on, view):
            writer.writerow([_cell(column, value) for column, value in zip(COLUMNS, _row(line, today), strict=True)])
    return out.getvalue().encode("utf-8-sig")


def _row(line: proof.Line, today: date) -> list[Any]:
    return [
        labels.DIFFERENCES[line.kind],
        line.invoice_number,
        line.customer,
        line.bank_cents,
        line.erp_cents,
        line.before_cents,
        line.ledger_cents,
        labels.OWNERS[line.owner],
        line.opened_on,
        line.days(today),
        line.lists_count,
        line.bank_ref,
        line.list_ref,
        line.case_ref,
        f"{line.end} ({line.closed_by}, {day(line.closed_on)})" if line.closed_on else "Abierta",
    ]


def _cell(column: Column, value: Any) -> str:
    """A cell of the CSV. Text that a spreadsheet would calculate keeps an apostrophe before it."""
    if value is None or value == "":
        return ""
    if column.kind == "money":
        return units(value).replace(".", ",")
    if column.kind == "date":
        return day(value)
    words = str(value)
    return f"'{words}" if column.kind == "text" and words[0] in "=+-@\t" else words
