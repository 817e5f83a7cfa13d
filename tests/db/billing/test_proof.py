"""Bank, ERP and ledger side by side: what differs is a row with its owner, holds its case, and ends by evidence."""

from __future__ import annotations

from dataclasses import replace as with_
from datetime import UTC, datetime

import pytest

from recobro.access.models import Portfolio
from recobro.access.roles import Role
from recobro.access.scope import Scope
from recobro.billing.models import Difference, ErpEntry, Invoice, Lot, LotRow, Snapshot
from recobro.billing.proof import queries
from recobro.billing.proof.rules import Sums
from recobro.core.errors import BadInput, RuleBroken
from recobro.flows import money, proof
from recobro.flows.reverse import reverse
from recobro.journal.models import Entry
from tests.db.billing import files
from tests.db.billing.conftest import Take
from tests.db.billing.files import Back, Money, camt054
from tests.db.billing.lists import ANA, EVA, LUIS, THURSDAY, TUESDAY, WEDNESDAY, ended, listed, on, standing

BACK = Back()
SECOND = Back("F-2", "50.00", mandate="MND-2")


def proved(scope: Scope) -> Sums:
    """The sums of the newest list, with no gap."""
    last = queries.newest(scope)
    assert last is not None
    found = queries.sums(scope, last)
    assert found.is_proved, found
    return found


@pytest.fixture
def two(invoice: None, take_in: Take) -> None:
    """Ana's F-1 of 100.00 and Luis's F-2 of 50.00, both known."""
    take_in(files.contracts(f"C-2;Luis Ejemplo;00000002W;{files.CUPS_2};MND-2;;"))
    take_in(files.invoices("C-2;F-2;50,00;01/10/2026;21/10/2026"))


def test_all_three_say_the_same(two: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(BACK, SECOND))
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, ANA, LUIS))
    assert standing() == {}
    found = proved(scope)
    assert (found.bank_cents, found.erp_cents, found.ledger_cents) == (15000, 15000, 15000)


def test_in_the_bank_and_not_in_the_erp_is_for_operaciones(two: None, scope: Scope, take_in: Take) -> None:
    bank = take_in(camt054(BACK, SECOND))
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, LUIS))
    one = Difference.objects.get()
    assert (one.kind, one.owner, one.bank_cents, one.erp_cents, one.ledger_cents) == (
        "only_bank", "operations", 10000, None, 10000,
    )  # fmt: skip
    assert one.bank_lot_id == bank.lot_id
    assert proved(scope).only_bank_cents == 10000


def test_what_came_back_today_is_still_to_be_entered_and_no_difference(two: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(BACK, SECOND))
    take_in(listed(TUESDAY, LUIS))
    assert standing() == {}
    assert (proved(scope).to_enter_count, proved(scope).to_enter_cents) == (1, 10000)


def test_a_late_list_of_yesterday_does_not_miss_what_came_back_today(two: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(SECOND, message="MONDAY"))
    with on(WEDNESDAY, 8):
        take_in(camt054(BACK))
    with on(WEDNESDAY, 12):
        take_in(listed(TUESDAY, LUIS))
    assert standing() == {}
    assert proved(scope).to_enter_cents == 10000


def test_in_the_erp_and_not_in_the_bank_is_for_control(two: None, scope: Scope, take_in: Take) -> None:
    take_in(listed(TUESDAY, ANA))
    one = Difference.objects.get()
    assert (one.kind, one.owner, one.bank_cents, one.erp_cents) == ("only_erp", "controller", None, 10000)
    assert proved(scope).only_erp_cents == 10000
    with on(WEDNESDAY):
        take_in(camt054(BACK))
    assert standing() == {}
    assert ended() == ["told_by_bank"]
    proved(scope)


def test_a_debt_that_only_the_list_knows_is_in_the_ledger_and_still_a_question(scope: Scope, take_in: Take) -> None:
    take_in(listed(TUESDAY, EVA))
    assert Difference.objects.get().ledger_cents == 7000
    assert (proved(scope).erp_debt_cents, proved(scope).bank_cents) == (7000, 0)


