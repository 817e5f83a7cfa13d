"""While bank, ERP and ledger differ on an invoice, nothing happens to its customer: unknown is a no."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from recobro.billing.models import Difference, Lot
from recobro.cases.explain import explain
from recobro.core import clock
from recobro.flows import proof
from recobro.flows.release import release
from recobro.journal.actions import keep
from recobro.journal.models import Outbox
from recobro.parties.models import Account
from recobro.runs import outbox
from tests.db import ladder_factories as make
from tests.db.ladder_world import World
from tests.db.test_release import DAY, proposed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_folder")]


def differ(world: World, account: Account) -> Difference:
    """The ERP's list no longer has an invoice of the account."""
    invoice = account.invoice_set.get()
    sha256 = keep(b"a list", "text/csv")
    lot = Lot.objects.create(
        portfolio_id=world.scope.portfolio_id, number=1, kind="unpaid", format="csv", status="booked", blob_id=sha256,
        sha256=sha256, currency="EUR", received_by="sistema", received_at=clock.now(), booked_at=clock.now(),
        declared_count=0, declared_cents=0,
    )  # fmt: skip
    return Difference.objects.create(
        portfolio_id=world.scope.portfolio_id, kind="gone", invoice_number=invoice.number, invoice_id=invoice.pk,
        account=account, lot=lot, owner="operations", opened_on=DAY, opened_at=clock.now(),
    )  # fmt: skip


def test_a_difference_holds_the_next_step_until_it_is_answered() -> None:
    world = World()
    with world.on(date(2026, 6, 1)):
        account = make.account(world.scope)
        make.invoice(account, 5000, date(2026, 6, 1))
        difference = differ(world, account)
    report = world.run(DAY)
    assert world.told() == []
    assert report.as_json()["held"][0]["reason"] == "difference_open"
    with world.on(DAY, 12):
        told = explain(world.scope, world.case().ref)
        assert told.reason == "difference_open"
        assert [one.passed for one in told.answers if one.rule == "difference_open"] == [False]
        proof.answer(world.scope, [difference.pk], "Se exportó con el filtro de octubre")
    world.run(date(2026, 6, 4))
    assert world.told() == [("2026-06-04", "aviso_1")]


def test_a_difference_withdraws_at_release() -> None:
    world, accounts = proposed(2)
    with world.on(DAY):
        differ(world, accounts[0])
        report = release(world.scope, [step.pk for step in world.steps()])
    assert (report.notices, report.withdrawn) == (1, {"difference_open": 1})


def test_a_difference_that_shows_after_the_release_stops_the_notice(mail_folder: Path) -> None:
    world, accounts = proposed(1)
    with world.on(DAY):
        release(world.scope, [step.pk for step in world.steps()])
        differ(world, accounts[0])
        outbox.drain(world.scope)
    assert Outbox.objects.get().reason == "difference_open"
    assert not mail_folder.exists() or not list(mail_folder.iterdir())
