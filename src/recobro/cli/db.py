"""`recobro db start|stop|status|migrate|export|backup|restore`: the database itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from recobro.cli import output, ready
from recobro.cli.options import json_option
from recobro.core import home
from recobro.core.errors import BadInput
from recobro.core.postgres import dump, server
from recobro.core.postgres.connection import is_embedded


@click.group(help="La base de datos: la incorporada, o la que dice DATABASE_URL.")
def command() -> None:
    """The database."""


@command.command(help="Arranca la base de datos incorporada.")
def start() -> None:
    """Start the embedded server; quick when it already runs."""
    _only_embedded()
    found = server.up(home.locate(), ready.MACHINE)
    click.echo(f"PostgreSQL {found.version} en marcha.")


@command.command(help="Para la base de datos incorporada.")
def stop() -> None:
    """Stop the embedded server, if it runs."""
    _only_embedded()
    click.echo("Parada." if server.down(home.locate(), ready.MACHINE) else "No estaba en marcha.")


@command.command(help="Dice si la base de datos responde y si sus tablas están al día.")
@json_option
def status(json: bool) -> int:
    """Exit 1 when it does not answer or its tables are behind."""
    found = server.status(home.locate()) if is_embedded() else None
    running = found is None or found.state is server.State.RUNNING
    up_to_date = running and not ready.pending_migrations()
    if json:
        told = dict(ready.facts(found)) if found else {}
        output.as_json({"embedded": is_embedded(), "running": running, "up_to_date": up_to_date, **told})
    else:
        output.lines(
            [
                "Base de datos incorporada." if is_embedded() else "Base de datos de DATABASE_URL.",
                "En marcha." if running else "Parada.",
                "Tablas al día." if up_to_date else "Tablas sin poner al día.",
            ]
        )
    return 0 if up_to_date else 1


@command.command(help="Pone las tablas al día.")
def migrate() -> None:
    """Run what has to be run; nothing when all is done."""
    ready.start()
    ready.check_server()
    ready.migrate()
    click.echo("Tablas al día.")


@command.command(help="Escribe la base de datos como SQL que carga cualquier PostgreSQL ≥ 15.")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def export(out: Path) -> None:
    """Plain SQL, complete or absent."""
    _carry("Exportando", dump.export, out)


@command.command(help="Guarda una copia de la base de datos incorporada, para «recobro db restore».")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def backup(out: Path) -> None:
    """A compressed copy, complete or absent."""
    _carry("Copiando", dump.backup, out)


@command.command(help="Vuelve a una copia; los datos de ahora se guardan aparte, con otro nombre.")
@click.argument("copy", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(copy: Path) -> None:
    """Put a copy in place of the present data, which are kept."""
    _only_embedded()
    ready.start()
    click.echo(
        f"Copia en su sitio. Los datos de antes quedan en la base de datos «{dump.restore(home.locate(), copy)}»."
    )


def _carry(what: str, write: Callable[..., int], out: Path) -> None:
    _only_embedded()
    ready.start()
    with output.progress(what, "B") as tell:
        write(home.locate(), out, lambda done: tell(done, None))
    click.echo(f"{out}")


def _only_embedded() -> None:
    if not is_embedded():
        raise BadInput("database_is_served")
