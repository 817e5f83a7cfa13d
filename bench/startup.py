"""How long a person waits before anything happens: the embedded server on existing data, and `recobro --help`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.frame import Line, timing
from recobro.core import home as homes
from recobro.core.postgres import account, server
from recobro.core.postgres.machine import Machine

ROUNDS = 9


def run(*, small: bool = False) -> Iterator[Line]:
    """Medians of interleaved rounds, so that both sides see the same machine."""
    yield _server(3 if small else ROUNDS)
    yield _help(3 if small else ROUNDS * 3)


def _server(rounds: int) -> Line:
    with tempfile.TemporaryDirectory(prefix="recobro-bench-") as folder:
        Path(folder).chmod(0o755)  # the server's own account has to pass
        home = homes.locate({**os.environ, "RECOBRO_HOME": str(Path(folder) / "home")})
        programs = server.up(home).programs
        data, who = server.status(home).data, account.for_server(Machine())
        server.down(home)
        ours, bare = [], []
        for _ in range(rounds):
            with timing() as watch:
                server.up(home)
            ours.append(watch.seconds)
            server.down(home)
            with timing() as watch:
                _pg_ctl(who, programs, data, "start", "-l", os.devnull)
            bare.append(watch.seconds)
            _pg_ctl(who, programs, data, "stop", "-m", "fast")
    return Line("the embedded server is up again, against `pg_ctl start`", median(ours), median(bare), 2.0)


def _pg_ctl(who: account.Account, programs: Path, data: Path, *what: str) -> None:
    status, said = who.run([programs / "pg_ctl", "-D", data, "-w", "-s", *what])
    assert status == 0, said


def _help(rounds: int) -> Line:
    ours, bare = [], []
    for _ in range(rounds):
        with timing() as watch:
            subprocess.run([sys.executable, "-m", "recobro", "--help"], check=True, stdout=subprocess.DEVNULL)
        ours.append(watch.seconds)
        with timing() as watch:
            subprocess.run([sys.executable, "-c", "pass"], check=True)
        bare.append(watch.seconds)
    return Line("`recobro --help`, against `python -c pass`", median(ours), median(bare), 5.0)


def median(figures: list[float]) -> float:
    """The middle one."""
    return statistics.median(figures)
