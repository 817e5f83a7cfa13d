"""A booked lot is taken back as a whole by opposite entries, as long as nothing was sent because of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from recobro.access.scope import Scope
from recobro.billing.models import DebitReturn, Invoice, LedgerEntry, Lot, Payment
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.flows import reverse as reverse_module
from recobro.flows.reverse import reverse
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import Back, Money, camt053, camt054

MIXED = (Back(), Money(reference="F-1", amount="30.00"))


def test_a_lot_is_undone_by_opposite_entries(scope: Scope, invoice: None, take_in: Take) -> None:
    report = take_in(camt054(*MIXED))
    before = LedgerEntry.objects.count()
    assert reverse(scope, report.lot_id, "fichero de pruebas").status == "reversed"
    assert LedgerEntry.objects.count() == before + 3
    assert open_cents() == 10000
    assert (Invoice.objects.get().returns, Invoice.objects.get().last_return_on) == (0, None)
    assert DebitReturn.objects.get().undone_at and Payment.objects.get().undone_at
    assert proved() == 10000


def test_its_bytes_may_be_taken_again(scope: Scope, invoice: None, take_in: Take) -> None:
    reverse(scope, take_in(camt054(*MIXED)).lot_id, "por error")
    again = take_in(camt054(*MIXED))
    assert (again.status, again.booked, again.known) == ("booked", (2, 13000), (0, 0))
    assert Invoice.objects.get().returns == 1
    assert open_cents() == 7000
    assert proved() == 7000


def test_an_invoice_file_taken_back_and_again_charges_once(scope: Scope, customer: None, take_in: Take) -> None:
    reverse(scope, take_in(files.invoices()).lot_id, "precios equivocados")
    assert (open_cents(), Invoice.objects.get().amount_cents) == (0, 0)
    assert take_in(files.invoices()).booked == (1, 10000)
    assert (open_cents(), Invoice.objects.get().assumed) == (10000, False)
    assert proved() == 10000


def test_an_assumed_debt_taken_back_and_again_stands_once(scope: Scope, customer: None, take_in: Take) -> None:
    reverse(scope, take_in(camt054(Back())).lot_id, "otro banco")
    assert proved() == 0
    take_in(camt054(Back()))
    assert (open_cents(), Invoice.objects.get().returns) == (10000, 1)
    assert proved() == 10000


def test_a_charge_on_which_money_rests_stays(scope: Scope, customer: None, take_in: Take) -> None:
    report = take_in(files.invoices())
    take_in(camt054(Money(reference="F-1", amount="30.00")))
    with pytest.raises(BadInput, match="lot_in_use"):
        reverse(scope, report.lot_id, "tarde")
    assert open_cents() == 7000


def test_credit_that_a_lot_had_used_is_credit_again(scope: Scope, customer: None, take_in: Take) -> None:
    take_in(files.payments(f"20/09/2026;130,00;;{files.CUPS};P-1"))
    report = take_in(files.invoices())
    assert open_cents() == 0
    reverse(scope, report.lot_id, "facturas equivocadas")
    assert proved() == -13000


def test_after_a_notice_nothing_is_taken_back(
    scope: Scope, invoice: None, take_in: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = take_in(camt054(Back()))
    monkeypatch.setattr(reverse_module, "_sent_since", lambda *_: True)
    with pytest.raises(BadInput, match="lot_already_sent"):
        reverse(scope, report.lot_id, "tarde")


def test_only_a_booked_lot_is_taken_back_and_only_once(scope: Scope, invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Back()))
    reverse(scope, report.lot_id, "uno")
    with pytest.raises(BadInput, match="lot_not_booked"):
        reverse(scope, report.lot_id, "dos")


def test_the_ledger_itself_refuses_to_be_rewritten(invoice: None) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        LedgerEntry.objects.update(amount_cents=1)


def test_the_database_refuses_a_booked_lot_that_does_not_add_up(invoice: None) -> None:
    with pytest.raises(IntegrityError, match="a_booked_lot_adds_up"), transaction.atomic():
        Lot.objects.filter(kind="invoices").update(booked_cents=9999)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_a_reversed_moment_keeps_both_sides_of_the_story(scope: Scope, invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Money(reference="F-1", amount="30.00")))
    with clock.at(clock.now() + timedelta(days=1)):
        reverse(scope, report.lot_id, "banco equivocado")
    sides = list(LedgerEntry.objects.filter(kind="collected").order_by("id").values_list("amount_cents", "reverses_id"))
    assert [cents for cents, _ in sides] == [-3000, 3000]
    assert sides[1][1] is not None


def test_what_the_statement_repeats_stays_booked(scope: Scope, invoice: None, take_in: Take) -> None:
    """Who has paid is left alone, also when the first file that told of it is taken back."""
    first = take_in(camt054(*MIXED))
    second = take_in(camt053(*MIXED))
    assert second.known == (2, 13000)
    reverse(scope, first.lot_id, "formato equivocado")
    assert open_cents() == 7000
    assert Payment.objects.get(undone_at=None).amount_cents == 3000
    living = DebitReturn.objects.get(undone_at=None)
    assert (living.source, living.evidences, Invoice.objects.get().returns) == ("camt.053", 1, 1)
    lot = Lot.objects.get(pk=second.lot_id)
    assert (lot.booked_count, lot.known_count, lot.waiting_count) == (2, 0, 0)
    assert proved() == 7000


def test_an_invoice_that_a_second_file_brings_too_stays_charged_from_there(
    scope: Scope, customer: None, take_in: Take
) -> None:
    first = take_in(files.invoices())
    take_in(files.invoices("C-1;F-1;100,00;01/10/2026;21/10/2026", "C-1;F-2;50,00;01/11/2026;21/11/2026"))
    assert reverse(scope, first.lot_id, "precios equivocados").status == "reversed"
    assert proved() == 15000
