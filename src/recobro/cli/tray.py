"""`recobro tray --portfolio CODE`: the rows that wait, and what a person does with each.

A row is called LOT:LINE, e.g. LOT-2026-7:14.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from recobro.access.queries import people_with, system_scope
from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.billing import lots, trays
from recobro.billing.tray_line import Tray, TrayLine
from recobro.cli import output
from recobro.cli.options import Amount, json_option, portfolio_option
from recobro.core import clock
from recobro.core.errors import BadInput, Stale
from recobro.core.money import spoken as spell
from recobro.core.money import units
from recobro.core.wording import say
from recobro.flows import repair as repairing
from recobro.flows import rows
from recobro.flows.rows import Done

TABS = {
    "unmatched": "Sin emparejar",
    "faulty": "Con error",
    "duplicate": "Duplicadas",
    "lacking": "Esperan más datos",
    "sent_back": "Devueltas al banco",
    "set_aside": "Apartadas",
}
MOST = 1000  # rows that one call lists


@click.group(help="Las filas que esperan, y lo que una persona hace con cada una.", invoke_without_command=True)
@click.option("--portfolio", "code", metavar="CODE", help="La cartera.")
@click.option("--tab", type=click.Choice([*TABS]), help="Una sola bandeja.")
@click.option("--lot", "lot_ref", help="Solo las filas de un fichero: LOT-2026-7.")
@json_option
@click.pass_context
def command(ctx: click.Context, code: str | None, tab: str | None, lot_ref: str | None, json: bool) -> None:
    """List the trays; the acts are commands of their own."""
    if ctx.invoked_subcommand is not None:
        return
    if not code:
        raise click.UsageError("Falta --portfolio.")
    scope = system_scope(code)
    lot = lots.lot_by_ref(scope, lot_ref) if lot_ref else None
    if lot_ref and lot is None:
        raise BadInput("unknown_lot", lot=lot_ref)
    wish = trays.Wish(lot_id=lot.pk if lot else None)
    chosen = [Tray(tab)] if tab else [Tray.UNMATCHED, Tray.FAULTY, Tray.DUPLICATE, Tray.LACKING]
    found = {tray: trays.lines(scope, tray, wish, limit=MOST)[0] for tray in chosen}
    if json:
        counted = trays.counts(scope)
        output.as_json(
            {
                "currency": scope.currency,
                "trays": {
                    tray.value: {
                        "count": sum(one.count for one in counted if one.tray is tray),
                        "total": units(sum(one.cents for one in counted if one.tray is tray)),
                    }
                    for tray in Tray
                    if tray is not Tray.WAITING
                },
                "rows": [_as_json(line, scope) for listed in found.values() for line in listed],
            }
        )
        return
    for tray, listed in found.items():
        output.lines(
            [f"{TABS[tray.value]}: {len(listed)}", *(text for line in listed for text in _spoken(line, scope))]
        )


def act(name: str, help_text: str) -> Callable[[Callable[..., Done]], click.Command]:
    """An act on one row: its options, and one answer for people or programs."""

    def decorate(do: Callable[..., Done]) -> click.Command:
        @command.command(name, help=help_text)
        @click.argument("row")
        @portfolio_option
        @json_option
        def run(row: str, code: str, json: bool, **wish: Any) -> None:
            scope = system_scope(code)
            done = do(scope, line_of(scope, row), **wish)
            if json:
                output.as_json({"row": row, "status": done.status, "reason": done.reason})
            else:
                output.lines([f"{row}: {say(rows.NOW[done.status])}", *([say(done.reason)] if done.reason else [])])

        run.params += reversed(getattr(do, "__click_params__", []))
        return run

    return decorate


def line_of(scope: Scope, ref: str) -> TrayLine:
    """The row that people call LOT:LINE. Raises `BadInput` "unknown_row"."""
    lot_ref, _, line = ref.rpartition(":")
    lot = lots.lot_by_ref(scope, lot_ref)
    found = trays.one(scope, lot.pk, int(line)) if lot is not None and line.isdecimal() and len(line) < 10 else None
    if found is None:
        raise BadInput("unknown_row")
    return found


@act("accept", "Acepta la única propuesta de una fila, o la que se nombra.")
@click.option("--proposal", type=int, help="El número de la propuesta, si hay varias.")
def accept(scope: Scope, line: TrayLine, proposal: int | None) -> Done:
    """Accept a guess; between two nobody chooses but a person."""
    if line.status != "waiting":
        raise Stale(rows.STANDS[line.status])
    if proposal is None:
        if line.candidates != 1:
            raise BadInput("several_candidates" if line.candidates else "no_candidates", count=line.candidates)
        proposal = line.guesses[0].id
    elif proposal not in {guess.id for guess in line.guesses}:
        raise BadInput("unknown_proposal", proposal=proposal)
    return rows.accept(scope, proposal)


@act("match", "Empareja una fila a mano con una factura o con la cuenta de un contrato.")
@click.option("--invoice", default="", help="Número de la factura.")
@click.option("--account", default="", help="Código del contrato, sin factura.")
@click.option("--reason", required=True, help="Por qué.")
def match(scope: Scope, line: TrayLine, invoice: str, account: str, reason: str) -> Done:
    """Match by hand; exactly one place must be meant."""
    key = (invoice or account).strip().upper()
    found = [
        one
        for one in trays.candidates(scope, line, key, None)
        if (one.number == key if invoice else one.invoice_id is None and one.account.upper() == key)
    ]
    if len(found) != 1:
        raise BadInput("unknown_invoice" if invoice else "unknown_account", number=invoice)
    return rows.match(scope, line.id, found[0].account_id, found[0].invoice_id, reason)


@act("both", "La fila parece repetida y no lo es: se contabiliza como otra.")
@click.option("--reason", required=True, help="Por qué.")
def both(scope: Scope, line: TrayLine, reason: str) -> Done:
    """Tell apart."""
    return rows.both(scope, line.id, reason)


@act("assign", "Da la fila a una persona de la cartera, o a nadie.")
@click.option("--to", "name", default="", help="El nombre con el que entra; vacío: nadie.")
def assign(scope: Scope, line: TrayLine, name: str) -> Done:
    """Give the row to somebody."""
    people = {one.name: one.pk for one in people_with(scope, Right.TAKE_FILES)}
    if name and name not in people:
        raise BadInput("unknown_owner")
    rows.assign(scope, [line.id], people.get(name))
    return Done(line.id, line.status, line.reason)


@act("set-aside", "Aparta la fila: no apunta nada y no detiene a nadie.")
@click.option("--reason", required=True, help="Por qué.")
@click.option("--amount", type=Amount(), help="El importe que una persona lee, si el fichero no se puede leer.")
def set_aside(scope: Scope, line: TrayLine, reason: str, amount: int | None) -> Done:
    """Put aside by name."""
    rows.set_aside(scope, line.id, reason, amount)
    return Done(line.id, "set_aside")


@act("give-back", "Devuelve la fila al banco: sale de la bandeja y puede volver.")
@click.option("--reason", required=True, help="Por qué.")
def give_back(scope: Scope, line: TrayLine, reason: str) -> Done:
    """Give back to the bank."""
    rows.send_back(scope, line.id, reason)
    return Done(line.id, "sent_back")


@act("come-back", "Una fila apartada o devuelta vuelve a su bandeja.")
@click.option("--reason", required=True, help="Por qué.")
def come_back(scope: Scope, line: TrayLine, reason: str) -> Done:
    """Bring back."""
    return rows.come_back(scope, line.id, reason)


@act("repair", "Corrige una celda de una fila con error: lo que decía el fichero queda guardado.")
@click.option("--column", default="", help="El título de la columna; si no se dice, la que no se puede leer.")
@click.option("--value", required=True, help="El valor corregido, como en la hoja.")
@click.option("--reason", required=True, help="Por qué.")
def repair(scope: Scope, line: TrayLine, column: str, value: str, reason: str) -> Done:
    """Mend a cell."""
    return repairing.repair(scope, line.id, column, value, reason)


def _as_json(line: TrayLine, scope: Scope) -> dict[str, object]:
    return {
        "row": line.ref,
        "tray": line.tray,
        "kind": line.kind,
        "amount": None if line.amount_cents is None else units(line.amount_cents),
        "date": line.told_on.isoformat() if line.told_on else None,
        "text": line.said,
        "days": line.days(clock.today(scope.zone), scope),
        "owner": line.owner,
        "reason": line.reason,
        "why": line.waits_because,
        "candidates": line.candidates,
        "proposals": [
            {
                "proposal": one.id,
                "invoice": one.number,
                "customer": one.customer,
                "confidence": one.confidence,
                "why": one.rests_on,
            }
            for one in line.guesses
        ],
    }


def _spoken(line: TrayLine, scope: Scope) -> list[str]:
    amount = "sin importe" if line.amount_cents is None else spell(line.amount_cents, scope.currency)
    days = line.days(clock.today(scope.zone), scope)
    owner = f" · {line.owner}" if line.owner else ""
    return [
        f"  {line.ref:<18} {amount:>14}  {days} d  {line.said}{owner}",
        f"    {line.waits_because}",
        *(
            f"    {one.id}: {one.number or one.account} · {one.customer} · {one.confidence} % · {one.rests_on}"
            for one in line.guesses
        ),
    ]
