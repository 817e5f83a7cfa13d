"""The colours of an old TABLA DE IMPAGOS and the cut dates beside them: what that book claims of each row, never proof.

Yellow: not handled yet. Red: a cut was sent, with its programmed date. A legend in the book goes before the hue. Only
.xlsx: no kept library hands out the fills of .xls or .ods, and the caller says so. Source: formats.md §5.
"""

from __future__ import annotations

import colorsys
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, BinaryIO

import openpyxl
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils.exceptions import InvalidFileException

from recobro.readers.archive import check_zip
from recobro.readers.rows import BadFile
from recobro.readers.sheet_columns import fold, plain

HEADING_WITHIN = 60  # rows at the top in which the heading must stand
_KEYS = frozenset({"numero factura", "factura", "factura numero", "numero recibo", "recibo", "numero documento"})
_CUTS = frozenset(
    {"fecha corte", "corte", "corte programado", "fecha corte programada", "fecha corte programado", "fecha programada"}
)
_SAYS = frozenset({"observaciones", "observacion", "comentarios", "notas", "nota", "estado"})
_CUT_WORDS = re.compile(r"\bcort(?:e|es|ado|ada|ar)\b")
_OPEN_WORDS = re.compile(
    r"\b(?:sin gestionar|por gestionar|no gestionad[oa]|pendiente|sin tratar|nuev[oa]s?|gestion de hoy)\b"
)
_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?!\d)")
_PALE = 0.12  # saturation below which a fill is white or grey
_DARK = 0.2  # value below which it is black
_HALF_A_YEAR = timedelta(days=183)


class Fill(StrEnum):
    """What the colour of a row says in that book."""

    NONE = "none"
    OPEN = "yellow"  # nobody has handled it yet
    CUT = "red"  # a cut was sent
    UNKNOWN = "unknown"  # coloured, and neither the hue nor a legend says what for


