"""Rows wait in the open: proposals say whom they may belong to, and only a person chooses."""

from __future__ import annotations

from typing import BinaryIO

import pytest

from recobro.access.scope import Scope
from recobro.billing.models import DebitReturn, LotRow, MatchProposal
from recobro.core.errors import BadInput, Stale
from recobro.flows import later
from recobro.flows.rows import accept, set_aside
from recobro.flows.take import apply, discard, look
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import Back, Money, camt054


def proposal() -> MatchProposal:
    return MatchProposal.objects.get()


def test_a_number_one_figure_short_is_proposed_and_never_taken(customer: None, take_in: Take) -> None:
    take_in(files.invoices("C-1;F2026-00123;77,10;01/10/2026;21/10/2026"))
    take_in(camt054(Money(reference="F2026-0012", amount="77.10", name="Otra Persona")))
    assert open_cents("F2026-00123") == 7710
    assert (proposal().reason, proposal().confidence) == ("nearly_the_number", 75)


def test_leading_zeros_make_a_number_nearly_the_same(customer: None, take_in: Take) -> None:
    take_in(files.invoices("C-1;F2026-00123;77,10;01/10/2026;21/10/2026"))
    take_in(camt054(Money(reference="F2026-123", amount="77.10", name="Otra Persona")))
    assert proposal().reason == "nearly_the_number"


def test_amount_and_name_together_are_proposed(invoice: None, take_in: Take) -> None:
    take_in(camt054(Money(amount="100.00", name="RUIZ EJEMPLO ANA")))
    assert proposal().reason == "same_amount_and_name"
    assert open_cents() == 10000


def test_a_number_in_the_text_is_proposed(invoice: None, take_in: Take) -> None:
    take_in(camt054(Money(amount="12.00", text="pago de la factura F-1 gracias", name="X")))
    found = proposal().invoice
    assert found is not None
    assert (proposal().reason, found.number) == ("number_in_text", "F-1")


def test_accepting_a_proposal_books_the_row(scope: Scope, invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Money(amount="100.00", name="RUIZ EJEMPLO ANA")))
    chosen = proposal().pk
    accept(scope, chosen)
    assert open_cents() == 0
    row = LotRow.objects.get(lot_id=report.lot_id)
    assert (row.status, row.lot.booked_count, row.lot.waiting_count) == ("booked", 1, 0)
    assert proposal().settled_at is not None
    with pytest.raises(Stale):
        accept(scope, chosen)
    assert proved() == 0


def test_accepting_a_return_books_the_return(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(files.invoices("C-1;F-2;100,00;01/11/2026;21/11/2026"))
    take_in(camt054(Back(end_to_end_id="")))
    MatchProposal.objects.update(invoice_id=LotRow.objects.get(invoice_number="F-2").invoice_id)
    accept(scope, proposal().pk)
    assert DebitReturn.objects.get().invoice.number == "F-2"
    assert proved() == 20000


def test_a_person_may_say_that_a_repeated_line_is_a_second_payment(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(files.payments("20/11/2026;50,00;F-1;;P-1", "20/11/2026;50,00;F-1;;P-1"))
    accept(scope, proposal().pk)
    assert open_cents() == 0


def test_a_waiting_row_set_aside_holds_nobody_and_stays_counted(scope: Scope, invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Money(amount="100.00", name="RUIZ EJEMPLO ANA")))
    row = LotRow.objects.get(lot_id=report.lot_id)
    lot = set_aside(scope, row.pk, "no es nuestro")
    lot.refresh_from_db()
    assert (lot.waiting_count, lot.faulty_count, lot.faulty_cents) == (0, 1, 10000)
    assert proposal().settled_at is not None
    with pytest.raises(Stale):
        set_aside(scope, row.pk, "otra vez")


def test_an_unreadable_row_needs_its_amount_to_be_set_aside(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(Back(amount="12..34")))
    with pytest.raises(BadInput, match="amount_needed"):
        set_aside(scope, LotRow.objects.get(status="faulty").pk, "ilegible")


def test_a_return_waits_for_its_invoice_and_books_when_it_comes(take_in: Take) -> None:
    report = take_in(camt054(Back(mandate="")))
    assert report.waiting[0] == 1
    take_in(files.contracts())
    assert DebitReturn.objects.count() == 0
    take_in(files.invoices())
    assert DebitReturn.objects.get().invoice.number == "F-1"
    assert proved() == 10000


def check(scope: Scope, source: BinaryIO) -> int:
    """Bring a file and have it read; its lot."""
    (kept,) = later.check(scope, source, file_name="fichero")
    return look(scope, kept.lot_id).lot_id


def test_checking_books_nothing_and_applying_books_all(scope: Scope, invoice: None) -> None:
    lot_id = check(scope, camt054(Back(), Money(reference="F-1", amount="30.00")))
    assert sorted(LotRow.objects.filter(lot_id=lot_id).values_list("status", flat=True)) == ["booked", "booked"]
    assert not DebitReturn.objects.exists()
    report = apply(scope, lot_id)
    assert (report.status, report.booked) == ("booked", (2, 13000))
    assert open_cents() == 7000
    assert LotRow.objects.filter(lot_id=lot_id).count() == 2
    assert apply(scope, lot_id).status == "duplicate"


def test_checking_the_erps_list_makes_no_stubs(scope: Scope, db: None) -> None:
    lot_id = check(scope, files.unpaid(f"Ana;100,00;F-1;{files.CUPS};"))
    assert LotRow.objects.get(lot_id=lot_id).account_id is None
    assert apply(scope, lot_id).booked == (1, 10000)
    assert proved() == 10000


def test_a_checked_lot_can_be_given_up_and_taken_again(scope: Scope, invoice: None, take_in: Take) -> None:
    lot_id = check(scope, camt054(Back()))
    assert discard(scope, lot_id).reason == "discarded"
    assert take_in(camt054(Back())).status == "booked"
    with pytest.raises(BadInput, match="lot_cannot_be_discarded"):
        discard(scope, lot_id)


def test_a_dry_run_leaves_no_trace(scope: Scope, invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Back()), dry_run=True)
    assert (report.status, report.booked) == ("booked", (1, 10000))
    assert not LotRow.objects.filter(kind="return").exists()
    assert take_in(camt054(Back())).status == "booked"
