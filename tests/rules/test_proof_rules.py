"""The numbered tables of docs/reglas/cuadre.md are what the rules say."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recobro.billing.proof.rules import OWNER, Kind, Sides, Sums, compare, far_fewer
from tests.rules.tables import tables

PAGE = "reglas/cuadre.md"
SECTIONS = tables(PAGE, "n")
SHORT = [row for row in SECTIONS["Cada lista, con la anterior"] if row["n"].isdigit()]
THREE = [row for row in SECTIONS["Los tres lados de una factura"] if row["n"].isdigit()]
CENTS = st.none() | st.integers(1, 300)


def cents(text: str) -> int | None:
    return int(text.replace(",", "")) if text else None


@pytest.mark.parametrize("row", SHORT, ids=[row["n"] for row in SHORT])
def test_a_list_far_shorter_asks(row: dict[str, str]) -> None:
    found = far_fewer(int(row["filas ahora"]), int(row["filas antes"]), int(row["porcentaje"]))
    assert found is (row["pregunta"] == "sí")


@pytest.mark.parametrize("row", THREE, ids=[row["n"] for row in THREE])
def test_the_three_sides_of_an_invoice(row: dict[str, str]) -> None:
    sides = Sides(
        cents(row["banco"]),
        cents(row["ERP"]),
        cents(row["libro"]) or 0,
        was_listed=row["estaba en la anterior"] == "sí",
        due_in_erp=row["ya debía estar"] == "sí",
    )
    assert (compare(sides) or "") == row["diferencia"]


@given(CENTS, CENTS, st.integers(0, 300), st.booleans(), st.booleans())
def test_what_agrees_has_no_difference_and_what_differs_has_one(
    bank: int | None, erp: int | None, ledger: int, was: bool, due: bool
) -> None:
    found = compare(Sides(bank, erp, ledger, was, due))
    if bank is not None and bank == erp == ledger:
        assert found is None
    if erp is not None and erp != ledger:
        assert found is not None  # the ERP and the ledger never differ in silence
    if found in (Kind.GONE, Kind.ONLY_BANK):
        assert erp is None
        assert ledger > 0


def test_every_difference_has_somebody_who_must_act() -> None:
    assert set(OWNER) == set(Kind)


def test_a_cent_without_a_name_is_a_gap() -> None:
    proved = Sums(
        bank_cents=100, erp_cents=60, only_bank_cents=50, only_erp_cents=10, ledger_cents=110, erp_debt_cents=10
    )
    assert proved.is_proved
    named = {field.name for field in fields(Sums) if field.name.endswith("_cents")}
    for name in named:
        spoilt = Sums(**{one: getattr(proved, one) + (one == name) for one in named})
        assert not spoilt.is_proved, name
