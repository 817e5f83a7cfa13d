"""One event, however many files tell of it; a second return of a re-presented collection is a second event."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

from recobro.billing.models import CollectionAttempt, DebitReturn, Invoice, LedgerEntry, LotRow
from recobro.parties.models import Account
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import DAY, Back, Money, camt053, camt054, pain002

RETURN = Back()


def later(days: int) -> Back:
    return replace(RETURN, on=DAY + timedelta(days=days))


def evidences() -> list[int]:
    return list(DebitReturn.objects.order_by("id").values_list("evidences", flat=True))


def test_the_statement_repeats_what_the_notification_said(invoice: None, take_in: Take) -> None:
    take_in(camt054(RETURN))
    report = take_in(camt053(later(1)))
    assert (report.booked, report.known) == ((1, 10000), (1, 10000))
    assert evidences() == [2]


def test_seven_days_are_near_and_eight_are_another_event(invoice: None, take_in: Take) -> None:
    take_in(camt054(RETURN))
    take_in(camt053(later(7)))
    assert evidences() == [2]
    take_in(camt053(later(15), message="S2"))
    assert evidences() == [2, 1]
    assert proved() == 10000


def test_the_same_bank_telling_of_another_day_is_a_re_presentation_returned_again(invoice: None, take_in: Take) -> None:
    take_in(camt054(RETURN, message="A"))
    report = take_in(camt054(later(5), message="B"))
    assert report.known == (0, 0)
    assert list(CollectionAttempt.objects.order_by("ordinal").values_list("ordinal", "assumed")) == [
        (1, True),
        (2, True),
    ]
    assert Invoice.objects.get().returns == 2
    assert Invoice.objects.get().last_return_on == later(5).on
    assert proved() == 10000


def test_two_batches_are_two_events_on_the_same_day(invoice: None, take_in: Take) -> None:
    take_in(camt054(replace(RETURN, batch="B-1"), message="A"))
    take_in(camt054(replace(RETURN, batch="B-2"), message="B"))
    assert evidences() == [1, 1]


def test_equal_rows_of_one_file_are_both_real(invoice: None, take_in: Take) -> None:
    report = take_in(camt054(RETURN, RETURN))
    assert (report.booked, report.known) == ((2, 20000), (0, 0))
    assert evidences() == [1, 1]
    again = take_in(camt054(RETURN, RETURN, RETURN, message="B"))
    assert (again.booked[0], again.known[0]) == (3, 2)
    assert Invoice.objects.get().returns == 3
    assert proved() == 10000


def test_one_return_takes_one_row_of_a_statement(invoice: None, take_in: Take) -> None:
    """A re-presentation that came back within the week is not swallowed by the first return."""
    take_in(camt054(RETURN))
    take_in(camt053(RETURN, later(5)))
    assert evidences() == [2, 1]


def test_a_reject_and_the_return_are_one_event(invoice: None, take_in: Take) -> None:
    take_in(pain002(("F-1", "AC01")))
    take_in(camt054(replace(RETURN, on=DAY + timedelta(days=2), code="AC01")))
    assert evidences() == [2]
    assert proved() == 10000


def test_the_banks_row_is_evidence_of_what_the_erp_had_told(take_in: Take) -> None:
    take_in(files.unpaid(f"Ana Ejemplo;100,00;F-1;{files.CUPS};"))
    opened = DebitReturn.objects.get()
    assert opened.source == "erp"
    take_in(camt054(replace(RETURN, on=opened.returned_on - timedelta(days=30), mandate="")))
    again = DebitReturn.objects.get()
    assert (again.evidences, again.reason_code) == (2, "AM04")
    assert proved() == 10000


def test_a_return_after_payment_by_transfer_leaves_nothing_owed(invoice: None, take_in: Take) -> None:
    take_in(camt054(Money(reference="F-1"), message="A"))
    take_in(camt054(RETURN, message="B"))
    assert open_cents() == 0
    assert proved() == 0


def test_an_unknown_invoice_of_a_known_mandate_is_opened(customer: None, take_in: Take) -> None:
    take_in(camt054(RETURN))
    invoice = Invoice.objects.get()
    assert (invoice.number, invoice.assumed, invoice.open_cents, invoice.returns) == ("F-1", True, 10000, 1)
    entries = list(LedgerEntry.objects.order_by("id").values_list("kind", "amount_cents"))
    assert entries == [("charged", 10000), ("collected", -10000), ("returned", 10000)]
    assert proved() == 10000


def test_the_invoice_file_enriches_it_and_posts_nothing(customer: None, take_in: Take) -> None:
    take_in(camt054(RETURN))
    report = take_in(files.invoices())
    assert (report.booked, report.known) == ((1, 10000), (1, 10000))
    invoice = Invoice.objects.get()
    assert (invoice.assumed, invoice.due_on.isoformat()) == (False, "2026-10-21")
    assert proved() == 10000


def test_an_invoice_of_another_amount_than_assumed_waits(customer: None, take_in: Take) -> None:
    take_in(camt054(RETURN))
    report = take_in(files.invoices("C-1;F-1;100,01;01/10/2026;21/10/2026"))
    assert report.waiting == (1, 10001)
    assert LotRow.objects.get(status="waiting").reason == "amount_differs"
    assert open_cents() == 10000


def test_a_new_number_beside_an_assumed_invoice_of_the_same_amount_waits(customer: None, take_in: Take) -> None:
    """Some companies' end-to-end ids are no invoice numbers: the debt would stand twice."""
    take_in(camt054(replace(RETURN, end_to_end_id="E2E-77")))
    take_in(files.invoices("C-1;F-1;100,00;01/11/2026;21/11/2026"))
    assert LotRow.objects.get(status="waiting").reason == "maybe_assumed"
    assert proved() == 10000


