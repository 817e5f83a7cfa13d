"""Cuaderno 57 by a bare loop: decode line by line, cut the fields of the payments, the amount as an int."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO


def write(path: Path, rows: int) -> None:
    """Payments of one issuer."""
    total = 0
    with path.open("w", encoding="latin-1", newline="") as out:
        out.write(f"{'0170      22350466    2100          201126':<100}\r\n")
        out.write(f"{'0270      22350466501 2100          201126':<100}\r\n")
        for nth in range(rows):
            cents = 3000 + nth % 9000
            total += cents
            day = f"{nth % 28 + 1:02d}1126"
            out.write(f"6070      22350466501221000418{day}{cents:012d}301126{'':<22}{nth:013d}{'':<11}\r\n")
        out.write(f"8070      22350466501 {(rows + 2) % 10**6:06d}        {total:012d}{'':<52}\r\n")
        out.write(f"9070      22350466    {(rows + 4) % 10**6:06d}        {total:012d}{'':<52}\r\n")


def bare(source: BinaryIO) -> Iterator[tuple[Any, ...]]:
    """One tuple per payment, with the fields of our row."""
    for line in io.TextIOWrapper(source, "latin-1"):
        if line[:4] == "6070":
            cents = int(line[36:48])
            reference = line[76:89].strip()
            yield (
                -cents if line[75] == "1" else cents,
                reference,
                reference.lstrip("0"),
                line[48:54].strip(),
                date(2000 + int(line[34:36]), int(line[32:34]), int(line[30:32])),
                line[54:74].strip(),
                line[18:30],
            )
