"""An ERP's list in xlsx by a bare loop over calamine: the first sheet, its columns by position, cents by `round`.

It looks at nothing before it opens the file: not how far the sheet reaches, nor which rows are hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from python_calamine import CalamineWorkbook

from bench.peers.sheet_csv import HEADINGS, records


def write(path: Path, rows: int) -> None:
    """Numbers as numbers, days as days, the rest as text."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet, day = book.add_worksheet("Devueltos"), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, HEADINGS)
    for line, (name, cents, number, cups, issued, due, *rest) in enumerate(records(rows), 1):
        sheet.write_string(line, 0, name)
        sheet.write_number(line, 1, cents / 100)
        sheet.write_string(line, 2, number)
        sheet.write_string(line, 3, cups)
        sheet.write_datetime(line, 4, datetime.combine(issued, time()), day)
        sheet.write_datetime(line, 5, datetime.combine(due, time()), day)
        for column, text in enumerate(rest, 6):
            sheet.write_string(line, column, text)
    book.close()


def bare(source: BinaryIO) -> Iterator[tuple[Any, ...]]:
    """One tuple per row."""
    lines = CalamineWorkbook.from_filelike(source).get_sheet_by_index(0).iter_rows()
    next(lines)
    for name, amount, number, cups, issued, due, reason, tax_id, phone, code in lines:
        yield round(amount * 100), name, number, cups, issued, due, reason, tax_id, phone, code
