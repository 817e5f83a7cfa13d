"""Statements that matter live in `.sql` files beside the room that owns them: one statement per file, named parameters.

`run("billing/open_debt", portfolio_id=1)` executes `recobro/billing/sql/open_debt.sql`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connection, transaction


@cache
def text(name: str) -> str:
    """The statement `room/name` as written in `recobro/room/sql/name.sql`."""
    room, _, statement = name.partition("/")
    return files(f"recobro.{room}").joinpath("sql", f"{statement}.sql").read_text(encoding="utf-8")


def rows(name: str, **params: Any) -> list[dict[str, Any]]:
    """All rows of the statement, one dict per row."""
    with connection.cursor() as cursor:
        cursor.execute(text(name), params)
        return _dicts(cursor)


def one(name: str, **params: Any) -> dict[str, Any]:
    """The single row of a statement that always has exactly one."""
    found = rows(name, **params)
    assert len(found) == 1, f"{name} gave {len(found)} rows"
    return found[0]


def run(name: str, **params: Any) -> int:
    """Execute a statement that writes. Returns `written` of its row when it counts by RETURNING, else the count."""
    with connection.cursor() as cursor:
        cursor.execute(text(name), params)
        if cursor.description:
            found = _dicts(cursor)
            return int(found[0]["written"]) if found else 0
        return int(cursor.rowcount)


def stream(name: str, size: int = 10_000, **params: Any) -> Iterator[tuple[Any, ...]]:
    """Rows as tuples through a server-side cursor: flat memory however many there are. Needs an open transaction."""
    assert connection.in_atomic_block, "a server-side cursor lives in a transaction"
    with connection.chunked_cursor() as cursor:
        cursor.cursor.itersize = size  # on the real cursor: Django's wrapper would keep it for itself
        cursor.execute(text(name), params)
        yield from cursor


@contextmanager
def copy_into(table: str, columns: tuple[str, ...], *, binary: bool = False) -> Iterator[Any]:
    """A psycopg COPY into `table (columns)`; call `.write_row(tuple)` on what is yielded.

    `binary`: call `.write(bytes)` with pieces of PostgreSQL's binary COPY format instead.
    """
    names = ", ".join(columns)
    form = " (FORMAT binary)" if binary else ""
    # table and columns are literals of our own code, never input
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN{form}") as copy:
        yield copy


def _dicts(cursor: Any) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def snapshot() -> Iterator[None]:
    """Let all statements inside see one instant, and write nothing. Inside an open transaction it is that one."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def quick_commits() -> Iterator[None]:
    """Commits inside do not wait for the disk. A power cut may lose the last of them, never a part of one.

    For work that can be done again, such as the demo's year; never where money of real people moves.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


@contextmanager
def without_loops(*, many: bool = True) -> Iterator[None]:
    """Let joins hash instead of looping row by row, when `many` rows are joined that the planner takes for few.

    It has no statistics of a lot that was written a moment ago. Needs an open transaction.
    """
    assert connection.in_atomic_block
    if not many:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop TO off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop TO on")


def lock(space: str, key: int, *, shared: bool = False) -> None:
    """Take an advisory lock until the transaction ends. `space` names what is locked, e.g. "posting"."""
    assert transaction.get_connection().in_atomic_block
    mode = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {mode}(hashtext(%s), %s)", [space, key])


Params = Mapping[str, Any]
