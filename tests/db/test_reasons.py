"""The office edits what a bank's reason code does, and whoever stands under it is looked at again."""

from __future__ import annotations

import io
from datetime import date

import pytest

from recobro.billing.actions import seed_reasons
from recobro.billing.models import ReturnReason
from recobro.cases.models import Case
from recobro.core.errors import BadInput
from recobro.flows.reasons import treat
from recobro.flows.take import take
from recobro.journal.models import Entry
from tests.db import ladder_factories as make
from tests.db.billing.files import Back, camt054
from tests.db.ladder_world import World
from tests.rules.readers.fixed import Move, account, norma43

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


def test_a_return_without_reason_holds_and_the_detailed_file_lets_go() -> None:
    world = World()
    seed_reasons(world.scope.portfolio_id)
    with world.on(date(2026, 6, 2)):
        make.invoice(make.account(world.scope), 5000, date(2026, 6, 1), number="F-1")
        back = Move(5000, "14", "1", reference="F-1", day="260602")
        take(world.scope, io.BytesIO(norma43(account(back))), file_name="extracto")
    world.run(DAY)
    assert (world.steps().count(), Case.objects.get().held_by) == (0, "return_hold")
    with world.on(DAY, 11):
        (report,) = take(
            world.scope, camt054(Back(amount="50.00", mandate="", on=date(2026, 6, 2))), file_name="detalle"
        )
    assert report.known == (1, 5000), report.sentence
    world.run(DAY)
    assert world.steps("proposed").count() == 1


def test_a_reason_that_nobody_knows_is_refused() -> None:
    with pytest.raises(BadInput, match="unknown_reason"):
        treat(World().scope, "ZZ99", ReturnReason.Treatment.STOP)
