"""Moving in: who had paid by the payments workbook, and which of its payments are still to be booked."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.access.scope import Scope
from recobro.billing.models import LotRow, Payment
from recobro.core.errors import BadInput
from recobro.flows import opening
from recobro.flows.opening import Said
from recobro.reports.check import check as check_all
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.moving import TOTAL, TWO, book, codes, look
from tests.db.billing.old_table import Old, payments


def test_who_paid_by_the_workbook_is_not_opened_until_a_person_decides(scope: Scope) -> None:
    paid = payments(("F-2", 50.25, date(2026, 11, 20), "Luis Ejemplo Gil"))
    found = look(scope, *TWO, payments=paid, payments_name="PAGOS.xlsx")
    assert codes(found, 5) >= {"opening_paid"}
    assert found.lot.reason == "opening_doubts"
    after = opening.set_aside(scope, found.lot.lot_id, 5, "Pagó el viernes")
    assert after.lot.status == "checked"
    booked = opening.again(scope, found.lot.lot_id, Said(), book=True)
    assert booked.lot.status == "booked"
    assert booked.lot.declared_cents == TOTAL
    assert (booked.lot.booked, booked.lot.faulty) == ((1, 100_00), (1, 50_25))
    assert LotRow.objects.get(line=5).status == "set_aside"
    assert proved() == 100_00
    assert check_all().clean


def test_a_payment_without_invoice_of_the_same_customer_and_amount_stops_too(scope: Scope) -> None:
    paid = payments(("", 50.25, date(2026, 11, 20), "LUIS EJEMPLO GIL"))
    assert "opening_maybe_paid" in codes(look(scope, *TWO, payments=paid, payments_name="P.xlsx"), 5)


def test_a_payment_taken_back_in_the_workbook_is_no_payment(scope: Scope) -> None:
    paid = payments(("F-2", 50.25, date(2026, 11, 2), "Luis"), ("F-2", -50.25, date(2026, 11, 9), "Luis"))
    assert look(scope, *TWO, payments=paid, payments_name="P.xlsx").lot.status == "checked"


def test_a_person_may_say_that_a_row_stays(scope: Scope) -> None:
    paid = payments(("F-2", 20.0, date(2026, 11, 20), "Luis"), total=20.0)
    found = look(scope, *TWO, payments=paid, payments_name="PAGOS.xlsx")
    with pytest.raises(BadInput, match="stay_needs_reason"):
        opening.let_stay(scope, found.lot.lot_id, 5, " ")
    assert opening.let_stay(scope, found.lot.lot_id, 5, "Era la primera parte").lot.status == "checked"
    booked = opening.again(scope, found.lot.lot_id, Said(), book=True)
    assert booked.lot.status == "booked"
    assert open_cents("F-2") == 50_25  # the table had already counted that part
    assert booked.later is not None
    assert booked.later.known == (1, 20_00)
    assert LotRow.objects.get(lot__kind="opening", line=5).data["stays_by"] == "sistema"


def test_an_unreadable_amount_is_put_aside_with_what_a_person_reads(scope: Scope) -> None:
    found = look(scope, Old(), Old("F-2", "50,,25"))
    with pytest.raises(BadInput, match="amount_needed"):
        opening.set_aside(scope, found.lot.lot_id, 5, "Borrón")
    with pytest.raises(BadInput, match="aside_needs_reason"):
        opening.set_aside(scope, found.lot.lot_id, 5, "", 50_25)
    assert opening.set_aside(scope, found.lot.lot_id, 5, "Borrón", 50_25).lot.status == "checked"


def test_only_the_payments_since_are_booked(scope: Scope, customer: None) -> None:
    paid = payments(
        ("F-0", 33.0, date(2026, 9, 1), "Ana Ejemplo Ruiz"),
        ("F-1", 100.0, date(2026, 11, 24), "Ana Ejemplo Ruiz"),
    )
    found = book(scope, *TWO, payments=paid, payments_name="PAGOS.xlsx", said=Said(TOTAL, 133_00))
    assert found.later is not None
    assert found.later.status == "booked", found.later.sentence
    assert found.later.known == (1, 33_00)
    assert Payment.objects.get().amount_cents == 100_00
    assert (open_cents("F-1"), proved()) == (0, 50_25)


def test_a_payment_of_before_that_names_an_open_invoice_waits_for_a_person(scope: Scope, take_in: Take) -> None:
    book(scope, *TWO)
    found = take_in(payments(("F-2", 50.25, date(2026, 11, 20), "Luis"), total=50.25), kind="payments")
    assert found.waiting == (1, 50_25)
    assert LotRow.objects.get(lot_id=found.lot_id).reason == "paid_before_opening"
    assert open_cents("F-2") == 50_25


def test_a_bank_that_tells_late_of_money_of_before_is_believed(scope: Scope, customer: None, take_in: Take) -> None:
    """The statement is money that moved; only the office's own sheet may repeat what its table had counted."""
    book(scope, *TWO)
    assert take_in(files.camt053(files.Money("F-1", on=date(2026, 11, 20)))).booked == (1, 100_00)
    assert open_cents("F-1") == 0
