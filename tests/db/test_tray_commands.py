"""`recobro tray` and `recobro reverse`: lists, acts and their exit status, as a clerk or a program uses them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from recobro.access.actions import create_person
from recobro.access.queries import system_scope
from recobro.access.roles import Role
from recobro.access.scope import Scope
from recobro.billing.models import Lot, LotRow
from recobro.cli import running
from recobro.core import clock
from recobro.flows.portfolio import create_portfolio
from recobro.flows.take import take
from tests.db.billing import files
from tests.db.billing.files import Back, Money, camt054

DAY = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with clock.at(DAY):
        yield


@pytest.fixture
def valle(db: None) -> Scope:
    create_portfolio("valle", country="ES", name="Eléctrica del Valle")
    scope = system_scope("valle")
    for source in (files.contracts(), files.invoices()):
        take(scope, source, file_name="fichero.csv")
    return scope


def recobro(*arguments: str) -> int:
    return running.run(arguments[0], [*arguments[1:], "--portfolio", "valle"], needs_database=False)


def answered(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def bring(scope: Scope, *lines: Back | Money, message: str = "MSG-1") -> str:
    """A bank's file; returns what its first row is called."""
    return f"{take(scope, camt054(*lines, message=message), file_name='banco.xml')[0].lot_ref}:1"


def test_the_trays_are_listed_with_their_guesses(valle: Scope, capsys: pytest.CaptureFixture[str]) -> None:
    row = bring(valle, Money(amount="100.00", name="RUIZ EJEMPLO ANA"))
    assert recobro("tray", "--json") == 0
    found = answered(capsys)
    assert found["trays"]["unmatched"] == {"count": 1, "total": "100.00"}
    (listed,) = found["rows"]
    assert (listed["row"], listed["tray"], listed["amount"], listed["candidates"]) == (row, "unmatched", "100.00", 1)
    assert listed["proposals"][0]["invoice"] == "F-1"
    assert recobro("tray", "--tab", "duplicate") == 0
    assert capsys.readouterr().out.splitlines() == ["Duplicadas: 0"]
    assert recobro("tray") == 0
    assert row in capsys.readouterr().out


def test_a_row_is_accepted_once(valle: Scope, capsys: pytest.CaptureFixture[str]) -> None:
    row = bring(valle, Money(amount="100.00", name="RUIZ EJEMPLO ANA"))
    assert recobro("tray", "accept", row, "--json") == 0
    assert answered(capsys) == {"row": row, "status": "booked", "reason": ""}
    assert recobro("tray", "accept", row, "--json") == 1
    assert answered(capsys)["error"] == "row_is_booked"


def test_between_two_nobody_chooses_but_a_person(valle: Scope, capsys: pytest.CaptureFixture[str]) -> None:
    take(valle, files.contracts(f"C-2;Luis Otro Cliente;00000002W;{files.CUPS_2};MND-2;;"), file_name="c.csv")
    row = bring(valle, Back(end_to_end_id="F-1", mandate="MND-2"))
    assert recobro("tray", "accept", row, "--json") == 1
    assert answered(capsys)["error"] == "several_candidates"
    assert recobro("tray", "match", row, "--invoice", "F-1", "--reason", "el banco lo dice", "--json") == 0
    assert answered(capsys)["status"] == "booked"


def test_a_row_is_given_back_and_comes_back(valle: Scope, capsys: pytest.CaptureFixture[str]) -> None:
    row = bring(valle, Money(amount="9.00", name="X"))
    assert recobro("tray", "give-back", row, "--reason", "no es nuestro") == 0
    assert capsys.readouterr().out.startswith(f"{row}: Devuelta al banco")
    assert recobro("tray", "come-back", row, "--reason", "sí lo es") == 0
    assert recobro("tray", "set-aside", row, "--reason", "da igual") == 0
    assert LotRow.objects.get(kind="payment").status == "set_aside"


def test_a_cell_is_repaired_and_a_row_assigned(valle: Scope, capsys: pytest.CaptureFixture[str]) -> None:
    create_person("clara", portfolio_code="valle", role=Role.OPERATIONS, password="una-clave-de-prueba")
    lines = ("C-1;F-8;100,00;31/11/2026;21/12/2026", "C-1;F-9;50,00;01/11/2026;21/11/2026")
    (report,) = take(valle, files.invoices(*lines), file_name="facturas.csv")
    row = f"{report.lot_ref}:{LotRow.objects.get(status='faulty').line}"
    assert recobro("tray", "assign", row, "--to", "clara") == 0
    assert recobro("tray", "assign", row, "--to", "nadie") == 1
    assert recobro("tray", "repair", row, "--value", "30/11/2026", "--reason", "el ERP") == 0
    assert LotRow.objects.get(invoice_number="F-8").status == "booked"


@pytest.mark.parametrize(
    "arguments",
    [
        ("tray", "--tab", "todas"),
        ("tray", "match", "LOT-2026-1:1"),
        ("reverse", "LOT-2026-2"),
    ],
)
def test_wrong_usage_is_told_apart_from_refusals(valle: Scope, arguments: tuple[str, ...]) -> None:
    assert recobro(*arguments) == 2


def test_a_row_that_is_not_there_is_refused(valle: Scope, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("LOT-2026-9:1", "LOT-2026-1:x", "nada", "LOT-2026-1:99"):
        assert recobro("tray", "accept", name, "--json") == 1
        assert answered(capsys)["error"] == "unknown_row"


def test_a_lot_is_taken_back_after_a_look(valle: Scope, capsys: pytest.CaptureFixture[str]) -> None:
    ref = bring(valle, Back(), Money(reference="F-1", amount="30.00"))[:-2]
    assert recobro("reverse", ref, "--preview", "--json") == 0
    seen = answered(capsys)
    assert (seen["effect"], seen["payments"], seen["returns"], seen["until"]) == ("30.00", 1, 1, "2026-12-24")
    assert {one["kind"]: one["amount"] for one in seen["entries"]} == {"collected": "130.00", "returned": "-100.00"}
    assert Lot.objects.get(kind="returns").status == "booked"
    assert recobro("reverse", ref, "--reason", "era de prueba", "--json") == 0
    assert answered(capsys)["status"] == "reversed"
    assert recobro("reverse", ref, "--reason", "otra vez", "--json") == 1
    assert answered(capsys)["error"] == "lot_not_booked"


def test_the_window_of_a_portfolio_is_a_figure(valle: Scope, capsys: pytest.CaptureFixture[str]) -> None:
    ref = bring(valle, Back())[:-2]
    assert running.run("portfolio", ["reversal", "valle", "2"], needs_database=False) == 0
    capsys.readouterr()
    with clock.at(DAY + timedelta(days=3)):
        assert recobro("reverse", ref, "--reason", "tarde") == 1
    assert "se aplicó hace 3 días" in capsys.readouterr().err
    with clock.at(DAY + timedelta(days=2)):
        assert recobro("reverse", ref, "--reason", "a tiempo") == 0
    assert running.run("portfolio", ["reversal", "valle", "-1"], needs_database=False) in (1, 2)
