"""Norma 43 by a bare loop: decode line by line, gather the texts of a movement, cut its fields, sum nothing up."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

CCC = "210004180200051332"


def write(path: Path, rows: int) -> None:
    """A statement of one account: transfers and pay-ins, each tenth a returned debit with its five texts (annex 4)."""
    debits, credits_, lines = [0, 0], [0, 0], 2
    with path.open("w", encoding="latin-1", newline="") as out:
        out.write(f"11{CCC}261101261130{2}{10**13:014d}9783{'ELECTRICA DEMO SL':<26}   \r\n")
        for nth in range(rows):
            cents, day, back = 3000 + nth % 9000, f"2611{nth % 30 + 1:02d}", nth % 10 == 0
            side = debits if back else credits_
            side[0], side[1] = side[0] + 1, side[1] + cents
            concept = "14" if back else "04"
            head = f"22    0418{day}{day}{concept}000{1 if back else 2}{cents:014d}"
            out.write(f"{head}{nth:010d}{nth:012d}{f'F2026-{nth:07d}':<16}\r\n")
            texts = _texts(nth, back)
            lines += 1 + len(texts)
            for number, text in enumerate(texts, 1):
                out.write(f"23{number:02d}{text:<76}\r\n")
        closing = 10**13 + credits_[1] - debits[1]
        out.write(
            f"33{CCC}{debits[0]:05d}{debits[1]:014d}{credits_[0]:05d}{credits_[1]:014d}2{closing:014d}978    \r\n"
        )
        out.write(f"88{'9' * 18}{lines % 10**6:06d}{'':<54}\r\n")


def _texts(nth: int, back: bool) -> list[str]:
    if not back:
        return [f"TRANSFERENCIA DE {f'CLIENTE Ñ {nth}':<21}FACTURA F2026-{nth:07d}"]
    number = f"F2026-{nth:07d}"
    return [
        f"{'CORE':<4}{'ELECTRICA DEMO SL':<70}",
        f"{'ES98000B12345674':<35}{f'MND-{nth:07d}':<35}",
        f"{'':<8}{f'FACTURA {number}':<68}",
        "",
        f"{number:<35}{f'CLIENTE Ñ {nth}':<41}",
    ]


def bare(source: BinaryIO) -> Iterator[tuple[Any, ...]]:
    """One tuple per movement, with the fields of our row."""
    head, texts, account = "", [], ""
    for raw in io.TextIOWrapper(source, "latin-1"):
        code = raw[:2]
        if code == "23":
            texts.append(raw)
            continue
        if head:
            yield _movement(head, texts, account)
            head, texts = "", []
        if code == "22":
            head = raw
        elif code == "11":
            account = raw[2:20]


def _movement(head: str, texts: list[str], account: str) -> tuple[Any, ...]:
    end_to_end_id = mandate = debtor = ""
    if len(texts) == 5:
        end_to_end_id, mandate, debtor = texts[4][4:39].strip(), texts[1][39:74].strip(), texts[4][39:80].strip()
        text = f"{texts[2][12:80].strip()} {texts[3][4:76].strip()}"
    else:
        text = " ".join(line[4:80].strip() for line in texts)
    return (
        int(head[28:42]),
        head[22:24] + head[27],
        date(2000 + int(head[10:12]), int(head[12:14]), int(head[14:16])),
        date(2000 + int(head[16:18]), int(head[18:20]), int(head[20:22])),
        account,
        head[42:52].strip(),
        head[52:64].strip(),
        head[64:80].strip(),
        end_to_end_id,
        mandate,
        debtor,
        text,
    )
