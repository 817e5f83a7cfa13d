"""Totals rows: checked against the rows, declared, and never taken for data."""

from __future__ import annotations

import pytest

from recobro.readers.prove import LOT_KINDS
from recobro.readers.rows import Mismatch, Note
from tests.rules.readers.files import codes, items, rows, sums, table, xlsx

HEAD = "Cliente;Importe;Número de factura;CUPS"
TWO = ("Ana;1.234,56;F1;ES1", "Eva;65,44;F2;ES2")


def declared(*lines: str) -> tuple[int | None, int | None, bool]:
    headline = sums(table(HEAD, *lines), "unpaid").headline(LOT_KINDS["unpaid"])
    return headline.declared_count, headline.declared_cents, headline.proved


@pytest.mark.parametrize(
    "total",
    [
        "TOTAL;1.300,00;;",
        "Total general;1.300,00;;",
        "Suma;1.300,00 €;;",
        ";1.300,00;;",
        "Total General (importe);1300;;",
    ],
)
def test_a_totals_row_is_the_declared_total(total: str) -> None:
    assert declared(*TWO, total) == (None, 130000, True)
    assert len(rows(items(table(HEAD, *TWO, total), "unpaid"))) == 2


def test_a_totals_row_that_is_one_cent_off_is_told() -> None:
    found = items(table(HEAD, *TWO, "TOTAL;1.300,01;;"), "unpaid")
    assert Mismatch("totals_row_differs", "1.300,01", "1.300,00", "TOTAL", 4) in found
    assert declared(*TWO, "TOTAL;1.300,01;;") == (None, 130001, False)


def test_without_a_total_nothing_is_declared() -> None:
    assert declared(*TWO) == (None, None, False)


def test_subtotals_add_up_and_are_no_rows() -> None:
    lines = ("Subtotal;1.300,00;;", "Luz;1,00;F3;ES3", "Subtotal;1,00;;")
    assert declared(*TWO, *lines) == (None, 130100, True)
    assert declared(*TWO, *lines, "Total;1.301,00;;") == (None, 130100, True)


def test_rows_after_the_last_total_leave_the_file_without_one() -> None:
    assert declared(*TWO, "TOTAL;1.300,00;;", "Luz;1,00;F3;ES3") == (None, None, False)


def test_a_count_row_is_compared() -> None:
    assert declared(*TWO, "TOTAL;1.300,00;;", "Nº de registros: 2;;;") == (2, 130000, True)
    assert declared(*TWO, "TOTAL;1.300,00;;", "Número de registros;3;;")[0::2] == (3, False)


def test_the_duplicate_row_is_inside_the_total() -> None:
    """made_erp: with the second equal row the total is right, without it the difference is named."""
    lines = ("Ana;10,00;F1;ES1", "Ana;10,00;F1;ES1")
    assert declared(*lines, "TOTAL;20,00;;") == (None, 2000, True)
    assert declared(*lines, "TOTAL;10,00;;") == (None, 1000, False)


def test_a_row_that_cannot_be_read_leaves_the_total_unproved() -> None:
    headline = sums(table(HEAD, *TWO, "Luz;12..34;F3;ES3", "TOTAL;1.312,34;;"), "unpaid").headline(LOT_KINDS["unpaid"])
    assert (headline.declared_cents, headline.read_cents, headline.faulty_count) == (131234, 130000, 1)
    assert [problem.code for problem in headline.problems] == ["faulty_rows"]


def test_a_total_that_cannot_be_read_is_told() -> None:
    assert "bad_totals_row" in codes(items(table(HEAD, *TWO, "TOTAL;muchos;;"), "unpaid"))


def test_the_word_total_may_stand_in_the_key_column() -> None:
    data = table("Número de factura;Cliente;Importe", "F1;Ana;1,00", "F2;Eva;2,00", "TOTAL;;3,00")
    assert sums(data, "unpaid").headline(LOT_KINDS["unpaid"]).proved
    assert len(rows(items(data, "unpaid"))) == 2


def test_a_customer_called_total_is_a_customer() -> None:
    found = rows(items(table(HEAD, *TWO, "TOTAL INVENTADA SL;1.300,00;F3;ES3"), "unpaid"))
    assert [row.debtor_name for row in found][-1] == "TOTAL INVENTADA SL"


def test_a_balance_of_the_bank_is_no_total() -> None:
    head = "Fecha;Referencia;Importe;Concepto"
    data = table(head, "20/11/2026;R1;5,00;x", ";;;", "Saldo final;;30.000,77;")
    found = items(data, "payments")
    assert Note("balance_row", "Saldo final", 4) in found
    assert len(rows(found)) == 1


def test_headings_repeated_on_each_page_and_page_numbers_are_no_rows() -> None:
    found = items(table(HEAD, TWO[0], "Página 1 de 2;;;", HEAD, TWO[1], "TOTAL;1.300,00;;"), "unpaid")
    assert len(rows(found)) == 2
    assert Note("line_skipped", "Página 1 de 2", 3) in found


def test_totals_of_debe_and_haber_are_one_signed_sum() -> None:
    data = table("Fecha de pago;Factura;Debe;Haber", "20/11/2026;F1;;5,00", "20/11/2026;F2;2,00;", "TOTAL;;2,00;5,00")
    headline = sums(data, "payments").headline(LOT_KINDS["payments"])
    assert (headline.declared_cents, headline.proved) == (300, True)


def test_the_totals_row_of_a_workbook() -> None:
    data = xlsx(["Cliente", "Importe", "Factura"], ["Ana", 123.45, "F1"], ["Eva", "66,55", "F2"], ["TOTAL", 190.0, ""])
    assert sums(data, "unpaid").headline(LOT_KINDS["unpaid"]).proved


def test_the_total_of_contracts_without_amounts_is_their_count() -> None:
    data = table("Cliente;CUPS;Teléfono;Correo", "Ana;ES1;;", "Eva;ES2;;", "Total registros: 2;;;")
    headline = sums(data, "contracts").headline(LOT_KINDS["contracts"])
    assert (headline.declared_count, headline.read_count) == (2, 2)
