"""What an OpenDocument sheet says beside its values: hidden rows, merged cells, and repetitions that grow without end.

Equal cells and rows are written once with a count; "1,048,576 times this row of 16,384 cells" is a line of text.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import IO, BinaryIO

from lxml import etree

from recobro.readers.archive import check_zip
from recobro.readers.rows import BadFile
from recobro.readers.sheet_parts import MAX_CELLS, MAX_ROWS
from recobro.readers.sheet_spans import Span

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LOOKED_AT = 60  # rows at the top whose merged cells matter
_HIDDEN = ("collapse", "filter")
_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"


class OdsParts:
    """The sheets of an ods, looked at once. Refused when one of them reaches too far."""

    def __init__(self, source: BinaryIO) -> None:
        check_zip(source)
        self._hidden: dict[str, list[int]] = {}
        self._spans: dict[str, list[Span]] = {}
        self.names: set[str] = set()
        source.seek(0)
        try:
            with zipfile.ZipFile(source) as archive, archive.open("content.xml") as content:
                self._look(content)
        except (KeyError, etree.XMLSyntaxError) as exc:
            raise BadFile("sheet_unreadable", found=str(exc)[:80]) from exc

    def hidden_rows(self, sheet: str) -> list[int]:
        """Numbers of the hidden rows of a sheet, as the program shows them."""
        return self._hidden.get(sheet, [])

    def spans(self, sheet: str) -> list[Span]:
        """Merged cells at the top of a sheet."""
        return self._spans.get(sheet, [])

    def _look(self, content: IO[bytes]) -> None:
        events = etree.iterparse(
            content,
            events=("start", "end"),
            tag=("{*}table", "{*}table-row"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=True,
        )
        name, reach = "", _Reach()
        for event, element in events:
            _check_space(element)
            if event == "start" and element.tag == f"{_TABLE}table":
                name, reach = element.get(f"{_TABLE}name", ""), _Reach()
                self.names.add(name)
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                self._row(name, reach, element)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]

    def _row(self, name: str, reach: _Reach, row: etree._Element) -> None:
        times, width = _count(row.get(f"{_TABLE}number-rows-repeated")), _width(row)
        before = reach.line + reach.blank
        if before < _LOOKED_AT:
            self._spans.setdefault(name, []).extend(_spans(row, before))
        reach.add(times, width)
        if width and row.get(f"{_TABLE}visibility") in _HIDDEN:
            self._hidden.setdefault(name, []).extend(range(before + 1, reach.line + 1))


@dataclass(slots=True)
class _Reach:
    """How far a sheet goes. Blank rows count when something follows: every sheet ends with a million of them."""

    line: int = 0
    blank: int = 0
    widest: int = 1

    def add(self, times: int, width: int) -> None:
        """So many rows of this width; refused when the whole is too large."""
        if not width:
            self.blank += times
            return
        self.line, self.blank, self.widest = self.line + self.blank + times, 0, max(self.widest, width)
        if self.line > MAX_ROWS:
            raise BadFile("sheet_too_long", limit=MAX_ROWS)
        if self.line * self.widest > MAX_CELLS:
            raise BadFile("sheet_too_wide", found=str(self.widest), limit=MAX_CELLS // self.widest)


def _check_space(element: etree._Element) -> None:
    """The library goes by the letters of a name; under another namespace its counts would pass unseen here."""
    if not element.tag.startswith(_TABLE):
        raise BadFile("sheet_unreadable", found=str(element.tag)[:80])


def _width(row: etree._Element) -> int:
    """Columns up to the last cell with something in it."""
    width = blank = 0
    for cell in row:
        _check_space(cell)
        times = _count(cell.get(f"{_TABLE}number-columns-repeated"))
        if len(cell) or cell.get(_TYPE) is not None:
            width, blank = width + blank + times, 0
        else:
            blank += times
    return width


def _spans(row: etree._Element, line: int) -> list[Span]:
    found, column = [], 0
    for cell in row:
        rows = _count(cell.get(f"{_TABLE}number-rows-spanned"))
        columns = _count(cell.get(f"{_TABLE}number-columns-spanned"))
        if rows > 1 or columns > 1:
            found.append(Span(line, column, line + rows - 1, column + columns - 1))
        column += _count(cell.get(f"{_TABLE}number-columns-repeated"))
    return found


def _count(text: str | None) -> int:
    """How often; the library takes what is no number for once."""
    return int(text[:12]) if text and text.isascii() and text.isdecimal() else 1
