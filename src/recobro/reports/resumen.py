"""RESUMEN TOTAL IMPAGO: the equation of the total, live on the other sheets, and what each client owes by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from recobro.access.scope import Scope
from recobro.core import sql
from recobro.reports import labels
from recobro.reports.book import LINE, PALE, TEAL, Column, Sheet, area, cell, heading
from recobro.reports.totals import Split, Totals

NAME = "RESUMEN TOTAL IMPAGO"
MONTHS = 12  # columns of the pivot; what is older stands together in the first
IMPORTE, CLIENT_ID, MONTH = 1, 15, 16  # columns of TABLA DE IMPAGOS that the formulas read
NOTE = 10  # column of PAGOS that tells what went back to a customer
LIVE = 50_000_000  # cells that all SUMIFS together may look at; beyond it a spreadsheet would freeze


@dataclass(frozen=True, slots=True)
class Range:
    """Rows of another sheet, zero-based, `last` included; empty when last < first."""

    sheet: str
    first: int
    last: int

    def column(self, place: int) -> str:
        """The cells of one column."""
        return area(self.sheet, place, self.first, self.last)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the other sheets hold what is summed here."""

    unpaid: Range
    paid: Range
    returned: Range


def columns(scope: Scope, today: date) -> tuple[Column, ...]:
    """Client number, client, one column per month, total."""
    months = tuple(Column("", 18 if place == 0 else 14, "money") for place, _ in enumerate(_months(scope, today)))
    return (Column("N.º cliente", 11, "count"), Column("Cliente", 50), *months, Column("Total", 16, "money"))


def fill_in(sheet: Sheet, scope: Scope, today: date, totals: Totals, parts: Split, sources: Sources) -> None:
    """Write the proof and below it the pivot. Every formula carries its value."""
    sheet.row = 3
    _proof(sheet, totals, parts, sources)
    sheet.row += 1
    _pivot(sheet, scope, today, parts, sources.unpaid)


def _proof(sheet: Sheet, totals: Totals, parts: Split, sources: Sources) -> None:
    given = f'SUMIF({sources.paid.column(NOTE)},"{labels.MOVE_NOTES["refunded"]}",{sources.paid.column(IMPORTE)})'
    live = {
        "returned": f"=SUM({sources.returned.column(IMPORTE)})",
        "collected": f"=-SUM({sources.paid.column(IMPORTE)})" + (f"+{given}" if totals.refunded else ""),
        "refunded": f"=-{given}",
    }
    before, *moves, after = totals.movements()
    sheet.text(1, "Total General (importe)", **heading())
    sheet.text(2, "Importe", **heading(right=True))
    sheet.row += 1
    first = sheet.row
    _line(sheet, before.label, before.cents, bold=True)
    for move in moves:
        _line(sheet, move.label, move.cents, live.get(move.code))
    closing = sheet.row
    _line(sheet, after.label, after.cents, f"=SUM({cell(first, 2)}:{cell(closing - 1, 2)})", bold=True, bg_color=PALE)
    sheet.row += 1
    start = sheet.row
    _line(
        sheet, f"{labels.SPLIT['overdue']} (TABLA DE IMPAGOS)", parts.overdue, f"=SUM({sources.unpaid.column(IMPORTE)})"
    )
    _line(sheet, labels.SPLIT["not_due"], parts.not_due)
    _line(sheet, f"{labels.SPLIT['credit']} (restan)", -parts.credit)
    _line(sheet, "Total según la cartera", parts.total, f"=SUM({cell(start, 2)}:{cell(sheet.row - 1, 2)})", bold=True)
    gap = f"=ROUND({cell(closing, 2)}-{cell(sheet.row - 1, 2)},2)"
    _line(sheet, "Diferencia", after.cents - parts.total, gap, bold=True, bg_color=PALE, font_color=TEAL)


def _line(sheet: Sheet, words: str, cents: int, formula: str | None = None, **look: Any) -> None:
    look = {"bottom": 1, "bottom_color": LINE, **look}
    sheet.text(1, words, **look)
    if formula:
        sheet.formula(2, formula, cents, **look)
    else:
        sheet.money(2, cents, **look)
    sheet.row += 1


