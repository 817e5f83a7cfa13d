"""Cells that a person has put right, in place of those of the file, before anything is understood.

So a repaired row goes through the same rules as every other: the typed text is read as a cell of its column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recobro.readers.sheet_cells import Numbered
from recobro.readers.sheet_columns import ColumnMap, Heading


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as it stands: every heading, and the lines below it with their numbers."""

    labels: tuple[str, ...]
    rows: Iterator[Numbered]


def mended(rows: Iterator[Numbered], heading: Heading, chosen: ColumnMap) -> Iterator[Numbered]:
    """The rows with the cells that were put right. A heading that the sheet does not have changes nothing."""
    if not chosen.mended:
        return rows
    by_line: dict[int, dict[int, str]] = {}
    for (line, label), typed in chosen.mended.items():
        if label in heading.labels:
            by_line.setdefault(line, {})[heading.labels.index(label)] = typed
    return _replaced(rows, by_line)


def _replaced(rows: Iterator[Numbered], by_line: dict[int, dict[int, str]]) -> Iterator[Numbered]:
    for line, cells in rows:
        typed = by_line.get(line)
        if not typed:
            yield line, cells
            continue
        width = max(len(cells), max(typed) + 1)
        full = [*cells, *[""] * (width - len(cells))]
        yield line, [typed.get(place, cell) for place, cell in enumerate(full)]
