"""The office edits what a bank's reason code does, and whoever stands under it is looked at again."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.billing.actions import seed_reasons
from recobro.billing.models import ReturnReason
from recobro.cases.models import Case
from recobro.core.errors import BadInput
from recobro.flows.reasons import treat
from recobro.journal.models import Entry
from tests.db import ladder_factories as make
from tests.db.ladder_world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_folder")]
DAY = date(2026, 6, 3)


def test_a_reason_that_is_held_holds_and_let_go_lets_go() -> None:
    world = World()
    seed_reasons(world.scope.portfolio_id)
    with world.on(date(2026, 6, 2)):
        bill = make.invoice(make.account(world.scope), 5000, date(2026, 6, 1))
        bill.last_reason_code, bill.last_return_on, bill.returns = "AM04", date(2026, 6, 2), 1
        bill.save()
    with world.on(DAY):
        treat(world.scope, "AM04", ReturnReason.Treatment.HOLD)
    world.run(DAY)
    assert (world.steps().count(), Case.objects.get().held_by) == (0, "return_hold")
    with world.on(DAY, 11):
        assert treat(world.scope, "AM04", ReturnReason.Treatment.GO_ON) == 1
    world.run(DAY)
    assert world.steps("proposed").count() == 1
    assert [entry.data["new"] for entry in Entry.objects.filter(verb="reason.treated").order_by("id")] == ["hold", "no"]


def test_a_reason_that_nobody_knows_is_refused() -> None:
    with pytest.raises(BadInput, match="unknown_reason"):
        treat(World().scope, "ZZ99", ReturnReason.Treatment.STOP)
