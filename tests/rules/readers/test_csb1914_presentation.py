"""Cuaderno 19.14, presentation: our own remittance in the old text form gives the same rows as the pain.008."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.readers.prove import LOT_KINDS
from recobro.readers.rows import BadFile, RowKind
from tests.rules.readers.files import codes, csb1914, debit_1914, faults, items, rows, sums

DEBIT = debit_1914(12345, side="0")
GOOD = csb1914(DEBIT, debit_1914(6655, number=2, side="0"), total=19000, side="0")
OURS = LOT_KINDS["remittance"]


def test_a_presented_debit_carries_what_matching_needs() -> None:
    row = rows(items(GOOD))[0]
    assert (row.kind, row.amount_cents, row.end_to_end_id) == (RowKind.REMITTANCE, 12345, "F2026-00001")
    assert (row.mandate_id, row.sequence, row.signed_on) == ("MND-000001", "RCUR", date(2020, 1, 15))
    assert (row.message_id, row.batch_id, row.due_on) == ("DEV1", "DEV1", date(2026, 11, 20))
    assert row.booked_on is None


def test_the_trailer_declares_it() -> None:
    assert sums(GOOD).headline(OURS).proved
    assert sums(GOOD).headline(LOT_KINDS["returns"]).read_count == 0


def test_a_trailer_that_is_one_cent_off_is_not_proved() -> None:
    problems = sums(csb1914(DEBIT, total=12346, side="0")).headline(OURS).problems
    assert [problem.code for problem in problems] == ["group_total_differs", "group_total_differs", "total_differs"]


@pytest.mark.parametrize(("end", "codec"), [("\r", "latin-1"), ("\n", "utf-8"), ("\r\n", "latin-1")])
def test_line_ends_and_encodings_make_no_difference(end: str, codec: str) -> None:
    data = csb1914(DEBIT, total=12345, side="0", end=end, codec=codec)
    assert [row.debtor_name for row in rows(items(data))] == ["CLIENTE Ñ 1"]


def test_an_amount_that_cannot_be_read_is_a_fault() -> None:
    (fault,) = faults(items(csb1914(debit_1914(0, amount="0000012..45", side="0"), total=0, side="0")))
    assert (fault.code, fault.kind) == ("bad_amount", RowKind.REMITTANCE)


def test_a_cut_file_is_refused() -> None:
    with pytest.raises(BadFile) as refused:
        items(GOOD[: GOOD.rindex(b"99")])
    assert refused.value.code == "missing_trailer"


def test_a_return_inside_a_remittance_is_an_unknown_record() -> None:
    assert "unknown_record" in codes(items(GOOD + b"2319143003\n"))
