"""The tables of docs/reglas/bandejas.md are what the rules say."""

from __future__ import annotations

import pytest

from recobro.billing.fit import Target, Told, follows, refusal
from recobro.billing.tray_line import tray_of
from tests.rules.tables import tables

PAGE = "reglas/bandejas.md"
TRAYS = tables(PAGE, "estado")["En qué bandeja está"]
PLACES = tables(PAGE, "n")["Dónde puede ir una fila a mano"]


def cents(text: str) -> int | None:
    return int(text.replace(",", "").replace("−", "-")) if text else None


@pytest.mark.parametrize("row", TRAYS, ids=[f"{row['clase']}-{row['motivo']}" for row in TRAYS])
def test_a_row_lies_in_its_tray(row: dict[str, str]) -> None:
    assert tray_of(row["estado"], row["clase"], row["motivo"]).value == row["bandeja"]


@pytest.mark.parametrize("row", PLACES, ids=[row["n"] for row in PLACES])
def test_a_place_is_refused_or_not(row: dict[str, str]) -> None:
    told = Told(row["clase"], cents(row["importe"]), row["número propio"])
    invoice_id = 7 if row["factura"] else None
    taken = 8 if row["ese número es de otra"] else None
    place = Target(1, invoice_id, cents(row["factura"]), cents(row["abierta"]), taken)
    assert refusal(told, place) == ("" if row["resultado"] == "vale" else row["resultado"])


@pytest.mark.parametrize(
    ("paid", "opened", "said"),
    [
        (10000, 10000, ("pays_invoice", {})),
        (4000, 10000, ("pays_part", {"left": "60,00"})),
        (15000, 10000, ("pays_more", {"rest": "50,00"})),
        (15000, 0, ("pays_closed", {})),
        (-15000, 0, ("undoes_payment", {"amount": "150,00"})),
    ],
)
def test_what_follows_is_said_before(paid: int, opened: int, said: tuple[str, dict[str, object]]) -> None:
    assert follows(Told("payment", paid), Target(1, 7, 10000, opened)) == said


def test_an_account_alone_says_what_it_owes() -> None:
    assert follows(Told("payment", 100), Target(1), 12345) == ("pays_account", {"owed": "123,45"})
    assert follows(Told("return", 100, "F-9"), Target(1)) == ("opens_invoice", {"number": "F-9"})


def test_a_credit_note_may_be_opened_by_hand() -> None:
    assert refusal(Told("invoice", -5000, "AB-1"), Target(1)) == ""
    assert refusal(Told("return", -5000, "AB-1"), Target(1)) == "amount_negative"
