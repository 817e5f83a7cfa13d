"""Rows of cells out of CSV and workbooks, with their line numbers, many at a time. Nothing is understood here."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, BinaryIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from recobro.readers.encoding import Encoding
from recobro.readers.rows import BadFile
from recobro.readers.sheet_ods import OdsParts
from recobro.readers.sheet_parts import Parts
from recobro.readers.sheet_spans import Span

Cells = Sequence[Any]
Chunk = tuple[Sequence[int], Sequence[Cells]]  # line numbers, and the rows that stand there
LOOKED_AT = 60  # rows at the top in which the heading must stand
CHUNK = 512  # rows; the first chunk holds the heading
DELIMITERS = (";", "\t", ",", "|")
_BREAK = re.compile(r"\r\n|\r|\n")


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Whatever a damaged workbook makes the library do is one refusal for us. Its panics are no `Exception`s."""
    try:
        yield
    except PasswordError as exc:
        raise BadFile("sheet_encrypted", found=what) from exc
    except (CalamineError, ZipError, XmlError, OSError) as exc:
        raise BadFile("sheet_unreadable", found=f"{what}: {str(exc)[:60]}") from exc
    except BaseException as exc:
        if type(exc).__name__ == "PanicException":
            raise BadFile("sheet_unreadable", found=f"{what}: {str(exc)[:60]}") from exc
        raise


class Page:
    """One sheet of a workbook, parsed."""

    def __init__(self, name: str, sheet: CalamineSheet) -> None:
        self.name = name
        self.filled = sheet.start is not None
        self._sheet = sheet

    def chunks(self) -> Iterator[Chunk]:
        """Rows with their number as the program shows it."""
        line, rows = 1, self._sheet.iter_rows()  # it hands out the empty rows at the top too
        while chunk := list(islice(rows, CHUNK)):
            yield range(line, line + len(chunk)), chunk
            line += len(chunk)

    def spans(self) -> list[Span]:
        """Merged cells, in rows and columns of the whole sheet from 0."""
        return [Span(*first, *last) for first, last in self._sheet.merged_cell_ranges or ()]


class Workbook:
    """An xlsx, xls or ods file. What is zipped is unpacked once to nowhere first: bombs go off there."""

    def __init__(self, source: BinaryIO, kind: str) -> None:
        self._parts: Parts | OdsParts | None = None
        if kind != "xls":
            self._parts = OdsParts(source) if kind == "ods" else Parts(source)
        source.seek(0)
        with _told(kind):
            self._book = CalamineWorkbook.from_filelike(source)
        if isinstance(self._parts, OdsParts) and not self._parts.names.issuperset(self._book.sheet_names):
            raise BadFile("sheet_unreadable", found=", ".join(self._book.sheet_names)[:80])
        about = [sheet for sheet in self._book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
        self.names = [sheet.name for sheet in about]
        self.visible = [sheet.name for sheet in about if sheet.visible is SheetVisibleEnum.Visible]

    def page(self, name: str) -> Page:
        """Parse one sheet."""
        with _told(name):
            return Page(name, self._book.get_sheet_by_name(name))

    def hidden_rows(self, page: Page) -> list[int]:
        """Numbers of hidden rows, which are handed out like the others. An xls does not tell them."""
        return self._parts.hidden_rows(page.name) if self._parts else []

    def spans(self, page: Page) -> list[Span]:
        """Merged cells of a sheet."""
        return self._parts.spans(page.name) if isinstance(self._parts, OdsParts) else page.spans()


def csv_chunks(source: BinaryIO, encoding: Encoding, delimiter: str, size: int = CHUNK) -> Generator[Chunk, None, None]:
    """Rows of a CSV file with the number of the line on which each begins."""
    source.seek(0)
    text = io.TextIOWrapper(source, encoding.codec, errors=encoding.errors, newline="")
    reader = csv.reader(text, delimiter=delimiter)
    before = width = 0
    try:
        while rows := list(islice(reader, size)):
            lines: Sequence[int] = range(before + 1, before + 1 + len(rows))
            if reader.line_num - before != len(rows):
                lines = _beginnings(rows, before, delimiter, width)
            width = max(width, *map(len, rows))
            yield lines, rows
            before = reader.line_num
    except csv.Error as exc:
        raise BadFile("csv_broken", line=reader.line_num, found=str(exc)[:80]) from exc
    finally:
        with suppress(ValueError):  # whoever had seen enough may have closed the source
            text.detach()


def _beginnings(rows: list[list[str]], before: int, delimiter: str, width: int) -> list[int]:
    """Where rows begin some of which go over several lines."""
    lines = []
    for cells in rows:
        lines.append(before + 1)
        extra = sum(len(_BREAK.findall(cell)) for cell in cells)
        if extra and any(_swallowed(cell, delimiter, width) for cell in cells):
            raise BadFile("csv_broken", line=before + 1, found='"')
        width = max(width, len(cells))
        before += 1 + extra
    return lines


def _swallowed(cell: str, delimiter: str, width: int) -> bool:
    """Whether a cell holds whole lines of the file: its quote was never closed, and rows would vanish in it."""
    return "\n" in cell and width > 1 and cell.count(delimiter) >= width - 1


def csv_top(source: BinaryIO, encoding: Encoding, delimiter: str) -> list[tuple[int, Cells]]:
    """The first rows under this delimiter, up to the first that is broken."""
    top: list[tuple[int, Cells]] = []
    chunks = csv_chunks(source, encoding, delimiter, size=1)
    with suppress(BadFile):  # what is broken under the right delimiter is told when it is read
        top.extend((lines[0], rows[0]) for lines, rows in islice(chunks, LOOKED_AT))
    chunks.close()
    return top
