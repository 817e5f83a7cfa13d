"""`recobro workbook --portfolio CODE --out FILE.xlsx`."""

from __future__ import annotations

from pathlib import Path

import click

from recobro.access.queries import system_scope
from recobro.cli import output
from recobro.cli.options import portfolio_option
from recobro.core import clock
from recobro.reports import workbook


@click.command(
    help="El libro de la oficina: TABLA DE IMPAGOS, RESUMEN TOTAL IMPAGO, PAGOS, DEVOLUCIONES, SIN EMPAREJAR."
)
@portfolio_option
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.xlsx")
def command(code: str, out: Path) -> None:
    """Write the workbook."""
    scope = system_scope(code)
    with output.progress("Libro", "filas") as tell:
        workbook.write(scope, out, clock.today(scope.zone), progress=lambda rows: tell(rows, None))
    click.echo(f"{out}")
