"""What a zipped workbook holds, looked at once before the library opens it: how far it reaches, which rows are hidden.

The library allocates every cell between the first and the last one: a workbook of 5 KB with a cell in the last corner
asks for 512 GB and takes the process with it. So the reach is measured in the text of the sheets first.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from recobro.readers.archive import watch_zip
from recobro.readers.rows import BadFile

MAX_ROWS = 300_000  # of one sheet; a longer list comes as CSV
MAX_CELLS = 6_000_000  # rows × columns of one sheet: about 450 MB while it is read
MAX_TEXT = 400 << 20  # bytes of all parts, unpacked
# The usual way to write a cell; then: beyond column Z, beyond row 99,999, beyond row 299,999.
_USUAL = b'<c r="'
_WIDE = re.compile(rb'<c r="[A-Za-z][A-Za-z0]')
_LONG = re.compile(rb'<c r="[A-Za-z]\d{6}')
_FAR = re.compile(rb'<c r="[A-Za-z](?:[3-9]\d{5}|\d{7})')
_UNUSUAL = re.compile(rb'<c(?=[\s/>])(?! r="[A-Z])|:c[\s/>]')
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,7})(\d{1,9})")  # written in whatever way, of rows as well
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=[\"'](?:1|true)[\"'][^>]*")
_NUMBER = re.compile(rb"\br=[\"'](\d+)")
_LONGEST_TAG = 4 << 20  # text between two "<"; a cell holds 32,767 characters
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Parts:
    """The sheets of an xlsx: refused when they reach too far; `hidden` rows by the name of their part."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._hidden: dict[str, list[int]] = defaultdict(list)
        doubtful: set[str] = set()
        for name, text in _texts(source):
            if name not in doubtful and _may_reach_far(text):
                doubtful.add(name)
            if b"hidden=" in text:
                self._hidden[name] += list(_hidden(text))
        if doubtful:
            _measure(source, doubtful)

    def hidden_rows(self, sheet: str) -> list[int]:
        """Numbers of the hidden rows of a sheet: handed out like the others, as people filter and forget."""
        if not any(self._hidden.values()):
            return []
        self._source.seek(0)
        with zipfile.ZipFile(self._source) as archive:
            member = _member_of(archive, sheet)
        return self._hidden.get(member or "", [])


def _texts(source: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Name and text of each part in pieces that end before a tag, so that no attribute is cut in two."""
    rest, of, total = b"", "", 0
    for name, chunk in watch_zip(source):
        total += len(chunk)
        if total > MAX_TEXT:
            raise BadFile("zip_too_large", found=name[:80], limit=MAX_TEXT)
        if name != of:
            if rest:
                yield of, rest
            rest, of = b"", name
        text = rest + chunk
        cut = text.rfind(b"<")
        if cut > 0:
            yield name, text[:cut]
        rest = text[cut:] if cut >= 0 else b""
        if len(rest) > _LONGEST_TAG:
            raise BadFile("sheet_unreadable", found=name[:80])
    if rest:
        yield of, rest


def _may_reach_far(text: bytes) -> bool:
    """Whether a cell here may lie beyond the usual, or is written in a way that only a closer look understands."""
    if text.count(b"<c") + text.count(b":c") != text.count(_USUAL) and _UNUSUAL.search(text):
        return True
    return bool(_WIDE.search(text) or (_LONG.search(text) and _FAR.search(text)))


def _measure(source: BinaryIO, doubtful: set[str]) -> None:
    """Rows times columns of these sheets, by every place that is named in them."""
    rows: dict[str, int] = defaultdict(int)
    columns: dict[str, int] = defaultdict(lambda: 1)
    for name, text in _texts(source):
        if name not in doubtful:
            continue
        places = _PLACE.findall(text)
        rows[name] = max(rows[name], *(int(number) for _, number in places), 0)
        columns[name] = max(columns[name], *map(_column, {letters for letters, _ in places}), 1)
        if rows[name] >= MAX_ROWS:
            raise BadFile("sheet_too_long", limit=MAX_ROWS)
        if rows[name] * columns[name] > MAX_CELLS:
            raise BadFile("sheet_too_wide", found=str(columns[name]), limit=MAX_CELLS // columns[name])


def _column(letters: bytes) -> int:
    """ "A" → 1, "AA" → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _hidden(text: bytes) -> Iterator[int]:
    for match in _HIDDEN_ROW.finditer(text):
        number = _NUMBER.search(match.group())
        yield int(number.group(1)) if number else 0


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
