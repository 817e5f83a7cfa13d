"""Workbooks as they come: xls and ods, merged headings, hidden rows and sheets, and those that would eat the memory."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from recobro.core.wording import say_error
from recobro.readers.prove import LOT_KINDS, control
from recobro.readers.rows import BadFile, Note
from recobro.readers.sheet_columns import ColumnMap
from tests.rules.readers.files import codes, items, rows, xlsx

SAMPLES = Path(__file__).parent / "samples"
KINDS = ("xlsx", "xls", "ods")


def sample(kind: str) -> bytes:
    """The same workbook in three formats, saved by a spreadsheet program."""
    return (SAMPLES / f"made_merged_headings.{kind}").read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_merged_headings_are_filled_from_their_ranges(kind: str) -> None:
    """Cliente and Importe are merged over two rows; FACTURA stands over Número and Fecha."""
    found = rows(items(sample(kind)))
    assert [(row.line, row.debtor_name, row.amount_cents, row.invoice_number, row.cups) for row in found] == [
        (5, "Ana Inventada", 12345, "F1", "ES1"),
        (6, "Eva Inventada", 1000, "F2", "ES2"),
    ]
    assert [row.issued_on for row in found] == [date(2026, 10, 1), date(2026, 10, 2)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_totals_row_of_each_workbook_is_checked_and_dropped(kind: str) -> None:
    headline = control(items(sample(kind))).headline(LOT_KINDS["unpaid"])
    assert (headline.declared_cents, headline.read_count, headline.proved) == (13345, 2, True)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_hidden_rows_of_each_workbook_are_read_and_told(kind: str) -> None:
    assert Note("hidden_rows", "6", 6) in items(sample(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_hidden_sheets_are_skipped_unless_chosen(kind: str) -> None:
    found = items(sample(kind))
    assert Note("hidden_sheets_skipped", "Oculta") in found
    assert Note("sheets_skipped", "Notas") in found
    with pytest.raises(BadFile) as refused:
        items(sample(kind), "unpaid", ColumnMap(sheet="Oculta"))
    assert refused.value.code == "no_heading"


def test_a_group_above_its_columns_tells_two_dates_apart() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.merge_range("A1:B1", "CLIENTE")
    sheet.merge_range("C1:D1", "FACTURA")
    sheet.write_row("A2", ["Nombre", "Código", "Número", "Importe"])
    sheet.write_row("A3", ["Ana", "C7", "F1", 10])
    book.close()
    (row,) = rows(items(buffer.getvalue(), "unpaid"))
    assert (row.debtor_name, row.customer_ref, row.invoice_number, row.amount_cents) == ("Ana", "C7", "F1", 1000)


def corner(row: int, column: int) -> bytes:
    """A good list, and one cell far away."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Cliente", "Importe", "Factura"])
    sheet.write_row(1, 0, ["Ana", 1, "F1"])
    sheet.write(row, column, "x")
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (1_048_575, 0, "sheet_too_long"),
        (300_000, 2, "sheet_too_long"),
        (1_048_575, 16_383, "sheet_too_long"),
        (99_998, 700, "sheet_too_wide"),
        (9_998, 16_383, "sheet_too_wide"),
    ],
)
def test_one_cell_in_a_far_corner_does_not_take_the_process_with_it(row: int, column: int, code: str) -> None:
    """The library asks for all cells between: 512 GB, and the process is gone."""
    with pytest.raises(BadFile) as refused:
        items(corner(row, column))
    assert refused.value.code == code
    assert "CSV" in say_error(refused.value)


def test_a_wide_list_of_ordinary_length_is_read() -> None:
    assert [row.amount_cents for row in rows(items(corner(5, 40)))] == [100]