def test_other_amounts_are_told_in_cents(two: None, scope: Scope, take_in: Take) -> None:
    """The bank's fee inside the ERP's figure: 101.80 there, 100.00 at the bank and here."""
    take_in(camt054(BACK))
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, ANA.replace("100,00", "101,80")))
    one = Difference.objects.get()
    assert (one.kind, one.bank_cents, one.erp_cents, one.ledger_cents) == ("amount", 10000, 10180, 10000)
    assert proved(scope).amount_cents == -180
    with on(THURSDAY):
        take_in(listed(THURSDAY, ANA))
    assert ended() == ["agreed"]
    proved(scope)


def test_a_bank_that_sent_back_less_than_is_owed_is_a_difference(two: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(Back(amount="80.00")))
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, ANA))
    assert standing() == {"F-1": "amount"}
    proved(scope)


def test_what_was_paid_since_the_return_lies_between_bank_and_erp_and_is_no_difference(
    two: None, scope: Scope, take_in: Take
) -> None:
    take_in(camt054(BACK))
    with on(WEDNESDAY):
        take_in(camt054(Money(reference="F-1", amount="40.00"), message="PART"))
        take_in(listed(WEDNESDAY, ANA.replace("100,00", "60,00")))
    assert standing() == {}
    assert proved(scope).bank_cents == 6000


def test_paid_here_and_unpaid_in_the_erp_is_a_difference_until_the_list_drops_it(
    two: None, scope: Scope, take_in: Take
) -> None:
    take_in(camt054(BACK))
    with on(WEDNESDAY):
        take_in(camt054(Money(reference="F-1"), message="PAID"))
        take_in(listed(WEDNESDAY, ANA, EVA))
    assert standing() == {"F-1": "amount"}
    proved(scope)
    with on(THURSDAY):
        take_in(listed(THURSDAY, EVA))
    assert ended() == ["unlisted"]
    proved(scope)


def test_money_that_comes_after_the_list_has_its_place_in_the_sum(two: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(BACK))
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, ANA))
    with on(WEDNESDAY, 12):
        take_in(camt054(Money(reference="F-1"), message="PAID"))
    assert standing() == {}
    assert (proved(scope).moved_count, proved(scope).moved_cents) == (1, -10000)


def test_a_payment_ends_the_question_in_its_own_transaction(two: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(BACK))
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, LUIS))
        invoice = Invoice.objects.get(number="F-1")
        money.record_payment(scope, invoice.account_id, 10000, datetime(2026, 11, 25, tzinfo=UTC).date(), "Bizum")
    assert "F-1" not in standing()
    assert ended() == ["paid_here"]
    proved(scope)


def test_a_bank_file_taken_back_ends_what_it_showed(customer: None, scope: Scope, take_in: Take) -> None:
    bank = take_in(camt054(BACK))
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, EVA))
        assert standing() == {"F-1": "only_bank"}
        reverse(scope, bank.lot_id, "Fichero de pruebas")
    assert standing() == {}
    assert ended() == ["return_void"]
    proved(scope)


def test_the_gap_of_a_difference_nobody_wrote_down_is_seen(two: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(BACK, SECOND))
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, LUIS))
    Difference.objects.all().delete()
    last = queries.newest(scope)
    assert last is not None
    assert queries.sums(scope, last).bank_gap == 10000


def test_the_sums_of_a_days_list_are_kept_with_it(two: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(BACK, SECOND))
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, LUIS))
    kept = Sums(**Snapshot.objects.get().sums)
    assert kept == proved(scope)
    assert kept.is_proved


