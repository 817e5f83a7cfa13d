"""Where the heading of a sheet stands and what it says: by a map that a person saved, else by the headings we know."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from recobro.readers.sheet_columns import FIELD_OF, ColumnMap, fold
from recobro.readers.sheet_spans import Groups

Top = Sequence[tuple[int, Sequence[Any]]]
Known = Mapping[str, Sequence[ColumnMap]]  # fingerprint of a heading row → what people saved for it, one per kind
NOTHING_KNOWN: Known = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading row that was found."""

    index: int  # position among the rows looked at
    line: int
    columns: dict[str, int]  # field → position
    labels: tuple[str, ...]  # every heading as found
    ignored: tuple[str, ...]  # headings that nobody claims


def labels_of(cells: Sequence[object]) -> tuple[str, ...]:
    """The headings of a row as they stand there."""
    return tuple(" ".join(str(cell).split()) if isinstance(cell, str) else "" for cell in cells)


def fingerprint_of(labels: Sequence[str]) -> str:
    """What tells one layout from another: the folded headings in their order, blank ones at the end left out."""
    folded = [fold(label) or label.casefold() for label in labels]
    while folded and not folded[-1]:
        folded.pop()
    return hashlib.sha256("\x1f".join(folded).encode()).hexdigest()[:32]


def find_known(top: Top, known: Known, kind: str | None) -> tuple[Heading, ColumnMap] | None:
    """The first row whose layout a person has explained, for this kind; two explanations are none."""
    if not known:
        return None
    for index, (line, cells) in enumerate(top):
        labels = labels_of(cells)
        maps = known.get(fingerprint_of(labels), ())
        fits = [one for one in maps if kind in (None, one.kind)]
        if len(fits) == 1:
            return placed(index, line, labels, fits[0].places), fits[0]
    return None


def placed(index: int, line: int, labels: tuple[str, ...], places: Mapping[str, int]) -> Heading:
    """The heading as a person has explained it; columns without a field are nobody's."""
    inside = {name: column for name, column in places.items() if column < len(labels)}
    claimed = set(inside.values())
    ignored = tuple(label for column, label in enumerate(labels) if label and column not in claimed)
    return Heading(index, line, inside, labels, ignored)


def find_heading(top: Top, groups: Groups, chosen: ColumnMap) -> Heading | None:
    """The row with the most known headings; above it stand titles, merged groups and other matter."""
    best: Heading | None = None
    for index, (line, cells) in enumerate(top):
        if chosen.line and line != chosen.line:
            continue
        if chosen.places:
            return placed(index, line, labels_of(cells), chosen.places)
        heading = _read(index, line, cells, groups.get(line, {}), chosen)
        if len(heading.columns) > (len(best.columns) if best else 0):
            best = heading
    return best


def _read(index: int, line: int, cells: Sequence[object], above: Mapping[int, str], chosen: ColumnMap) -> Heading:
    """Read one row as if it were the heading. `above`: the merged groups over its columns."""
    labels = labels_of(cells)
    wanted = {fold(heading): name for name, heading in chosen.columns.items()}
    columns: dict[str, int] = {}
    ignored = []
    for position, label in enumerate(labels):
        folded = fold(label)
        name = wanted.get(folded) or _field(label, folded, above.get(position, ""))
        if name in wanted.values() and folded not in wanted:
            name = None  # the person gave this field to another column
        if name is None or name in columns:
            if label:
                ignored.append(label)
            continue
        columns[name] = position
    return Heading(index, line, columns, labels, tuple(ignored))


def _field(label: str, folded: str, group: str) -> str | None:
    """What a heading means, with its group where one stands above it: "FACTURA" over "Fecha" is no plain "Fecha"."""
    if group and label and group != label:
        found = FIELD_OF.get(fold(f"{group} {label}")) or FIELD_OF.get(fold(f"{label} {group}"))
        if found:
            return found
    return FIELD_OF.get(folded)
