"""Nothing leaves without an explicit release; money is asked again; who cannot be reached is shown, not lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from recobro.access.models import Portfolio
from recobro.access.roles import Role
from recobro.billing.models import Lot, LotRow, MatchProposal
from recobro.core import clock
from recobro.core.errors import BadInput, RuleBroken, Stale
from recobro.flows.release import drop, release, release_rung
from recobro.journal.actions import keep
from recobro.journal.models import Entry, Outbox
from recobro.notices.models import Notice
from recobro.parties.models import Account, Contact, Customer
from recobro.runs import day, outbox
from tests.db import ladder_factories as make
from tests.db.ladder_world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_folder")]
DAY = date(2026, 6, 3)


def proposed(count: int = 1, **how: object) -> tuple[World, list[Account]]:
    """Homes with one invoice each, to be told for the first time today."""
    world = World()
    with world.on(date(2026, 6, 1)):
        accounts = [make.account(world.scope, **how) for _ in range(count)]  # type: ignore[arg-type]
        for account in accounts:
            make.invoice(account, 5000, date(2026, 6, 1), number=f"F-{account.pk}")
    world.run(DAY)
    return world, accounts


def money_in_flight(world: World, account: Account) -> MatchProposal:
    """A payment that waits to be matched and may be this account's."""
    sha256 = keep(b"bytes", "text/plain")
    lot = Lot.objects.create(
        portfolio_id=world.scope.portfolio_id,
        number=1,
        kind="payments",
        format="sheet",
        status="waiting",
        file_name="pagos.xlsx",
        blob_id=sha256,
        sha256=sha256,
        currency="EUR",
        received_by="sistema",
        received_at=clock.now(),
    )
    row = LotRow.objects.create(
        portfolio_id=world.scope.portfolio_id, lot=lot, line=1, kind="payment", status="waiting", amount_cents=5000
    )
    return MatchProposal.objects.create(
        portfolio_id=world.scope.portfolio_id, lot_row=row, account=account, reason="same_amount", confidence=60
    )


def test_a_run_alone_lets_nothing_out(mail_folder: Path) -> None:
    world, _ = proposed(2)
    with world.on(DAY):
        outbox.drain(world.scope)
    assert [step.state for step in world.steps()] == ["proposed", "proposed"]
    assert not Notice.objects.exists()
    assert not mail_folder.exists()


def test_release_lets_out_only_rungs_marked_auto() -> None:
    world, _accounts = proposed(1)
    world.let_out(DAY)
    with world.on(date(2026, 6, 9)):
        make.invoice(make.account(world.scope), 4000, date(2026, 6, 1))
        report = day.run(world.scope, date(2026, 6, 9), release=True)
    assert sorted((step.rung_id, step.state) for step in world.steps()) == [
        ("aviso_1", "done"),
        ("aviso_1", "done"),
        ("aviso_2", "proposed"),
    ]
    assert report.as_json()["released"]["notices"] == 1
    assert report.as_json()["sent"] == {"sent": 1}


def test_clicking_twice_releases_once() -> None:
    world, _ = proposed()
    step = world.steps().get()
    with world.on(DAY):
        first = release(world.scope, [step.pk, step.pk])
        second = release(world.scope, [step.pk])
    assert (first.notices, first.gone, second.notices, second.gone) == (1, 0, 0, 1)
    assert Notice.objects.count() == Outbox.objects.count() == 1


def test_the_first_releases_are_small() -> None:
    world, _ = proposed(5)
    Portfolio.objects.update(capped_releases=2, first_releases_cap=2)
    with world.on(DAY):
        reports = [release_rung(world.scope, "aviso_1") for _ in range(3)]
    assert [(one.notices, one.capped) for one in reports] == [(2, 3), (2, 1), (1, 0)]
    assert Portfolio.objects.get(pk=world.scope.portfolio_id).releases == 3


def test_a_stopped_portfolio_releases_and_sends_nothing() -> None:
    world, _ = proposed()
    ids = [step.pk for step in world.steps()]
    with world.on(DAY):
        release(world.scope, ids)
        Portfolio.objects.update(stopped=True)
        assert outbox.drain(world.scope) == {}
        with pytest.raises(BadInput, match="portfolio_stopped"):
            release(world.scope, ids)
        Portfolio.objects.update(stopped=False)
        assert outbox.drain(world.scope) == {"sent": 1}


def test_who_may_not_release_releases_nothing() -> None:
    world, _ = proposed()
    advisor = replace(world.scope, role=Role.ADVISOR, person_id=1, person="ana")
    with world.on(DAY):
        with pytest.raises(RuleBroken):
            release(advisor, [world.steps().get().pk])
        with pytest.raises(RuleBroken):
            drop(advisor, world.steps().get().pk, "porque sí")
    assert world.steps().get().state == "proposed"


