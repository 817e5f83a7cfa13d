"""What a bank gives back to our order (Ecuador): paid, refused and why; and the order itself, which is no answer."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.core.wording import say_error
from recobro.readers.rows import BadFile, Header, Note, RowKind
from recobro.readers.sheet_columns import ColumnMap
from tests.rules.readers.files import codes, faults, items, rows, table

HEAD = "Fecha transmision;Fecha pago;Cod tercero;Estado;Moneda;Forma pago;Valor;Tipo cuenta;Num cuenta"
KNOWN = ColumnMap(results={"cuenta sin fondos": "AM04"})


def result(state: str, *, paid: str = "20/11/2026", cents: str = "25.99") -> bytes:
    return table(HEAD, f"20/11/2026;{paid};1700000019;{state};DOLAR;CREDITO;{cents};AHORRO;2200000001")


def test_a_result_is_read_as_payments_and_rejects() -> None:
    data = table(
        HEAD,
        "20/11/2026;20/11/2026;1700000019;Proceso O.K.;DOLAR;CREDITO;25.99;AHORRO;2200000001",
        "20/11/2026;;1790000001001;ERROR: CUENTA SIN FONDOS;DOLAR;CREDITO;100.50;CORRIENTE;3100000002",
    )
    found = items(data, None, KNOWN)
    assert found[0] == Header("csv", sheet_kind="results")
    paid, refused = rows(found)
    assert (paid.kind, paid.amount_cents, paid.currency, paid.customer_ref) == (
        RowKind.PAYMENT, 2599, "USD", "1700000019",
    )  # fmt: skip
    assert (paid.booked_on, paid.pending) == (date(2026, 11, 20), False)
    assert (refused.kind, refused.amount_cents, refused.reason_code) == (RowKind.REJECT, 10050, "AM04")
    assert (refused.reason_text, refused.booked_on, refused.value_on) == ("CUENTA SIN FONDOS", None, date(2026, 11, 20))


@pytest.mark.parametrize("state", ["Proceso O.K.", "Proceso OK", "PROCESO O.K", "proceso ok."])
def test_proceso_ok_with_and_without_its_points(state: str) -> None:
    assert [row.kind for row in rows(items(result(state)))] == [RowKind.PAYMENT]


@pytest.mark.parametrize("state", ["ERROR: Algo nuevo", "ERROR:Algo nuevo", "Error : Algo nuevo", "ERROR: algo nuevo "])
def test_words_that_nobody_has_explained_go_to_a_person(state: str) -> None:
    found = items(result(state))
    (row,) = rows(found)
    assert (row.kind, row.reason_code, row.reason_text.lower()) == (RowKind.REJECT, "NARR", "algo nuevo")
    assert "results_unnamed" in codes(found)


def test_an_error_without_words_is_still_an_error() -> None:
    assert [(row.kind, row.reason_text) for row in rows(items(result("ERROR")))] == [(RowKind.REJECT, "ERROR")]


def test_what_the_bank_has_not_decided_yet_is_only_announced() -> None:
    assert [(row.kind, row.pending) for row in rows(items(result("Pendiente")))] == [(RowKind.PAYMENT, True)]


def test_what_the_bank_takes_back_is_a_payment_undone() -> None:
    assert [(row.kind, row.amount_cents) for row in rows(items(result("REVERSADO")))] == [(RowKind.PAYMENT, -2599)]


@pytest.mark.parametrize("state", ["", "Raro", "Devolución parcial quizá"])
def test_a_state_that_nobody_knows_is_no_payment(state: str) -> None:
    found = items(result(state))
    assert not rows(found)
    assert [fault.code for fault in faults(found)] == ["unknown_status"]


def test_a_result_named_a_payments_file_keeps_its_errors() -> None:
    """Taken as payments alone, the refused lines would be left out without a word."""
    found = rows(items(result("ERROR: X"), "payments"))
    assert [row.kind for row in found] == [RowKind.REJECT]


def test_a_line_without_any_day_is_a_fault() -> None:
    data = result("Proceso O.K.", paid="").replace(b"\n20/11/2026;", b"\n;")
    assert [fault.code for fault in faults(items(data))] == ["missing_date"]


def test_the_same_line_twice_is_told() -> None:
    data = result("Proceso O.K.")
    found = items(data + b"\n" + data.splitlines()[1])
    assert [row.occurrence for row in rows(found)] == [1, 2]
    assert Note("duplicate_row", "1700000019", 3) in found


@pytest.mark.parametrize("kind", ["CO", "PA"])
def test_our_own_order_is_no_answer_of_the_bank(kind: str) -> None:
    line = f"{kind}\t1700000019\tUSD\t2599\tCTA\tAHO\t2200000001\tTEL FIJO NOV\tC\t1700000019\tPEREZ ANA\t0010"
    with pytest.raises(BadFile) as refused:
        items(f"{line}\r\n{line}\r\n".encode())
    assert refused.value.code == "own_order"
    assert "la orden que enviasteis al banco" in say_error(refused.value)
