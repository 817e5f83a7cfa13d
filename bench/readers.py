"""Each reader against a bare loop over the same bytes: how much its care costs.

The bare loop (one module of `bench.peers` per format) slices the same fields with the usual library of the field,
turns the amount into whole cents, yields one tuple per record and checks nothing. Ours is `read_file`: what the file
is, its encoding, every check of the format, a `Row` per record. CPU seconds, the best of interleaved rounds, each in a
process of its own; both must find the same records and the same sum.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.frame import Line

HERE = Path(__file__).parent
LIMIT = 1.5
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """One format: `bench.peers.<peer>` has `write(path, rows)` and `bare(source)`, which yields (cents, …) tuples."""

    name: str
    peer: str
    rows: int
    kind: str | None = None  # for sheets: what they list
    megabytes: int = 250  # peak memory


FORMATS = (
    Measured("Cuaderno 19.14", "csb1914", 200_000),
    Measured("Cuaderno 19", "csb19", 200_000),
    Measured("Cuaderno 57", "csb57", 200_000),
    Measured("Norma 43", "norma43", 500_000),
    Measured("CSV of an ERP", "sheet_csv", 200_000, "unpaid"),
    Measured("xlsx of an ERP", "sheet_xlsx", 200_000, "unpaid", megabytes=450),
)


def run(*, small: bool = False) -> Iterator[Line]:
    """Two lines per format: time and peak memory."""
    for form in FORMATS:
        yield from _lines(form, form.rows // 100 if small else form.rows, 1 if small else ROUNDS)


def _lines(form: Measured, rows: int, rounds: int) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "file")
        _child("write", form, file, rows)
        told = [(_child("ours", form, file, rows), _child("peer", form, file, rows)) for _ in range(rounds)]
    for ours, bare in told:
        assert (ours["rows"], ours["cents"]) == (bare["rows"], bare["cents"]), (form.name, ours, bare)
    seconds = [min(side["s"] for side in sides) for sides in zip(*told, strict=True)]
    size = f"{form.name}, {rows:,} rows"
    yield Line(f"read, {size} / a bare loop", seconds[0], seconds[1], LIMIT)
    peak = max(ours["mb"] for ours, _ in told)
    yield Line(f"peak memory, {size} / {form.megabytes} MB", peak, form.megabytes, 1, "MB")


def _child(what: str, form: Measured, file: Path, rows: int) -> dict[str, Any]:
    """Run one part in a process of its own; it prints one JSON object."""
    command = [sys.executable, "-m", "bench.children.readers", what, form.peer, str(file), str(rows), form.kind or ""]
    out = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=HERE.parent)
    found: dict[str, Any] = json.loads(out.stdout)
    return found
