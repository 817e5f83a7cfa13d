"""How Django reaches the database: DATABASE_URL when there is one, else the embedded server's socket.

Nothing is started here. After a first start below a very long path the socket lies elsewhere: `server.up` comes before
Django reads its settings.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

import dj_database_url

from recobro.core.errors import BadInput
from recobro.core.home import Home
from recobro.core.postgres.known import DATABASE, PORT, USER, recall

OLDEST = 150000  # PostgreSQL 15, as servers number themselves
# Each web process keeps its own pool: connections of the machine = processes × max_size.
POOL = {"min_size": 2, "max_size": 8}


class Versioned(Protocol):
    """Django's connection to PostgreSQL."""

    @property
    def pg_version(self) -> int:
        """E.g. 150018 for 15.18."""


def is_embedded(environ: Mapping[str, str] = os.environ) -> bool:
    """True when no server of the company's own is named."""
    return not environ.get("DATABASE_URL")


def databases(home: Home, environ: Mapping[str, str] = os.environ, *, pool: bool = False) -> dict[str, Any]:
    """Django's DATABASES. With `pool` for a web process with threads: connecting costs thirty queries."""
    default = _embedded(home) if is_embedded(environ) else _served(environ["DATABASE_URL"])
    if pool:
        default["OPTIONS"] = {**default.get("OPTIONS", {}), "pool": dict(POOL)}
    return {"default": default}


def check_version(connection: Versioned) -> None:
    """Refuse a server older than the dialect that our statements are written in."""
    if connection.pg_version < OLDEST:
        raise BadInput("pg_too_old", found=str(connection.pg_version // 10_000), oldest=OLDEST // 10_000)


def _served(url: str) -> dict[str, Any]:
    # The address may hold a password: it never goes into an error.
    try:
        scheme = urlsplit(url).scheme
        if scheme not in {"postgres", "postgresql"}:
            raise BadInput("database_url_not_postgres", scheme=scheme)
        settings = dict(dj_database_url.parse(url, conn_max_age=0, conn_health_checks=True))
    except ValueError as wrong:
        raise BadInput("database_url_unreadable") from wrong
    return settings


def _embedded(home: Home) -> dict[str, Any]:
    known = recall(home)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": USER,
        "HOST": known.socket if known else str(home.pg / "run"),
        "PORT": str(PORT),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
    }
