"""Cuaderno 57: payments at counters, the cancelled ones taken off, proved by both totals."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.billing.rules import CONCERNED
from recobro.readers.rows import BadFile, Header, Mismatch, RowKind
from tests.rules.readers.files import codes, faults, items, rows, sums
from tests.rules.readers.fixed import csb57, paid_57

GOOD = csb57(paid_57(2339, "102109676"), paid_57(89583, "100955833"), total=91922)


def test_a_payment_carries_what_its_columns_say() -> None:
    first, second = rows(items(GOOD))
    assert (first.line, first.kind, first.amount_cents, first.currency) == (3, RowKind.PAYMENT, 2339, "EUR")
    assert (first.reference, first.invoice_number, first.instruction_id) == ("0000102109676", "102109676", "301126")
    assert (first.booked_on, second.amount_cents) == (date(2026, 11, 20), 89583)


def test_the_header_tells_bank_and_day() -> None:
    assert items(GOOD)[0] == Header("csb57", created_on=date(2026, 11, 20), sender="2100")


def test_record_90_is_the_declared_total_and_counts_the_payments() -> None:
    headline = sums(GOOD).headline(CONCERNED["payments"])
    assert (headline.declared_by, headline.declared_count, headline.declared_cents) == ("file", 2, 91922)
    assert headline.proved


def test_a_cancelled_payment_is_taken_off() -> None:
    data = csb57(paid_57(2339, "1"), paid_57(2339, "1", cancelled=True), paid_57(500, "2"), total=500)
    assert [row.amount_cents for row in rows(items(data))] == [2339, -2339, 500]
    assert sums(data).headline(CONCERNED["payments"]).proved


def test_a_total_below_zero_has_its_sign() -> None:
    data = csb57(paid_57(2339, "1", cancelled=True), total=-2339, sign="1")
    assert sums(data).headline(CONCERNED["payments"]).proved


def test_one_cent_off_is_caught_by_both_totals() -> None:
    data = csb57(paid_57(2339), total=2340)
    assert Mismatch("group_total_differs", "23,40", "23,39", "80", 4) in items(data)
    problems = sums(data).headline(CONCERNED["payments"]).problems
    assert [problem.code for problem in problems] == ["group_total_differs", "total_differs"]


def test_a_payment_too_few_is_caught_by_the_records() -> None:
    data = csb57(paid_57(2339), total=2339, records=2)
    assert "count_differs" in [problem.code for problem in sums(data).headline(CONCERNED["payments"]).problems]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_trimmed_lines_and_line_ends_shift_no_column(end: str) -> None:
    data = end.encode().join(line.rstrip() for line in GOOD.splitlines())
    assert rows(items(data)) == rows(items(GOOD))


@pytest.mark.parametrize(
    ("payment", "code"),
    [
        (paid_57(amount="0000000012.5"), "bad_amount"),
        (paid_57(100, day="311126"), "bad_date"),
        (paid_57(100)[:75] + "7" + paid_57(100)[76:], "bad_direction"),
        (f"{paid_57(100):<100}9", "long_record"),
    ],
)
def test_a_payment_that_cannot_be_right_is_a_fault(payment: str, code: str) -> None:
    data = csb57(payment, total=100)
    assert [fault.code for fault in faults(items(data))] == [code]
    assert not sums(data).headline(CONCERNED["payments"]).proved


def test_an_unknown_record_is_a_fault_in_the_open() -> None:
    assert codes(items(csb57(paid_57(100), "7070 algo", total=100)))[0] == "unknown_record"


def test_a_file_without_record_90_is_cut() -> None:
    with pytest.raises(BadFile) as refused:
        items(b"\n".join(GOOD.splitlines()[:-1]))
    assert (refused.value.code, refused.value.data["record"]) == ("missing_trailer", "90")


def test_a_trailer_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(BadFile) as refused:
        items(GOOD.replace(b"9070      22350466    000006", b"9070      22350466    0000X6"))
    assert refused.value.code == "bad_trailer"


def test_two_equal_payments_are_both_real() -> None:
    found = rows(items(csb57(paid_57(100, "7"), paid_57(100, "7"), total=200)))
    assert [row.occurrence for row in found] == [1, 2]


def test_a_second_file_behind_the_first_is_read_too() -> None:
    assert len(rows(items(GOOD + GOOD))) == 4
    assert sums(GOOD + GOOD).headline(CONCERNED["payments"]).proved
