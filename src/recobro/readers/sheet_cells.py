"""Rows of cells out of CSV and workbooks, with their line numbers. Nothing is understood here."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, BinaryIO

from lxml import etree
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

from recobro.readers.archive import check_zip
from recobro.readers.encoding import Encoding
from recobro.readers.rows import BadFile
from recobro.readers.sheet_columns import ColumnMap, find_heading

Cells = Sequence[Any]
Numbered = tuple[int, Cells]
LOOKED_AT = 60  # rows at the top in which the heading must stand
_DELIMITERS = (";", "\t", ",", "|")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"')
_HIDDEN_NUMBER = re.compile(rb'\br="(\d+)"')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a workbook, parsed, and how many known headings its top has."""

    name: str
    filled: bool
    matches: int
    _sheet: CalamineSheet

    def rows(self) -> Iterator[Numbered]:
        """Rows with their number as the program shows it."""
        return enumerate(self._sheet.iter_rows(), 1)  # it hands out the empty rows at the top too


class Workbook:
    """An xlsx, xls or ods file opened by calamine. Zip files are unpacked once to nowhere first: bombs go off there."""

    def __init__(self, source: BinaryIO, kind: str) -> None:
        self._source = source
        self._kind = kind
        if kind != "xls":
            check_zip(source)
        source.seek(0)
        try:
            self._book = CalamineWorkbook.from_filelike(source)
        except PasswordError as exc:
            raise BadFile("sheet_encrypted", found=kind) from exc
        except (CalamineError, ZipError, XmlError, OSError) as exc:
            raise BadFile("sheet_unreadable", found=str(exc)[:80]) from exc

        about = [sheet for sheet in self._book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
        self.names = [sheet.name for sheet in about]
        self.visible = [sheet.name for sheet in about if sheet.visible is SheetVisibleEnum.Visible]

    def page(self, name: str, chosen: ColumnMap) -> Page:
        """Parse one sheet and look at its top."""
        try:
            sheet = self._book.get_sheet_by_name(name)
        except (CalamineError, ZipError, XmlError) as exc:
            raise BadFile("sheet_unreadable", found=f"{name}: {str(exc)[:60]}") from exc
        page = Page(name, sheet.start is not None, 0, sheet)
        heading = find_heading(islice(page.rows(), LOOKED_AT), chosen)
        return replace(page, matches=len(heading.columns) if heading else 0)

    def hidden_rows(self, name: str) -> list[int]:
        """Numbers of hidden rows (xlsx only). calamine hands them out like the others; people filter and forget."""
        if self._kind != "xlsx":
            return []
        self._source.seek(0)
        with zipfile.ZipFile(self._source) as archive:
            member = _member_of(archive, name)
            if member is None:
                return []
            found = []
            with archive.open(member) as stream:
                rest = b""
                while chunk := stream.read(1 << 18):
                    text = rest + chunk
                    cut = text.rfind(b"<")
                    for match in _HIDDEN_ROW.finditer(text, 0, cut if cut > 0 else len(text)):
                        number = _HIDDEN_NUMBER.search(match.group())
                        found.append(int(number.group(1)) if number else 0)
                    rest = text[cut:] if cut > 0 else b""
            return found


def _member_of(archive: zipfile.ZipFile, name: str) -> str | None:
    """The part of an xlsx that holds a sheet: workbook.xml names a relation, the relation names the part."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
        relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    except (KeyError, etree.XMLSyntaxError):
        return None
    wanted = next((s.get(_RELATION) for s in book.iter("{*}sheet") if s.get("name") == name), None)
    target = next((r.get("Target") for r in relations if r.get("Id") == wanted), None)
    if target is None:
        return None
    member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return member if member in archive.namelist() else None


def csv_rows(source: BinaryIO, encoding: Encoding, delimiter: str) -> Generator[Numbered, None, None]:
    """Rows of a CSV file with the number of the line on which each begins."""
    source.seek(0)
    text = io.TextIOWrapper(source, encoding.codec, errors=encoding.errors, newline="")
    reader = csv.reader(text, delimiter=delimiter)
    before = width = 0
    try:
        for cells in reader:
            if reader.line_num > before + 1 and any(_swallowed(cell, delimiter, width) for cell in cells):
                raise BadFile("csv_broken", line=before + 1, found='"')
            width = max(width, len(cells))
            yield before + 1, cells
            before = reader.line_num
    except csv.Error as exc:
        raise BadFile("csv_broken", line=reader.line_num, found=str(exc)[:80]) from exc
    finally:
        text.detach()


def _swallowed(cell: str, delimiter: str, width: int) -> bool:
    """Whether a cell holds whole lines of the file: its quote was never closed, and rows would vanish in it."""
    return "\n" in cell and width > 1 and cell.count(delimiter) >= width - 1


def delimiter_of(source: BinaryIO, encoding: Encoding, chosen: ColumnMap) -> str:
    """The delimiter under which the heading is best understood, then the one that cuts most lines alike."""
    best, best_score = ";", (-1, -1)
    for delimiter in _DELIMITERS:
        top: list[Numbered] = []
        rows = csv_rows(source, encoding, delimiter)
        with suppress(BadFile):  # what is broken under the right delimiter is told when it is read
            top.extend(islice(rows, LOOKED_AT))
        rows.close()
        heading = find_heading(top, chosen)
        widths = [len(cells) for _, cells in top if len(cells) > 1]
        alike = max((widths.count(width) for width in set(widths)), default=0)
        score = (len(heading.columns) if heading else 0, alike)
        if score > best_score:
            best, best_score = delimiter, score
    return best
