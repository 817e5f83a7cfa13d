"""Money that goes back: out of the credit by itself, out of a paid invoice only when a person says so, never twice."""

from __future__ import annotations

import pytest

from recobro.access.scope import Scope
from recobro.billing.models import Invoice, LedgerEntry, Lot, LotRow, MatchProposal, Payment, Refund
from recobro.core.errors import BadInput
from recobro.flows.money import adjust, record_payment
from recobro.flows.rows import accept
from recobro.journal.models import Entry
from recobro.parties.models import Account
from recobro.reports.check import check
from tests.db.billing import files
from tests.db.billing.conftest import Take, credit, guess, open_cents, proved
from tests.db.billing.files import OVERPAID, REFUND


def waits_as() -> str:
    return LotRow.objects.get(status="waiting", kind="payment").reason


def test_the_overpaid_rest_goes_back_out_of_the_credit(overpaid: Lot, take_in: Take) -> None:
    report = take_in(files.payments(REFUND))
    assert (report.booked, report.waiting, report.declared_cents) == ((1, -5000), (0, 0), -5000)
    entry = LedgerEntry.objects.get(refund_id__isnull=False)
    assert (entry.kind, entry.amount_cents, entry.invoice_id) == ("collected", 5000, None)
    assert entry.reverses_id == LedgerEntry.objects.get(invoice_id=None, amount_cents=-5000).pk
    assert (open_cents(), credit(), proved()) == (0, 0, 0)
    assert Payment.objects.get().undone_at is None
    assert check().clean


def test_part_of_the_credit_may_go_back_and_the_rest_later(overpaid: Lot, take_in: Take) -> None:
    take_in(files.payments("22/11/2026;-20,00;F-1;;"))
    take_in(files.payments("23/11/2026;-30,00;F-1;;"))
    assert (credit(), proved(), Refund.objects.count()) == (0, 0, 2)
    take_in(files.payments("23/11/2026;-0,01;F-1;;"))
    assert (waits_as(), proved()) == ("refund_beyond_credit", 0)


def test_two_refunds_that_only_fit_alone_do_not_both_book(overpaid: Lot, take_in: Take) -> None:
    report = take_in(files.payments("22/11/2026;-30,00;F-1;;R-1", "23/11/2026;-40,00;F-1;;R-2"))
    assert (report.booked, report.waiting) == ((1, -3000), (1, -4000))
    assert (waits_as(), credit()) == ("refund_beyond_credit", 2000)


def test_a_refund_too_large_does_not_stop_one_that_fits(overpaid: Lot, take_in: Take) -> None:
    report = take_in(
        files.payments("22/11/2026;-30,00;F-1;;R-1", "22/11/2026;-40,00;F-1;;R-2", "23/11/2026;-20,00;F-1;;R-3")
    )
    assert (report.booked, report.waiting) == ((2, -5000), (1, -4000))
    assert credit() == 0


def test_a_refund_comes_out_of_several_payments_oldest_first(scope: Scope, customer: None, take_in: Take) -> None:
    owner = Account.objects.get().pk
    first = record_payment(scope, owner, 3000, files.DAY, "uno")
    second = record_payment(scope, owner, 3000, files.DAY, "dos")
    take_in(files.payments(f"23/11/2026;-40,00;;{files.CUPS};"))
    given = LedgerEntry.objects.filter(refund_id__isnull=False).order_by("id")
    assert [(e.payment_id, e.amount_cents) for e in given] == [(first, 3000), (second, 1000)]
    assert (credit(), proved()) == (2000, -2000)


def test_what_was_given_back_pays_no_later_invoice(overpaid: Lot, take_in: Take) -> None:
    take_in(files.payments("23/11/2026;-20,00;F-1;;P-1"))
    take_in(files.invoices("C-1;F-2;100,00;24/11/2026;14/12/2026"))
    assert (open_cents("F-2"), credit(), proved()) == (7000, 0, 7000)


