"""Headings of sheets: where they stand, what they mean, what is missing."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.core.wording import say_error
from recobro.readers.rows import BadFile, Header, RowKind
from recobro.readers.sheet_columns import ColumnMap, fold
from tests.rules.readers.files import codes, items, rows, table, xlsx


@pytest.mark.parametrize(
    ("heading", "folded"),
    [
        ("Número de factura", "numero factura"),
        ("Nº FACTURA", "numero factura"),
        ("N.º de Fra.", "numero factura"),
        ("Fecha vto.", "fecha vencimiento"),
        ("  TELÉFONO ", "telefono"),
        ("Cédula/RUC", "cedula ruc"),
        ("E-mail", "e correo"),
        ("N.I.F.", "nif"),
        ("Código de cliente", "codigo cliente"),
    ],
)
def test_headings_are_compared_without_their_ornaments(heading: str, folded: str) -> None:
    assert fold(heading) == folded


def test_the_erp_export_of_returned_items() -> None:
    """The four columns that the office keeps, and what else the ERP gives."""
    data = table(
        "Cliente;Importe;Número de factura;CUPS;Fecha factura;Vencimiento;Motivo;NIF;Mandato;Teléfono;Correo;Dirección;"
        "Municipio;Provincia;Código de cliente",
        "Ana Inventada;1.234,56;F1;ES0021000000000001AB;01/10/2026;20/10/2026;AM04 - Fondos insuficientes;00000000T;M1;"
        "600000001;ana@example.com;Calle Mayor 1;Alcázar;Ciudad Real;C7",
    )
    (row,) = rows(items(data, "unpaid"))
    assert (row.kind, row.amount_cents, row.invoice_number) == (RowKind.UNPAID, 123456, "F1")
    assert (row.cups, row.issued_on, row.due_on) == ("ES0021000000000001AB", date(2026, 10, 1), date(2026, 10, 20))
    assert (row.reason_code, row.reason_text) == ("AM04", "Fondos insuficientes")
    assert (row.tax_id, row.mandate_id, row.phone, row.email) == ("00000000T", "M1", "600000001", "ana@example.com")
    assert (row.address, row.town, row.region, row.customer_ref) == ("Calle Mayor 1", "Alcázar", "Ciudad Real", "C7")


def test_the_customers_of_ecuador() -> None:
    data = table(
        "Cédula/RUC;Nombres;Apellidos;Número de servicio;Producto;Segmento;Celular;Provincia;Código de cliente",
        "0102030405;Ana María;Inventada Paz;042000001;Internet fijo;Residencial;0990000001;Azuay;C7",
    )
    (row,) = rows(items(data, "contracts"))
    assert (row.kind, row.tax_id, row.debtor_name) == (RowKind.CONTRACT, "0102030405", "Ana María Inventada Paz")
    assert (row.cups, row.product, row.segment) == ("042000001", "Internet fijo", "household")
    assert row.amount_cents is None


def test_payments_by_date_amount_and_reference() -> None:
    data = table("Fecha de pago;Importe;Referencia;Concepto", "20/11/2026;12,00;R1;Luz de octubre")
    (row,) = rows(items(data))
    assert (row.kind, row.booked_on, row.reference, row.text) == (
        RowKind.PAYMENT,
        date(2026, 11, 20),
        "R1",
        "Luz de octubre",
    )


def test_invoices_with_all_their_columns() -> None:
    data = table("Nº factura;Importe;Fecha factura;Vencimiento;CUPS", "F1;12,00;01/10/2026;21/10/2026;ES1")
    (row,) = rows(items(data, "invoices"))
    assert (row.kind, row.issued_on, row.due_on) == (RowKind.INVOICE, date(2026, 10, 1), date(2026, 10, 21))


@pytest.mark.parametrize(
    ("kind", "heading", "missing"),
    [
        ("unpaid", "Cliente;Importe;CUPS", "Número de factura"),
        ("unpaid", "Cliente;CUPS;Número de factura", "Importe o Debe o Haber"),
        ("contracts", "Cliente;NIF;Teléfono", "Código de cliente o CUPS o Número de servicio"),
        ("invoices", "Número de factura;Importe;Fecha factura", "Vencimiento; Código de cliente o CUPS"),
        ("payments", "Importe;Referencia;Concepto", "Fecha de pago"),
    ],
)
def test_a_sheet_without_its_key_columns_says_what_is_missing(kind: str, heading: str, missing: str) -> None:
    with pytest.raises(BadFile) as refused:
        items(table(heading, ";".join("x" for _ in heading.split(";"))), kind)
    assert refused.value.code == "missing_columns"
    assert missing in str(refused.value.data["missing"])
    assert refused.value.data["found"] == heading.replace(";", ", ")
    assert missing in say_error(refused.value)


def test_a_sheet_without_any_heading_is_refused() -> None:
    with pytest.raises(BadFile) as refused:
        items(table("CO;0401234567;USD;2599", "CO;0401234568;USD;2599"))
    assert refused.value.code == "no_heading"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Cliente;Importe;Número de factura;CUPS", RowKind.UNPAID),
        ("Cliente;Importe;Número de factura;Motivo", RowKind.UNPAID),
        ("Fecha de pago;Importe;Cliente", RowKind.PAYMENT),
        ("Cliente;CUPS;Teléfono;Correo", RowKind.CONTRACT),
    ],
)
def test_the_kind_is_seen_in_the_columns(heading: str, kind: RowKind) -> None:
    values = {"Importe": "1,00", "Fecha de pago": "20/11/2026"}
    line = ";".join(values.get(name, "X1") for name in heading.split(";"))
    assert [row.kind for row in rows(items(table(heading, line)))] == [kind]


def test_the_title_above_the_heading_may_say_the_kind() -> None:
    heading = "Número de factura;Importe;Fecha factura;Vencimiento;CUPS"
    line = "F1;12,00;01/10/2026;21/10/2026;ES1"
    (row,) = rows(items(table("LISTADO DE RECIBOS DEVUELTOS", "", heading, line)))
    assert row.kind is RowKind.UNPAID
    with pytest.raises(BadFile) as refused:
        items(table(heading, line))
    assert refused.value.code == "kind_unclear"
    assert "facturas" in say_error(refused.value)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(BadFile) as refused:
        items(table("Cliente;Importe;Factura", "Ana;1,00;F1"), "sobras")
    assert refused.value.code == "unknown_kind"


def test_titles_and_merged_groups_above_the_heading_are_no_heading() -> None:
    data = table(
        "TABLA DE IMPAGOS;;;", "CLIENTE;DEUDA;;SUMINISTRO", ";;;", "Nombre;Importe;Nº factura;CUPS", "Ana;1,00;F1;ES1"
    )
    found = items(data)
    assert [(row.line, row.debtor_name) for row in rows(found)] == [(5, "Ana")]


def test_a_person_may_say_which_column_holds_what() -> None:
    data = table("Abonado;Deuda viva;Papel;Importe", "Ana;7,00;F1;99,00")
    chosen = ColumnMap(columns={"amount": "Deuda viva", "invoice_number": "Papel"})
    found = items(data, "unpaid", chosen)
    assert [(row.amount_cents, row.invoice_number) for row in rows(found)] == [(700, "F1")]
    assert "columns_ignored" in codes(found)


@pytest.mark.parametrize("delimiter", [";", "\t", ",", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    lines = [["Cliente", "Importe", "Número de factura"], ["Ana", "12", "F1"], ["Luz, Paz y Cía; SL | x", "13", "F2"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    assert [row.debtor_name for row in rows(items(text.encode()))] == ["Ana", "Luz, Paz y Cía; SL | x"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_accents_arrive_in_every_encoding(codec: str) -> None:
    data = table("Cliente;Importe;Número de factura", "José Núñez;1,50 €;F1", codec=codec)
    (row,) = rows(items(data))
    assert (row.debtor_name, row.currency) == ("José Núñez", "EUR")


def test_bytes_that_no_encoding_knows_need_a_person() -> None:
    data = table("Cliente;Importe;Número de factura", "José;1,50;F1", codec="cp1252") + b"\nEva\x81;1,00;F2"
    assert "suspicious_bytes" in codes(items(data))


def test_the_sheet_that_looks_most_like_ours_is_read() -> None:
    found = items(xlsx(["Cliente", "Importe", "Factura"], ["Ana", 1.5, "F1"], name="DEVUELTOS NOV"))
    assert found[0] == Header("xlsx", sender="DEVUELTOS NOV", sheet_kind="unpaid")
    assert [row.amount_cents for row in rows(found)] == [150]


def test_a_sheet_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadFile) as refused:
        items(xlsx(["Cliente", "Importe", "Factura"]), None, ColumnMap(sheet="Otra"))
    assert refused.value.code == "no_such_sheet"
