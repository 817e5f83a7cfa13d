"""The office's workbook: TABLA DE IMPAGOS, RESUMEN TOTAL, PAGOS, DEVOLUCIONES, SIN EMPAREJAR, CUADRE, of one instant.

Sums of its sheets are the ledger's to the cent: TABLA = overdue, PAGOS = money of the window, DEVOLUCIONES = returns of
the window. See `docs/manual/libro.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from recobro.access.scope import Scope
from recobro.cases.rules import RHYTHM
from recobro.core import clock, sql
from recobro.core.wording import say, say_rung
from recobro.reports import labels, resumen, sheet_proof, sheet_waiting
from recobro.reports.book import FILLS, GREY, Book, Column, cell, day, opened
from recobro.reports.rules import Fill, fill
from recobro.reports.totals import Split, between, split

UNPAID = "TABLA DE IMPAGOS"
LEGEND = ((Fill.YELLOW, "Pendiente de la gestión de hoy"), (Fill.RED, "Corte enviado, con su fecha"))
NUMBER_KINDS = {"ES": ["cups"], "EC": ["service", "dummy"]}


def write(
    scope: Scope,
    out: Path | BinaryIO,
    today: date,
    since: datetime | None = None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Write the workbook. Movements are those after `since` (else: after the portfolio's midnight).

    `progress` is told the rows written so far. Raises `Unreconciled` and writes nothing when the totals are not proved.
    """
    midnight, end = clock.day_bounds(today, scope.zone)
    start = since or midnight
    with sql.snapshot(), opened(out, scope.currency, f"Impagos {scope.code} {day(today)}") as book:
        book.tell = progress
        totals = between(scope, start, max(start, end))
        parts = split(scope, today)
        where = f"Cartera {scope.code.upper()} · {day(today)} · importes en {scope.currency}"
        table = _unpaid(book, scope, today, parts, where)
        summary = book.sheet(resumen.NAME, resumen.NAME, where, resumen.columns(scope, today))
        window = f"{where} · desde el {start.astimezone(scope.zone):%d/%m/%Y %H:%M}"
        paid = _moves(book, scope, "PAGOS", "collected", (start, totals.end), window)
        returned = _moves(book, scope, "DEVOLUCIONES", "returned", (start, totals.end), window)
        sheet_waiting.write(book, scope, today, where)
        sheet_proof.write(book, scope, today, today, where)
        resumen.fill_in(summary, scope, today, totals, parts, resumen.Sources(table, paid, returned))


def columns_of_unpaid(country: str) -> tuple[Column, ...]:
    """The first four are the ones the office has always kept."""
    return (
        Column("Cliente", 34),
        Column("Importe", 13, "money"),
        Column("Número de factura", 18),
        Column(labels.SUPPLY[country], 26),
        Column(labels.TAX_ID[country], 13),
        Column("Emisión", 11, "date"),
        Column("Vencimiento", 12, "date"),
        Column("Devolución", 11, "date"),
        Column("Motivo", 28),
        Column("Días", 7, "count"),
        Column("N.º dev.", 7, "count"),
        Column("Expediente", 16),
        Column("Próximo paso", 44),
        Column("Fecha de corte programada", 16, "date"),
        Column("Estado", 28),
        Column("N.º cliente", 10, "count"),
        Column("Mes", 10, "month"),
    )


def _unpaid(book: Book, scope: Scope, today: date, parts: Split, where: str) -> resumen.Range:
    sheet = book.sheet(UNPAID, UNPAID, where, columns_of_unpaid(scope.country))
    for place, (colour, words) in zip((0, 3), LEGEND, strict=True):
        sheet.text(place, words, bg_color=FILLS[colour], border=1, border_color="#B8C0C0")
    sheet.text(4, "Sin color: nada pendiente hoy", font_color=GREY)
    sheet.row = 3
    first, last = 5, 4 + max(parts.overdue_count, 1)
    shown = f"SUBTOTAL(109,{cell(first, 1)}:{cell(last, 1)})"
    sheet.text(0, "Total de las filas visibles", bold=True)
    sheet.formula(1, f"={shown}", parts.overdue, bold=True)
    sheet.row = 4
    assert sheet.head(freeze_columns=1) == first
    for row in sql.stream(
        "reports/sheet_unpaid",
        portfolio_id=scope.portfolio_id,
        today=today,
        number_kinds=NUMBER_KINDS[scope.country],
    ):
        sheet.write(*_unpaid_row(row, today))
    sheet.finish(first, printed=len(sheet.columns) - 2)
    return resumen.Range(UNPAID, first, sheet.row - 1)


