"""`make bench`: every measurement of this folder, or the ones named in ARGS; `--small` for a quick look.

Exit 1 when a limit does not hold. Times are never asserted in a test: they belong here.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
from pathlib import Path
from urllib.parse import quote

from bench.frame import HEADER
from recobro.core import home as homes
from recobro.core.postgres import server
from recobro.core.postgres.connection import is_embedded

NAMES = sorted(
    file.stem for file in Path(__file__).parent.glob("*.py") if file.stem not in ("__init__", "__main__", "frame")
)


def main() -> int:
    """Run and print; figures of one machine in one run."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("names", nargs="*", choices=[[], *NAMES], default=[])
    parser.add_argument("--small", action="store_true", help="a hundredth of the size: to see that it runs")
    given = parser.parse_args()
    if is_embedded():
        os.environ["DATABASE_URL"] = embedded_url()
    print(f"{platform.system()} {platform.machine()}, Python {platform.python_version()}\n\n{HEADER}", flush=True)
    held = True
    for name in given.names or NAMES:
        for line in importlib.import_module(f"bench.{name}").run(small=given.small):
            print(line.row(), flush=True)
            held = held and line.holds
    return 0 if held else 1


def embedded_url() -> str:
    """A server of the clone's own, in `.cache/bench`; it goes on running, the next measurement attaches to it."""
    running = server.up(homes.Home(Path(__file__).parents[1] / ".cache" / "bench"))
    to = running.params
    return f"postgresql://{to['user']}@{quote(to['host'], safe='')}:{to['port']}/{to['dbname']}"


if __name__ == "__main__":
    sys.exit(main())