@pytest.mark.parametrize(
    "written",
    [
        b"<c r='XFD1048576'",
        b'<c t="str" r="XFD1048576"',
        b'<x:c r="XFD1048576"',
        b'<c\nr = "XFD1048576"',
        b'<c r="xfd1048576"',
    ],
)
def test_a_far_cell_is_found_however_it_is_written(written: bytes) -> None:
    plain = xlsx(["Cliente", "Importe", "Factura"], ["Ana", 1, "F1"])
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                assert b'<c r="A2"' in data
                data = data.replace(b'<c r="A2"', written)
            new.writestr(name, data)
    with pytest.raises(BadFile) as refused:
        items(buffer.getvalue())
    assert refused.value.code in ("sheet_too_long", "sheet_too_wide")


def ods(*rows_of_table: str, more: str = "") -> bytes:
    """A minimal OpenDocument sheet."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Devueltos"{more}>{"".join(rows_of_table)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml", '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
    return buffer.getvalue()


def cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def line(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


HEAD = line(cell("Cliente"), cell("Importe"), cell("Factura"))
ANA = (cell("Ana"), cell("1,50"), cell("F1"))
WIDE_BLANK = '<table:table-cell table:number-columns-repeated="16384"/>'
BLANK_END = f'<table:table-row table:number-rows-repeated="1048570">{WIDE_BLANK}</table:table-row>'
MANY = ' table:number-rows-repeated="9000"'
FULL_WIDTH = line(cell("x", ' table:number-columns-repeated="16384"'), more=MANY)
FAR_RIGHT = line('<table:table-cell table:number-columns-repeated="16000"/>', cell("x"), more=MANY)


def test_a_minimal_ods_is_read_and_its_blank_million_is_nothing() -> None:
    trailing = '<table:table-cell table:number-columns-repeated="16381"/>'
    found = items(ods(HEAD, line(*ANA, trailing), BLANK_END))
    assert [row.amount_cents for row in rows(found)] == [150]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (line(*ANA, more=' table:number-rows-repeated="1048570"'), "sheet_too_long"),
        (BLANK_END + line(*ANA), "sheet_too_long"),
        (FULL_WIDTH, "sheet_too_wide"),
        (FAR_RIGHT, "sheet_too_wide"),
    ],
)
def test_an_ods_that_repeats_itself_without_end_is_refused(row: str, code: str) -> None:
    with pytest.raises(BadFile) as refused:
        items(ods(HEAD, row))
    assert refused.value.code == code


def test_an_ods_that_hides_its_counts_under_another_namespace_is_refused() -> None:
    evil = ' xmlns:table="urn:evil" table:number-rows-repeated="1048570"'
    with pytest.raises(BadFile) as refused:
        items(ods(HEAD, line(*ANA, more=evil)))
    assert refused.value.code == "sheet_unreadable"


def test_an_excel_2003_xml_named_xls_is_told_how_to_save_it() -> None:
    data = (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
    )
    with pytest.raises(BadFile) as refused:
        items(data)
    assert refused.value.code == "is_excel_2003"
    assert "guárdalo como .xlsx" in say_error(refused.value)


def test_a_number_that_is_no_number_is_a_fault_and_no_crash() -> None:
    """A binary xls may hold NaN; int(NaN) raises."""
    found = items(xlsx(["Cliente", "Importe", "Factura", "Vencimiento"], ["Ana", 1, "F1", 10**12]))
    assert codes(found) == ["bad_date"]


def test_a_serial_number_in_a_text_column_is_a_day() -> None:
    serial = (date(2026, 11, 20) - date(1899, 12, 30)).days
    (row,) = rows(items(xlsx(["Cliente", "Importe", "Factura", "Vencimiento"], ["Ana", 1, "F1", str(serial)])))
    assert row.due_on == date(2026, 11, 20)
    assert datetime(2026, 11, 20).date() == row.due_on  # noqa: DTZ001 - a day of a cell has no zone


def test_a_cut_xls_that_makes_the_library_panic_is_refused() -> None:
    """A panic is no `Exception`: it went through everything and took the worker with it. Found by fuzzing."""
    data = sample("xls")
    for end in range(512, len(data), 97):
        try:
            items(data[:end])
        except BadFile as refused:
            assert refused.code in ("sheet_unreadable", "empty_file", "no_heading", "unknown_format")