def test_the_credit_of_a_correction_goes_back_as_money(scope: Scope, invoice: None, take_in: Take) -> None:
    adjust(scope, Invoice.objects.get().pk, -12000, "lectura equivocada")
    take_in(files.payments("24/11/2026;-15,00;F-1;;"))
    take_in(files.invoices("C-1;F-2;100,00;24/11/2026;14/12/2026"))
    assert (open_cents("F-2"), credit(), proved()) == (9500, 0, 9500)
    assert check().clean


def test_a_whole_known_payment_is_still_undone(overpaid: Lot, take_in: Take) -> None:
    take_in(files.payments("23/11/2026;-150,00;F-1;;P-1"))
    assert (open_cents(), credit(), Refund.objects.count()) == (10000, 0, 0)
    assert Payment.objects.get().undone_at is not None


def test_the_equal_payment_is_undone_before_any_credit_goes_back(overpaid: Lot, take_in: Take) -> None:
    take_in(files.invoices("C-1;F-2;90,00;01/11/2026;21/11/2026"))
    assert open_cents("F-2") == 4000
    take_in(files.payments("21/11/2026;40,00;F-2;;P-2", "21/11/2026;60,00;;" + files.CUPS + ";P-3"))
    take_in(files.payments("23/11/2026;-40,00;F-2;;P-2"))
    assert Payment.objects.get(reference="P-2").undone_at is not None
    assert (Refund.objects.count(), proved()) == (0, -2000)


def test_a_refund_before_its_payment_waits_and_wakes(invoice: None, take_in: Take) -> None:
    early = take_in(files.payments(REFUND))
    assert (early.waiting, waits_as()) == ((1, -5000), "no_payment_to_undo")
    take_in(files.payments(OVERPAID))
    lot = Lot.objects.get(pk=early.lot_id)
    assert (lot.booked_cents, lot.waiting_count, proved()) == (-5000, 0, 0)
    assert not MatchProposal.objects.filter(settled_at=None).exists()


def test_a_refund_above_its_payment_in_the_same_file_books(invoice: None, take_in: Take) -> None:
    report = take_in(files.payments(REFUND, OVERPAID))
    assert (report.booked, report.waiting, proved()) == ((2, 10000), (0, 0), 0)


def test_credit_of_a_later_day_gives_nothing_back_by_itself(invoice: None, take_in: Take) -> None:
    take_in(files.payments("23/11/2026;150,00;F-1;;P-1"))
    take_in(files.payments("20/11/2026;-50,00;F-1;;"))
    assert (waits_as(), credit()) == ("refund_beyond_credit", 5000)


def test_the_workbook_of_all_payments_gives_back_once(overpaid: Lot, take_in: Take) -> None:
    again = take_in(files.payments(OVERPAID, REFUND))
    assert (again.known, again.booked) == ((1, 15000), (2, 10000))
    more = take_in(files.payments(OVERPAID, REFUND, "24/11/2026;1,00;F-1;;P-2"))
    assert (more.known, proved()) == ((2, 10000), -100)
    assert Refund.objects.count() == 1


def test_an_undoing_without_reference_told_again_takes_no_other_money(invoice: None, take_in: Take) -> None:
    lines = [f"{day}/11/2026;{cents};F-1;;" for day, cents in ((19, "100,00"), (20, "100,00"), (21, "-100,00"))]
    take_in(files.payments(*lines))
    before = (proved(), credit())
    again = take_in(files.payments(*lines, "22/11/2026;1,00;F-1;;"))
    assert again.known[0] == 3
    assert (proved(), credit()) == (before[0] - 100, before[1] + 100)


def test_the_equal_line_of_a_sheet_waits_for_a_person(scope: Scope, overpaid: Lot, take_in: Take) -> None:
    line = "23/11/2026;-20,00;F-1;;R-1"
    take_in(files.payments(line, line))
    assert (waits_as(), credit()) == ("repeated_in_file", 3000)
    accept(scope, guess().pk)
    assert (credit(), Refund.objects.count()) == (1000, 2)