@dataclass(frozen=True, slots=True)
class Mark:
    """What the old book claims of one row."""

    fill: Fill
    rgb: str  # "FFF2A8", "" without colour or of the theme
    cut_on: date | None
    says: str  # the words beside it as found: "corte programado 12/11"
    legend: str = ""  # what the book's own legend says of this colour


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the heading stands and which columns speak of a cut."""

    index: int
    width: int
    key: int
    cuts: tuple[int, ...]
    says: tuple[int, ...]


def read_marks(source: BinaryIO, sheet: str, near: date) -> dict[int, Mark]:
    """Number of the row as the program shows it → what its colour and its cut date claim.

    `near` settles a date without a year: the one nearest to it is meant. Raises `BadFile` when it cannot be opened.
    """
    check_zip(source)
    source.seek(0)
    try:
        book = openpyxl.load_workbook(source, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as exc:
        raise BadFile("sheet_unreadable", found=str(exc)[:80]) from exc
    try:
        if sheet not in book.sheetnames:
            return {}
        rows = [tuple(row) for row in book[sheet].iter_rows()]
    finally:
        book.close()
        source.seek(0)
    layout = _layout_of(rows)
    if layout is None:
        return {}
    legend = dict(_legend(rows, layout))
    return {
        line: _mark(cells, layout, legend, near)
        for line, cells in enumerate(rows, 1)
        if line > layout.index and _text(cells, layout.key)
    }


def meaning_of(rgb: str) -> Fill:
    """The meaning of a fill by its hue alone: the palest yellow is yellow, orange and green are unknown."""
    if len(rgb) != 6:
        return Fill.UNKNOWN
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    degrees = round(hue * 360)
    if saturation < _PALE or value < _DARK:
        return Fill.NONE
    if 45 <= degrees <= 70:
        return Fill.OPEN
    return Fill.CUT if degrees <= 14 or degrees >= 345 else Fill.UNKNOWN


def day_in(text: str, near: date) -> date | None:
    """The first day named in a text; without a year the one nearest to `near`; None when there is none or no such."""
    match = _DAY.search(text)
    if match is None:
        return None
    day, month, year = int(match[1]), int(match[2]), match[3]
    if year:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    years = (near.year - 1, near.year, near.year + 1)
    found = [one for one in (_made(each, month, day) for each in years) if one is not None]
    best = min(found, key=lambda one: abs(one - near), default=None)
    return best if best is not None and abs(best - near) <= _HALF_A_YEAR else None


def _made(year: int, month: int, day: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, day)
    return None


def _layout_of(rows: Sequence[Sequence[Any]]) -> _Layout | None:
    for index, cells in enumerate(rows[:HEADING_WITHIN], 1):
        folded = [fold(_text(cells, place)) for place in range(len(cells))]
        key = next((place for place, label in enumerate(folded) if label in _KEYS), None)
        if key is not None and sum(1 for label in folded if label) >= 3:
            cuts = tuple(place for place, label in enumerate(folded) if label in _CUTS)
            says = tuple(place for place, label in enumerate(folded) if label in _SAYS)
            width = max(place for place, label in enumerate(folded) if label) + 1
            return _Layout(index, width, key, cuts, says)
    return None


def _legend(rows: Sequence[Sequence[Any]], layout: _Layout) -> Iterator[tuple[str, tuple[Fill, str]]]:
    """Coloured cells with words that are no row of data: above the heading, below the table or at its side."""
    for line, cells in enumerate(rows, 1):
        is_data = line > layout.index and bool(_text(cells, layout.key))
        for place in range(layout.width if is_data else 0, len(cells)):
            rgb, words = _rgb(cells[place]), _text(cells, place)
            if line == layout.index or not rgb or not words or meaning_of(rgb) is Fill.NONE:
                continue
            said = plain(words)
            if _CUT_WORDS.search(said):
                yield rgb, (Fill.CUT, words)
            elif _OPEN_WORDS.search(said):
                yield rgb, (Fill.OPEN, words)


def _mark(cells: Sequence[Any], layout: _Layout, legend: Mapping[str, tuple[Fill, str]], near: date) -> Mark:
    fills = Counter(rgb for cell in cells[: layout.width] if (rgb := _rgb(cell)) is not None)
    rgb = fills.most_common(1)[0][0] if fills else ""
    coloured = bool(fills)
    fill, words = legend.get(rgb, (meaning_of(rgb) if coloured else Fill.NONE, ""))
    cut_on, says = _cut(cells, layout, near)
    return Mark(fill, rgb if fill is not Fill.NONE else "", cut_on, says, words)


def _cut(cells: Sequence[Any], layout: _Layout, near: date) -> tuple[date | None, str]:
    """The cut date of its own column, else one that the remarks name beside the word; and the words as found."""
    said: list[str] = []
    found: date | None = None
    for place in layout.cuts:
        value = cells[place].value if place < len(cells) else None
        if isinstance(value, datetime | date):
            found = found or (value.date() if isinstance(value, datetime) else value)
            said.append(f"{value:%d/%m/%Y}")
        elif text := _text(cells, place):
            found = found or day_in(text, near)
            said.append(text)
    for place in layout.says:
        text = _text(cells, place)
        if _CUT_WORDS.search(plain(text)):
            found = found or day_in(text, near)
        if text:
            said.append(text)
    return found, " · ".join(said)[:200]


def _text(cells: Sequence[Any], place: int) -> str:
    value = cells[place].value if place < len(cells) else None
    return "" if value is None else str(value).strip()


def _rgb(cell: Any) -> str | None:
    """The fill of a cell as RRGGBB; "" for a colour of the theme, which has no value of its own; None: no fill."""
    fill = getattr(cell, "fill", None)  # an empty cell of a read-only sheet has none
    if fill is None or fill.fill_type != "solid":
        return None
    colour = fill.fgColor
    if colour.type == "rgb":
        rgb = str(colour.rgb)[-6:].upper()
    elif colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        rgb = COLOR_INDEX[colour.indexed][-6:].upper()
    else:
        return ""
    return rgb if meaning_of(rgb) is not Fill.NONE else None
