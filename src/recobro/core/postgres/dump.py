"""Carry the data away and back: `export` for any PostgreSQL from 15 on, `backup` and `restore` for ourselves.

The keys in `secrets/` are in none of them.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from recobro.core.errors import BadInput
from recobro.core.home import Home, usable
from recobro.core.postgres import account as accounts
from recobro.core.postgres import server
from recobro.core.postgres.known import DATABASE, PORT, USER
from recobro.core.postgres.machine import Machine
from recobro.core.postgres.server import Server

CHUNK = 2**20
TIMEOUT = b"SET transaction_timeout = "  # a setting of 17 and later
# Came with the minor versions of August 2025; it guards psql against a hostile server, and this one is our own.
RESTRICT = b"\\restrict "
Progress = Callable[[int], None]  # is told the bytes done so far


def export(home: Home, out: Path, progress: Progress = lambda _done: None) -> int:
    """Write the whole database as plain SQL for `psql -v ON_ERROR_STOP=1 -f`. Returns the bytes written."""
    command = _dump(_running(home), "plain")
    return _write(out, command, for_any_server, progress)


def backup(home: Home, out: Path, progress: Progress = lambda _done: None) -> int:
    """Write the whole database as pg_dump's compressed archive. Returns the bytes written."""
    return _write(out, _dump(_running(home), "custom"), _chunks, progress)


def restore(home: Home, archive: Path) -> str:
    """Put a backup in the place of the present data, which are kept under the name that is returned.

    The archive is loaded whole into a new database first; only then the names change, in one transaction.
    """
    running = _running(home)
    with usable(archive), archive.open("rb") as file, _admin(running) as admin:
        if admin.execute("SELECT 1 FROM pg_stat_activity WHERE datname = %s", [DATABASE]).fetchone():
            raise BadInput("pg_in_use")
        fresh = f"{DATABASE}_restoring"
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(fresh)))
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(fresh)))
        _load(running, file, fresh)
        return _swap(admin, fresh)


def for_any_server(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Leave out what older servers and older psql do not know. Rows of data pass untouched, whatever they look like."""
    in_head, closing = True, b""
    for line in lines:
        if in_head and line.startswith(RESTRICT):
            closing = b"\\un" + line[1:]  # the same word of chance: no row of data can know it
        elif line != closing and not (in_head and line.startswith(TIMEOUT)):
            in_head = in_head and not line.startswith((b"CREATE ", b"COPY "))
            yield line


def _running(home: Home) -> Server:
    running = server.attached(home)
    if running is None:
        raise BadInput("pg_not_running")
    return running


def _where(running: Server, database: str = DATABASE) -> list[str]:
    return ["-h", str(running.socket), "-p", str(PORT), "-U", USER, "-d", database]


def _dump(running: Server, form: str) -> list[str]:
    # Owners and rights belong to the server that the data leave; the new one has its own.
    return [str(running.programs / "pg_dump"), *_where(running), f"--format={form}", "--no-owner", "--no-privileges"]


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(CHUNK), b"")


def _write(out: Path, command: list[str], shape: Callable[[IO[bytes]], Iterable[bytes]], progress: Progress) -> int:
    """Write beside the target and give the name when all is there: half a dump never has the name of a whole one."""
    account = accounts.for_server(Machine())
    with usable(out), tempfile.TemporaryFile() as errors, _new_file(out) as file:
        done = told = 0
        with account.start(command, stdout=subprocess.PIPE, stderr=errors) as dumping:
            assert dumping.stdout
            for part in shape(dumping.stdout):
                done += file.write(part)
                if done - told >= CHUNK:
                    progress(done)
                    told = done
        if dumping.returncode:
            errors.seek(0)
            raise BadInput(
                "pg_dump_failed", path=str(out), log=errors.read().decode("utf-8", "replace").strip()[-2000:]
            )
    progress(done)
    return done


@contextmanager
def _new_file(out: Path) -> Iterator[IO[bytes]]:
    if out.exists():
        raise BadInput("out_exists", path=str(out))
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")  # 0600: these are people's data
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(name, out)  # unlike a rename it never replaces
    except FileExistsError as taken:
        raise BadInput("out_exists", path=str(out)) from taken
    finally:
        Path(name).unlink()


@contextmanager
def _admin(running: Server) -> Iterator[psycopg.Connection]:
    with psycopg.connect(make_conninfo(running.dsn, dbname="postgres"), autocommit=True) as admin:
        yield admin


def _load(running: Server, archive: IO[bytes], database: str) -> None:
    whole = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    command = [str(running.programs / "pg_restore"), *_where(running, database), *whole]
    with accounts.for_server(Machine()).start(command, stdin=archive) as loading:
        said, _ = loading.communicate()
    if loading.returncode:
        raise BadInput("pg_restore_failed", path=archive.name, log=said.decode("utf-8", "replace").strip()[-2000:])


def _swap(admin: psycopg.Connection, fresh: str) -> str:
    rows = admin.execute("SELECT datname FROM pg_database").fetchall()
    taken = {name for (name,) in rows}
    kept = next(name for number in count(1) if (name := f"{DATABASE}_before_{number}") not in taken)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    try:
        with admin.transaction():
            admin.execute(rename.format(sql.Identifier(DATABASE), sql.Identifier(kept)))
            admin.execute(rename.format(sql.Identifier(fresh), sql.Identifier(DATABASE)))
    except psycopg.errors.ObjectInUse as busy:
        raise BadInput("pg_in_use") from busy
    return kept
