"""`recobro check`: proves the promises on the live data."""

from __future__ import annotations

import click

from recobro.cli import output
from recobro.cli.options import json_option
from recobro.reports import check


@click.command(help="Prueba las promesas sobre los datos: totales, cadena, restricciones, huérfanos.")
@json_option
def command(json: bool) -> int:
    """Exit 1 when anything is found."""
    report = check.check()
    if json:
        output.as_json(report.as_json())
    else:
        output.lines(report.lines())
    return 0 if report.clean else 1
