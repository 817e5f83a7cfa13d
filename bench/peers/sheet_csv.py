"""An ERP's list in CSV by a bare loop: what somebody writes by hand for exactly this file.

Delimiter, encoding, columns and number style are known; each row becomes one tuple with cents and dates.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, BinaryIO

HEADINGS = (
    "Cliente", "Importe", "Número de factura", "CUPS", "Fecha factura", "Vencimiento", "Motivo", "NIF", "Teléfono",
    "Código de cliente",
)  # fmt: skip


def records(rows: int) -> Iterator[tuple[Any, ...]]:
    """Invented open items: name, cents, number, CUPS, two days, reason, tax id, phone, code."""
    for nth in range(rows):
        issued = date(2026, 1, 1) + timedelta(days=nth % 300)
        yield (
            f"Cliente Inventado {nth}",
            1000 + nth * 7919 % 299_000,
            f"F2026-{nth:07d}",
            f"ES0021{nth:014d}AB",
            issued,
            issued + timedelta(days=20),
            "AM04 - Fondos insuficientes",
            f"{nth % 10**8:08d}T",
            f"6{nth:08d}",
            f"C{nth // 2}",
        )


def write(path: Path, rows: int) -> None:
    """As ERPs export it here: Windows-1252, semicolons, 1.234,56, dd/mm/yyyy."""
    with path.open("w", encoding="cp1252", newline="") as out:
        lines = csv.writer(out, delimiter=";")
        lines.writerow(HEADINGS)
        for name, cents, number, cups, issued, due, *rest in records(rows):
            amount = f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"
            lines.writerow((name, amount, number, cups, f"{issued:%d/%m/%Y}", f"{due:%d/%m/%Y}", *rest))


def bare(source: BinaryIO) -> Iterator[tuple[Any, ...]]:
    """One tuple per row."""
    lines = csv.reader(io.TextIOWrapper(source, "cp1252", newline=""), delimiter=";")
    next(lines)
    for name, amount, number, cups, issued, due, reason, tax_id, phone, code in lines:
        yield (
            int(amount.replace(".", "").replace(",", "")),
            name,
            number,
            cups,
            date(int(issued[6:]), int(issued[3:5]), int(issued[:2])),
            date(int(due[6:]), int(due[3:5]), int(due[:2])),
            reason,
            tax_id,
            phone,
            code,
        )
