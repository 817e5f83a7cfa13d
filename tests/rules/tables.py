"""Reads the number tables of the manual, so that what it says is what the rules do."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def tables(page: str, first_column: str) -> dict[str, list[dict[str, str]]]:
    """Section → rows of its table whose first column has this name."""
    found: dict[str, list[dict[str, str]]] = {}
    section = ""
    names: list[str] = []
    for line in (DOCS / page).read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section, names = line[3:].strip(), []
        elif not line.startswith("|"):
            names = []
        elif not names:
            names = cells(line)
        elif not re.fullmatch(r"[|\- ]+", line) and names[0] == first_column:
            found.setdefault(section, []).append(dict(zip(names, cells(line), strict=True)))
    return found


def cells(line: str) -> list[str]:
    """The cells of one row."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
