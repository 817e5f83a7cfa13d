"""Cells that a person has put right, in place of those of the file, before anything is understood.

So a repaired row goes through the same rules as every other: the typed text is read as a cell of its column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recobro.readers.sheet_cells import Cells, Chunk
from recobro.readers.sheet_columns import ColumnMap
from recobro.readers.sheet_heading import Heading


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as it stands: every heading, and the lines below it with their numbers."""

    labels: tuple[str, ...]
    rows: Iterator[tuple[int, Cells]]


def mended(chunks: Iterator[Chunk], heading: Heading, chosen: ColumnMap) -> Iterator[Chunk]:
    """The rows with the cells that were put right. A heading that the sheet does not have changes nothing."""
    if not chosen.mended:
        return chunks
    by_line: dict[int, dict[int, str]] = {}
    for (line, label), typed in chosen.mended.items():
        if label in heading.labels:
            by_line.setdefault(line, {})[heading.labels.index(label)] = typed
    return ((lines, _replaced(lines, rows, by_line)) for lines, rows in chunks)


def _replaced(lines: Sequence[int], rows: Sequence[Cells], by_line: dict[int, dict[int, str]]) -> Sequence[Cells]:
    if by_line.keys().isdisjoint(lines):
        return rows
    return [_row(cells, by_line.get(line, {})) for line, cells in zip(lines, rows, strict=True)]


def _row(cells: Cells, typed: dict[int, str]) -> Cells:
    if not typed:
        return cells
    width = max(len(cells), max(typed) + 1)
    full = [*cells, *[""] * (width - len(cells))]
    return [typed.get(place, cell) for place, cell in enumerate(full)]
