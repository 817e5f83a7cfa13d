"""`recobro demo`: two invented portfolios with a year of history, today's files, the day's run, and the web."""

from __future__ import annotations

import click

from recobro.cli import output, ready
from recobro.cli.options import json_option
from recobro.cli.serve import serve
from recobro.core import home
from recobro.core.errors import BadInput
from recobro.core.postgres.connection import is_embedded
from recobro.runs.demo.play import play


@click.command(help="Dos carteras inventadas con un año de historia, los ficheros de hoy, la jornada y la web.")
@click.option("--no-serve", is_flag=True, help="Termina tras el resumen, sin servir las páginas.")
@click.option("--port", type=int, default=8420, show_default=True)
@json_option
def command(no_serve: bool, port: int, json: bool) -> int:
    """Play what has not been played yet; a second run is quick and changes nothing."""
    if not is_embedded():
        raise BadInput("demo_needs_embedded")
    ready.tables()
    with output.progress("Un año de historia", "jornadas") as tell:
        report = play(
            home.locate().path,
            web=f"http://127.0.0.1:{port}/",
            progress=lambda _what, done, total: tell(done, total),
        )
    if json:
        output.as_json(report.as_json())
    else:
        output.lines(report.lines())
    return 0 if no_serve else serve(port, "127.0.0.1")
