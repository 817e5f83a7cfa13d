"""Only the rows of a lot that were not booked, in the columns of its file, with why: repaired there and loaded again.

The three columns of ours have names that no reader takes for a column of the office, so that the file can come back as
it is. Text is always text: a name that begins with "=" stays a name.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import xlsxwriter

from recobro.access.scope import Scope
from recobro.billing import repairs
from recobro.billing.models import Lot
from recobro.core import sql
from recobro.core.errors import BadInput
from recobro.core.money import units
from recobro.core.wording import say
from recobro.reports import labels
from recobro.reports.book import DATE

WHY = ("Motivo (Recobro)", "Esperado (Recobro)", "Encontrado (Recobro)")
OURS = tuple("Línea Tipo Importe Fecha Referencia Factura Remesa Código Nombre Texto CUPS Mandato".split())
_RISKY = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula
_FIGURE = re.compile(r"[+-]?[\d., ]+")
Rows = Iterator[tuple[Any, ...]]


def as_xlsx(scope: Scope, lot: Lot) -> bytes:
    """The rejected rows as a workbook of one sheet."""
    heading, rows = _table(scope, lot)
    out = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": DATE, **safe}) as book:
        page = book.add_worksheet("Filas")
        for place, label in enumerate(heading):
            page.write_string(0, place, label, book.add_format({"bold": True}))
        for at, cells in enumerate(rows, 1):
            for place, cell in enumerate(cells):
                _write(page, at, place, cell)
        page.freeze_panes(1, 0)
        page.set_column(0, len(heading) - 1, 18)
    return out.getvalue()


def as_csv(scope: Scope, lot: Lot) -> bytes:
    """The rejected rows as text: semicolons, UTF-8 with its mark, a quote before what looks like a formula."""
    heading, rows = _table(scope, lot)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(heading)
    writer.writerows([_guarded(cell) for cell in cells] for cells in rows)
    return out.getvalue().encode("utf-8-sig")


def file_name(lot: Lot, kind: str) -> str:
    """What the download is called: DEV-2026-121-rechazadas.xlsx"""
    return f"{lot.ref}-rechazadas.{kind}"


def of_lot(scope: Scope, lot_id: int) -> Lot:
    """The lot. Raises `BadInput` for one of another portfolio."""
    lot = Lot.objects.filter(portfolio_id=scope.portfolio_id, pk=lot_id).first()
    if lot is None:
        raise BadInput("unknown_lot")
    return lot


def _table(scope: Scope, lot: Lot) -> tuple[tuple[str, ...], Rows]:
    """Heading and rows: the sheet's own columns, or ours for the file of a bank."""
    told = {
        row["line"]: row for row in sql.rows("reports/rejected_rows", portfolio_id=scope.portfolio_id, lot_id=lot.pk)
    }
    if lot.format not in repairs.SHEETS:
        return (*OURS, *WHY), ((*_ours(row), *_why(row)) for row in told.values())
    heading, originals = repairs.originals(lot, set(told))
    width = len(heading)
    return (*heading, *WHY), (
        ((*cells, *[""] * width)[:width] + _why(told[line]) for line, cells in originals) if told else iter(())
    )


def _why(row: dict[str, Any]) -> tuple[str, ...]:
    data = json.loads(row["data"])
    told = {name: str(data.get(name) or "") for name in ("found", "field", "expected")}
    return say(row["reason"], **told, line=row["line"]), told["expected"], told["found"]


def _ours(row: dict[str, Any]) -> tuple[Any, ...]:
    data = json.loads(row["data"])
    amount = "" if row["amount_cents"] is None else units(row["amount_cents"]).replace(".", ",")
    return (
        row["line"],
        labels.ROW_KINDS.get(row["kind"], row["kind"]),
        amount,
        row["booked_on"] or "",
        row["end_to_end_id"] or data.get("reference", ""),
        row["invoice_number"],
        row["batch_id"],
        row["reason_code"],
        data.get("debtor_name", ""),
        data.get("text", ""),
        data.get("cups", ""),
        data.get("mandate_id", ""),
    )


def _write(page: Any, at: int, place: int, cell: object) -> None:
    if isinstance(cell, datetime | date):
        page.write_datetime(at, place, cell)
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        page.write_number(at, place, cell)
    elif cell not in ("", None):
        page.write_string(at, place, str(cell))


def _guarded(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    text = repairs.said(cell)
    if isinstance(cell, float) and not cell.is_integer():
        return text.replace(".", ",")
    return f"'{text}" if text.startswith(_RISKY) and not _FIGURE.fullmatch(text) else text
