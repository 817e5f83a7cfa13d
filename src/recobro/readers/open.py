"""The one way in: bytes → format and items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from recobro.readers import (
    camt,
    csb19,
    csb57,
    csb1914,
    csb1914_presentation,
    norma43,
    pain002,
    pain008,
    sheet,
)
from recobro.readers.detect import Format, detect
from recobro.readers.rows import BadFile, Header, Item, Note
from recobro.readers.sheet import Wanted
from recobro.readers.sheet_columns import ColumnMap
from recobro.readers.sheet_heading import NOTHING_KNOWN, Known


def read_file(
    source: BinaryIO, *, kind: str | None = None, columns: ColumnMap | None = None, known: Known = NOTHING_KNOWN
) -> tuple[Format, Iterator[Item]]:
    """Detect the format and read with its reader.

    `source` must be seekable and stay open while the items are read. For sheets only: `kind` ("unpaid", "payments",
    "contracts", "invoices", "results"), `columns` (what somebody says of this file) and `known` (what was saved of the
    layouts of earlier ones). Raises `BadFile` here or while reading, `AskColumns` when a person can say what a sheet
    holds. A zip is refused: take its files with `archive.open_zip`.
    """
    form = detect(source)
    if form.family == "zip":
        raise BadFile("is_zip")
    return form, _confirmed(form, _items(form, source, Wanted(kind, columns, known)))


def _items(form: Format, source: BinaryIO, wanted: Wanted) -> Iterator[Item]:
    source.seek(0)
    match form.family:
        case "camt":
            return camt.read(source, form.name)
        case "pain002":
            return pain002.read(source, form.name)
        case "pain008":
            return pain008.read(source, form.name)
        case "csb1914_presentation":
            return csb1914_presentation.read(source, form.name, form.encoding)
        case "csb1914":
            return csb1914.read(source, form.name, form.encoding)
        case "csb19":
            return csb19.read(source, form.name, form.encoding)
        case "csb57":
            return csb57.read(source, form.name, form.encoding)
        case "norma43":
            return norma43.read(source, form.name, form.encoding)
        case "csv":
            return sheet.read_csv(source, form.name, wanted, form.encoding)
        case _:
            return sheet.read_workbook(source, form.name, wanted)


def _confirmed(form: Format, items: Iterator[Item]) -> Iterator[Item]:
    """A message under a namespace that we do not know is read, but a person must say yes before it counts."""
    for item in items:
        yield item
        if item.__class__ is Header:
            if form.unknown_namespace is not None:
                yield Note("unknown_namespace", found=form.unknown_namespace[:120] or "—", confirm=True)
            break
    yield from items