def test_without_end_to_end_id_only_the_one_invoice_of_that_amount_will_do(invoice: None, take_in: Take) -> None:
    bare = replace(RETURN, end_to_end_id="")
    assert take_in(camt054(bare)).booked == (1, 10000)
    take_in(files.invoices("C-1;F-2;100,00;01/11/2026;21/11/2026"))
    take_in(camt054(replace(bare, on=DAY + timedelta(days=3)), message="B"))
    assert LotRow.objects.get(status="waiting").reason == "invoice_unclear"


def test_clues_that_disagree_are_never_decided(invoice: None, take_in: Take) -> None:
    take_in(files.contracts(f"C-2;Luis Ejemplo;00000002W;{files.CUPS_2};MND-2;;"))
    take_in(camt054(replace(RETURN, mandate="MND-2")))
    row = LotRow.objects.get(status="waiting")
    assert row.reason == "clues_disagree"
    assert sorted(row.proposals.values_list("account__ref", flat=True)) == ["C-1", "C-2"]


def test_a_fee_is_never_part_of_the_debt(invoice: None, take_in: Take) -> None:
    xml = camt054(RETURN).read().decode()
    xml = xml.replace('<Ntry><Amt Ccy="EUR">100.00', '<Ntry><Amt Ccy="EUR">101.80').replace(
        '<Amt Ccy="EUR">100.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><RtrInf>',
        '<Amt Ccy="EUR">101.80</Amt><CdtDbtInd>DBIT</CdtDbtInd><AmtDtls><InstdAmt>'
        '<Amt Ccy="EUR">100.00</Amt></InstdAmt></AmtDtls>'
        '<Chrgs><Rcrd><Amt Ccy="EUR">1.80</Amt><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs><RtrInf>',
    )
    report = take_in(io.BytesIO(xml.encode()))
    assert report.booked == (1, 10000), report.sentence
    assert DebitReturn.objects.get().fee_cents == 180
    assert proved() == 10000


def test_accounts_of_the_other_portfolio_are_never_touched(invoice: None) -> None:
    assert set(Account.objects.values_list("portfolio__code", flat=True)) == {"luz"}


def test_a_return_of_more_than_its_invoice_waits(invoice: None, take_in: Take) -> None:
    """A fee hidden in the amount, or another invoice's: nobody could see the rest in the ledger."""
    report = take_in(camt054(Back(amount="160.00")))
    assert (report.booked[0], report.waiting) == (0, (1, 16000))
    assert LotRow.objects.get(status="waiting").reason == "amount_differs"
    assert proved() == 10000
