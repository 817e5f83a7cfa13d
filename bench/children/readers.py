"""The measured process of `bench.readers`: `write`, or read a file with ours or with the bare loop."""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO

from bench.frame import peak_mb
from recobro.readers.open import read_file
from recobro.readers.rows import Row


def main() -> None:
    """`write|ours|peer PEER FILE ROWS KIND`."""
    what, name, file, rows, kind = sys.argv[1:]
    peer = importlib.import_module(f"bench.peers.{name}")
    if what == "write":
        peer.write(Path(file), int(rows))
        print("{}")
        return
    with Path(file).open("rb") as source:
        began = time.process_time()
        count, cents = ours(source, kind or None) if what == "ours" else bare(peer, source)
        seconds = time.process_time() - began
    print(json.dumps({"s": seconds, "mb": peak_mb(), "rows": count, "cents": cents}))


def ours(source: BinaryIO, kind: str | None) -> tuple[int, int]:
    """Every item of our reader."""
    count = cents = 0
    for item in read_file(source, kind=kind)[1]:
        if item.__class__ is Row:
            count += 1
            cents += item.amount_cents or 0
    return count, cents


def bare(peer: Any, source: BinaryIO) -> tuple[int, int]:
    """Every tuple of the bare loop."""
    count = cents = 0
    for record in peer.bare(source):
        count += 1
        cents += record[0]
    return count, cents


main()
