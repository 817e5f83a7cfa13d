"""Rows of sheets: identifiers are text, signs are explained, nothing is dropped without a word."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.readers.rows import BadFile, Note, RowKind
from tests.rules.readers.files import codes, faults, items, rows, table, xlsx

UNPAID = "Cliente;Importe;Número de factura;CUPS"


def test_an_equal_row_of_the_erp_is_shown_and_counted_as_second() -> None:
    found = items(table(UNPAID, "Ana;1,00;F1;ES1", "Ana;1,00;F1;ES1"))
    assert [row.occurrence for row in rows(found)] == [1, 2]
    assert Note("duplicate_row", "F1", 3) in found


def test_one_invoice_with_two_amounts_is_no_duplicate() -> None:
    assert [row.occurrence for row in rows(items(table(UNPAID, "Ana;1,00;F1;ES1", "Ana;2,00;F1;ES1")))] == [1, 1]


def test_two_customers_who_pay_the_same_on_one_day_are_no_duplicate() -> None:
    lines = ("20/11/2026;12,00;Ana", "20/11/2026;12,00;Eva", "20/11/2026;12,00;Ana")
    found = rows(items(table("Fecha de pago;Importe;Cliente", *lines)))
    assert [row.occurrence for row in found] == [1, 1, 2]


def test_a_credit_note_is_negative() -> None:
    assert [row.amount_cents for row in rows(items(table(UNPAID, "Ana;-10,00;A1;ES1")))] == [-1000]


@pytest.mark.parametrize(
    ("kind", "debit", "credit", "cents"),
    [
        ("payments", "", "5,00", 500),
        ("payments", "5,00", "", -500),
        ("payments", "-5,00", "", -500),
        ("unpaid", "5,00", "", 500),
        ("unpaid", "", "5,00", -500),
        ("unpaid", "5,00", "0,00", 500),
    ],
)
def test_debe_and_haber(kind: str, debit: str, credit: str, cents: int) -> None:
    data = table("Fecha de pago;Factura;Debe;Haber", f"20/11/2026;F1;{debit};{credit}")
    assert [row.amount_cents for row in rows(items(data, kind))] == [cents]


def test_debe_and_haber_at_once_or_none_is_a_fault() -> None:
    data = table("Fecha de pago;Factura;Debe;Haber", "20/11/2026;F1;1,00;2,00", "20/11/2026;F2;;")
    assert [fault.code for fault in faults(items(data, "payments"))] == ["both_sides", "missing_amount"]


@pytest.mark.parametrize(("side", "cents"), [("C", 500), ("H", 500), ("D", -500), ("Debe", -500), ("abono", 500)])
def test_a_column_of_sides_gives_the_sign(side: str, cents: int) -> None:
    data = table("Fecha de pago;Factura;Importe;D/C", f"20/11/2026;F1;5,00;{side}")
    assert [row.amount_cents for row in rows(items(data, "payments"))] == [cents]


def test_a_sign_against_its_column_is_a_contradiction() -> None:
    data = table("Fecha de pago;Factura;Importe;D/C", "20/11/2026;F1;-5,00;C", "20/11/2026;F2;5,00;?")
    assert [fault.code for fault in faults(items(data, "payments"))] == ["sign_contradicts", "bad_side"]


def test_leading_zeros_of_text_stay() -> None:
    data = table("Cliente;Cédula;Código de cliente;Contacto celular", "Ana;0102030405;007;'0990000001")
    (row,) = rows(items(data, "contracts"))
    assert (row.tax_id, row.customer_ref, row.phone) == ("0102030405", "007", "0990000001")


def test_a_numeric_cedula_gets_its_zero_back_and_is_marked() -> None:
    found = items(xlsx(["Cliente", "Cédula", "Código de cliente"], ["Ana", 102030405, 7], ["Eva", 1702030405, 8]))
    assert [row.tax_id for row in rows(found)] == ["0102030405", "1702030405"]
    assert Note("zeros_restored", "1") in found


def test_a_number_with_more_than_15_digits_has_lost_some() -> None:
    found = items(xlsx(["Cliente", "Importe", "Factura", "IBAN"], ["Ana", 1.0, "F1", 1234567890123456789.0]))
    assert [(fault.code, fault.field) for fault in faults(found)] == [("digits_lost", "IBAN")]


def test_a_number_written_with_an_exponent_has_lost_some_too() -> None:
    data = table(UNPAID, "Ana;1,00;4,01235E+11;ES1")
    assert [(fault.code, fault.found) for fault in faults(items(data))] == [("digits_lost", "4,01235E+11")]


def test_identifiers_in_numeric_cells_are_text_without_a_point() -> None:
    found = rows(items(xlsx(["Cliente", "Importe", "Factura", "Teléfono"], ["Ana", 10, 20260004, 600000001])))
    assert [(row.invoice_number, row.phone, row.amount_cents) for row in found] == [("20260004", "600000001", 1000)]


def test_real_dates_of_a_workbook() -> None:
    found = items(xlsx(["Cliente", "Importe", "Factura", "Vencimiento"], ["Ana", 1, "F1", date(2026, 11, 20)]))
    assert [row.due_on for row in rows(found)] == [date(2026, 11, 20)]


def test_hidden_rows_are_read_and_told() -> None:
    data = xlsx(["Cliente", "Importe", "Factura"], ["Ana", 1, "F1"], ["Eva", 2, "F2"], hidden=[3])
    found = items(data)
    assert [row.amount_cents for row in rows(found)] == [100, 200]
    assert Note("hidden_rows", "3", 3) in found


def test_a_row_with_too_many_cells_is_shifted_and_a_fault() -> None:
    data = table(UNPAID, "Talleres; SL;1,00;F1;ES1", "Ana;1,00;F2;ES1;")
    found = items(data)
    assert [(fault.line, fault.code) for fault in faults(found)] == [(2, "too_many_cells")]
    assert [row.invoice_number for row in rows(found)] == ["F2"]


def test_a_quote_that_is_never_closed_does_not_swallow_rows_in_silence() -> None:
    data = table(UNPAID, '"Ana;1,00;F1;ES1', "Eva;2,00;F2;ES2", "Luz;3,00;F3;ES3")
    with pytest.raises(BadFile) as refused:
        items(data)
    assert (refused.value.code, refused.value.data["line"]) == ("csv_broken", 2)


def test_a_name_on_two_lines_is_one_cell() -> None:
    found = items(table(UNPAID, '"Ana\nInventada";1,00;F1;ES1', "Eva;2,00;F2;ES2"))
    assert [(row.line, row.debtor_name) for row in rows(found)] == [(2, "Ana\nInventada"), (4, "Eva")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Ana;1,00;;ES1", "missing_invoice_number"),
        ("Ana;;F1;ES1", "missing_amount"),
        ("Ana;12..34;F1;ES1", "bad_amount"),
    ],
)
def test_a_row_without_what_it_needs_is_a_fault_and_hides_nobody(line: str, code: str) -> None:
    found = items(table(UNPAID, line, "Eva;2,00;F2;ES2"))
    assert [(fault.line, fault.code) for fault in faults(found)] == [(2, code)]
    assert [row.amount_cents for row in rows(found)] == [200]


def test_a_payment_without_day_or_customer_is_a_fault() -> None:
    data = table("Fecha de pago;Importe;Cliente", ";1,00;Ana", "20/11/2026;1,00;")
    assert [fault.code for fault in faults(items(data, "payments"))] == ["missing_date", "missing_customer"]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("Proceso O.K.", RowKind.PAYMENT),
        ("Cobrado", RowKind.PAYMENT),
        ("", RowKind.PAYMENT),
        ("ERROR: CUENTA SIN FONDOS", RowKind.OTHER),
        ("Devuelto", RowKind.OTHER),
        ("No pagado", RowKind.OTHER),
    ],
)
def test_a_payment_that_failed_is_no_payment(state: str, kind: RowKind) -> None:
    data = table("Fecha de pago;Importe;Cliente;Estado", f"20/11/2026;1,00;Ana;{state}")
    assert [row.kind for row in rows(items(data, "payments"))] == [kind]


def test_a_state_that_nobody_knows_is_a_fault() -> None:
    data = table("Fecha de pago;Importe;Cliente;Estado", "20/11/2026;1,00;Ana;Regular")
    assert [(fault.code, fault.found) for fault in faults(items(data, "payments"))] == [("unknown_status", "Regular")]


def test_an_item_that_the_erp_calls_settled_is_not_unpaid() -> None:
    data = table(f"{UNPAID};Estado", "Ana;1,00;F1;ES1;Devuelto", "Eva;1,00;F2;ES2;Cobrado")
    assert [row.kind for row in rows(items(data, "unpaid"))] == [RowKind.UNPAID, RowKind.OTHER]


@pytest.mark.parametrize(
    ("word", "segment"),
    [("Doméstico", "household"), ("PYME", "business"), ("AA.PP.", "public_body"), ("Otros", "")],
)
def test_segments_by_their_words(word: str, segment: str) -> None:
    found = items(table("Cliente;Código de cliente;Segmento", f"Ana;C1;{word}"), "contracts")
    assert [row.segment for row in rows(found)] == [segment]
    assert ("unknown_segment" in codes(found)) == (segment == "")
