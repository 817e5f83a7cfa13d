"""Who has paid is left alone: money goes to its invoice, then to the oldest, and the rest stays as credit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from recobro.access.scope import Scope
from recobro.billing.models import AccountBalance, Invoice, LedgerEntry, LotRow, MatchProposal, Payment
from recobro.core.errors import BadInput
from recobro.flows.money import adjust, record_payment, undo_payment
from recobro.parties.models import Account
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import DAY, Money, camt053, camt054

PAID = Money(reference="F-1")


@pytest.fixture
def three(customer: None, take_in: Take) -> None:
    """Three invoices of 100.00, due in October, November and December."""
    take_in(
        files.invoices(
            "C-1;F-1;100,00;01/10/2026;21/10/2026",
            "C-1;F-2;100,00;01/11/2026;21/11/2026",
            "C-1;F-3;100,00;01/12/2026;21/12/2026",
        )
    )


def opened() -> list[int]:
    return list(Invoice.objects.order_by("number").values_list("open_cents", flat=True))


def account() -> int:
    return Account.objects.get(ref="C-1").pk


def test_a_partial_payment_leaves_the_rest_open(invoice: None, take_in: Take) -> None:
    take_in(camt054(replace(PAID, amount="40.00")))
    assert open_cents() == 6000


def test_what_is_left_goes_to_the_oldest_and_then_to_credit(three: None, take_in: Take) -> None:
    take_in(camt054(replace(PAID, reference="F-2", amount="350.00")))
    assert opened() == [0, 0, 0]
    assert LedgerEntry.objects.get(invoice_id=None).amount_cents == -5000
    assert proved() == -5000


def test_money_that_names_no_invoice_pays_the_oldest_of_its_supply(three: None, take_in: Take) -> None:
    take_in(files.payments(f"20/11/2026;150,00;;{files.CUPS};P-1"))
    assert opened() == [0, 5000, 10000]


def test_several_payments_of_one_file_are_spread_in_order(three: None, take_in: Take) -> None:
    take_in(
        camt054(
            replace(PAID, amount="70.00"), replace(PAID, amount="60.00"), replace(PAID, reference="F-3", amount="90.00")
        )
    )
    assert opened() == [0, 7000, 1000]
    assert proved() == 8000


def test_money_before_its_invoice_is_credit_and_is_used_at_once(customer: None, take_in: Take) -> None:
    take_in(files.payments(f"20/09/2026;130,00;;{files.CUPS};P-1"))
    assert proved() == -13000
    take_in(files.invoices())
    assert open_cents() == 0
    pair = list(LedgerEntry.objects.filter(kind="collected").order_by("id").values_list("amount_cents", flat=True))
    assert pair[0] == -13000 and sorted(pair[1:]) == [-10000, 10000]
    assert LedgerEntry.objects.get(amount_cents=10000, kind="collected").reverses_id is not None
    assert proved() == -3000


def test_money_of_an_unknown_account_waits_and_books_when_its_contract_comes(take_in: Take) -> None:
    report = take_in(files.payments(f"20/11/2026;40,00;;{files.CUPS};P-1"))
    assert report.waiting == (1, 4000)
    take_in(files.contracts())
    assert proved() == -4000
    row = LotRow.objects.get(kind="payment")
    assert (row.status, row.lot.waiting_count, row.lot.booked_cents) == ("booked", 0, 4000)


def test_a_payment_waiting_in_an_unproved_file_holds_its_customer(invoice: None, take_in: Take) -> None:
    report = take_in(files.sheet(files.PAYMENTS, "20/11/2026;40,00;F-1;;P-1"), kind="payments")
    assert (report.status, report.waiting) == ("waiting", (1, 4000))
    held = MatchProposal.objects.get()
    assert (held.account.ref, held.confidence, held.settled_at) == ("C-1", 95, None)


def test_the_statement_repeats_a_payment_without_booking_it(invoice: None, take_in: Take) -> None:
    take_in(camt054(PAID))
    assert take_in(camt053(PAID)).known == (1, 10000)
    assert Payment.objects.count() == 1


def test_two_equal_transfers_in_one_bank_file_are_both_real(invoice: None, take_in: Take) -> None:
    half = replace(PAID, amount="50.00")
    take_in(camt054(half, half))
    assert open_cents() == 0


def test_two_equal_lines_of_a_sheet_wait_for_a_person(invoice: None, take_in: Take) -> None:
    take_in(files.payments("20/11/2026;50,00;F-1;;P-1", "20/11/2026;50,00;F-1;;P-1"))
    assert LotRow.objects.get(status="waiting", kind="payment").reason == "repeated_in_file"
    assert open_cents() == 5000


def test_the_workbook_of_all_payments_so_far_comes_again_each_day(three: None, take_in: Take) -> None:
    days = [f"{day}/11/2026;40,00;F-{number};{files.CUPS};" for day, number in ((20, 1), (20, 2), (21, 1))]
    for told in (1, 2, 3):
        report = take_in(files.payments(*days[:told]))
        assert (report.booked[0], report.known[0], report.waiting[0]) == (told, told - 1, 0)
    assert opened() == [2000, 6000, 10000]


def test_another_payment_of_the_day_beside_one_that_is_known_waits(three: None, take_in: Take) -> None:
    line = f"20/11/2026;40,00;F-2;{files.CUPS};"
    take_in(files.payments(line))
    take_in(files.payments(f"20/11/2026;40,00;F-1;{files.CUPS};", f"21/11/2026;5,00;F-1;{files.CUPS};"))
    assert LotRow.objects.get(status="waiting", kind="payment").reason == "maybe_the_same_payment"


def test_the_erps_sheet_may_tell_of_what_the_bank_has_told(invoice: None, take_in: Take) -> None:
    take_in(camt054(replace(PAID, amount="50.00")))
    take_in(files.payments("22/11/2026;50,00;F-1;;OTRA-REF"))
    assert LotRow.objects.get(status="waiting", kind="payment").reason == "maybe_the_same_payment"
    assert open_cents() == 5000


def test_a_payment_undone_by_a_file_opens_its_invoice_again(invoice: None, take_in: Take) -> None:
    take_in(files.payments("20/11/2026;100,00;F-1;;P-1"))
    report = take_in(files.payments("23/11/2026;-100,00;F-1;;P-1"))
    assert (report.booked, report.declared_cents) == ((1, -10000), -10000)
    assert open_cents() == 10000
    assert Payment.objects.get().undone_at is not None
    assert proved() == 10000
    again = take_in(files.payments("23/11/2026;-100,00;F-1;;P-1", "23/11/2026;1,00;F-1;;P-9"))
    assert again.known[0] == 1
    assert proved() == 9900


def test_undoing_what_nobody_paid_waits(invoice: None, take_in: Take) -> None:
    take_in(files.payments("23/11/2026;-100,00;F-1;;P-1"))
    assert LotRow.objects.get(status="waiting").reason == "no_payment_to_undo"


def test_a_credit_note_lowers_the_oldest_open_invoice(three: None, take_in: Take) -> None:
    take_in(files.invoices("C-1;R-1;-130,00;10/12/2026;10/12/2026"))
    assert opened() == [0, 7000, 10000, 0]
    assert set(LedgerEntry.objects.exclude(kind="charged").values_list("kind", flat=True)) == {"adjusted"}
    assert proved() == 17000


def test_a_credit_note_larger_than_the_debt_is_credit(invoice: None, take_in: Take) -> None:
    take_in(files.invoices("C-1;R-1;-130,00;10/12/2026;10/12/2026"))
    assert proved() == -3000
    take_in(files.invoices("C-1;F-2;50,00;11/12/2026;31/12/2026"))
    assert open_cents("F-2") == 2000
    assert proved() == 2000


def test_a_person_records_and_undoes_a_payment(scope: Scope, three: None) -> None:
    payment_id = record_payment(scope, account(), 25000, DAY, "ventanilla", "F-3")
    assert opened() == [0, 5000, 0]
    undo_payment(scope, payment_id, "cheque sin fondos")
    assert opened() == [10000, 10000, 10000]
    with pytest.raises(BadInput, match="unknown_payment"):
        undo_payment(scope, payment_id, "otra vez")
    assert proved() == 30000


def test_undoing_a_payment_takes_back_its_credit_wherever_it_went(scope: Scope, customer: None, take_in: Take) -> None:
    payment_id = record_payment(scope, account(), 13000, DAY, "a cuenta")
    take_in(files.invoices())
    undo_payment(scope, payment_id, "devuelta")
    assert open_cents() == 10000
    assert proved() == 10000


def test_other_credit_pays_what_an_undone_payment_opens(scope: Scope, invoice: None) -> None:
    first = record_payment(scope, account(), 10000, DAY, "uno")
    record_payment(scope, account(), 4000, DAY + timedelta(days=1), "dos")
    undo_payment(scope, first, "devuelta")
    assert open_cents() == 6000
    assert proved() == 6000


def test_a_correction_lowers_an_invoice_and_never_below_zero(scope: Scope, invoice: None) -> None:
    adjust(scope, Invoice.objects.get().pk, -12000, "lectura equivocada")
    assert open_cents() == 0
    assert AccountBalance.objects.get().balance_cents == -2000
    assert proved() == -2000


def test_money_of_nothing_or_of_a_foreign_account_is_refused(scope: Scope, invoice: None) -> None:
    with pytest.raises(BadInput, match="payment_not_positive"):
        record_payment(scope, account(), 0, DAY, "")
    with pytest.raises(BadInput, match="unknown_account"):
        record_payment(scope, 10**9, 100, DAY, "")
    with pytest.raises(BadInput, match="unknown_invoice"):
        record_payment(scope, account(), 100, date(2026, 11, 1), "", "F-404")


def test_a_second_equal_transfer_of_the_same_bank_is_not_lost(invoice: None, take_in: Take) -> None:
    """Named only by our own reference it may be paid twice: a person decides."""
    take_in(camt054(PAID, message="MSG-1"))
    again = take_in(camt054(PAID, Money(reference="F-1", amount="1.00"), message="MSG-2"))
    assert (again.known[0], again.waiting[0]) == (0, 1)
    assert LotRow.objects.get(status="waiting").reason == "maybe_the_same_payment"


def test_the_same_transfer_by_its_payers_own_reference_is_known(invoice: None, take_in: Take) -> None:
    named = replace(PAID, end_to_end_id="PAYER-77")
    take_in(camt054(named, message="MSG-1"))
    again = take_in(camt054(named, Money(reference="F-1", amount="1.00"), message="MSG-2"))
    assert (again.known[0], again.waiting[0]) == (1, 0)