def test_a_refund_of_a_used_payment_waits_with_the_invoice_that_it_would_reopen(
    fully_used: None, take_in: Take
) -> None:
    take_in(files.payments(REFUND))
    assert (waits_as(), open_cents(), proved()) == ("refund_beyond_credit", 0, 0)
    found = guess().invoice
    assert found is not None
    assert (found.number, guess().reason, guess().confidence) == ("F-1", "reopens_what_it_names", 90)


def test_a_person_lets_a_refund_reopen_its_invoice(scope: Scope, fully_used: None, take_in: Take) -> None:
    report = take_in(files.payments(REFUND))
    chosen = guess().pk
    accept(scope, chosen)
    lot = Lot.objects.get(pk=report.lot_id)
    assert (open_cents(), proved(), lot.waiting_count, lot.booked_cents) == (5000, 5000, 0, -5000)
    entry = LedgerEntry.objects.get(refund_id__isnull=False)
    assert (entry.amount_cents, entry.payment_id) == (5000, Payment.objects.get().pk)
    journal = Entry.objects.get(verb="row.matched")
    assert (journal.data["guess"], journal.data["cents"]) == ("reopens_what_it_names", -5000)
    assert check().clean


def test_the_credit_goes_back_first_and_the_invoice_lends_the_rest(scope: Scope, overpaid: Lot, take_in: Take) -> None:
    take_in(files.payments("23/11/2026;-80,00;F-1;;P-1"))
    accept(scope, guess().pk)
    assert (open_cents(), credit(), proved()) == (3000, 0, 3000)


def test_money_that_names_nothing_reopens_what_was_paid_last(scope: Scope, fully_used: None, take_in: Take) -> None:
    take_in(files.invoices("C-1;F-2;60,00;01/11/2026;21/11/2026"))
    take_in(files.payments("21/11/2026;60,00;F-2;;P-2"))
    take_in(files.payments(f"23/11/2026;-25,00;;{files.CUPS};"))
    found = guess().invoice
    assert found is not None
    assert (found.number, guess().reason, guess().confidence) == ("F-2", "reopens_last_paid", 60)
    accept(scope, guess().pk)
    assert (open_cents("F-1"), open_cents("F-2")) == (0, 2500)


def test_more_than_any_one_invoice_reopens_several_the_last_first(
    scope: Scope, fully_used: None, take_in: Take
) -> None:
    take_in(files.invoices("C-1;F-2;60,00;01/11/2026;21/11/2026"))
    take_in(files.payments("21/11/2026;60,00;F-2;;P-2"))
    take_in(files.payments(f"23/11/2026;-130,00;;{files.CUPS};"))
    assert (guess().invoice_id, guess().reason, guess().confidence) == (None, "reopens_last_paid", 50)
    accept(scope, guess().pk)
    assert (open_cents("F-1"), open_cents("F-2"), proved()) == (7000, 6000, 13000)


def test_more_than_was_ever_paid_waits_and_no_one_can_book_it(scope: Scope, fully_used: None, take_in: Take) -> None:
    take_in(files.payments("23/11/2026;-100,01;F-1;;R-1"))
    assert (waits_as(), guess().reason) == ("refund_beyond_payments", "same_account")
    with pytest.raises(BadInput, match="refund_beyond_payments"):
        accept(scope, guess().pk)
    assert (open_cents(), proved()) == (0, 0)


def test_the_proposal_follows_what_was_paid_since(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(files.payments(REFUND))
    assert (waits_as(), guess().reason) == ("no_payment_to_undo", "same_account")
    take_in(files.payments("20/11/2026;100,00;F-1;;P-1"))
    assert (waits_as(), guess().reason) == ("refund_beyond_credit", "reopens_what_it_names")


def test_money_that_a_person_accepts_wakes_its_refund(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(files.payments("20/11/2026;150,00;F-X;;P-1"))
    take_in(files.payments(REFUND))
    row = LotRow.objects.get(amount_cents=15000)
    made = MatchProposal.objects.create(
        portfolio_id=scope.portfolio_id, lot_row=row, account=Account.objects.get(), reason="same_name", confidence=50
    )
    accept(scope, made.pk)
    assert (credit(), proved(), Refund.objects.count()) == (0, 0, 1)
