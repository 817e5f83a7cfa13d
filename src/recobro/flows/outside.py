"""What the world outside does to a flow: a connection that is lost, a disk that is full. Both get their names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection
from psycopg.errors import DiskFull

from recobro.core.errors import RecobroError


@contextmanager
def outside_world() -> Iterator[None]:
    """Give a lost connection and a full disk their names. Nothing was booked: the same may be done again."""
    try:
        yield
    except OperationalError as exc:
        if not connection.in_atomic_block:
            connection.close()
        full = isinstance(exc.__cause__, DiskFull)
        raise RecobroError("disk_full" if full else "database_lost", found=str(exc)[:120]) from exc
