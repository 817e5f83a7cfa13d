"""Our own remittances: presented is money in flight, a credit of the bank is money, and nothing counts twice."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from recobro.billing.models import CollectionAttempt, DebitReturn, Invoice, LedgerEntry, Lot, LotRow
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import Back, camt054
from tests.db.billing.remittances import DUE, Debit, answer, credited, pain008

DEBIT = Debit()
LATER = replace(DEBIT, end_to_end_id="F-2", amount="60.00")


def attempt() -> CollectionAttempt:
    return CollectionAttempt.objects.get()


def entries() -> list[tuple[str, int]]:
    return list(LedgerEntry.objects.order_by("id").values_list("kind", "amount_cents"))


def told(kind: str) -> list[tuple[str, str]]:
    return list(LotRow.objects.filter(kind=kind).order_by("id").values_list("status", "reason"))


def test_what_is_presented_is_in_flight_and_moves_no_cent(invoice: None, take_in: Take) -> None:
    report = take_in(pain008())
    assert (report.status, report.kind, report.lot_ref[:3], report.booked) == (
        "booked",
        "remittance",
        "REM",
        (1, 10000),
    )
    found = attempt()
    assert (found.assumed, found.message_id, found.batch_id, found.due_on) == (False, "REM-1", "B-1", DUE)
    assert (found.collected_on, found.cancelled_on, found.presented_on) == (None, None, date(2026, 11, 16))
    assert (open_cents(), proved()) == (10000, 10000)


def test_an_unknown_invoice_of_a_known_mandate_is_named_and_owes_nothing(customer: None, take_in: Take) -> None:
    take_in(pain008())
    invoice = Invoice.objects.get()
    assert (invoice.number, invoice.assumed, invoice.amount_cents, invoice.open_cents) == ("F-1", True, 0, 0)
    assert entries() == []


def test_a_debit_of_nobody_waits_for_its_contract(take_in: Take) -> None:
    report = take_in(pain008())
    assert (report.status, report.waiting) == ("booked", (1, 10000))
    assert not CollectionAttempt.objects.exists()
    take_in(files.contracts())
    assert attempt().assumed is False
    assert Lot.objects.get(kind="remittance").waiting_count == 0


def test_a_credit_of_the_bank_collects(invoice: None, take_in: Take) -> None:
    take_in(pain008())
    take_in(credited(DEBIT))
    assert (attempt().collected_on, open_cents(), proved()) == (DUE, 0, 0)
    assert told("collection") == [("booked", "")]


def test_a_credit_of_an_unknown_invoice_charges_and_collects(customer: None, take_in: Take) -> None:
    take_in(pain008())
    take_in(credited(DEBIT))
    assert entries() == [("charged", 10000), ("collected", -10000)]
    assert (Invoice.objects.get().amount_cents, proved()) == (10000, 0)
    take_in(files.invoices())  # enriches and posts nothing
    assert (Invoice.objects.get().assumed, proved()) == (False, 0)


def test_the_statement_repeats_the_credit_of_the_notification(invoice: None, take_in: Take) -> None:
    take_in(pain008())
    take_in(credited(DEBIT))
    take_in(credited(DEBIT, kind="053", batch="", message="STM", on=DUE + timedelta(days=1)))
    assert told("collection") == [("booked", ""), ("known", "")]
    assert proved() == 0


def test_a_batch_credited_as_one_sum_collects_all_of_it(invoice: None, take_in: Take) -> None:
    take_in(pain008(DEBIT, LATER))
    take_in(credited(bare="160.00"))
    assert CollectionAttempt.objects.filter(collected_on=DUE).count() == 2
    assert proved() == 0


def test_a_sum_without_what_was_rejected_collects_the_rest(invoice: None, take_in: Take) -> None:
    take_in(pain008(DEBIT, LATER))
    take_in(answer(("F-2", "AC01")))
    take_in(credited(bare="100.00"))
    assert list(CollectionAttempt.objects.order_by("end_to_end_id").values_list("collected_on", flat=True)) == [
        DUE,
        None,
    ]
    assert proved() == 6000


def test_another_sum_than_the_batch_holds_is_a_question(invoice: None, take_in: Take) -> None:
    take_in(pain008(DEBIT, LATER))
    take_in(credited(bare="100.00"))
    assert told("collection") == [("waiting", "batch_sum_differs")]
    take_in(answer(("F-2", "AC01")))  # the reject explains the difference: the row is looked at again
    assert told("collection") == [("booked", "")]
    assert proved() == 6000


def test_a_reject_takes_the_amount_from_our_own_debit(customer: None, take_in: Take) -> None:
    take_in(pain008())
    report = take_in(answer(("F-1", "AC01")))
    assert report.booked == (1, 10000)
    assert (open_cents(), CollectionAttempt.objects.count(), DebitReturn.objects.get().reason_code) == (
        10000,
        1,
        "AC01",
    )
    assert proved() == 10000


def test_a_credit_before_the_return_nets_to_zero_in_one_file(customer: None, take_in: Take) -> None:
    take_in(pain008())
    take_in(credited(DEBIT))
    take_in(camt054(Back(batch="B-1")))
    assert (open_cents(), CollectionAttempt.objects.count(), proved()) == (10000, 1, 10000)
    assert [kind for kind, _ in entries()] == ["charged", "collected", "returned"]


def test_a_credit_of_what_the_bank_had_refused_is_a_question(invoice: None, take_in: Take) -> None:
    take_in(pain008())
    take_in(answer(("F-1", "AC01")))
    take_in(credited(DEBIT))
    assert told("collection") == [("waiting", "collected_but_rejected")]
    assert proved() == 10000


def test_more_than_is_open_stays_as_credit(invoice: None, take_in: Take) -> None:
    take_in(camt054(files.Money(reference="F-1", amount="40.00")))
    take_in(pain008())
    take_in(credited(DEBIT))
    assert (open_cents(), proved()) == (0, -4000)


def test_accepted_is_evidence_and_not_paid(invoice: None, take_in: Take) -> None:
    """Rule 13, for one transaction and for a whole block."""
    take_in(pain008())
    take_in(answer(accepted=("F-1",)))
    assert (attempt().accepted_on, attempt().collected_on, proved()) == (date(2026, 11, 17), None, 10000)


def test_a_whole_block_accepted_marks_all_of_it(invoice: None, take_in: Take) -> None:
    take_in(pain008(DEBIT, LATER))
    take_in(answer(state="ACCP"))
    assert CollectionAttempt.objects.filter(accepted_on=date(2026, 11, 17)).count() == 2
    assert proved() == 10000


@pytest.mark.parametrize("reason", ["DU01", "FF01", "AM10"])
def test_a_file_refused_for_our_own_fault_leaves_nobody_unpaid(invoice: None, take_in: Take, reason: str) -> None:
    """Rule 3."""
    take_in(pain008(DEBIT, LATER))
    report = take_in(answer(whole="RJCT", reason=reason))
    assert report.status == "booked", report.sentence
    assert CollectionAttempt.objects.filter(cancelled_on=date(2026, 11, 17)).count() == 2
    assert (DebitReturn.objects.count(), proved()) == (0, 10000)


def test_a_block_refused_as_a_whole_rejects_each_of_its_transactions(invoice: None, take_in: Take) -> None:
    """Rule 2."""
    take_in(pain008(DEBIT, LATER))
    report = take_in(answer(state="RJCT", reason="AG01"))
    assert (report.status, report.booked, report.declared_by) == ("booked", (2, 16000), "remittance")
    assert set(DebitReturn.objects.values_list("reason_code", flat=True)) == {"AG01"}
    assert proved() == 16000


def test_a_whole_reject_waits_for_the_remittance_and_books_when_it_comes(invoice: None, take_in: Take) -> None:
    waiting = take_in(answer(state="RJCT", reason="AG01"))
    assert (waiting.status, waiting.reason) == ("waiting", "whole_reject")
    take_in(pain008(DEBIT, LATER))
    assert Lot.objects.get(pk=waiting.lot_id).status == "booked"
    assert (DebitReturn.objects.count(), proved()) == (2, 16000)


def test_a_whole_reject_without_our_message_id_waits_for_a_person(invoice: None, take_in: Take) -> None:
    take_in(pain008())
    assert take_in(answer(state="RJCT", reason="AG01", message="")).status == "waiting"


def test_a_file_sent_twice_leaves_the_first_one_alone(invoice: None, take_in: Take) -> None:
    take_in(pain008())
    take_in(answer(state="ACCP"))
    take_in(answer(whole="RJCT", reason="DU01", on="2026-11-18"))
    assert attempt().cancelled_on is None


def test_the_same_remittance_in_other_bytes_is_a_duplicate(invoice: None, take_in: Take) -> None:
    take_in(pain008())
    again = pain008().read().replace(b'<?xml version="1.0"?>', b'<?xml version="1.0" encoding="UTF-8"?>')
    assert take_in(io.BytesIO(again)).status == "duplicate"
    assert CollectionAttempt.objects.count() == 1


def test_the_return_that_came_first_is_completed(invoice: None, take_in: Take) -> None:
    take_in(camt054(Back()))
    assert attempt().assumed
    take_in(pain008())
    found = attempt()
    assert (found.assumed, found.batch_id, found.due_on, found.presented_on) == (False, "B-1", DUE, date(2026, 11, 16))
    assert proved() == 10000


def test_a_second_presentation_is_told_from_the_first_by_its_day(invoice: None, take_in: Take) -> None:
    """Rule 8: the same reference, presented, returned, presented and returned again."""
    take_in(pain008())
    take_in(pain008(message="REM-2", batch="B-2", due=DUE + timedelta(days=14), made="2026-11-30"))
    take_in(camt054(Back(on=DUE + timedelta(days=16)), message="A"))
    take_in(camt054(Back(on=DUE + timedelta(days=2)), message="B"))
    found = CollectionAttempt.objects.order_by("ordinal").values_list("message_id", "debitreturn__returned_on")
    assert list(found) == [("REM-1", DUE + timedelta(days=2)), ("REM-2", DUE + timedelta(days=16))]
    assert proved() == 10000


def test_a_reference_that_is_no_invoice_waits_beside_an_open_invoice_of_its_amount(
    invoice: None, take_in: Take
) -> None:
    report = take_in(pain008(replace(DEBIT, end_to_end_id="REM-77")))
    assert report.waiting == (1, 10000)
    assert told("remittance") == [("waiting", "invoice_unclear")]


def test_our_own_text_names_the_invoice(invoice: None, take_in: Take) -> None:
    take_in(pain008(replace(DEBIT, end_to_end_id="REM-77", text="Factura F-1")))
    assert attempt().invoice.number == "F-1"


def test_without_reference_the_mandate_and_the_amount_will_do(invoice: None, take_in: Take) -> None:
    take_in(pain008(replace(DEBIT, end_to_end_id="")))
    assert attempt().invoice.number == "F-1"


def test_more_than_the_invoice_waits(invoice: None, take_in: Take) -> None:
    assert take_in(pain008(replace(DEBIT, amount="100.01"))).waiting == (1, 10001)


def test_a_control_sum_that_is_one_cent_off_is_refused(invoice: None, take_in: Take) -> None:
    assert take_in(pain008(total="100.01")).status == "refused"
    assert not CollectionAttempt.objects.exists()