def _unpaid_row(row: tuple[Any, ...], today: date) -> tuple[list[Any], Fill]:
    name, cents, number, supply, tax_id, issued_on, due_on, returned_on, code, reason, days, returns = row[:12]
    ref, next_on, held_by, act, rung_id, state, planned_on, cut_sent_on, cut_on, customer_id, month = row[12:]
    why = f"{code} · {reason}" if reason else code
    values = [
        name,
        cents,
        number,
        supply,
        tax_id,
        issued_on,
        due_on,
        returned_on,
        why,
        days,
        returns,
        ref,
        _next_step(act, rung_id, planned_on, next_on, today),
        cut_on if cut_sent_on else None,
        _state(state, held_by, ref),
        customer_id,
        month,
    ]
    return values, fill(state, cut_sent_on)


def _next_step(act: str | None, rung_id: str, planned_on: date | None, next_on: date | None, today: date) -> str:
    if act:
        when = f", posible desde el {day(planned_on)}" if planned_on else ""
        return f"{labels.ACTS[act].capitalize()} «{say_rung(rung_id)}»{when}"
    return f"Revisar el {day(max(next_on, today))}" if next_on else ""


def _state(step_state: str | None, held_by: str | None, ref: str | None) -> str:
    if held_by and held_by not in RHYTHM:
        return f"Retenido: {say(held_by)}"
    if step_state:
        return labels.STEP_STATES[step_state].capitalize()
    return "En espera" if ref else "Sin expediente"


def _moves(
    book: Book, scope: Scope, name: str, kind: str, window: tuple[datetime, datetime], where: str
) -> resumen.Range:
    returned = kind == "returned"
    reason = (Column("Motivo", 34),) if returned else ()
    columns = (
        Column("Cliente", 32),
        Column("Importe", 13, "money"),
        Column("Número de factura", 18),
        Column(labels.SUPPLY[scope.country], 25),
        Column(labels.TAX_ID[scope.country], 13),
        Column("Fecha de devolución" if returned else "Fecha del cobro", 12, "date"),
        *reason,
        Column("Referencia", 28),
        Column("Fichero", 34),
        Column("Línea", 8, "count"),
        Column("Apuntado", 12, "date"),
        Column("Observación", 22),
    )
    sheet = book.sheet(name, name, where, columns)
    sheet.row = 3
    first = sheet.head(freeze_columns=1)
    sign = 1 if returned else -1  # the sheet shows money received as a positive amount
    for row in sql.stream(
        "reports/sheet_moves",
        portfolio_id=scope.portfolio_id,
        kind=kind,
        start=window[0],
        end=window[1],
        number_kinds=NUMBER_KINDS[scope.country],
    ):
        sheet.write(_move_row(row, sign, scope, returned=returned))
    sheet.finish(first)
    return resumen.Range(name, first, sheet.row - 1)


def _move_row(row: tuple[Any, ...], sign: int, scope: Scope, *, returned: bool) -> list[Any]:
    client, cents, number, supply, tax_id, value_on, posted_at, code, reason, reference, file_name, line, note = row
    why = [f"{code} · {reason}" if reason else code] if returned else []
    return [
        client,
        sign * cents,
        number,
        supply,
        tax_id,
        value_on,
        *why,
        reference,
        file_name,
        line or None,
        posted_at.astimezone(scope.zone).date(),
        labels.MOVE_NOTES[note],
    ]
