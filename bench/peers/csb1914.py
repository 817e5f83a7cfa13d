"""Cuaderno 19.14 by a bare loop: decode line by line, cut the fields of the debits, amounts as int, days as dates."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

ACCOUNT = "ES9121000418450200051332"


def write(path: Path, rows: int) -> None:
    """Returns of one creditor, all on one day."""
    creditor, total = f"{'ES98000B12345674':<35}", 0
    with path.open("w", encoding="latin-1", newline="") as out:
        put = lambda line: out.write(f"{line:<600}\r\n")  # noqa: E731
        put(f"2119143001{creditor}{'ELECTRICA DEMO SL':<70}20261120{'DEV1':<35}21000418")
        put(f"2219143002{creditor}20261120{'ELECTRICA DEMO SL':<70}{'':<140}ES{ACCOUNT:<34}{'REM1':<35}")
        for nth in range(rows):
            cents = 3000 + nth % 9000
            total += cents
            text = f"2319143003{f'F2026-{nth:07d}':<35}{f'MND-{nth:07d}':<35}RCUR    {cents:011d}20200115"
            text += f"{'CAIXESBB':<11}{f'CLIENTE Ñ {nth}':<70}{'CALLE MAYOR 1':<50}{'28001 MADRID':<50}"
            put(f"{text:<402}A{ACCOUNT:<34}{'':<4}{f'FACTURA F2026-{nth:07d}':<140}AM0420261120")
        put(f"24{creditor}20261120{total:017d}{rows:08d}{rows + 2:010d}")
        put(f"25{creditor}{total:017d}{rows:08d}{rows + 3:010d}")
        put(f"99{total:017d}{rows:08d}{rows + 5:010d}")


def bare(source: BinaryIO) -> Iterator[tuple[Any, ...]]:
    """One tuple per debit, with the fields of our row."""
    due = account = batch = None
    for line in io.TextIOWrapper(source, "latin-1"):
        code = line[:2]
        if code == "23":
            yield (
                int(line[88:99]),
                line[10:45].strip(),
                line[45:80].strip(),
                batch,
                line[581:585].strip(),
                date(int(line[585:589]), int(line[589:591]), int(line[591:593])),
                due,
                account,
                line[118:188].strip(),
                line[403:437].strip(),
                line[441:581].strip(),
                " ".join((line[188:238].strip(), line[238:288].strip(), line[288:328].strip())),
            )
        elif code == "22":
            due = date(int(line[45:49]), int(line[49:51]), int(line[51:53]))
            account, batch = line[265:299].strip(), line[299:334].strip()