def test_a_tick_is_proved_by_the_next_list(two: None, scope: Scope, take_in: Take) -> None:
    bank = take_in(camt054(BACK, SECOND))
    proof.enter(with_(scope, role=Role.OPERATIONS, person="olga"), bank.lot_id)
    tick = ErpEntry.objects.get()
    assert (tick.by, tick.proved_at) == ("olga", None)
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, ANA, LUIS))
    tick.refresh_from_db()
    assert (tick.proved_at is not None, tick.missing_count) == (True, 0)
    assert list(Entry.objects.filter(verb__startswith="erp_entry").order_by("id").values_list("verb", flat=True)) == [
        "erp_entry.said",
        "erp_entry.proved",
    ]


def test_a_tick_that_the_list_contradicts_stays_open_and_says_so(two: None, scope: Scope, take_in: Take) -> None:
    bank = take_in(camt054(BACK, SECOND))
    proof.enter(scope, bank.lot_id)
    with on(TUESDAY, 12):
        take_in(listed(TUESDAY, LUIS))  # the same day: only the tick says that both should be there
    tick = ErpEntry.objects.get()
    assert (tick.proved_at, tick.missing_count) == (None, 1)
    assert standing() == {"F-1": "only_bank"}
    with on(WEDNESDAY):
        proof.enter(scope, bank.lot_id)  # entered again, what was missing
        tick.refresh_from_db()
        assert tick.checked_lot_id is None
    with on(THURSDAY):
        take_in(listed(THURSDAY, ANA, LUIS))
    tick.refresh_from_db()
    assert tick.proved_at is not None


def test_one_row_is_ticked_by_itself(two: None, scope: Scope, take_in: Take) -> None:
    bank = take_in(camt054(BACK, SECOND))
    row = LotRow.objects.get(lot_id=bank.lot_id, end_to_end_id="F-1")
    proof.enter(scope, bank.lot_id, row.pk)
    proof.enter(scope, bank.lot_id, row.pk)
    with on(TUESDAY, 12):
        take_in(listed(TUESDAY, ANA))
    tick = ErpEntry.objects.get()
    assert (tick.lot_row_id, tick.proved_at is not None) == (row.pk, True)
    assert standing() == {}


def test_only_applied_returns_are_entered(two: None, scope: Scope, take_in: Take) -> None:
    erp = take_in(listed(TUESDAY, ANA))
    with pytest.raises(BadInput, match="lot_not_to_enter"):
        proof.enter(scope, erp.lot_id)
    bank = take_in(camt054(BACK))
    foreign = LotRow.objects.get(lot_id=erp.lot_id)
    with pytest.raises(BadInput, match="row_not_to_enter"):
        proof.enter(scope, bank.lot_id, foreign.pk)


def test_operaciones_ticks_and_does_not_answer(two: None, scope: Scope, take_in: Take) -> None:
    take_in(listed(TUESDAY, ANA))
    with pytest.raises(RuleBroken):
        proof.answer(with_(scope, role=Role.OPERATIONS), [Difference.objects.get().pk], "Es así")


def test_an_answer_holds_until_bank_or_erp_say_something_else(two: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(BACK))
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, ANA.replace("100,00", "101,80")))
        proof.answer(scope, [Difference.objects.get().pk], "El ERP suma la comisión")
        assert proved(scope).answered_cents == -180
    with on(THURSDAY):
        take_in(listed(THURSDAY, ANA.replace("100,00", "101,80"), EVA))
        assert standing() == {}
        proved(scope)
        take_in(listed(THURSDAY, ANA.replace("100,00", "103,60"), EVA))
    assert standing() == {"F-1": "amount"}
    assert Difference.objects.filter(invoice_number="F-1").count() == 2


def test_another_portfolio_is_not_looked_at(two: None, scope: Scope, take_in: Take) -> None:
    other = Portfolio.objects.create(
        code="gas",
        name="Gas",
        country="ES",
        currency="EUR",
        zone="Europe/Madrid",
        created_at=Lot.objects.latest("id").received_at,
    )
    take_in(listed(TUESDAY, ANA), scope=with_(scope, portfolio_id=other.pk, code="gas"))
    take_in(camt054(BACK))
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, ANA))
    assert set(Difference.objects.filter(closed_at=None).values_list("portfolio_id", flat=True)) == {other.pk}
