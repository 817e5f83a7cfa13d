"""Makes the database ready for a command: an embedded one is started and kept up to date, a served one checked."""

from __future__ import annotations

import os
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from recobro.cli import output
from recobro.core import home, postgres
from recobro.core.errors import BadInput


def embedded() -> bool:
    """Whether Recobro runs its own PostgreSQL."""
    return not os.environ.get("DATABASE_URL")


def database() -> None:
    """Start and migrate the embedded server; check version and migrations of a served one.

    Raises `BadInput` when the server is too old or its tables are behind.
    """
    if embedded():
        postgres.up(home.path(), tell=output.complain)
    postgres.check_version(connection)
    if not pending_migrations():
        return
    if not embedded():
        raise BadInput("database_is_behind")
    migrate()


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
        return bool(known - {(app, name) for app, name in cursor.fetchall()})
