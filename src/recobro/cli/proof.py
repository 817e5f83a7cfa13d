"""`recobro proof --portfolio CODE [--date D] [--lot REF]`: bank, ERP and ledger side by side."""

from __future__ import annotations

from datetime import date

import click

from recobro.access.queries import system_scope
from recobro.access.scope import Scope
from recobro.billing import lots
from recobro.billing.models import Lot
from recobro.cli import output
from recobro.cli.options import Day, json_option, portfolio_option
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.core.money import spoken
from recobro.reports import labels, proof, receipts
from recobro.reports.proof import CLOSED, Line, Proof

MOST_LINES = 200  # shown; --json and the sheet have them all


@click.command(help="El cuadre banco–ERP–libro: la suma con cada diferencia por su nombre, y las diferencias.")
@portfolio_option
@click.option("--date", "day", type=Day(), help="Como estaba al final de este día; por defecto, ahora.")
@click.option("--lot", "ref", help="Solo las diferencias de este fichero, del banco o del ERP: DEV-2026-121.")
@json_option
def command(code: str, day: date | None, ref: str | None, json: bool) -> int:
    """Print the proof. Exit 1 when it does not add up; differences that are named are no failure."""
    scope = system_scope(code)
    lot = _lot(scope, ref) if ref else None
    on = day or clock.today(scope.zone)
    found = proof.of_day(scope, on, lot.pk if lot else None)
    lines, more = proof.lines(scope, on, lot_id=lot.pk if lot else None, limit=2_000_000 if json else MOST_LINES)
    if json:
        reports = [one.as_json() for one in receipts.of_lot(scope, lot.pk)] if lot else None
        output.as_json(
            {
                **found.as_json(scope),
                "lot": lot.ref if lot else None,
                "reports": reports,
                "lines": [line.as_json(found.today) for line in lines],
            }
        )
    else:
        output.lines(_told(scope, found, lines, more=more is not None))
    return 1 if found.sums is not None and not found.is_proved else 0


def _lot(scope: Scope, ref: str) -> Lot:
    lot = lots.lot_by_ref(scope, ref)
    if lot is None:
        raise BadInput("unknown_lot", lot=ref)
    return lot


def _told(scope: Scope, found: Proof, lines: list[Line], *, more: bool) -> list[str]:
    """The proof as a clerk reads it."""
    snapshot = found.snapshot
    if snapshot is None or found.sums is None:
        return ["Todavía no hay ninguna lista del ERP con la que cuadrar."]
    heading = (
        f"Cuadre del {found.day:%d/%m/%Y} con la lista {snapshot.lot.ref} del {snapshot.listed_on:%d/%m/%Y}: "
        f"{snapshot.new_count} nuevas, {snapshot.same_count} iguales, {snapshot.changed_count} con otro importe, "
        f"{snapshot.gone_count} desaparecidas."
    )
    told = [heading, ""]
    told += [f"  {label:<44}{count:>8}{spoken(cents, scope.currency):>18}" for _, label, count, cents in found.parts()]
    gap = found.sums.bank_gap or found.sums.ledger_gap
    told.append("  Cuadra." if not gap else f"  No cuadra: faltan por explicar {spoken(gap, scope.currency)}.")
    told += ["", f"Diferencias abiertas: {found.open_count}; resueltas ese día: {found.counts[CLOSED].count}."]
    told += [_line(scope, found, line) for line in lines]
    return [*told, "  … y más."] if more else told


def _line(scope: Scope, found: Proof, line: Line) -> str:
    sides = ", ".join(
        f"{name} {spoken(cents, scope.currency)}"
        for name, cents in (("banco", line.bank_cents), ("ERP", line.erp_cents), ("libro", line.ledger_cents))
        if cents is not None
    )
    state = line.end if line.closed_on else f"{labels.OWNERS[line.owner]}, {line.days(found.today)} días"
    return f"  {line.invoice_number} {line.customer} · {labels.DIFFERENCES[line.kind]} · {sides} · {state}"
