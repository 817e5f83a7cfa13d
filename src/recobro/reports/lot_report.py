"""What Operaciones and Control receive of each lot: the equation, the booked rows to enter in the ERP, what waits."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from recobro.access.scope import Scope
from recobro.billing.models import Lot
from recobro.core import clock, sql
from recobro.core.errors import BadInput
from recobro.core.money import spoken
from recobro.core.wording import say
from recobro.reports import labels, sheet_waiting
from recobro.reports.book import PALE, Book, Column, cell, heading, opened
from recobro.reports.summary_text import number
from recobro.reports.workbook import NUMBER_KINDS


def sheet(scope: Scope, lot_id: int) -> bytes:
    """The lot as a workbook. Raises `BadInput` for a lot of another portfolio."""
    lot = _lot(scope, lot_id)
    out = BytesIO()
    with sql.snapshot(), opened(out, scope.currency, lot.ref) as book:
        _equation(book, lot, scope)
        _booked(book, lot, scope)
        sheet_waiting.write(book, scope, clock.today(scope.zone), _head(lot, scope), lot.pk)
    return out.getvalue()


def text(scope: Scope, lot_id: int) -> str:
    """The body of the mail, in Spanish. Raises `BadInput` for a lot of another portfolio."""
    lot = _lot(scope, lot_id)
    lines = [_head(lot, scope), f"Estado: {labels.LOT_STATUS[lot.status]}."]
    if lot.reason:
        lines.append(say(lot.reason, **lot.reason_data))
    lines += ["", *(_line(words, count, cents, scope) for words, count, cents in _parts(lot))]
    lines.append(_line("Diferencia", *_gap(lot), scope))
    if lot.known_count:
        lines += [
            "",
            f"De las aplicadas, {number(lot.known_count)} ya constaban por otro fichero: no se apuntan otra vez.",
        ]
    reasons = sql.rows("reports/lot_reasons", portfolio_id=scope.portfolio_id, lot_id=lot.pk)
    if reasons:
        lines += ["", "Por motivo:"]
        lines += [_line(f"{r['code']} {r['name']}".strip(), r["count"], r["cents"], scope) for r in reasons]
    lines += ["", "El detalle va en la hoja adjunta. Los importes son los del fichero del banco o del ERP."]
    return "\n".join(lines)


def file_name(lot: Lot) -> str:
    """What the attachment is called: DEV-2026-121.xlsx"""
    return f"{lot.ref}.xlsx"


def _lot(scope: Scope, lot_id: int) -> Lot:
    lot = Lot.objects.filter(portfolio_id=scope.portfolio_id, pk=lot_id).first()
    if lot is None:
        raise BadInput("unknown_lot")
    return lot


def _head(lot: Lot, scope: Scope) -> str:
    at = lot.received_at.astimezone(scope.zone)
    return f"Lote {lot.ref}: {lot.file_name} ({lot.format}), recibido el {at:%d/%m/%Y} a las {at:%H:%M}."


def _parts(lot: Lot) -> tuple[tuple[str, int, int], ...]:
    """The equation: declared = booked + waiting + faulty."""
    return (
        ("Declarado en el fichero", lot.declared_count or 0, lot.declared_cents or 0),
        ("Aplicado", lot.booked_count, lot.booked_cents),
        ("Sin emparejar", lot.waiting_count, lot.waiting_cents),
        ("Ilegible", lot.faulty_count, lot.faulty_cents),
    )


def _gap(lot: Lot) -> tuple[int, int]:
    (_, count, cents), *parts = _parts(lot)
    return count - sum(part[1] for part in parts), cents - sum(part[2] for part in parts)


def _line(words: str, count: int, cents: int, scope: Scope) -> str:
    return f"  {words:<44}{number(count):>8}{spoken(cents, scope.currency):>20}"


def _equation(book: Book, lot: Lot, scope: Scope) -> None:
    columns = (Column("Lote", 44), Column("Filas", 12, "count"), Column("Importe", 18, "money"))
    page = book.sheet("LOTE", f"Lote {lot.ref}", _head(lot, scope), columns)
    page.row = 3
    for place, column in enumerate(columns):
        page.text(place, column.title, **heading(right=place > 0))
    page.row += 1
    first = page.row
    for words, count, cents in _parts(lot):
        page.write((words, count, cents))
    look = {"bold": True, "bg_color": PALE}
    page.text(0, "Diferencia", **look)
    for place, value in enumerate(_gap(lot), start=1):
        formula = f"={cell(first, place)}-SUM({cell(first + 1, place)}:{cell(page.row - 1, place)})"
        if place == 1:
            page.worksheet.write_formula(page.row, place, formula, book.format("count", **look), value)
        else:
            page.formula(place, formula, value, **look)


def _booked(book: Book, lot: Lot, scope: Scope) -> None:
    columns = (
        Column("Cliente", 36),
        Column("Importe", 13, "money"),
        Column("Número de factura", 20),
        Column(labels.SUPPLY[scope.country], 26),
        Column("Motivo", 40),
        Column("Fecha", 12, "date"),
        Column("Línea", 9, "count"),
        Column("Observación", 30),
    )
    page = book.sheet("APLICADAS", "Filas aplicadas", _head(lot, scope), columns)
    page.row = 3
    first = page.head(freeze_columns=1)
    for row in sql.stream(
        "reports/lot_rows", portfolio_id=scope.portfolio_id, lot_id=lot.pk, number_kinds=NUMBER_KINDS[scope.country]
    ):
        page.write(_booked_row(row))
    page.finish(first)


def _booked_row(row: tuple[Any, ...]) -> list[Any]:
    name, cents, invoice, supply, code, reason, booked_on, line, known = row
    why = f"{code} · {reason}" if reason else code
    return [name, cents, invoice, supply, why, booked_on, line, "Ya constaba por otro fichero" if known else ""]
