"""Cuaderno 19 (returns) by a bare loop: decode line by line, cut the fields of the debits, the amount as an int."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

WHO, ACCOUNT = "B12345674000", "21000418450200051332"


def write(path: Path, rows: int) -> None:
    """Returns of one creditor, each with a record of texts."""
    total = 0
    with path.open("w", encoding="latin-1", newline="") as out:
        out.write(f"{f'5190{WHO}201126':<28}{'ELECTRICA DEMO SL':<60}{'21000418':<74}\r\n")
        out.write(f"5390{WHO}201126181126{'ELECTRICA DEMO SL':<40}{ACCOUNT}{'        01':<74}\r\n")
        for nth in range(rows):
            cents = 3000 + nth % 9000
            total += cents
            who = f"{WHO}{nth:012d}"
            head = f"5690{who}{f'CLIENTE Ñ {nth}':<40}{ACCOUNT}{cents:010d}"
            out.write(f"{head}2026A0{nth:010d}{'LUZ NOVIEMBRE':<40}1       \r\n")
            out.write(f"{f'5691{who}SOCIO {nth}':<162}\r\n")
        tail = f"{total:010d}{'':<6}{rows:010d}"
        out.write(f"{f'5890{WHO}':<88}{tail}{rows * 2 + 2:010d}{'':<38}\r\n")
        out.write(f"{f'5990{WHO}':<68}{'0001':<20}{tail}{rows * 2 + 4:010d}{'':<38}\r\n")


def bare(source: BinaryIO) -> Iterator[tuple[Any, ...]]:
    """One tuple per debit, with the fields of our row."""
    due = booked = account = None
    for line in io.TextIOWrapper(source, "latin-1"):
        code = line[:4]
        if code == "5690":
            yield (
                int(line[88:98]),
                line[16:28].strip(),
                line[98:114].strip(),
                line[104:114].strip(),
                f"CSB19-{line[154]}",
                booked,
                due,
                account,
                line[28:68].strip(),
                line[68:88].strip(),
                line[114:154].strip(),
            )
        elif code == "5190":
            booked = date(2000 + int(line[20:22]), int(line[18:20]), int(line[16:18]))
        elif code == "5390":
            due = date(2000 + int(line[26:28]), int(line[24:26]), int(line[22:24]))
            account = line[68:88]
