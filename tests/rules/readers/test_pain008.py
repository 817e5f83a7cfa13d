"""pain.008: what we sent to the bank ourselves, with the totals that it states of itself."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.readers.prove import LOT_KINDS
from recobro.readers.rows import BadFile, Declared, Header, Mismatch, RowKind
from tests.rules.readers.files import block_008, codes, debit_008, faults, items, pain008, rows, sums

OURS = LOT_KINDS["remittance"]


def test_a_presented_debit_carries_what_matching_needs() -> None:
    found = items(pain008(block_008(debit_008())))
    (row,) = rows(found)
    assert (row.kind, row.amount_cents, row.currency) == (RowKind.REMITTANCE, 12345, "EUR")
    assert (row.end_to_end_id, row.instruction_id, row.mandate_id) == ("F2026-00001", "I1", "MND-000001")
    assert (row.message_id, row.batch_id, row.sequence) == ("REM1", "REM1-RCUR", "RCUR")
    assert (row.due_on, row.signed_on) == (date(2026, 11, 18), date(2020, 1, 15))
    assert (row.debtor_name, row.debtor_account) == ("María García Núñez", "ES7921000813610123456789")
    assert row.text == "Factura F2026-00001"
    assert found[0] == Header("pain.008.001.02", "REM1", date(2026, 11, 16), sender="Electrica Demo SL")


@pytest.mark.parametrize("version", ["01", "02", "03", "07", "08", "09", "11"])
def test_every_version_reads_the_same(version: str) -> None:
    data = pain008(block_008(debit_008()), version=version)
    if version == "01":
        data = data.replace(b"CstmrDrctDbtInitn", b"pain.008.001.01")
    assert [row.amount_cents for row in rows(items(data))] == [12345]


def test_the_sequence_of_a_transaction_wins_over_that_of_its_block() -> None:
    own = debit_008(more="<PmtTpInf><SeqTp>FRST</SeqTp></PmtTpInf>")
    assert [row.sequence for row in rows(items(pain008(block_008(own, debit_008()))))] == ["FRST", "RCUR"]


def test_a_structured_reference_is_kept_apart_from_the_text() -> None:
    own = debit_008(text="<Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd>")
    (row,) = rows(items(pain008(block_008(own))))
    assert (row.reference, row.text) == ("RF18539007547034", "")


def test_group_and_blocks_are_proved() -> None:
    data = pain008(block_008(debit_008(), debit_008("66.55")), block_008(debit_008("43.21"), name="REM1-FRST"))
    assert Declared("file", 3, 23321, 3, RowKind.REMITTANCE, "EUR") in items(data)
    assert sums(data).headline(OURS).proved


def test_a_block_that_misses_its_sum_or_its_count_is_told() -> None:
    data = pain008(block_008(debit_008(), count=2, total="123.46"))
    found = items(data)
    assert Mismatch("group_count_differs", "2", "1", "PmtInf/NbOfTxs", 1) in found
    assert Mismatch("group_total_differs", "123.46", "123.45", "PmtInf/CtrlSum", 1) in found


def test_a_group_that_is_one_cent_off_is_not_proved() -> None:
    problems = sums(pain008(block_008(debit_008()), total="123.46")).headline(OURS).problems
    assert [problem.code for problem in problems] == ["total_differs"]


def test_without_a_control_sum_of_the_group_those_of_all_blocks_count() -> None:
    data = pain008(block_008(debit_008()), block_008(debit_008("1.00"), name="B"), total="-")
    assert sums(data).headline(OURS).declared_cents == 12445


def test_without_any_control_sum_the_total_is_unknown_and_not_guessed() -> None:
    headline = sums(pain008(block_008(debit_008(), total="-"), total="-")).headline(OURS)
    assert (headline.declared_count, headline.declared_cents, headline.proved) == (1, None, False)


def test_an_amount_that_cannot_be_read_is_a_fault_and_hides_nobody() -> None:
    """Rule 12."""
    found = items(pain008(block_008(debit_008("12..34"), debit_008("1.234"), debit_008("2.00")), total="1"))
    assert [(fault.code, fault.found) for fault in faults(found)] == [
        ("bad_amount", "12..34"),
        ("more_than_two_decimals", "1.234"),
    ]
    assert [row.amount_cents for row in rows(found)] == [200]


def test_a_day_that_does_not_exist_keeps_its_amount_in_the_count() -> None:
    (fault,) = faults(items(pain008(block_008(debit_008(), due="2026-11-31"))))
    assert (fault.code, fault.field, fault.amount_cents) == ("bad_date", "ReqdColltnDt", 12345)
    signed = debit_008().replace("2020-01-15", "2020-13-15")
    (fault,) = faults(items(pain008(block_008(signed))))
    assert (fault.code, fault.field, fault.amount_cents) == ("bad_date", "DtOfSgntr", 12345)


def test_a_reference_that_is_not_provided_is_none() -> None:
    """Rule 10."""
    (row,) = rows(items(pain008(block_008(debit_008(end_to_end_id="NOTPROVIDED")))))
    assert row.end_to_end_id == ""


def test_equal_debits_of_one_remittance_are_both_real() -> None:
    """Rule 7."""
    assert [row.occurrence for row in rows(items(pain008(block_008(debit_008(), debit_008()))))] == [1, 2]


def test_amounts_of_two_currencies_are_never_added() -> None:
    data = pain008(block_008(debit_008(), debit_008(currency="USD")))
    assert "mixed_currencies" in [problem.code for problem in sums(data).headline(OURS).problems]


def test_a_namespace_that_nobody_knows_needs_a_person() -> None:
    """Rule 9."""
    data = pain008(block_008(debit_008())).replace(b"tech:xsd:pain.008", b"tech:xsd:other.008")
    assert "unknown_namespace" in codes(items(data))


def test_a_remittance_without_its_header_is_refused() -> None:
    with pytest.raises(BadFile) as refused:
        items(pain008(block_008(debit_008())).replace(b"GrpHdr", b"Nothing"))
    assert refused.value.code == "no_group_header"


def test_a_remittance_of_nothing_holds_nothing() -> None:
    assert rows(items(pain008(total="0"))) == []
