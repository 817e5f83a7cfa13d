"""The measured process of `bench.take`: prepares a scratch database, takes a file, or does the least possible."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402  Django is set up first
from django.db import connection, transaction  # noqa: E402

from bench import take as bench  # noqa: E402
from bench.frame import peak_mb  # noqa: E402
from recobro.access.queries import system_scope  # noqa: E402
from recobro.flows.portfolio import create_portfolio  # noqa: E402
from recobro.flows.take import take  # noqa: E402
from recobro.readers.open import read_file  # noqa: E402

BLOCK = 1 << 20


def main() -> None:
    """`prepare`, `take FILE`, `dump FILE` or `peer FILE`; what was dumped lies beside the file."""
    what, file = sys.argv[1], Path(sys.argv[2])
    if what == "prepare":
        call_command("migrate", verbosity=0)
        create_portfolio(bench.CODE, country="ES", name="Banco de pruebas")
        print("{}")
    elif what == "take":
        print(json.dumps(ours(file)))
    elif what == "dump":
        dump(file.parent)
        print("{}")
    else:
        print(json.dumps(peer(file)))


def ours(file: Path) -> dict[str, float]:
    """Read, match and book."""
    scope = system_scope(bench.CODE)
    marks: list[tuple[str, float]] = []
    began = time.perf_counter()
    with file.open("rb") as source:
        (report,) = take(
            scope,
            source,
            file_name=file.name,
            progress=lambda phase, rows: marks.append((phase, time.perf_counter() - began)),
        )
    seconds = time.perf_counter() - began
    assert report.status == "booked" and report.known == (0, 0) and report.waiting == (0, 0), report
    for phase, at in dict(marks).items():
        print(f"  {phase} {at:.1f}", file=sys.stderr)
    return {"s": seconds, "mb": peak_mb()}


def dump(folder: Path) -> None:
    """Keep what ours wrote as files that COPY reads."""
    with connection.cursor() as cursor:
        for table, which in bench.WRITTEN.items():
            rows = f"COPY (SELECT * FROM {table} WHERE {which}) TO STDOUT (FORMAT binary)"
            with (folder / table).open("wb") as out, cursor.copy(rows) as copy:
                for block in copy:
                    out.write(block)


def peer(file: Path) -> dict[str, float]:
    """Our reader alone, then COPY of the same rows into the same tables."""
    began = time.perf_counter()
    with file.open("rb") as source:
        _, items = read_file(source)
        for _ in items:
            pass
    read = time.perf_counter() - began
    with transaction.atomic(), connection.cursor() as cursor:
        for table in bench.WRITTEN:
            with (
                (file.parent / table).open("rb") as rows,
                cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy,
            ):
                while block := rows.read(BLOCK):
                    copy.write(block)
    seconds = time.perf_counter() - began
    return {"s": seconds, "read": read, "copy": seconds - read}


main()
