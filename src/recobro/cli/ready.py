"""Makes the database ready for a command: an embedded one is started and kept up to date, a served one checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from recobro.cli import output
from recobro.core import home
from recobro.core.errors import BadInput
from recobro.core.postgres import server
from recobro.core.postgres.connection import Versioned, check_version, is_embedded
from recobro.core.postgres.machine import Machine
from recobro.core.wording import say

MACHINE = Machine(say=lambda code, data: output.complain(say(code, **data)))


def start() -> server.Server | None:
    """Start the embedded server, at once when it runs already; None with a server of the company's own.

    Django must not have read its settings yet: a first start decides where the socket lies.
    """
    return server.up(home.locate(), MACHINE) if is_embedded() else None


def tables() -> None:
    """Bring the embedded database up to date; refuse a served one that is too old or behind.

    Raises `BadInput`.
    """
    check_server()
    if pending_migrations():
        if not is_embedded():
            raise BadInput("database_is_behind")
        migrate()


def check_server() -> None:
    """Refuse a server older than our dialect. Raises `BadInput`."""
    check_version(cast(Versioned, connection))


def migrate() -> None:
    """Bring the tables up to date."""
    output.complain("Preparando las tablas…")
    call_command("migrate", verbosity=0, interactive=False)


def pending_migrations() -> bool:
    """Whether a migration file has not run yet: one query and a look at the folders, no migration is loaded."""
    known = {
        (config.label, file.stem)
        for config in apps.get_app_configs()
        for file in (Path(config.path) / "migrations").glob("[0-9]*.py")
    }
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return True
        cursor.execute("SELECT app, name FROM django_migrations")
        return bool(known - set(cursor.fetchall()))


def facts(status: server.Status) -> Mapping[str, object]:
    """The server's status as `recobro db status --json` prints it."""
    return {
        "state": status.state.value,
        "data": str(status.data),
        "version": status.version,
        "disk_free_bytes": status.disk_free_bytes,
    }