def _pivot(sheet: Sheet, scope: Scope, today: date, parts: Split, table: Range) -> None:
    months = _months(scope, today)
    clients = sql.one("reports/sheet_clients_count", portfolio_id=scope.portfolio_id, today=today)["clients"]
    live = (table.last - table.first + 1) * clients * max(len(months), 1) <= LIVE
    if not live:
        sheet.text(1, "Cartera muy grande: las celdas por cliente son cifras, los totales son fórmulas.", italic=True)
        sheet.row += 1
    total_row = sheet.row + 1
    first, last = total_row + 1, total_row + max(clients, 1)
    heads = _heads(sheet, months)
    _grand_total(sheet, scope, today, months, first, last)
    for client in _clients(scope, today, months):
        _client(sheet, client, months, heads, table if live else None)
    assert sheet.row - 1 <= last
    sheet.worksheet.autofilter(total_row - 1, 0, last, len(months) + 2)


def _heads(sheet: Sheet, months: Sequence[date]) -> int:
    """Headings: months are real dates, so that the formulas can compare with them."""
    row = sheet.row
    sheet.text(0, "N.º cliente", **heading())
    sheet.text(1, "Cliente", **heading())
    for place, month in enumerate(months, start=2):
        look = heading(right=True)
        if place == 2 and len(months) == MONTHS:
            look["num_format"] = '"hasta "[$-C0A]mmm yyyy'
        sheet.worksheet.write_datetime(row, place, month, sheet.book.format("month", **look))
    sheet.text(len(months) + 2, "Total", **heading(right=True))
    sheet.worksheet.set_row(row, 22)
    sheet.row += 1
    return row


def _grand_total(sheet: Sheet, scope: Scope, today: date, months: Sequence[date], first: int, last: int) -> None:
    look = {"bold": True, "bg_color": PALE, "bottom": 1, "bottom_color": LINE}
    found = dict.fromkeys(months, 0)
    for row in sql.rows("reports/sheet_months", portfolio_id=scope.portfolio_id, today=today):
        found[max(row["month"], months[0])] += row["cents"]
    sheet.text(0, "", **look)
    sheet.text(1, "Total General (importe)", **look)
    for place, cents in enumerate(found.values(), start=2):
        sheet.formula(place, f"=SUM({cell(first, place)}:{cell(last, place)})", cents, **look)
    place = len(months) + 2
    sheet.formula(place, f"=SUM({cell(first, place)}:{cell(last, place)})", sum(found.values()), **look)
    sheet.row += 1


def _clients(scope: Scope, today: date, months: Sequence[date]) -> Any:
    """(id, name, {month: cents}) per client, by name."""
    if not months:
        return
    rows = sql.stream("reports/sheet_clients", portfolio_id=scope.portfolio_id, today=today, oldest=months[0])
    for (client_id, name), group in groupby(rows, key=lambda row: (row[0], row[1])):
        yield client_id, name, {row[2]: row[3] for row in group}


def _client(sheet: Sheet, client: Any, months: Sequence[date], heads: int, table: Range | None) -> None:
    client_id, name, owed = client
    look = {"bottom": 1, "bottom_color": LINE}
    quiet = {**look, "num_format": sheet.book.numbers["money"].rpartition(";")[0] + ";–"}  # nothing owed is a dash
    sheet.worksheet.write_number(sheet.row, 0, client_id, sheet.book.format("count", **look))
    sheet.text(1, name, **look)
    for place, month in enumerate(months, start=2):
        cents = owed.get(month, 0)
        if table is None:
            sheet.money(place, cents, **quiet)
            continue
        oldest = place == 2 and len(months) == MONTHS
        month_is = f'"<="&{cell(heads, place, fixed=True)}' if oldest else cell(heads, place, fixed=True)
        sheet.formula(
            place,
            f"=SUMIFS({table.column(IMPORTE)},{table.column(CLIENT_ID)},{cell(sheet.row, 0)},"
            f"{table.column(MONTH)},{month_is})",
            cents,
            **quiet,
        )
    place = len(months) + 2
    sheet.formula(
        place, f"=SUM({cell(sheet.row, 2)}:{cell(sheet.row, place - 1)})", sum(owed.values()), bold=True, **look
    )
    sheet.row += 1


def _months(scope: Scope, today: date) -> tuple[date, ...]:
    """The newest months with overdue invoices; older ones are counted into the first."""
    found = [row["month"] for row in sql.rows("reports/sheet_months", portfolio_id=scope.portfolio_id, today=today)]
    return tuple(found[-MONTHS:])
