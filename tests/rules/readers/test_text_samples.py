"""The text files of banks among the samples, against the values that were worked out by hand."""

from __future__ import annotations

import io
from collections import Counter

import pytest

from recobro.billing.rules import CONCERNED
from recobro.readers.open import read_file
from recobro.readers.prove import control
from recobro.readers.rows import Declared, Fault, Mismatch, Note, RowKind
from tests.rules.readers.shared_samples import load, only_rows, read

STATEMENTS = {  # file → kinds, declared count and cents, codes of what contradicts, codes of what is noted
    "n43/made_n43_two_returns_fee_payment.n43": (
        {"return": 2, "other": 1, "payment": 1},
        (4, 31525),
        [],
        [],
    ),
    "n43/oca10_test_latin1_crlf.n43": ({"other": 2, "payment": 1}, (3, 45862), [], ["balance_without_sign"]),
    "n43/oca14_test.n43": (
        {"other": 2, "payment": 1},
        (3, 45862),
        [],
        ["balance_without_sign", "record_count_differs", "damaged_characters"],
    ),
    "n43/retrofix_c43_latin1_crlf.n43": (
        {"other": 18, "payment": 3, "collection": 1},
        (22, 278465),
        [],
        [],
    ),
    "n43/sequra_example1.n43": (
        {"payment": 4},
        (6, 1004935),
        ["group_count_differs", "group_total_differs", "group_count_differs", "group_total_differs", "balance_differs"],
        ["no_file_end"],
    ),
}


@pytest.mark.parametrize("name", sorted(STATEMENTS))
def test_a_statement_sample(name: str) -> None:
    kinds, declared, contradictions, notes = STATEMENTS[name]
    found = read(name)
    assert dict(Counter(row.kind.value for row in only_rows(found))) == kinds
    assert [(item.count, item.total_cents) for item in found if isinstance(item, Declared)] == [declared]
    assert [item.code for item in found if isinstance(item, Mismatch)] == contradictions
    assert [item.code for item in found if isinstance(item, Note)] == notes
    assert not [item for item in found if isinstance(item, Fault)]


def test_the_made_statement_tells_two_returns_and_the_payment_that_clears_one() -> None:
    first, second, fee, payment = only_rows(read("n43/made_n43_two_returns_fee_payment.n43"))
    assert (first.kind, first.amount_cents, first.end_to_end_id, first.mandate_id, first.debtor_name) == (
        RowKind.RETURN,
        12345,
        "F2026-00001",
        "MND-000001",
        "MARÍA GARCÍA NÚÑEZ",
    )
    assert (second.amount_cents, second.end_to_end_id, second.reference, second.reason_code) == (
        6655,
        "",
        "F2026-00002",
        "",
    )
    assert second.text == "DEVOLUCION RECIBO F2026-00002 JOSE PEÑA LOPEZ MOTIVO MD06"
    assert (fee.kind, fee.amount_cents) == (RowKind.OTHER, 180)
    assert (payment.amount_cents, payment.text) == (12345, "TRANSFERENCIA DE MARIA GARCIA NUÑEZ F2026-00001")
    assert {row.creditor_account for row in (first, second, fee, payment)} == {"ES9121000418450200051332"}


@pytest.mark.parametrize(
    ("name", "kind", "proved"),
    [
        ("n43/made_n43_two_returns_fee_payment.n43", "returns", True),
        ("n43/retrofix_c43_latin1_crlf.n43", "returns", True),
        ("n43/oca10_test_latin1_crlf.n43", "returns", True),
        ("n43/oca14_test.n43", "returns", True),
        ("n43/sequra_example1.n43", "returns", False),
        ("csb57/retrofix_c57_counter_payments.txt", "payments", True),
    ],
)
def test_a_text_sample_proves_itself_or_does_not(name: str, kind: str, proved: bool) -> None:
    headline = control(read_file(io.BytesIO(load(name)))[1]).headline(CONCERNED[kind])
    assert headline.proved == proved


def test_the_counter_payments_are_those_of_the_list() -> None:
    found = only_rows(read("csb57/retrofix_c57_counter_payments.txt"))
    assert sum(row.amount_cents or 0 for row in found) == 129351
    assert [row.reference for row in found] == (
        "0000102109676,0000100955833,0000102035062,0000100212812,0000001083904,0000001429254,0000100667103,"
        "0000100053080,0000001204621"
    ).split(",")
    assert {row.kind for row in found} == {RowKind.PAYMENT}
