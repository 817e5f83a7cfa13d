"""`recobro opening TABLE --portfolio CODE`: an office moves in with its old table of unpaid invoices."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import click

from recobro.access.queries import system_scope
from recobro.cli import output
from recobro.cli.options import Amount, Day, json_option, portfolio_option
from recobro.core.money import cents_of, spoken
from recobro.flows import opening
from recobro.flows.opening import Papers, Said
from recobro.flows.opening_report import OpeningReport
from recobro.reports import labels

MOST_DOUBTS = 200  # shown; --json lists them all
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Aside(click.ParamType[tuple[int, int | None]]):
    """A line of the table, with the amount that a person reads in it where it cannot be read: 12 or 12=45.10."""

    name = "FILA[=X.XX]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int | None]:
        if isinstance(value, tuple):
            return value
        line, _, amount = str(value).partition("=")
        try:
            return int(line), cents_of(amount) if amount else None
        except ValueError:
            self.fail(f"«{value}» no es una fila como 12 o 12=45.10", param, ctx)


@click.command(help="Arranque: mira la tabla de impagos de siempre y, si el total escrito cuadra, abre la cartera.")
@click.argument("table", type=FILE)
@portfolio_option
@click.option("--contracts", type=FILE, help="Los contratos del ERP: se cargan antes.")
@click.option("--payments", type=FILE, help="PAGO FACTURAS CLIENTES: quién ha pagado ya, y los pagos de después.")
@click.option("--as-of", type=Day(), help="El día de la tabla, al cerrar. Sin decirlo, hoy.")
@click.option("--declared-total", type=Amount(), help="El total de tu RESUMEN TOTAL IMPAGO.")
@click.option("--payments-total", type=Amount(), help="El total del libro de pagos, si no trae fila de totales.")
@click.option("--aside", "asides", type=Aside(), multiple=True, help="Aparta una fila por su número; se repite.")
@click.option("--why", default="", help="Por qué se apartan.")
@click.option("--dry-run", is_flag=True, help="Mira y cuenta, sin guardar nada.")
@json_option
def command(
    table: Path,
    code: str,
    contracts: Path | None,
    payments: Path | None,
    as_of: date | None,
    declared_total: int | None,
    payments_total: int | None,
    asides: tuple[tuple[int, int | None], ...],
    why: str,
    dry_run: bool,
    json: bool,
) -> int:
    """Look, and book when nothing stands against it. Exit 1: not opened, or, in a dry run, could not be."""
    scope = system_scope(code)
    said = Said(declared_total, payments_total, dict(asides), why)
    with ExitStack() as opened:

        def read(path: Path | None) -> BinaryIO | None:
            return None if path is None else opened.enter_context(path.open("rb"))

        papers = Papers(
            opened.enter_context(table.open("rb")),
            table.name,
            as_of,
            read(contracts),
            contracts.name if contracts else "",
            read(payments),
            payments.name if payments else "",
        )
        found = (opening.dry_run if dry_run else opening.open_books)(scope, papers, said)
    if json:
        output.as_json(found.as_json())
    else:
        output.lines(spoken_report(found))
    return 0 if found.lot.status in ("booked", "duplicate") or (dry_run and found.lot.status == "checked") else 1


def spoken_report(found: OpeningReport) -> list[str]:
    """What a clerk reads: the total, its parts, every doubtful row, what stands in the way."""
    lot = found.lot
    count, cents = lot.read
    lines = [f"{lot.file}: {labels.LOT_STATUS[lot.status]}. {count} filas, {spoken(cents, lot.currency)}"]
    lines += [f"  {lot.sentence}"] if lot.sentence else []
    for title, parts in (("Por clase", found.segments), ("Por mes", found.months)):
        lines += [f"  {title}:"] if parts else []
        lines += [f"    {part.code or '—'}: {part.count}, {spoken(part.cents, lot.currency)}" for part in parts]
    if found.colours_read:
        lines.append(f"  Amarillas: {found.yellow_count}. Rojas: {found.red_count}.")
    shown = sorted(found.doubts, key=lambda doubt: (not doubt.stops, doubt.line))[:MOST_DOUBTS]
    lines += [
        f"  {'✗' if one.stops else '·'} fila {one.line}, {one.invoice_number or '—'}: {one.text}" for one in shown
    ]
    if len(found.doubts) > MOST_DOUBTS:
        lines.append(f"  … y {len(found.doubts) - MOST_DOUBTS} más.")
    since = found.payments
    if since.since_count:
        lines.append(f"  Pagos posteriores: {since.since_count}, {spoken(since.since_cents, lot.currency)}")
    if found.later is not None:
        lines.append(f"  {found.later.file}: {labels.LOT_STATUS[found.later.status]}. {found.later.sentence}".rstrip())
    return lines
