"""The beginning of a sheet as it stands, for a person who says what its columns hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from recobro.readers.detect import detect
from recobro.readers.encoding import encoding_of
from recobro.readers.rows import BadFile
from recobro.readers.sheet import Beginning, Wanted, beginning_of, choose, delimiter_of
from recobro.readers.sheet_cells import Workbook, csv_chunks
from recobro.readers.sheet_columns import ColumnMap
from recobro.readers.sheet_heading import NOTHING_KNOWN, Known


@dataclass(frozen=True, slots=True)
class Peek:
    """What stands at the top of a sheet, and the sheets there are (none in a CSV)."""

    sheets: tuple[str, ...]
    top: Beginning


def peek(source: BinaryIO, *, sheet: str = "", known: Known = NOTHING_KNOWN) -> Peek:
    """Look at the named sheet, or the one that is most like ours. Raises `BadFile` "not_a_sheet" for other files."""
    form = detect(source)
    wanted = Wanted(None, ColumnMap(sheet=sheet), known)
    if form.family == "csv":
        encoding = form.encoding or encoding_of(source)
        chunks = csv_chunks(source, encoding, delimiter_of(source, encoding, wanted))
        first = next(chunks, ((), []))
        chunks.close()
        return Peek((), beginning_of("", first, (), wanted))
    if form.family != "workbook":
        raise BadFile("not_a_sheet", found=form.name)
    book = Workbook(source, form.name)
    return Peek(tuple(book.names), choose(book, wanted)[0])
