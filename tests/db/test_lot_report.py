"""What Operaciones and Control get of a lot: the equation, the rows to enter, what waits."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from recobro.access.scope import Scope
from recobro.billing.models import Lot, ReturnReason
from recobro.core.errors import BadInput
from recobro.reports import lot_report
from tests.db import reports_factories as make

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def luz() -> Scope:
    return make.scope()


@pytest.fixture
def lot(luz: Scope) -> Lot:
    """Two booked rows, one known already, one without a match, one unreadable."""
    ReturnReason.objects.create(
        portfolio_id=luz.portfolio_id,
        code="AM04",
        name_es="Fondos insuficientes",
        category="funds",
        retryable="yes",
        stops_dunning="no",
        suggested_action="Presentar otra vez",
    )
    home = make.account(luz, "Julián Herrero Olmo", cups="ES0021000000000001AB")
    bill = make.charged(home, 113_35)
    made = make.lot(
        luz,
        booked_count=2,
        booked_cents=226_70,
        known_count=1,
        known_cents=113_35,
        waiting_count=1,
        waiting_cents=61_08,
        faulty_count=1,
        faulty_cents=5,
    )
    match: dict[str, Any] = {
        "account_id": home.pk,
        "invoice_id": bill.pk,
        "reason_code": "AM04",
        "booked_on": make.TODAY,
    }
    make.row(made, cents=113_35, **match)
    make.row(made, "known", cents=113_35, **match)
    make.row(made, "waiting", 61_08, reason="bad_amount", data={"debtor_name": "MENDEZ ARIAS", "found": "12..34"})
    make.row(made, "faulty", 5, reason="stale")
    return made


def cells(data: bytes, sheet: str, first: int) -> list[list[Any]]:
    return (
        CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)[first:]
    )


def test_the_sheet_shows_the_equation(luz: Scope, lot: Lot) -> None:
    rows = cells(lot_report.sheet(luz, lot.pk), "LOTE", 4)
    assert [[row[0], row[1], round(row[2] * 100)] for row in rows] == [
        ["Declarado en el fichero", 4, 287_83],
        ["Aplicado", 2, 226_70],
        ["Sin emparejar", 1, 61_08],
        ["Ilegible", 1, 5],
        ["Diferencia", 0, 0],
    ]


def test_operaciones_reads_what_it_has_to_enter(luz: Scope, lot: Lot) -> None:
    head, first, second = cells(lot_report.sheet(luz, lot.pk), "APLICADAS", 3)
    assert head[:6] == ["Cliente", "Importe", "Número de factura", "CUPS", "Motivo", "Fecha"]
    assert first[:2] == ["Julián Herrero Olmo", 113.35]
    assert first[3:6] == ["ES0021000000000001AB", "AM04 · Fondos insuficientes", make.TODAY]
    assert (first[7], second[7]) == ("", "Ya constaba por otro fichero")


def test_what_waits_is_there_with_its_reason(luz: Scope, lot: Lot) -> None:
    make.row(make.lot(luz, waiting_count=1, waiting_cents=1), "waiting", 1, reason="stale")  # of another lot
    found = cells(lot_report.sheet(luz, lot.pk), "SIN EMPAREJAR", 4)
    assert [(row[0], row[3], row[8]) for row in found] == [
        ("Sin emparejar", "MENDEZ ARIAS", "El importe «12..34» no se puede leer."),
        ("Ilegible", "", "Otra persona ha cambiado esto entretanto. Vuelve a cargar la página."),
    ]


def test_the_mail_says_the_equation_and_the_reasons(luz: Scope, lot: Lot) -> None:
    told = lot_report.text(luz, lot.pk)
    for words in (lot.ref, lot.file_name, "287,83 €", "226,70 €", "61,08 €", "Diferencia", "AM04 Fondos insuficientes"):
        assert words in told
    assert "1 ya constaban por otro fichero" in told


def test_a_refused_file_is_reported_with_its_sentence(luz: Scope) -> None:
    refused = make.lot(luz, status="refused", reason="unknown_portfolio", reason_data={"code": "otra"})
    assert "No existe la cartera «otra»." in lot_report.text(luz, refused.pk)


def test_the_lot_of_another_portfolio_is_not_told(lot: Lot) -> None:
    with pytest.raises(BadInput, match="unknown_lot"):
        lot_report.sheet(make.scope("gas"), lot.pk)
