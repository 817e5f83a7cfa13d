"""The look of every workbook that leaves the house, and the only place that writes cells.

Text is always written as text: a name that begins with "=" stays a name. Amounts are whole cents divided by 100, which
a spreadsheet shows and adds exactly to two decimals. Rows go to disk as they come (constant memory).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Literal

import xlsxwriter

from recobro.core.errors import BadInput
from recobro.reports.rules import Fill

Kind = Literal["text", "money", "date", "month", "count"]
MAX_ROWS = 1_048_576  # of a sheet, by the file format
EVERY = 1_000  # rows between two words to whoever watches
TEAL, PALE, LINE, GREY = "#0D5C63", "#E8EFEF", "#D5DCDC", "#5B6670"
FILLS = {Fill.YELLOW: "#FFF2A8", Fill.RED: "#F4B6AE"}
MONEY = {"EUR": '#,##0.00 "€";-#,##0.00 "€";0.00 "€"', "USD": '"$" #,##0.00;-"$" #,##0.00;"$" 0.00'}
DATE = "dd/mm/yyyy"
MONTH = "[$-C0A]mmm yyyy"  # the month's name in Spanish, whatever the program's language


@dataclass(frozen=True, slots=True)
class Column:
    """Heading, width in characters and what its cells hold."""

    title: str
    width: int
    kind: Kind = "text"


class Book:
    """A workbook being written, with its formats."""

    def __init__(self, workbook: Any, currency: str) -> None:
        self.workbook = workbook
        self.numbers: dict[Kind, str] = {
            "text": "@",
            "money": MONEY[currency],
            "date": DATE,
            "month": MONTH,
            "count": "#,##0",
        }
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.rows = 0  # of data written so far, on all sheets
        self.tell: Callable[[int], None] | None = None  # is told them every `EVERY` rows

    def format(self, kind: Kind = "text", **look: Any) -> Any:
        """A cell format, made once."""
        wanted = {
            "font_name": "Calibri",
            "font_size": 10,
            "valign": "vcenter",
            "num_format": self.numbers[kind],
            **look,
        }
        if kind == "text":
            wanted.setdefault("indent", 1)
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(wanted)
        return self._formats[key]

    def sheet(self, name: str, title: str, subtitle: str, columns: Sequence[Column]) -> Sheet:
        """A sheet with its title lines; its columns have their widths."""
        return Sheet(self, self.workbook.add_worksheet(name), name, title, subtitle, columns)


class Sheet:
    """One sheet, written from top to bottom."""

    def __init__(
        self, book: Book, worksheet: Any, name: str, title: str, subtitle: str, columns: Sequence[Column]
    ) -> None:
        self.book, self.worksheet, self.name, self.columns = book, worksheet, name, columns
        self.row = 0
        self._shapes: dict[Fill, list[Any]] = {}
        for place, column in enumerate(columns):
            worksheet.set_column(place, place, column.width)
        worksheet.hide_gridlines(2)
        worksheet.set_landscape()
        worksheet.set_paper(9)  # A4
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(0.4, 0.4, 0.6, 0.6)
        worksheet.set_footer("&L&8&A&R&8Página &P de &N")
        self.text(0, title, bold=True, font_size=15, font_color=TEAL, indent=0)
        worksheet.set_row(0, 24)
        self.row = 1
        self.text(0, subtitle, font_color=GREY, indent=0)
        self.row = 2

    def text(self, place: int, words: str, **look: Any) -> None:
        """Words in a cell of the present row."""
        self.worksheet.write_string(self.row, place, words, self.book.format(**look))

    def money(self, place: int, cents: int, **look: Any) -> None:
        """An amount in a cell of the present row."""
        self.worksheet.write_number(self.row, place, cents / 100, self.book.format("money", **look))

    def formula(self, place: int, formula: str, cents: int, **look: Any) -> None:
        """A live amount with its value, so that it is right also where nothing is calculated."""
        self.worksheet.write_formula(self.row, place, formula, self.book.format("money", **look), cents / 100)

    def head(self, *, freeze_columns: int = 0) -> int:
        """The heading of the table in the present row, frozen above what follows; returns the first row of data."""
        self.headings([column.title for column in self.columns])
        self.worksheet.freeze_panes(self.row, freeze_columns)
        self.worksheet.repeat_rows(self.row - 1)
        return self.row

    def headings(self, titles: Sequence[str]) -> None:
        """Headings in the present row."""
        for place, title in enumerate(titles):
            numeric = place < len(self.columns) and self.columns[place].kind in {"money", "count"}
            self.text(place, title, **heading(right=numeric), indent=0 if numeric else 1)
        self.worksheet.set_row(self.row, 30)
        self.row += 1

    def write(self, values: Sequence[Any], colour: Fill = Fill.NONE) -> None:
        """One row of data: a value per column; None and "" leave an empty cell of the same colour."""
        if self.row >= MAX_ROWS:
            raise BadInput("too_many_rows_for_a_sheet", sheet=self.name, most=f"{MAX_ROWS:,}".replace(",", "."))
        self.book.rows += 1
        if self.book.tell is not None and self.book.rows % EVERY == 0:
            self.book.tell(self.book.rows)
        shapes = self._shapes.get(colour) or self._dress(colour)
        for place, (column, value, shape) in enumerate(zip(self.columns, values, shapes, strict=True)):
            if value is None or value == "":
                self.worksheet.write_blank(self.row, place, None, shape)
            elif column.kind == "text":
                self.worksheet.write_string(self.row, place, value, shape)
            elif column.kind == "money":
                self.worksheet.write_number(self.row, place, value / 100, shape)
            elif column.kind == "count":
                self.worksheet.write_number(self.row, place, value, shape)
            else:
                self.worksheet.write_datetime(self.row, place, value, shape)
        self.row += 1

    def _dress(self, colour: Fill) -> list[Any]:
        """The format of each column in a row of that colour, made once."""
        look: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
        if colour in FILLS:
            look["bg_color"] = FILLS[colour]
        self._shapes[colour] = [self.book.format(column.kind, **look) for column in self.columns]
        return self._shapes[colour]

    def finish(self, first: int, *, printed: int | None = None) -> None:
        """Filter arrows on the table, and no warning triangles on numbers that are kept as text on purpose.

        `printed`: how many columns go on paper, when the last ones only serve formulas.
        """
        last, width = max(self.row - 1, first), len(self.columns) - 1
        self.worksheet.print_area(0, 0, last, (printed or width + 1) - 1)
        self.worksheet.autofilter(first - 1, 0, last, width)
        for place, column in enumerate(self.columns):
            if column.kind == "text":
                self.worksheet.ignore_errors({"number_stored_as_text": f"{cell(first, place)}:{cell(last, place)}"})
                break


def heading(*, right: bool = False) -> dict[str, Any]:
    """The look of a heading."""
    return {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": TEAL,
        "text_wrap": True,
        "align": "right" if right else "left",
    }


def cell(row: int, place: int, *, fixed: bool = False) -> str:
    """A1 name of a zero-based cell; fixed: $A$1."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return f"${letters}${row + 1}" if fixed else f"{letters}{row + 1}"


def area(sheet: str, place: int, first: int, last: int) -> str:
    """A column's cells of a sheet: 'TABLA DE IMPAGOS'!$B$6:$B$90."""
    return f"'{sheet}'!{cell(first, place, fixed=True)}:{cell(max(first, last), place, fixed=True)}"


def day(value: date | None) -> str:
    """A day inside a sentence: 23/03/2026."""
    return value.strftime("%d/%m/%Y") if value else ""


@contextmanager
def opened(out: Path | BinaryIO, currency: str, title: str) -> Iterator[Book]:
    """A book that reaches `out` only when it is complete: an error in the middle leaves nothing there."""
    with tempfile.TemporaryDirectory(prefix="recobro-") as folder:
        made = Path(folder) / "libro.xlsx"
        workbook = xlsxwriter.Workbook(
            str(made),
            {
                "constant_memory": True,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "default_date_format": DATE,
            },
        )
        workbook.set_properties({"title": title, "author": "Recobro"})
        try:
            yield Book(workbook, currency)
        finally:
            workbook.close()  # after an error too: it lets go of the files of its sheets
        if isinstance(out, Path):
            shutil.move(made, out)
        else:
            with made.open("rb") as source:
                shutil.copyfileobj(source, out)
