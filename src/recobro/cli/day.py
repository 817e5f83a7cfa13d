"""`recobro day --portfolio CODE`: proposes; only --release lets rungs marked `release = "auto"` go out."""

from __future__ import annotations

from datetime import date

import click

from recobro.access.queries import system_scope
from recobro.cli import output
from recobro.cli.options import Day, json_option, portfolio_option
from recobro.core import clock
from recobro.reports.summary import day_summary
from recobro.runs import day as runs


@click.command(help="La jornada: abre y cierra expedientes y propone pasos. Sin --release no sale nada.")
@portfolio_option
@click.option("--date", "day", type=Day(), help="La jornada; por defecto, hoy en la cartera.")
@click.option("--release", is_flag=True, help='Deja salir los peldaños marcados release = "auto".')
@json_option
def command(code: str, day: date | None, release: bool, json: bool) -> None:
    """Run the day."""
    scope = system_scope(code)
    with output.progress("Jornada", "expedientes") as tell:
        report = runs.run(scope, day or clock.today(scope.zone), release=release, progress=tell)
    if json:
        output.as_json(report.as_json())
    else:
        output.lines(day_summary(scope, day or clock.today(scope.zone)).lines())
