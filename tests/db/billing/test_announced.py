"""Money that a bank only announces books nothing, and its customer is left alone meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

from recobro.access.scope import Scope
from recobro.cases.models import Case, Step
from recobro.core import clock
from recobro.flows.release import release
from recobro.runs import day
from tests.db.billing import files
from tests.db.billing.conftest import Take
from tests.db.billing.files import Money, camt054

TUESDAY = date(2026, 11, 24)
ANNOUNCED = Money(reference="F-1", status="PDNG")


def run(scope: Scope, on: date) -> None:
    with clock.at(clock.instant(on, scope.zone, 10)):
        day.run(scope, on)


def test_whom_the_bank_announces_a_payment_of_is_not_proposed(scope: Scope, invoice: None, take_in: Take) -> None:
    assert take_in(camt054(ANNOUNCED)).ignored_count == 1
    run(scope, TUESDAY)
    assert (Case.objects.get().held_by, Step.objects.count()) == ("money_in_flight", 0)


def test_what_was_proposed_before_the_announcement_is_not_released(scope: Scope, invoice: None, take_in: Take) -> None:
    run(scope, TUESDAY)
    take_in(camt054(ANNOUNCED))
    assert release(scope, [Step.objects.get().pk]).withdrawn == {"money_in_flight": 1}


def test_an_announcement_that_never_books_holds_for_a_week(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(ANNOUNCED))
    for days in range(9):
        run(scope, TUESDAY + timedelta(days=days))
    assert Step.objects.get().day == TUESDAY + timedelta(days=7)


def test_the_booked_payment_ends_what_was_announced(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(ANNOUNCED))
    run(scope, TUESDAY)
    take_in(files.camt053(Money(reference="F-1")))
    run(scope, TUESDAY + timedelta(days=1))
    assert Case.objects.get().state == "paid"
