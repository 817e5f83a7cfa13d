"""camt.053 and camt.054: which bookings are unpaid bills, and how much of each is debt."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.readers.rows import Header, RowKind
from tests.rules.readers.files import OUR_ACCOUNT, camt, codes, entry, faults, items, rows, transaction


def kinds(data: bytes) -> list[RowKind]:
    return [row.kind for row in rows(items(data))]


def test_a_return_carries_everything_that_matching_needs() -> None:
    head, row, *_ = items(camt(entry("123.45", transaction())))
    assert head == Header("camt.054.001.08", "N1", date(2026, 11, 20))
    (row,) = rows([row])
    assert (row.line, row.kind, row.amount_cents, row.currency) == (1, RowKind.RETURN, 12345, "EUR")
    assert (row.end_to_end_id, row.mandate_id, row.reason_code) == ("F2026-00001", "MND-000001", "AM04")
    assert (row.booked_on, row.creditor_account) == (date(2026, 11, 20), OUR_ACCOUNT)


@pytest.mark.parametrize("version", ["02", "04", "06", "08", "12", "14"])
@pytest.mark.parametrize("kind", ["053", "054"])
def test_every_version_reads_the_same(kind: str, version: str) -> None:
    (row,) = rows(items(camt(entry("123.45", transaction()), kind=kind, version=version)))
    assert (row.kind, row.amount_cents) == (RowKind.RETURN, 12345)


def test_version_1_has_its_transactions_directly_under_the_entry() -> None:
    data = camt(
        entry("123.45", transaction(None, more='<AmtDtls><TxAmt><Amt Ccy="EUR">123.45</Amt></TxAmt></AmtDtls>'))
    )
    data = data.replace(b"<NtryDtls>", b"").replace(b"</NtryDtls>", b"").replace(b"Ntfctn>", b"NtfctnV01>")
    data = (
        data.replace(b"<NtfctnV01>", b"<Ntfctn>").replace(b"</NtfctnV01>", b"</Ntfctn>").replace(b"001.08", b"001.01")
    )
    (row,) = rows(items(data))
    assert (row.kind, row.amount_cents) == (RowKind.RETURN, 12345)


def test_the_amount_stands_in_amtdtls_in_version_2() -> None:
    more = '<AmtDtls><TxAmt><Amt Ccy="EUR">66.55</Amt></TxAmt></AmtDtls>'
    (row,) = rows(items(camt(entry("66.55", transaction(None, more=more)), version="02")))
    assert row.amount_cents == 6655


def test_the_debtor_is_one_level_deeper_from_version_7_on() -> None:
    old = "<RltdPties><Dbtr><Nm>Ana Inventada</Nm></Dbtr></RltdPties>"
    new = "<RltdPties><Dbtr><Pty><Nm>Ana Inventada</Nm></Pty></Dbtr></RltdPties>"
    for more in (old, new):
        (row,) = rows(items(camt(entry("123.45", transaction(more=more)))))
        assert row.debtor_name == "Ana Inventada"


def test_return_information_alone_is_no_unpaid_bill() -> None:
    """A transfer of ours that came back carries RtrInf too (rule 1)."""
    back = entry("400.00", transaction("400.00", reason="AC01"), direction="CRDT", family="ICDT/RRTN", reversal=False)
    assert kinds(camt(back)) == [RowKind.OTHER]


def test_a_credit_of_a_customer_is_a_payment() -> None:
    paid = entry("50.00", transaction("50.00", reason=None), direction="CRDT", family="RCDT/ESCT", reversal=False)
    assert kinds(camt(paid)) == [RowKind.PAYMENT]


def test_direct_debits_credited_to_us_are_a_collection() -> None:
    collected = entry("50.00", transaction("50.00", reason=None), direction="CRDT", family="IDDT/ESDD", reversal=False)
    assert kinds(camt(collected)) == [RowKind.COLLECTION]


def test_a_direct_debit_that_others_drew_on_us_is_none_of_our_business() -> None:
    supplier = entry("50.00", transaction("50.00", reason=None), family="RDDT/ESDD", reversal=False)
    assert kinds(camt(supplier)) == [RowKind.OTHER]


def test_a_fee_in_the_direct_debit_family_is_no_return() -> None:
    fee = entry("3.00", transaction("3.00", reason=None), family="IDDT/CHRG", reversal=False)
    assert kinds(camt(fee)) == [RowKind.OTHER]


def test_an_entry_without_transactions_is_a_line_and_no_return() -> None:
    """Rule 5; the file with the detail comes apart, so somebody should know."""
    found = items(camt(entry("123.45")))
    assert [row.kind for row in rows(found)] == [RowKind.OTHER]
    assert "return_without_detail" in codes(found)


def test_a_line_of_customer_transfers_without_detail_is_a_payment() -> None:
    assert kinds(camt(entry("9.00", direction="CRDT", family="RCDT/ESCT", reversal=False))) == [RowKind.PAYMENT]


def test_a_charge_with_a_reason_and_no_family_waits_for_a_person() -> None:
    found = items(
        camt(entry("123.45", transaction(mandate="NOTPROVIDED").replace("<MndtId>NOTPROVIDED</MndtId>", ""), family=""))
    )
    assert [row.kind for row in rows(found)] == [RowKind.OTHER]
    assert "return_without_family" in codes(found)


def test_a_charge_with_reason_and_mandate_is_a_return_even_without_family() -> None:
    assert kinds(camt(entry("123.45", transaction(), family=""))) == [RowKind.RETURN]


def test_a_return_that_the_bank_takes_back_is_told() -> None:
    found = items(camt(entry("123.45", transaction(reason=None), direction="CRDT")))
    assert [row.kind for row in rows(found)] == [RowKind.OTHER]
    assert "return_undone" in codes(found)


@pytest.mark.parametrize("status", ["<Sts>INFO</Sts>", "<Sts><Cd>PDNG</Cd></Sts>", "<Sts><Prtry>AVISO</Prtry></Sts>"])
def test_what_is_not_booked_opens_nothing(status: str) -> None:
    """Rule 6, with both spellings of Sts."""
    found = items(camt(entry("123.45", transaction(), status=status)))
    (row,) = rows(found)
    assert row.pending
    assert "entry_not_booked" in codes(found)


def test_an_entry_without_status_stands_in_a_statement_and_is_booked() -> None:
    found = items(camt(entry("123.45", transaction(), status=""), kind="053"))
    assert not rows(found)[0].pending
    assert "status_missing" in codes(found)


@pytest.mark.parametrize("written", ["NOTPROVIDED", "NotProvided", " NOTPROVIDED "])
def test_a_filler_is_no_identifier(written: str) -> None:
    """Rule 10: what is not provided must not match anything."""
    (row,) = rows(items(camt(entry("123.45", transaction(end_to_end_id=written)))))
    assert row.end_to_end_id == ""


def test_blanks_comments_and_cdata_do_not_change_a_value() -> None:
    """Rule 11: a comment may say MS03 while the code says MS02."""
    written = transaction(reason="\n <!-- MS03 --><![CDATA[MS02]]>\n")
    (row,) = rows(items(camt(entry("123.45", written))))
    assert row.reason_code == "MS02"


def test_the_debt_is_what_we_had_asked_for_and_not_the_fee() -> None:
    more = '<AmtDtls><InstdAmt><Amt Ccy="EUR">66.55</Amt></InstdAmt></AmtDtls>'
    (row,) = rows(items(camt(entry("68.35", transaction("68.35", more=more)))))
    assert (row.amount_cents, row.fee_cents) == (6655, 180)


def test_a_charge_inside_the_amount_is_taken_out_of_the_debt() -> None:
    more = '<Chrgs><Rcrd><Amt Ccy="EUR">1.80</Amt><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>'
    (row,) = rows(items(camt(entry("68.35", transaction("68.35", more=more)))))
    assert (row.amount_cents, row.fee_cents) == (6655, 180)


def test_a_charge_beside_the_amount_is_none_of_the_debt() -> None:
    more = '<Chrgs><Amt Ccy="EUR">1.80</Amt><ChrgInclInd>false</ChrgInclInd></Chrgs>'
    found = items(camt(entry("68.35", transaction("66.55", more=more))))
    assert [(row.amount_cents, row.fee_cents) for row in rows(found)] == [(6655, 0)]


def test_less_booked_than_asked_for_is_a_fault() -> None:
    more = '<AmtDtls><InstdAmt><Amt Ccy="EUR">70.00</Amt></InstdAmt></AmtDtls>'
    (fault,) = faults(items(camt(entry("68.35", transaction("68.35", more=more)))))
    assert fault.code == "amount_below_asked"


def test_two_equal_entries_are_both_real() -> None:
    """Rule 7: inside one file nothing is a duplicate."""
    found = rows(items(camt(entry("4.50", transaction("4.50")), entry("4.50", transaction("4.50")))))
    assert [row.occurrence for row in found] == [1, 2]


def test_an_invoice_returned_on_two_days_is_returned_twice() -> None:
    """Rule 8."""
    again = entry("4.50", transaction("4.50"), day="2026-11-27")
    assert [row.occurrence for row in rows(items(camt(entry("4.50", transaction("4.50")), again)))] == [1, 1]
