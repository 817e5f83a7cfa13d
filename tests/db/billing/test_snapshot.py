"""The ERP's list is a snapshot: beside the one before it says new, same, gone, changed. Gone is a question."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from recobro.access.scope import Scope
from recobro.billing.models import DebitReturn, Difference, Lot, LotRow, ReturnEvidence, Snapshot
from recobro.core.errors import BadInput, Stale
from recobro.flows import money, proof
from recobro.flows.reverse import reverse
from recobro.journal.models import Entry
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import DAY, Money, camt053, camt054, pain002, replace
from tests.db.billing.lists import (
    ANA,
    BACK,
    EVA,
    LUIS,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    ended,
    figures,
    listed,
    on,
    standing,
)


def test_the_first_list_is_all_new(take_in: Take) -> None:
    take_in(listed(TUESDAY, ANA, LUIS))
    snapshot = Snapshot.objects.get()
    assert figures(snapshot) == (2, 0, 0, 0)
    assert (snapshot.count, snapshot.cents) == (2, 15000)


def test_the_next_list_says_new_same_gone_and_changed(take_in: Take) -> None:
    take_in(listed(MONDAY, ANA, LUIS, EVA))
    with on(WEDNESDAY):
        take_in(listed(TUESDAY, ANA, EVA.replace("70,00", "60,00"), "Iker Ejemplo;10,00;F-4;;AM04"))
    snapshot = Snapshot.objects.latest("id")
    assert figures(snapshot) == (1, 1, 1, 1)
    assert (snapshot.gone_cents, snapshot.changed_cents) == (5000, -1000)
    assert (snapshot.count, snapshot.cents) == (3, 17000)


def test_the_same_list_exported_again_asks_nothing(take_in: Take) -> None:
    take_in(listed(MONDAY, ANA, EVA))
    asked = standing()
    with on(WEDNESDAY):
        take_in(files.unpaid(ANA, EVA))
    assert figures(Snapshot.objects.latest("id")) == (0, 2, 0, 0)
    assert standing() == asked


def test_the_same_bytes_are_compared_once(take_in: Take) -> None:
    take_in(listed(MONDAY, ANA, EVA))
    assert take_in(listed(MONDAY, ANA, EVA)).status == "duplicate"
    assert Snapshot.objects.count() == 1


def test_what_vanished_is_a_question_with_an_owner_and_never_a_payment(invoice: None, take_in: Take) -> None:
    take_in(camt054(BACK))
    take_in(listed(MONDAY, ANA, LUIS))
    with on(WEDNESDAY):
        take_in(listed(TUESDAY, LUIS))
    gone = Difference.objects.get(kind="gone")
    assert (gone.invoice_number, gone.before_cents, gone.ledger_cents) == ("F-1", 10000, 10000)
    assert (gone.owner, gone.opened_on.day) == ("operations", WEDNESDAY)
    assert open_cents() == 10000
    assert Entry.objects.filter(verb="difference.opened", subject=f"difference:{gone.pk}").exists()


def test_a_payment_answers_where_it_went(invoice: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(BACK))
    take_in(listed(MONDAY, ANA, EVA))
    with on(WEDNESDAY):
        take_in(listed(TUESDAY, EVA))
        assert standing() == {"F-1": "gone"}
        take_in(camt054(Money(reference="F-1"), message="PAID"))
    assert standing() == {}
    assert ended() == ["paid_here"]


def test_a_credit_note_answers_where_it_went(invoice: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(BACK))
    take_in(listed(MONDAY, ANA, EVA))
    with on(WEDNESDAY):
        take_in(listed(TUESDAY, EVA))
        gone = Difference.objects.get(closed_at=None, invoice_number="F-1")
        money.adjust(scope, gone.invoice_id or 0, -10000, "Abonada")
    assert ended() == ["credited"]


def test_a_payment_of_a_part_answers_nothing(invoice: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(BACK))
    take_in(listed(MONDAY, ANA, EVA))
    with on(WEDNESDAY):
        take_in(listed(TUESDAY, EVA))
        take_in(camt054(Money(reference="F-1", amount="40.00"), message="PART"))
    gone = Difference.objects.get(closed_at=None, invoice_number="F-1")
    assert (gone.kind, gone.ledger_cents) == ("gone", 6000)


def test_a_return_that_is_taken_back_answers_where_it_went(customer: None, scope: Scope, take_in: Take) -> None:
    lot = take_in(camt054(BACK))
    take_in(listed(MONDAY, ANA, EVA))
    with on(WEDNESDAY):
        take_in(listed(TUESDAY, EVA))
        assert standing() == {"F-1": "gone"}
        reverse(scope, lot.lot_id, "Fichero de prueba del banco")
    assert "F-1" not in standing()
    assert ended() == ["return_void"]


def test_back_in_the_list_it_is_no_question_any_more(invoice: None, take_in: Take) -> None:
    take_in(camt054(BACK))
    take_in(listed(MONDAY, ANA, EVA))
    with on(WEDNESDAY):
        take_in(listed(TUESDAY, EVA))
    with on(THURSDAY):
        take_in(listed(WEDNESDAY, ANA, EVA))
    assert standing() == {}
    assert ended() == ["listed"]


def test_a_person_answers_with_a_reason_and_it_is_not_asked_again(invoice: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(BACK))
    take_in(listed(MONDAY, ANA, LUIS))
    with on(WEDNESDAY):
        take_in(listed(TUESDAY, LUIS))
        gone = Difference.objects.get(kind="gone")
        proof.answer(scope, [gone.pk], "Exportado con el filtro de Valladolid")
    with on(THURSDAY):
        take_in(listed(WEDNESDAY, LUIS))
    assert "F-1" not in standing()
    assert ended() == ["answered"]
    told = Entry.objects.get(verb="difference.closed", subject=f"difference:{gone.pk}")
    assert told.data["outcome"] == "answered"
    assert "Valladolid" not in str(told.data)


def test_gone_once_more_is_asked_once_more(invoice: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(BACK))
    take_in(listed(MONDAY, ANA, EVA))
    with on(TUESDAY, 12):
        take_in(listed(TUESDAY, EVA))
        proof.answer(scope, [Difference.objects.get(closed_at=None, invoice_number="F-1").pk], "Exportado con filtro")
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, ANA, EVA))
    with on(THURSDAY):
        take_in(listed(THURSDAY, EVA))
    assert standing() == {"F-1": "gone"}


def test_nobody_answers_without_a_reason_or_twice(invoice: None, scope: Scope, take_in: Take) -> None:
    take_in(listed(MONDAY, LUIS))
    only_erp = Difference.objects.get().pk
    with pytest.raises(BadInput, match="answer_needs_reason"):
        proof.answer(scope, [only_erp], "  ")
    proof.answer(scope, [only_erp], "Saldo de arranque")
    with pytest.raises(Stale, match="differences_changed"):
        proof.answer(scope, [only_erp], "Saldo de arranque")


def test_the_list_is_the_fourth_evidence_of_one_return_and_never_a_second_debt(invoice: None, take_in: Take) -> None:
    take_in(pain002(("F-1", "AM04")))
    take_in(camt054(replace(BACK, on=DAY)))
    take_in(camt053(replace(BACK, on=DAY)))
    take_in(listed(TUESDAY, ANA))
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, ANA, EVA))
    back = DebitReturn.objects.get(invoice__number="F-1")
    told = list(ReturnEvidence.objects.order_by("id").values_list("source", flat=True))
    assert (back.evidences, told.count("erp")) == (1 + len(told), 1)
    assert len({back.source, *told}) == 4
    assert open_cents() == 10000
    assert proved() == 17000


def test_the_lists_day_never_hides_a_second_return_of_that_day(invoice: None, take_in: Take) -> None:
    """As evidence it must not stand on its own date: the next return of that day would look known."""
    take_in(camt054(BACK))
    take_in(listed(TUESDAY, ANA))
    with on(WEDNESDAY):
        take_in(camt054(replace(BACK, on=datetime(2026, 11, TUESDAY, tzinfo=UTC).date()), message="MSG-2"))
    assert DebitReturn.objects.count() == 2


def test_a_list_taken_back_is_no_evidence_any_more(invoice: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(BACK))
    report = take_in(listed(TUESDAY, ANA))
    reverse(scope, report.lot_id, "No era de esta empresa")
    assert DebitReturn.objects.get().evidences == 1
    assert not ReturnEvidence.objects.exists()


def test_a_list_that_only_waits_is_not_compared(take_in: Take) -> None:
    take_in(files.sheet(files.UNPAID, ANA))
    assert Lot.objects.get().status == "waiting"
    assert not Snapshot.objects.exists()
    assert not Difference.objects.exists()


def test_an_equal_line_twice_is_one_of_the_list(take_in: Take) -> None:
    take_in(listed(TUESDAY, ANA, ANA))
    assert (Snapshot.objects.get().count, Snapshot.objects.get().cents) == (1, 10000)
    assert LotRow.objects.count() == 2
