"""What we presented and nobody has answered holds the next step of its invoice; a portfolio may count it on its day."""

from __future__ import annotations

from datetime import date, timedelta

from recobro.access.models import CollectedWhen
from recobro.access.scope import Scope
from recobro.billing.models import CollectionAttempt
from recobro.cases.models import Case, Step
from recobro.core import clock
from recobro.flows.collections import collect_due, set_collected_when
from recobro.flows.release import release
from recobro.runs import day
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import Back, camt054
from tests.db.billing.remittances import DUE, Debit, answer, credited, pain008

TUESDAY = date(2026, 11, 24)


def run(scope: Scope, on: date = TUESDAY) -> None:
    with clock.at(clock.instant(on, scope.zone, 10)):
        day.run(scope, on)


def test_whose_debit_is_in_flight_is_not_proposed(scope: Scope, invoice: None, take_in: Take) -> None:
    """Promise 5."""
    take_in(pain008())
    run(scope)
    assert (Case.objects.get().held_by, Step.objects.count()) == ("money_in_flight", 0)


def test_what_was_proposed_before_is_not_released(scope: Scope, invoice: None, take_in: Take) -> None:
    run(scope)
    take_in(pain008())
    assert release(scope, [Step.objects.get().pk]).withdrawn == {"money_in_flight": 1}


def test_accepted_is_still_in_flight(scope: Scope, invoice: None, take_in: Take) -> None:
    """Rule 13."""
    take_in(pain008())
    take_in(answer(state="ACCP"))
    run(scope)
    assert Case.objects.get().held_by == "money_in_flight"


def test_a_debit_of_another_invoice_holds_nobody(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(pain008(Debit("F-2", "60.00")))
    run(scope)
    assert Step.objects.count() == 1


def test_the_credit_closes_the_case(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(pain008())
    run(scope)
    take_in(credited(Debit()))
    run(scope, TUESDAY + timedelta(days=1))
    assert Case.objects.get().state == "paid"


def test_a_file_refused_for_our_fault_lets_the_ladder_go_on(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(pain008())
    take_in(answer(whole="RJCT", reason="FF01"))
    run(scope)
    assert Step.objects.count() == 1


def test_on_its_day_a_debit_counts_where_the_office_decided_so(scope: Scope, invoice: None, take_in: Take) -> None:
    set_collected_when(scope, CollectedWhen.DUE)
    take_in(pain008(due=TUESDAY))
    assert collect_due(scope, TUESDAY - timedelta(days=1)) == 0
    run(scope)
    assert (CollectionAttempt.objects.get().collected_on, open_cents(), proved()) == (TUESDAY, 0, 0)
    assert collect_due(scope, TUESDAY) == 0


def test_a_return_opens_again_what_counted_on_its_day(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(pain008())
    assert collect_due(scope, TUESDAY) == 1
    take_in(credited(Debit()))  # the bank's own word comes later: evidence, no second collection
    assert (open_cents(), proved()) == (0, 0)
    take_in(camt054(Back(on=DUE + timedelta(days=3), batch="B-1")))
    assert (open_cents(), CollectionAttempt.objects.count(), proved()) == (10000, 1, 10000)


def test_by_default_its_day_alone_collects_nothing(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(pain008(due=TUESDAY - timedelta(days=3)))
    run(scope)
    assert (open_cents(), proved()) == (10000, 10000)
