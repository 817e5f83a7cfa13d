"""Cuaderno 19.14: fixed columns, own totals, every way a line may end."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.readers.prove import LOT_KINDS
from recobro.readers.rows import BadFile, Mismatch, RowKind
from tests.rules.readers.files import OUR_ACCOUNT, codes, csb1914, debit_1914, faults, items, rows, sums

GOOD = csb1914(debit_1914(12345), debit_1914(6655, "MD06", number=2), total=19000)


def test_a_return_carries_what_its_columns_say() -> None:
    first, second = rows(items(GOOD))
    assert (first.kind, first.amount_cents, first.currency, first.line) == (RowKind.RETURN, 12345, "EUR", 3)
    assert (first.end_to_end_id, first.mandate_id, first.batch_id) == ("F2026-00001", "MND-000001", "REM1")
    assert (first.reason_code, first.booked_on, first.creditor_account) == ("AM04", date(2026, 11, 20), OUR_ACCOUNT)
    assert (first.debtor_name, first.debtor_account, first.text) == ("CLIENTE Ñ 1", OUR_ACCOUNT, "LUZ NOVIEMBRE")
    assert second.reason_code == "MD06"


def test_record_99_is_the_declared_total() -> None:
    headline = sums(GOOD).headline(LOT_KINDS["returns"])
    assert (headline.declared_by, headline.declared_count, headline.declared_cents) == ("file", 2, 19000)
    assert headline.proved


def test_one_cent_off_is_caught() -> None:
    data = csb1914(debit_1914(12345), debit_1914(6655, number=2), total=19001)
    headline = sums(data).headline(LOT_KINDS["returns"])
    assert [problem.code for problem in headline.problems] == [
        "group_total_differs",
        "group_total_differs",
        "total_differs",
    ]
    assert Mismatch("group_total_differs", "190,01", "190,00", "24", 5) in items(data)


def test_one_debit_too_few_is_caught() -> None:
    problems = sums(csb1914(debit_1914(12345), total=12345, count=2)).headline(LOT_KINDS["returns"]).problems
    assert "count_differs" in [problem.code for problem in problems]


def test_records_11_to_15_are_rejects() -> None:
    data = csb1914(debit_1914(4321, "AC01", side="1"), total=4321, side="1")
    assert [row.kind for row in rows(items(data))] == [RowKind.REJECT]
    assert sums(data).headline(LOT_KINDS["returns"]).proved


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("codec", ["latin-1", "utf-8", "cp1252", "utf-8-sig"])
def test_line_ends_and_encodings_do_not_shift_a_column(end: str, codec: str) -> None:
    data = csb1914(debit_1914(12345), total=12345, end=end, codec=codec)
    (row,) = rows(items(data))
    assert (row.amount_cents, row.debtor_name, row.reason_code) == (12345, "CLIENTE Ñ 1", "AM04")


def test_trimmed_lines_are_read() -> None:
    data = b"\n".join(line.rstrip() for line in GOOD.splitlines())
    assert [row.amount_cents for row in rows(items(data))] == [12345, 6655]


@pytest.mark.parametrize("norm", ["19143", "19154", "19150", "19440"])
def test_the_sister_norms_have_the_same_columns(norm: str) -> None:
    data = GOOD.replace(b"19143", norm.encode())
    assert [row.amount_cents for row in rows(items(data))] == [12345, 6655]


def test_optional_records_are_no_debits() -> None:
    data = csb1914(debit_1914(12345), debit_1914(12345).replace("2319143003", "2319143004"), total=12345, count=1)
    assert len(rows(items(data))) == 1
    assert sums(data).headline(LOT_KINDS["returns"]).proved


def test_several_dates_and_creditors_have_their_own_totals() -> None:
    """Record 24 closes a date, 25 a creditor, 99 the file."""
    one = csb1914(debit_1914(100), total=100).decode("latin-1").splitlines(keepends=True)
    two = csb1914(debit_1914(250, number=2), total=250).decode("latin-1").splitlines(keepends=True)
    end = f"99{350:017d}{2:08d}{12:010d}"
    data = "".join([*one[:-1], *two[1:-1], end]).encode("latin-1")
    assert sums(data).headline(LOT_KINDS["returns"]).proved


def test_an_unreadable_amount_is_a_fault_and_proves_nothing() -> None:
    data = csb1914(debit_1914(0, amount="0000012..34"), debit_1914(6655, number=2), total=6655, count=2)
    (fault,) = faults(items(data))
    assert (fault.line, fault.record, fault.code, fault.found) == (3, "2319143003", "bad_amount", "0000012..34")
    assert not sums(data).headline(LOT_KINDS["returns"]).proved


def test_a_record_cut_short_is_a_fault() -> None:
    lines = GOOD.splitlines()
    lines[2] = lines[2][:60]
    assert codes(items(b"\n".join(lines)))[:1] == ["short_record"]


def test_a_return_on_the_31st_of_november_is_a_fault() -> None:
    data = csb1914(debit_1914(100).replace("20261120", "20261131"), total=100)
    (fault,) = faults(items(data))
    assert (fault.code, fault.found, fault.amount_cents) == ("bad_date", "20261131", 100)


def test_a_return_without_day_has_the_day_of_the_file() -> None:
    data = csb1914(debit_1914(100).replace("20261120", "        "), total=100)
    assert rows(items(data))[0].booked_on == date(2026, 11, 20)


def test_a_file_without_record_99_is_cut() -> None:
    with pytest.raises(BadFile) as refused:
        items(b"\n".join(GOOD.splitlines()[:-1]))
    assert refused.value.code == "missing_trailer"


def test_a_trailer_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(BadFile) as refused:
        items(GOOD.replace(b"99" + b"0" * 12, b"99" + b"X" * 12))
    assert refused.value.code == "bad_trailer"


def test_an_unknown_record_is_a_fault_in_the_open() -> None:
    found = items(GOOD.replace(b"2419143", b"2419143") + b"77 something else\n")
    assert [(fault.code, fault.record) for fault in faults(found)] == [("unknown_record", "77")]


def test_two_equal_debits_are_both_real() -> None:
    data = csb1914(debit_1914(100), debit_1914(100), total=200)
    assert [row.occurrence for row in rows(items(data))] == [1, 2]


def test_a_count_of_records_that_counts_otherwise_is_only_noted() -> None:
    data = GOOD.replace(f"{7:010d}".encode() + b" ", f"{8:010d}".encode() + b" ")
    assert "record_count_differs" in codes(items(data))
    assert sums(data).headline(LOT_KINDS["returns"]).proved


def test_a_control_character_in_a_count_is_no_crash() -> None:
    """Found by mutation: Python strips U+001C as a blank and does not read it as one."""
    data = GOOD.replace(f"{7:010d}".encode() + b" ", b"\x1c" + f"{7:09d}".encode() + b" ")
    assert sums(data).headline(LOT_KINDS["returns"]).proved


def test_a_record_longer_than_600_columns_is_a_fault() -> None:
    """Its columns are shifted: the amount that stands where the amount should be is none."""
    lines = GOOD.splitlines()
    lines[2] = lines[2][:60] + b"000" + lines[2][60:].ljust(540) + b"9"
    (fault,) = faults(items(b"\n".join(lines)))
    assert (fault.code, fault.amount_cents) == ("long_record", None)
