"""Reads of the cells that people put right, and of the row as its file has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from recobro.access.scope import Scope
from recobro.billing import layouts
from recobro.billing.models import CellRepair, Lot
from recobro.journal import blobs
from recobro.readers.detect import detect
from recobro.readers.open import read_file
from recobro.readers.rows import Fault, Row
from recobro.readers.sheet import Wanted, table_of
from recobro.readers.sheet_columns import ColumnMap

SHEETS = ("xlsx", "xls", "ods", "csv")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: the heading above it and what the file says; `typed`: what a person put in its place."""

    label: str
    found: str
    typed: str = ""


def into(scope: Scope, lot_id: int, columns: ColumnMap | None) -> ColumnMap:
    """The map of columns, what banks' words mean, and the cells of the lot that were put right; the last one counts."""
    made = CellRepair.objects.filter(portfolio_id=scope.portfolio_id, lot_id=lot_id).order_by("id")
    mended = {(one.line, one.field): one.typed for one in made}
    return replace(columns or ColumnMap(), mended=mended, results=layouts.results(scope))


def _wanted(lot: Lot) -> Wanted:
    return Wanted(None if lot.kind == Lot.Kind.RETURNS else lot.kind, None, layouts.known(lot.portfolio_id))


def of_row(scope: Scope, lot_id: int, line: int) -> list[CellRepair]:
    """What was put right in a row, oldest first."""
    return list(CellRepair.objects.filter(portfolio_id=scope.portfolio_id, lot_id=lot_id, line=line).order_by("id"))


def read_line(scope: Scope, lot: Lot, line: int) -> Row | Fault | None:
    """One row read again from the kept bytes by the reader of its format, with its repairs; None when it is gone."""
    kind = None if lot.kind == Lot.Kind.RETURNS else lot.kind
    with blobs.open_file(lot.sha256) as source:
        known = layouts.known(scope.portfolio_id)
        _, items = read_file(source, kind=kind, columns=into(scope, lot.pk, None), known=known)
        for item in items:
            if isinstance(item, (Row, Fault)) and item.line == line:
                return item
    return None


def cells(scope: Scope, lot: Lot, line: int) -> list[Cell]:
    """The cells of one row as they stand in the file, with what was typed in their place. Sheets only; else none."""
    if lot.format not in SHEETS:
        return []
    typed = {one.field: one.typed for one in of_row(scope, lot.pk, line)}
    with blobs.open_file(lot.sha256) as source:
        form = detect(source)
        table = table_of(source, form.name, _wanted(lot), form.encoding)
        found: tuple[Any, ...] = next((tuple(row) for at, row in table.rows if at == line), ())
    labelled = zip(table.labels, [*found, *[""] * len(table.labels)], strict=False)
    return [Cell(label, said(cell), typed.get(label, "")) for label, cell in labelled if label]


def originals(lot: Lot, lines: set[int]) -> tuple[tuple[str, ...], Iterator[tuple[int, tuple[Any, ...]]]]:
    """The headings of a sheet and those of its lines that are named, cells as they stand."""

    def walk() -> Iterator[tuple[int, tuple[Any, ...]]]:
        with blobs.open_file(lot.sha256) as source:
            form = detect(source)
            for line, row in table_of(source, form.name, _wanted(lot), form.encoding).rows:
                if line in lines:
                    yield line, tuple(row)

    with blobs.open_file(lot.sha256) as source:
        form = detect(source)
        labels = table_of(source, form.name, _wanted(lot), form.encoding).labels
    return labels, walk()


def said(cell: object) -> str:
    """A cell as people read it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
