"""Merged cells: the library gives their text to the first one only; a heading needs it in all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Groups = Mapping[int, Mapping[int, str]]  # line → column from 0 → text of the merged cell above it


class Span(NamedTuple):
    """A merged range: first row and column, last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


def filled(
    rows: Sequence[tuple[int, Sequence[Any]]], spans: Iterable[Span]
) -> tuple[list[tuple[int, list[Any]]], Groups]:
    """The top of a sheet with the text of tall ranges in each of their rows, and the groups above the columns of a row.

    Rows come with their number from 1. A group is the text of a wide range in the row before: "FACTURA" over "Número".
    """
    top = [(line, list(cells)) for line, cells in rows]
    place = {line - 1: cells for line, cells in top}
    groups: dict[int, dict[int, str]] = {}
    for span in spans:
        first = place.get(span.top)
        if first is None or span.left >= len(first) or not isinstance(first[span.left], str) or not first[span.left]:
            continue
        text = first[span.left]
        for row in range(span.top, min(span.bottom, span.top + len(top)) + 1):
            if row in place and span.left < len(place[row]):
                place[row][span.left] = text
        if span.right > span.left:
            below = groups.setdefault(span.bottom + 2, {})
            below.update(dict.fromkeys(range(span.left, min(span.right + 1, span.left + 200)), text))
    return top, groups
