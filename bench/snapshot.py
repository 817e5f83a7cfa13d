"""The ERP's list of 300,000 open returns beside the one before.

The peer is one anti-join of the same rows in the same run: what is in the list before and not in this one. It says one
thing in four (gone); ours says new, same, gone and changed, in count and cents. Best of three, both on one core: ours
writes a table, which PostgreSQL does with one process, and would give the peer two.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from bench import take
from bench.day import scratch
from bench.frame import Line

HERE = Path(__file__).parent


def run(*, small: bool = False) -> Iterator[Line]:
    """Fill, compare, prove; yields the line of figures; the seconds of the whole proof go to stderr."""
    rows = 3_000 if small else 300_000
    with scratch("snapshot") as url:
        take.fill(url, rows)
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in (HERE / "snapshot_fill.sql").read_text().split(";\n"):
                connection.execute(statement, {"rows": rows})  # type: ignore[arg-type]
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")
        found = measure(url)
    print(f"  the whole proof: bank, ERP, ledger {found['prove']:.1f} s", file=sys.stderr)
    yield Line(f"list of {rows:,} rows beside the one before / one anti-join", found["compare"], found["peer"], 2)


def measure(url: str) -> dict[str, Any]:
    """Run the measured part in a process of its own; it prints one JSON object."""
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "recobro.settings"}
    out = subprocess.run(
        [sys.executable, "-m", "bench.children.snapshot"], env=env, stdout=subprocess.PIPE, check=True, cwd=HERE.parent
    )
    found: dict[str, Any] = json.loads(out.stdout)
    return found
