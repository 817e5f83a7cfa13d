"""`recobro reverse LOT --portfolio CODE --reason WHY`: a booked file is taken back as a whole."""

from __future__ import annotations

import click

from recobro.access.queries import system_scope
from recobro.access.scope import Scope
from recobro.billing import lots
from recobro.cli import output
from recobro.cli.options import json_option, portfolio_option
from recobro.core.errors import BadInput
from recobro.core.money import spoken as spell
from recobro.core.money import units
from recobro.flows import reverse
from recobro.flows.reverse import Preview
from recobro.reports.labels import MOVEMENTS


@click.command(help="Deshace un fichero aplicado con asientos opuestos, dentro de su plazo y si nada ha salido de él.")
@click.argument("lot")
@portfolio_option
@click.option("--reason", default="", help="Por qué se deshace; obligatorio si no es --preview.")
@click.option("--preview", is_flag=True, help="Solo dice qué pasaría, al céntimo.")
@json_option
def command(lot: str, code: str, reason: str, preview: bool, json: bool) -> None:
    """Take a lot back, or say what that would do."""
    scope = system_scope(code)
    one = lots.lot_by_ref(scope, lot)
    if one is None:
        raise BadInput("unknown_lot", lot=lot)
    if not preview and not reason.strip():
        raise click.UsageError("Falta --reason: por qué se deshace.")
    told = reverse.preview(scope, one.pk)
    status = one.status if preview else reverse.reverse(scope, one.pk, reason).status
    if json:
        output.as_json({"lot": one.ref, "status": status, **as_json(told, scope)})
    else:
        output.lines([f"{one.ref}: {'se puede deshacer' if preview else 'deshecho'}.", *spoken(told, scope)])


def as_json(told: Preview, scope: Scope) -> dict[str, object]:
    """The preview for machines: amounts as units of the portfolio's currency."""
    return {
        "currency": scope.currency,
        "effect": units(told.effect_cents),
        "entries": [{"kind": kind, "count": count, "amount": units(cents)} for kind, count, cents in told.kinds],
        "payments": told.payments,
        "returns": told.returns,
        "cases_closing": list(told.closing),
        "cases_opening": list(told.opening),
        "rows_told_again": told.told_again,
        "until": told.until_on.isoformat(),
    }


def spoken(told: Preview, scope: Scope) -> list[str]:
    """The preview as a clerk reads it."""
    lines = [f"  El total impago cambia en {spell(told.effect_cents, scope.currency)}."]
    lines += [
        f"  {MOVEMENTS.get(kind, kind)}: {count} asientos, {spell(cents, scope.currency)}"
        for kind, count, cents in told.kinds
    ]
    lines.append(f"  Pagos anulados: {told.payments}. Devoluciones anuladas: {told.returns}.")
    if told.closing:
        lines.append(f"  Expedientes que la próxima jornada cerrará: {', '.join(told.closing[:20])}")
    if told.opening:
        lines.append(f"  Expedientes que la próxima jornada abrirá otra vez: {', '.join(told.opening[:20])}")
    if told.told_again:
        lines.append(f"  Filas de otros ficheros que cuentan por sí mismas: {told.told_again}")
    return lines
