"""What a bank of Ecuador answers to our order: paid lines are payments, errors rejects; its words mean what we say."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from recobro.access.queries import system_scope
from recobro.access.scope import Scope
from recobro.billing.models import DebitReturn, Invoice, LotRow, Payment, ResultText
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.flows import columns, take
from recobro.flows.lot_report import LotReport
from recobro.flows.money import undo_payment
from recobro.flows.portfolio import create_portfolio
from recobro.flows.take import Declared

HEAD = "Fecha transmision;Fecha pago;Cod tercero;Estado;Moneda;Forma pago;Valor;Tipo cuenta;Num cuenta"
PAID = "20/11/2026;20/11/2026;{who};Proceso O.K.;DOLAR;CREDITO;25.99;AHORRO;2200000001"
ERROR = "20/11/2026;;{who};ERROR: {why};DOLAR;CREDITO;100.50;CORRIENTE;3100000002"
BOTH = Declared(2, 12649)


@pytest.fixture
def telecom(db: None) -> Iterator[Scope]:
    """A telecom with two customers and what they owe: 25.99 and 100.50."""
    with clock.at(datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("America/Guayaquil"))):
        create_portfolio("ANDINA", country="EC", name="Telefonía Andina")
        scope = system_scope("ANDINA")
        feed(
            scope,
            "contracts",
            "Cliente;Cédula/RUC;Código de cliente;Número de servicio",
            "Ana Inventada;1700000019;C1;EC-700001",
            "Demo SL;1790000001001;C2;EC-700002",
        )
        feed(
            scope,
            "invoices",
            "Factura;Importe;Fecha factura;Vencimiento;Código de cliente",
            "F1;25.99;01/10/2026;21/10/2026;C1",
            "F2;100.50;01/10/2026;21/10/2026;C2",
            declared=BOTH,
        )
        assert Invoice.objects.count() == 2
        yield scope


def feed(scope: Scope, kind: str | None, *lines: str, declared: Declared | None = None) -> LotReport:
    (report,) = take.take(scope, io.BytesIO("\n".join(lines).encode()), file_name="f.csv", kind=kind, declared=declared)
    return report


def answer(
    scope: Scope, *, paid: str = "1700000019", error: str = "1790000001001", why: str = "CUENTA SIN FONDOS"
) -> LotReport:
    """One paid, one refused."""
    return feed(scope, None, HEAD, PAID.format(who=paid), ERROR.format(who=error, why=why), declared=BOTH)


def open_cents() -> dict[str, int]:
    return dict(Invoice.objects.values_list("number", "open_cents"))


@pytest.mark.parametrize(
    ("paid", "error"),
    [("1700000019", "1790000001001"), ("EC-700001", "EC-700002"), ("C1", "C2")],
    ids=["identity", "service", "code"],
)
def test_one_paid_and_one_refused_by_whatever_the_bank_calls_the_customer(
    telecom: Scope, paid: str, error: str
) -> None:
    report = answer(telecom, paid=paid, error=error)
    assert (report.status, report.kind, report.booked) == ("booked", "returns", (2, 12649))
    assert report.reasons == {"AM04": 1}
    assert Payment.objects.get().amount_cents == 2599
    assert DebitReturn.objects.get().reason_code == "AM04"
    assert open_cents() == {"F1": 0, "F2": 10050}


def test_without_a_total_the_answer_waits_like_any_file(telecom: Scope) -> None:
    report = feed(telecom, None, HEAD, PAID.format(who="C1"))
    assert (report.status, report.reason) == ("waiting", "no_declared_total")


def test_words_that_nobody_has_explained_hold_the_invoice_for_a_person(telecom: Scope) -> None:
    report = answer(telecom, why="ALGO MUY RARO")
    assert report.reasons == {"NARR": 1}
    assert ["results_unnamed", "ALGO MUY RARO"] in [[note["code"], note["found"]] for note in report.notes]


def test_the_office_says_what_a_banks_words_mean(telecom: Scope) -> None:
    columns.name_words(telecom, "Algo múy raro.", "AC04")
    assert ResultText.objects.get(text="algo muy raro").reason_code == "AC04"
    assert answer(telecom, why="ALGO MUY RARO").reasons == {"AC04": 1}
    with pytest.raises(BadInput, match="unknown_reason"):
        columns.name_words(telecom, "otra cosa", "NADA")
    with pytest.raises(BadInput, match="result_text_empty"):
        columns.name_words(telecom, " . ", "AC04")


def test_a_customer_with_two_contracts_is_not_guessed(telecom: Scope) -> None:
    feed(
        telecom,
        "contracts",
        "Cliente;Cédula/RUC;Código de cliente;Número de servicio",
        "Ana Inventada;1700000019;C9;EC-700009",
    )
    report = answer(telecom)
    assert report.waiting == (1, 2599)
    assert LotRow.objects.get(lot_id=report.lot_id, status="waiting").reason == "no_match"


def test_the_same_answer_twice_changes_nothing(telecom: Scope) -> None:
    answer(telecom)
    again = feed(telecom, None, HEAD, PAID.format(who="C1"), ERROR.format(who="C2", why="SIN FONDOS"), declared=BOTH)
    assert again.known[0] + again.waiting[0] == 2
    assert Payment.objects.count() == 1
    assert DebitReturn.objects.count() == 1


def test_what_the_bank_takes_back_later_opens_the_invoice_again(telecom: Scope) -> None:
    answer(telecom)
    taken_back = PAID.format(who="1700000019").replace("Proceso O.K.", "REVERSADO")
    report = feed(telecom, None, HEAD, taken_back, declared=Declared(1, -2599))
    assert report.booked == (1, -2599)
    assert open_cents()["F1"] == 2599


def test_a_person_takes_back_a_paid_line(telecom: Scope) -> None:
    answer(telecom)
    undo_payment(telecom, Payment.objects.get().pk, "el banco lo revirtió")
    assert open_cents()["F1"] == 2599


def test_dollars_of_a_bank_are_refused_where_people_pay_in_euros(telecom: Scope) -> None:
    create_portfolio("NORTE", country="ES", name="Norte")
    report = feed(system_scope("NORTE"), None, HEAD, PAID.format(who="C1"), declared=Declared(1, 2599))
    assert (report.status, report.reason) == ("refused", "wrong_currency")