def test_money_that_may_be_theirs_withdraws_at_release() -> None:
    world, accounts = proposed(2)
    with world.on(DAY):
        money_in_flight(world, accounts[0])
        report = release(world.scope, [step.pk for step in world.steps()])
    assert (report.notices, report.withdrawn) == (1, {"money_in_flight": 1})
    assert world.steps("withdrawn").get().reason == "money_in_flight"
    world.run(date(2026, 6, 4))
    assert world.told() == [("2026-06-03", "aviso_1")]


def test_money_that_may_be_theirs_holds_the_next_proposal_until_it_is_settled() -> None:
    world = World()
    with world.on(date(2026, 6, 1)):
        account = make.account(world.scope)
        make.invoice(account, 5000, date(2026, 6, 1))
        proposal = money_in_flight(world, account)
    report = world.run(DAY)
    assert world.told() == []
    assert report.as_json()["held"][0]["reason"] == "money_in_flight"
    MatchProposal.objects.filter(pk=proposal.pk).update(settled_at=clock.now())
    world.run(date(2026, 6, 4))
    assert world.told() == [("2026-06-04", "aviso_1")]


def test_a_customer_without_address_is_held_in_the_open_until_one_comes() -> None:
    world, accounts = proposed(1, email=None)
    assert (world.told(), world.case().held_by) == ([], "no_contact")
    assert world.case().next_on is None
    with world.on(date(2026, 6, 4)):
        Contact.objects.create(
            portfolio_id=world.scope.portfolio_id,
            customer=accounts[0].customer,
            kind="email",
            value="nueva@example.org",
            source="logbook",
            seen_on=date(2026, 6, 4),
        )
    world.run(date(2026, 6, 4))
    assert world.told() == [("2026-06-04", "aviso_1")]


def test_an_address_that_bounced_before_the_release_fails_the_step_for_a_person() -> None:
    world, _ = proposed()
    Contact.objects.update(bounced_on=DAY)
    with world.on(DAY):
        report = release(world.scope, [world.steps().get().pk])
    assert (report.notices, report.failed) == (0, {"no_contact": 1})
    assert (world.steps().get().state, world.steps().get().reason) == ("failed", "no_contact")
    world.run(date(2026, 6, 4))
    assert world.case().held_by == "step_failed"


def test_the_latest_usable_address_is_written_to() -> None:
    world, accounts = proposed()
    for value, seen_on, out_on in (
        ("vieja@example.org", 1, None),
        ("mejor@example.org", 3, None),
        ("no@example.org", 4, DAY),
    ):
        Contact.objects.create(
            portfolio_id=world.scope.portfolio_id,
            customer=accounts[0].customer,
            kind="email",
            value=value,
            source="contracts",
            seen_on=date(2026, 5, seen_on),
            opted_out_on=out_on,
        )
    with world.on(DAY):
        release(world.scope, [world.steps().get().pk])
    assert Notice.objects.get().recipient == "mejor@example.org"


def test_a_text_that_cannot_be_filled_stops_the_whole_batch() -> None:
    world, accounts = proposed(2)
    Customer.objects.filter(pk=accounts[1].customer_id).update(name="  ")
    with world.on(DAY), pytest.raises(BadInput, match="template_gap_empty"):
        release(world.scope, [step.pk for step in world.steps()])
    assert not Notice.objects.exists()
    assert {step.state for step in world.steps()} == {"proposed"}


def test_a_part_paid_since_the_proposal_is_not_claimed() -> None:
    world, accounts = proposed()
    with world.on(DAY, 12):
        bill = make.invoice(accounts[0], 1, date(2026, 7, 1)).account.invoice_set.get(number=f"F-{accounts[0].pk}")
        make.pay(world.scope, bill, 2000)
        release(world.scope, [world.steps().get().pk])
    assert world.steps().get().owed_cents == Notice.objects.get().owed_cents == 3000
    assert "30,00 €" in Notice.objects.get().body


def test_a_proposed_cut_is_never_released_here() -> None:
    world, _ = proposed()
    world.steps().update(act="propose_cut")
    with world.on(DAY), pytest.raises(BadInput, match="cut_not_released_here"):
        release(world.scope, [world.steps().get().pk])


def test_dropping_needs_a_reason_and_a_proposal() -> None:
    world, _ = proposed()
    step = world.steps().get()
    with world.on(DAY):
        with pytest.raises(BadInput, match="drop_needs_reason"):
            drop(world.scope, step.pk, "  ")
        drop(world.scope, step.pk, "Pagó por teléfono")
        with pytest.raises(Stale):
            drop(world.scope, step.pk, "Otra vez")
    assert Entry.objects.get(verb="step.dropped").account_id == step.account_id
