"""Rows taken together, filters of the trays, and what a reversal would do: seen before, exactly what then happens."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from recobro.access.actions import set_reversal_days
from recobro.access.scope import Scope
from recobro.billing import trays
from recobro.billing.models import AccountBalance, Invoice, LedgerEntry, Lot, LotRow, Payment
from recobro.billing.tray_line import Tray
from recobro.cases.models import Case, Item
from recobro.core import clock
from recobro.core.errors import BadInput, Stale
from recobro.flows import rows
from recobro.flows.reverse import preview, reverse
from recobro.policies.models import PolicyVersion
from recobro.reports.check import check
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import Back, Money, camt053, camt054

NAMED = Money(amount="100.00", text="pago de la factura F-1 gracias", name="X")


def sound() -> None:
    assert [one.code for one in check().results if one.findings] == []


def test_a_named_invoice_with_its_exact_amount_is_sure(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(NAMED, Money(amount="12.00", text="algo de F-1", name="X")))
    sure = trays.sure(scope)
    assert (len(sure.lines), sure.cents) == (1, 10000)
    assert rows.accept_sure(scope, sure.digest) == (1, 0)
    assert (open_cents(), LotRow.objects.filter(status="waiting").count()) == (0, 1)
    with pytest.raises(BadInput, match="nothing_sure"):
        rows.accept_sure(scope, sure.digest)
    sound()


def test_what_was_not_seen_is_not_taken(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(files.invoices("C-1;F-2;70,00;01/11/2026;21/11/2026"))
    take_in(camt054(NAMED))
    seen = trays.sure(scope).digest
    take_in(camt054(Money(amount="70.00", text="la F-2", name="X"), message="M-2"))
    with pytest.raises(Stale, match="sure_rows_changed"):
        rows.accept_sure(scope, seen)
    assert Payment.objects.count() == 0


def test_two_files_that_tell_the_same_are_not_taken_twice(scope: Scope, invoice: None, take_in: Take) -> None:
    """Both look sure; together they would pay the invoice twice. One books, the other asks."""
    take_in(camt054(NAMED))
    take_in(camt053(NAMED))
    sure = trays.sure(scope)
    assert len(sure.lines) == 2
    rows.accept_sure(scope, sure.digest)
    assert (Payment.objects.count(), open_cents(), proved()) == (1, 0, 0)
    sound()


def test_the_trays_are_narrowed(scope: Scope, invoice: None, take_in: Take) -> None:
    report = take_in(
        camt054(Money(amount="5.00", name="Luz Ajena", end_to_end_id="E-77"), Money(amount="50.00", name="Otro"))
    )
    with clock.at(clock.now() + timedelta(days=10)):
        take_in(camt054(Money(amount="8.00", name="Nuevo 100%"), message="M-2"))

    def found(**wish: object) -> list[int | None]:
        asked = trays.Wish(**wish)  # type: ignore[arg-type]
        return [one.amount_cents for one in trays.lines(scope, Tray.UNMATCHED, asked)[0]]

    assert found() == [500, 5000, 800]
    assert found(text="e-77") == [500]
    assert found(text="ajena") == [500]
    assert found(text="100%") == [800]
    assert found(text="%") == [800]
    assert found(least_cents=600, most_cents=900) == [800]
    assert found(lot_id=report.lot_id) == [500, 5000]
    assert found(until=clock.now() + timedelta(days=1)) == [500, 5000]
    assert found(unowned=True, kinds=["return"]) == []
    first, more = trays.lines(scope, Tray.UNMATCHED, trays.Wish(), limit=2)
    assert more is not None
    assert [one.amount_cents for one in trays.lines(scope, Tray.UNMATCHED, trays.Wish(), after=more)[0]] == [800]
    assert sum(one.count for one in trays.counts(scope) if one.tray is Tray.UNMATCHED) == len(first) + 1


def test_places_are_found_by_what_a_person_has_at_hand(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(Money(amount="100.00", name="Quien Sabe")))
    (line,), _ = trays.lines(scope, Tray.UNMATCHED, trays.Wish())
    for text in ("F-1", "f-1", "C-1", files.CUPS, "00000001R", "ejemplo ruiz", "MND-1"):
        numbers = {one.number for one in trays.candidates(scope, line, text, None)}
        assert "F-1" in numbers, text
    assert [one.number for one in trays.candidates(scope, line, "", 10000)][:1] == ["F-1"]
    assert trays.candidates(scope, line, "", 9999) == []
    assert trays.candidates(scope, line, "", None) == []
    assert trays.candidates(scope, line, "%_", None) == []
    assert {one.follows for one in trays.candidates(scope, line, "F-1", None) if one.number} == {
        "Paga la factura: queda pagada."
    }


def test_a_preview_changes_nothing_and_says_what_will_be(scope: Scope, invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Back(), Money(reference="F-1", amount="30.00")))
    again = take_in(camt053(Back(), Money(reference="F-1", amount="30.00")))
    assert again.known[0] == 2
    before = (LedgerEntry.objects.count(), AccountBalance.objects.get().balance_cents)
    seen = preview(scope, report.lot_id)
    assert (LedgerEntry.objects.count(), AccountBalance.objects.get().balance_cents) == before
    assert Lot.objects.get(pk=report.lot_id).status == "booked"
    assert (seen.payments, seen.returns, seen.effect_cents, seen.told_again) == (1, 1, 3000, 2)
    assert {kind: cents for kind, _, cents in seen.kinds} == {"collected": 13000, "returned": -10000}
    reverse(scope, report.lot_id, "formato equivocado")
    posted = LedgerEntry.objects.filter(lot_id=report.lot_id, reverses_id__isnull=False)
    assert sum(one.amount_cents for one in posted) == seen.effect_cents
    sound()


def test_a_preview_names_the_cases_that_open_again(scope: Scope, invoice: None, take_in: Take) -> None:
    bill = Invoice.objects.get()
    policy = PolicyVersion.objects.filter(portfolio_id=scope.portfolio_id).first()
    assert policy is not None
    case = Case.objects.create(
        portfolio_id=scope.portfolio_id,
        account=bill.account,
        stage="early",
        number=1,
        ref="IMP-2026-00001",
        opened_by="ledger",
        policy=policy,
        opened_on=clock.today(scope.zone),
    )
    Item.objects.create(
        portfolio_id=scope.portfolio_id, account=bill.account, case=case, invoice=bill, since_on=bill.due_on
    )
    report = take_in(camt054(Money(reference="F-1", amount="100.00")))
    Case.objects.update(state="paid", closed_on=clock.today(scope.zone))
    seen = preview(scope, report.lot_id)
    assert (seen.opening, seen.closing, open_cents()) == (("IMP-2026-00001",), (), 0)


def test_a_preview_names_the_cases_that_then_owe_nothing(scope: Scope, customer: None, take_in: Take) -> None:
    report = take_in(camt054(Back()))
    bill = Invoice.objects.get()
    policy = PolicyVersion.objects.filter(portfolio_id=scope.portfolio_id).first()
    assert policy is not None
    case = Case.objects.create(
        portfolio_id=scope.portfolio_id,
        account=bill.account,
        stage="early",
        number=1,
        ref="IMP-2026-00001",
        opened_by="ledger",
        policy=policy,
        opened_on=clock.today(scope.zone),
    )
    Item.objects.create(
        portfolio_id=scope.portfolio_id, account=bill.account, case=case, invoice=bill, since_on=bill.due_on
    )
    assert preview(scope, report.lot_id).closing == ("IMP-2026-00001",)


def test_after_its_window_a_lot_stays(scope: Scope, invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Back()))
    set_reversal_days(scope, 3)
    moment: datetime = clock.now()
    with clock.at(moment + timedelta(days=4)), pytest.raises(BadInput, match="lot_too_old"):
        preview(scope, report.lot_id)
    with clock.at(moment + timedelta(days=4)), pytest.raises(BadInput, match="lot_too_old"):
        reverse(scope, report.lot_id, "tarde")
    with clock.at(moment + timedelta(days=3)):
        assert reverse(scope, report.lot_id, "a tiempo").status == "reversed"


def test_a_lot_is_not_taken_back_without_a_word(scope: Scope, invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Back()))
    with pytest.raises(BadInput, match="reverse_needs_reason"):
        reverse(scope, report.lot_id, "  ")
