"""The report of a lot goes to Operaciones and Control; somebody of each list says that it arrived."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from recobro.access.actions import set_mail_list
from recobro.access.models import Portfolio
from recobro.access.roles import Role
from recobro.access.scope import Scope
from recobro.core import clock
from recobro.core.errors import RuleBroken
from recobro.flows import receipt
from recobro.journal.models import Entry
from recobro.notices.models import Receipt
from recobro.reports import receipts
from recobro.runs import office
from tests.db.billing import files
from tests.db.billing.conftest import Take, customer, invoice, scope, take_in
from tests.db.billing.files import Back, camt054

__all__ = ["customer", "invoice", "scope", "take_in"]
pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def lot(invoice: None, scope: Scope, take_in: Take) -> int:
    """A booked lot whose reports were written at noon."""
    with clock.at(NOON):
        set_mail_list(scope, "operations", ["operaciones@example.org"])
        set_mail_list(scope, "control", ["control@example.org", "Marta@example.org"])
        taken = take_in(camt054(Back())).lot_id
        assert office.lot_report_mails(scope, taken) == 2
    return taken


def told(scope: Scope, lot: int) -> dict[str, list[str]]:
    """List → who has answered."""
    return {one.list_kind: [by for by, _ in one.received_by] for one in receipts.of_lot(scope, lot)}


def test_each_role_answers_for_its_own_list(scope: Scope, lot: int) -> None:
    with clock.at(NOON):
        assert receipt.received(replace(scope, role=Role.OPERATIONS, person="olga"), lot) == 1
        assert told(scope, lot) == {"control": [], "operations": ["olga"]}
        assert receipt.received(replace(scope, role=Role.CONTROLLER, person="carlos"), lot) == 1
    assert told(scope, lot) == {"control": ["carlos"], "operations": ["olga"]}
    assert Entry.objects.filter(verb="mail.received", by="olga").count() == 1


def test_saying_it_twice_changes_nothing(scope: Scope, lot: int) -> None:
    olga = replace(scope, role=Role.OPERATIONS, person="olga")
    with clock.at(NOON):
        receipt.received(olga, lot)
        assert receipt.received(olga, lot) == 0
    assert Receipt.objects.count() == 1


def test_whose_address_is_on_the_list_answers_too(scope: Scope, lot: int) -> None:
    marta = replace(scope, role=Role.MANAGER, person="marta")
    with pytest.raises(RuleBroken):
        receipt.received(marta, lot, "otra@example.org")
    with clock.at(NOON):
        assert receipt.received(marta, lot, "marta@example.org") == 1
    assert told(scope, lot)["control"] == ["marta"]


def test_what_nobody_answers_in_the_portfolios_hours_is_late(scope: Scope, lot: int) -> None:
    Portfolio.objects.filter(pk=scope.portfolio_id).update(receipt_hours=4)
    with clock.at(NOON + timedelta(hours=4)):
        assert receipts.late(scope) == []
    with clock.at(NOON + timedelta(hours=4, minutes=1)):
        assert {one.list_kind for one in receipts.late(scope)} == {"operations", "control"}
        receipt.received(replace(scope, role=Role.OPERATIONS, person="olga"), lot)
        assert [one.list_kind for one in receipts.late(scope)] == ["control"]


def test_a_list_of_the_erp_is_reported_like_any_lot(scope: Scope, take_in: Take) -> None:
    with clock.at(NOON):
        set_mail_list(scope, "operations", ["operaciones@example.org"])
        taken = take_in(files.unpaid(f"Ana Ejemplo Ruiz;100,00;F-1;{files.CUPS};AM04")).lot_id
        assert office.lot_report_mails(scope, taken) == 1
    assert told(scope, taken) == {"operations": []}
