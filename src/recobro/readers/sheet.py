"""Sheets (xlsx, xls, ods, csv) of the ERP: open returned items, payments, contracts, invoices.

Finds the heading, tells totals, titles and page matter from data, settles one number style for the file, and yields a
row or a fault for each line of data. Source: formats.md §5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import BinaryIO

from recobro.readers.encoding import Encoding, encoding_of
from recobro.readers.rows import AskColumns, BadFile, Header, Item, Note
from recobro.readers.sheet_cells import DELIMITERS, LOOKED_AT, Chunk, Workbook, csv_chunks, csv_top
from recobro.readers.sheet_columns import (
    KINDS,
    MIN_MATCHES,
    ColumnMap,
    guess_kind,
    is_result,
    lacks,
    missing_columns,
    settle_day,
)
from recobro.readers.sheet_day import listed_on
from recobro.readers.sheet_heading import Heading, Known, Top, find_heading, find_known
from recobro.readers.sheet_lines import SheetReader
from recobro.readers.sheet_mended import Table, mended
from recobro.readers.sheet_spans import Groups, Span, filled


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a sheet is to be read: what somebody says of this file, and what was saved of earlier ones."""

    kind: str | None = None
    columns: ColumnMap | None = None
    known: Known = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The beginning of one sheet, with what was found in it."""

    title: str
    rows: Top
    heading: Heading | None
    chosen: ColumnMap

    @property
    def weight(self) -> int:
        """How much it looks like one of ours; a layout that a person explained before all others."""
        found = len(self.heading.columns) if self.heading else 0
        return found + 1000 * bool(self.chosen.places)


def read_workbook(source: BinaryIO, name: str, wanted: Wanted) -> Iterator[Item]:
    """Read the sheet that looks most like one of ours. `name` is "xlsx", "xls" or "ods"."""
    book = Workbook(source, name)
    top, chunks, notes, hidden = choose(book, wanted)
    yield from _read(chunks, name, top, wanted, notes, hidden)


def read_csv(source: BinaryIO, name: str, wanted: Wanted, encoding: Encoding | None = None) -> Iterator[Item]:
    """Read a delimited text file."""
    encoding = encoding or encoding_of(source)
    delimiter = delimiter_of(source, encoding, wanted)
    with closing(csv_chunks(source, encoding, delimiter)) as chunks:
        first = next(chunks, ((), []))
        top = beginning_of("", first, (), wanted)
        yield from _read(chain([first], chunks), name, top, wanted, list(encoding.notes), set())


def table_of(source: BinaryIO, name: str, wanted: Wanted, encoding: Encoding | None = None) -> Table:
    """The sheet as it stands, heading and lines of data, nothing understood. `name`: "csv", "xlsx", "xls" or "ods"."""
    if name == "csv":
        encoding = encoding or encoding_of(source)
        chunks: Iterator[Chunk] = csv_chunks(source, encoding, delimiter_of(source, encoding, wanted))
        first = next(chunks, ((), []))
        top, chunks = beginning_of("", first, (), wanted), chain([first], chunks)
    else:
        top, chunks, _, _ = choose(Workbook(source, name), wanted)
    if top.heading is None:
        raise _no_heading(top.rows)
    rows = chain.from_iterable(zip(lines, rows, strict=True) for lines, rows in chunks)
    return Table(top.heading.labels, islice(rows, top.heading.index + 1, None))


def beginning_of(title: str, first: Chunk, spans: Sequence[Span], wanted: Wanted) -> Beginning:
    """Look for the heading: by a saved map, else by the headings we know."""
    chosen = wanted.columns or ColumnMap()
    lines, rows = first
    top, groups = filled(list(zip(lines[:LOOKED_AT], rows[:LOOKED_AT], strict=True)), spans)
    return _found(title, top, groups, chosen, wanted)


def _found(title: str, top: Top, groups: Groups, chosen: ColumnMap, wanted: Wanted) -> Beginning:
    known = (
        None if chosen.places or chosen.columns else find_known(top, wanted.known, wanted.kind or chosen.kind or None)
    )
    if known is not None:
        heading, saved = known
        return Beginning(title, top, heading, replace(saved, results=chosen.results, mended=chosen.mended))
    return Beginning(title, top, find_heading(top, groups, chosen), chosen)


def delimiter_of(source: BinaryIO, encoding: Encoding, wanted: Wanted) -> str:
    """The delimiter under which the heading is best understood, then the one that cuts most lines alike."""
    best, best_score = ";", (-1, -1)
    for delimiter in DELIMITERS:
        top = csv_top(source, encoding, delimiter)
        weight = _found("", top, {}, wanted.columns or ColumnMap(), wanted).weight
        widths = [len(cells) for _, cells in top if len(cells) > 1]
        alike = max((widths.count(width) for width in set(widths)), default=0)
        if (weight, alike) > best_score:
            best, best_score = delimiter, (weight, alike)
    return best


def choose(book: Workbook, wanted: Wanted) -> tuple[Beginning, Iterator[Chunk], list[Note], set[int]]:
    """The named sheet, else the visible one with the most known headings; the others are mentioned."""
    named = wanted.columns.sheet if wanted.columns else ""
    if named and named not in book.names:
        raise BadFile("no_such_sheet", expected=named, found=", ".join(book.names))
    saved = {one.sheet for maps in wanted.known.values() for one in maps if one.sheet in book.names}
    best: tuple[Beginning, Iterator[Chunk], set[int]] | None = None
    for name in [named] if named else list(dict.fromkeys([*book.visible, *sorted(saved)])):
        page = book.page(name)
        if not page.filled:
            continue
        chunks = page.chunks()
        first = next(chunks, ((), []))
        top = beginning_of(name, first, book.spans(page), wanted)
        if best is None or top.weight > best[0].weight:
            best = top, chain([first], chunks), set(book.hidden_rows(page))  # only one sheet is kept in memory
    if best is None:
        raise BadFile("empty_file")
    top, rows, hidden = best
    others = [name for name in book.visible if name != top.title] if not named else []
    unseen = [name for name in book.names if name not in book.visible and name != top.title] if not named else []
    notes = [Note("sheets_skipped", found=", ".join(others))] if others else []
    notes += [Note("hidden_sheets_skipped", found=", ".join(unseen))] if unseen else []
    return top, rows, notes, hidden


def _read(
    chunks: Iterator[Chunk], name: str, top: Beginning, wanted: Wanted, notes: list[Note], hidden: set[int]
) -> Iterator[Item]:
    heading, chosen = top.heading, top.chosen
    if heading is None:
        raise _no_heading(top.rows)
    above = " ".join(str(cell) for _, cells in top.rows[: heading.index] for cell in cells if isinstance(cell, str))
    kind = _settle_kind(wanted.kind or chosen.kind or None, heading, f"{top.title} {above}", top.rows)
    columns = settle_day(heading.columns, kind)
    lacking = lacks(heading.columns if kind == "results" else columns, kind)
    if lacking:
        raise missing_columns(kind, lacking, heading.labels)
    listed = listed_on((cells for _, cells in top.rows[: heading.index]), month_first=chosen.month_first)
    about: list[Item] = [Header(name, created_on=listed, sender=top.title, sheet_kind=kind), *notes]
    if chosen.source:
        about.append(Note("columns_known", found=chosen.source, line=heading.line))
    lines, rows = next(chunks)
    begin = heading.index + 1
    data = chain([(lines[begin:], rows[begin:])], chunks)
    return chain(about, SheetReader(kind, heading, columns, chosen, hidden).rows(mended(data, heading, chosen)))


def _settle_kind(kind: str | None, heading: Heading, surroundings: str, top: Top) -> str:
    if kind is not None and kind not in KINDS:
        raise BadFile("unknown_kind", found=kind, expected=", ".join(KINDS))
    if kind == "payments" and is_result(heading.columns):
        return "results"  # some of its payments were refused: as payments alone those would be left out
    if kind is None and len(heading.columns) < MIN_MATCHES:
        raise _no_heading(top)
    return kind or guess_kind(heading.columns, surroundings, [label for label in heading.labels if label])


def _no_heading(top: Top) -> BadFile:
    """A table whose headings nobody knows can be explained by a person; what is no table cannot."""
    widths = [sum(1 for cell in cells if cell != "") for _, cells in top]
    is_table = sum(1 for width in widths if width >= MIN_MATCHES) > 1
    return (AskColumns if is_table else BadFile)("no_heading", found=_shown(top))


def _shown(top: Top) -> str:
    """The widest row that looks like a heading, for the answer to somebody whose columns we do not know."""
    widest = max(top, key=lambda numbered: sum(1 for cell in numbered[1] if cell), default=(0, ()))
    return ", ".join(str(cell).strip()[:40] for cell in widest[1] if str(cell).strip())[:300]
