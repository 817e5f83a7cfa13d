"""What went back and is taken back: a payment, a file, a refund; the totals and the database keep count."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from recobro.access.scope import Scope
from recobro.billing.models import LedgerEntry, Lot, LotRow, Payment, Refund
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.flows.money import undo_payment
from recobro.flows.reverse import reverse
from recobro.flows.rows import accept
from recobro.reports import totals
from recobro.reports.check import check
from tests.db.billing import files
from tests.db.billing.conftest import Take, credit, guess, open_cents, proved
from tests.db.billing.files import OVERPAID, REFUND


def test_undoing_the_payment_after_a_refund_takes_back_only_the_rest(
    scope: Scope, overpaid: Lot, take_in: Take
) -> None:
    take_in(files.payments("23/11/2026;-20,00;F-1;;P-1"))
    undo_payment(scope, Payment.objects.get().pk, "cheque sin fondos")
    assert (open_cents(), credit(), proved()) == (10000, 0, 10000)


def test_the_whole_payment_cannot_go_back_after_a_part_of_it(overpaid: Lot, take_in: Take) -> None:
    take_in(files.payments(REFUND))
    take_in(files.payments("24/11/2026;-150,00;F-1;;P-1"))
    assert LotRow.objects.get(status="waiting").reason == "refund_beyond_payments"
    assert (open_cents(), proved()) == (0, 0)


def test_taking_back_the_refunds_file_gives_the_credit_back(scope: Scope, overpaid: Lot, take_in: Take) -> None:
    report = take_in(files.payments(REFUND))
    reverse(scope, report.lot_id, "fichero de pruebas")
    assert (credit(), proved()) == (5000, -5000)
    assert Refund.objects.get().undone_at is not None
    assert take_in(files.payments(REFUND)).booked == (1, -5000)
    assert (credit(), proved()) == (0, 0)
    assert check().clean


def test_taking_back_a_refund_that_reopened_pays_again_what_is_open(
    scope: Scope, fully_used: None, take_in: Take
) -> None:
    report = take_in(files.payments(REFUND))
    accept(scope, guess().pk)
    take_in(files.payments("24/11/2026;30,00;F-1;;P-2"))
    reverse(scope, report.lot_id, "fichero equivocado")
    assert (open_cents(), credit(), proved()) == (0, 3000, -3000)
    assert check().clean


def test_taking_back_the_file_of_an_undoing_lets_the_payment_count_again(
    scope: Scope, fully_used: None, take_in: Take
) -> None:
    report = take_in(files.payments("23/11/2026;-100,00;F-1;;P-1"))
    assert open_cents() == 10000
    reverse(scope, report.lot_id, "no era")
    assert (open_cents(), proved(), Payment.objects.get().undone_at) == (0, 0, None)
    assert take_in(files.payments("23/11/2026;-100,00;F-1;;P-1")).booked == (1, -10000)
    assert open_cents() == 10000


def test_a_payment_of_which_some_went_back_cannot_be_taken_away(scope: Scope, overpaid: Lot, take_in: Take) -> None:
    report = take_in(files.payments(REFUND))
    with pytest.raises(BadInput, match="lot_given_back"):
        reverse(scope, overpaid.pk, "tarde")
    reverse(scope, report.lot_id, "primero")
    reverse(scope, overpaid.pk, "después")
    assert (open_cents(), proved()) == (10000, 10000)


def test_a_file_with_payment_and_refund_is_taken_back_whole(scope: Scope, invoice: None, take_in: Take) -> None:
    report = take_in(files.payments(OVERPAID, REFUND))
    reverse(scope, report.lot_id, "fichero de pruebas")
    assert (open_cents(), credit(), proved()) == (10000, 0, 10000)
    assert take_in(files.payments(OVERPAID, REFUND)).booked == (2, 10000)
    assert proved() == 0


def test_a_credit_note_that_went_back_cannot_be_taken_away(scope: Scope, invoice: None, take_in: Take) -> None:
    notes = take_in(files.invoices("C-1;R-1;-130,00;10/11/2026;10/11/2026"))
    take_in(files.payments(f"23/11/2026;-30,00;;{files.CUPS};"))
    with pytest.raises(BadInput, match="lot_credit_spent"):
        reverse(scope, notes.lot_id, "tarde")
    assert proved() == 0


def test_the_repeated_news_of_a_refund_stands_in_for_the_file_taken_back(
    scope: Scope, overpaid: Lot, take_in: Take
) -> None:
    first = take_in(files.payments(REFUND))
    second = take_in(files.payments(REFUND, "24/11/2026;1,00;F-1;;P-2"))
    assert second.known == (1, -5000)
    reverse(scope, first.lot_id, "por error")
    assert (credit(), Refund.objects.filter(undone_at=None).count()) == (100, 1)


def test_two_files_that_waited_with_the_same_refund_give_back_once(invoice: None, take_in: Take) -> None:
    take_in(files.payments(REFUND))
    take_in(files.payments(REFUND, "23/11/2026;1,00;F-1;;P-9"))
    take_in(files.payments("20/11/2026;200,00;F-1;;P-1"))
    assert (Refund.objects.count(), credit()) == (1, 5100)
    assert not LotRow.objects.filter(status="waiting", kind="payment").exists()


def test_the_total_shows_what_went_back_beside_what_came_in(scope: Scope, overpaid: Lot, take_in: Take) -> None:
    take_in(files.payments(REFUND))
    found = totals.day(scope, clock.today(scope.zone))
    assert (found.collected, found.refunded, found.closing) == (10000, 5000, 0)
    moves = {move.label: move.cents for move in found.movements()}
    assert (moves["Cobros"], moves["Devuelto a clientes"]) == (-15000, 5000)


def test_the_database_refuses_credit_given_back_twice(overpaid: Lot, take_in: Take) -> None:
    take_in(files.payments(REFUND))
    given = LedgerEntry.objects.get(refund_id__isnull=False)
    given.pk = given.lot_row_id = None
    with pytest.raises(IntegrityError, match="used or given back twice"), transaction.atomic():
        given.save(force_insert=True)


def test_the_database_refuses_a_row_that_takes_money_back_twice(overpaid: Lot, take_in: Take) -> None:
    take_in(files.payments("23/11/2026;-20,00;F-1;;P-1"))
    given = LedgerEntry.objects.get(refund_id__isnull=False)
    given.pk = None
    with pytest.raises(IntegrityError, match="a_row_takes_money_back_once"), transaction.atomic():
        given.save(force_insert=True)
