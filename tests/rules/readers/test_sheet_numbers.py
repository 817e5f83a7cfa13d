"""Amounts in sheets: one style per file, nothing guessed, nothing rounded."""

from __future__ import annotations

import pytest

from recobro.core.money import BadAmount
from recobro.readers.rows import Fault
from recobro.readers.sheet_columns import ColumnMap
from recobro.readers.sheet_numbers import amount_of, amount_of_number, currency_of, style_of
from tests.rules.readers.files import faults, items, rows, table, xlsx


@pytest.mark.parametrize(
    ("written", "style", "cents"),
    [
        ("1.234,56", ",", 123456),
        ("1,234.56", ".", 123456),
        ("12,5", ",", 1250),
        ("12", ",", 1200),
        ("1.234", ",", 123400),
        ("1.234.567,89", ",", 123456789),
        ("1 234,56", ",", 123456),
        ("1\u00a0234,56 €", ",", 123456),
        ("1\u202f234,56", ",", 123456),
        ("1'234.56", ".", 123456),
        ("'579.68 USD", ".", 57968),
        ("$ 579.68", ".", 57968),
        ("US$579.68", ".", 57968),
        ("EUR 12,00", ",", 1200),
        ("(12,00)", ",", -1200),
        ("(12,00 €)", ",", -1200),
        ("12,00-", ",", -1200),
        ("-12,00", ",", -1200),
        ("−12,00", ",", -1200),
        ("- 12,00 €", ",", -1200),
        ("+12,00", ",", 1200),
        ("0,00", ",", 0),
        ("12,0000", ",", 1200),
    ],
)
def test_amounts_as_people_write_them(written: str, style: str, cents: int) -> None:
    assert amount_of(written, style)[0] == cents


@pytest.mark.parametrize(
    ("written", "style", "code"),
    [
        ("12..34", ".", "bad_amount"),
        ("12..34", "", "bad_amount"),
        ("12,,34", ",", "bad_amount"),
        ("1.23.456,00", ",", "bad_amount"),
        ("12,345", ",", "more_than_two_decimals"),
        ("12.345", ".", "more_than_two_decimals"),
        ("1,234.56", ",", "other_number_style"),
        ("1.234", "", "ambiguous_amount"),
        ("(-12,00)", ",", "bad_amount"),
        ("--12,00", ",", "bad_amount"),
        ("doce", ",", "bad_amount"),
        ("12,00 13,00", ",", "bad_amount"),
        ("1e5", ",", "bad_amount"),
        ("١٢,٠٠", ",", "bad_amount"),
        ("#¡VALOR!", ",", "bad_amount"),
        ("€", ",", "bad_amount"),
        ("99999999999999,00", ",", "amount_too_large"),
    ],
)
def test_what_cannot_be_read_is_refused(written: str, style: str, code: str) -> None:
    with pytest.raises(BadAmount) as refused:
        amount_of(written, style)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("written", "style"),
    [
        *[("1.234,56", ","), ("12,5", ","), ("0,123", ","), ("1.234.567", ","), ("12.5", "."), ("1,234,567", ".")],
        *[("12", ""), ("hola", ""), ("12..34", ""), ("1.234", None), ("1,234", None), ("-1.234 €", None)],
    ],
)
def test_which_values_decide_the_style(written: str, style: str | None) -> None:
    assert style_of(written) == style


@pytest.mark.parametrize("cents", [0, 1, 10, 29, 57968, 123456789, 99999999999])
def test_a_numeric_cell_keeps_its_cents(cents: int) -> None:
    assert amount_of_number(cents / 100) == cents


@pytest.mark.parametrize("number", [0.005, 12.345, 1e15, float("nan"), float("inf")])
def test_a_numeric_cell_that_is_not_whole_cents_is_refused(number: float) -> None:
    with pytest.raises(BadAmount):
        amount_of_number(number)


@pytest.mark.parametrize(
    ("written", "code"),
    [("€", "EUR"), ("Euros", "EUR"), ("Dólares", "USD"), ("usd", "USD"), ("CHF", "CHF"), ("pts.", "")],
)
def test_currencies_by_their_names(written: str, code: str) -> None:
    assert currency_of(written) == code


def devueltos(*amounts: str) -> list[int | None]:
    lines = [f"Ana;{amount};F{number}" for number, amount in enumerate(amounts)]
    found = items(table("Cliente;Importe;Número de factura", *lines), "unpaid")
    return [item.amount_cents for item in found if hasattr(item, "amount_cents")]


def test_a_later_row_decides_for_the_rows_before_it() -> None:
    assert devueltos("1.234", "5", "1.234,56", "2.000") == [123400, 500, 123456, 200000]
    assert devueltos("1,234", "5", "1,234.56") == [123400, 500, 123456]


def test_undecided_amounts_wait_for_a_person() -> None:
    found = items(table("Cliente;Importe;Número de factura", "Ana;1.234;F1", "Eva;5;F2"), "unpaid")
    assert [(fault.code, fault.found, fault.line) for fault in faults(found)] == [("ambiguous_amount", "1.234", 2)]
    assert [row.amount_cents for row in rows(found)] == [500]


def test_a_person_may_settle_the_decimal_mark() -> None:
    data = table("Cliente;Importe;Número de factura", "Ana;1.234;F1")
    assert [row.amount_cents for row in rows(items(data, "unpaid", ColumnMap(decimal=",")))] == [123400]


def test_a_row_in_the_other_style_is_a_fault() -> None:
    data = table("Cliente;Importe;Número de factura", "Ana;1.234,56;F1", "Eva;1,234.56;F2")
    assert [fault.code for fault in faults(items(data, "unpaid"))] == ["other_number_style"]


def test_a_currency_beside_the_amount_is_kept() -> None:
    data = table("Cliente;Importe;Número de factura", "Ana;1,50 €;F1", "Eva;$ 2,50;F2", "Luz;3,50;F3")
    assert [row.currency for row in rows(items(data, "unpaid"))] == ["EUR", "USD", ""]


def test_a_currency_column_that_contradicts_the_amount_is_a_fault() -> None:
    data = table("Cliente;Importe;Moneda;Número de factura", "Ana;1,50 €;USD;F1", "Eva;1,50;pts.;F2")
    assert [fault.code for fault in faults(items(data, "unpaid"))] == ["currency_conflict", "unknown_currency"]


def test_a_formula_that_nobody_has_computed_is_a_missing_amount() -> None:
    found = items(xlsx(["Cliente", "Importe", "Factura"], ["Ana", "=1+1", "F1"]), "unpaid")
    (fault,) = [item for item in found if isinstance(item, Fault)]
    assert (fault.code, fault.field) == ("missing_amount", "Importe")


def test_a_tenth_of_a_cent_in_a_workbook_is_refused_and_not_rounded() -> None:
    found = items(xlsx(["Cliente", "Importe", "Factura"], ["Ana", 12.345, "F1"], ["Eva", 12.34, "F2"]), "unpaid")
    assert [fault.code for fault in faults(found)] == ["more_than_two_decimals"]
    assert [row.amount_cents for row in rows(found)] == [1234]
