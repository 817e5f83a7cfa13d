"""`recobro db start|stop|status|migrate|export`: the database itself."""

from __future__ import annotations

from pathlib import Path

import click
from django.db import connection

from recobro.cli import output, ready
from recobro.cli.options import json_option
from recobro.core import home, postgres
from recobro.core.errors import BadInput


@click.group(help="La base de datos: la incorporada, o la que dice DATABASE_URL.")
def command() -> None:
    """The database."""


@command.command(help="Arranca la base de datos incorporada.")
def start() -> None:
    """Start the embedded server; quick when it already runs."""
    _only_embedded()
    server = postgres.up(home.path(), tell=output.complain)
    click.echo(f"PostgreSQL {server.version} en marcha.")


@command.command(help="Para la base de datos incorporada.")
def stop() -> None:
    """Stop the embedded server, if it runs."""
    _only_embedded()
    stopped = postgres.down(home.path())
    click.echo("Parada." if stopped else "No estaba en marcha.")


@command.command(help="Dice si la base de datos responde y si sus tablas están al día.")
@json_option
def status(json: bool) -> int:
    """Exit 1 when it does not answer."""
    running = postgres.status(home.path()) if ready.embedded() else True
    state = {
        "embedded": ready.embedded(),
        "running": running,
        "up_to_date": running and not ready.pending_migrations(),
    }
    if json:
        output.as_json(state)
    else:
        output.lines(
            [
                "Base de datos incorporada." if state["embedded"] else "Base de datos de DATABASE_URL.",
                "En marcha." if running else "Parada.",
                "Tablas al día." if state["up_to_date"] else "Tablas sin poner al día.",
            ]
        )
    return 0 if running else 1


@command.command(help="Pone las tablas al día.")
def migrate() -> None:
    """Run what has to be run; nothing when all is done."""
    if ready.embedded():
        postgres.up(home.path(), tell=output.complain)
    postgres.check_version(connection)
    ready.migrate()
    click.echo("Tablas al día.")


@command.command(help="Escribe la base de datos como SQL que carga cualquier PostgreSQL ≥ 15.")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def export(out: Path) -> None:
    """Plain SQL, complete or absent."""
    _only_embedded()
    postgres.export(home.path(), out)
    click.echo(f"{out}")


def _only_embedded() -> None:
    if not ready.embedded():
        raise BadInput("database_is_served")
