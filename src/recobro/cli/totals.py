"""`recobro totals --portfolio CODE [--from D] [--to D]`: the total and its proof."""

from __future__ import annotations

from datetime import date

import click

from recobro.access.queries import system_scope
from recobro.cli import output
from recobro.cli.options import Day, json_option, portfolio_option
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.reports import summary_text, totals


@click.command(help="El total impago y su prueba: lo que había, cada movimiento y lo que hay.")
@portfolio_option
@click.option("--from", "start", type=Day(), help="Desde el comienzo de este día; por defecto, desde el principio.")
@click.option("--to", "end", type=Day(), help="Hasta el final de este día; por defecto, ahora.")
@json_option
def command(code: str, start: date | None, end: date | None, json: bool) -> None:
    """Print the totals between two days of the portfolio, and what the debt is made of when they end now."""
    scope = system_scope(code)
    if start and end and end < start:
        raise BadInput("period_backwards", start=start, end=end)
    found = totals.between(
        scope,
        clock.day_bounds(start, scope.zone)[0] if start else None,
        clock.day_bounds(end, scope.zone)[1] if end else totals.moment(scope),
    )
    if json:
        output.as_json(found.as_json(scope.currency))
    elif end:
        output.lines(found.lines(scope.currency))
    else:
        output.lines(summary_text.total(found, totals.split(scope, clock.today(scope.zone)), scope.currency))
