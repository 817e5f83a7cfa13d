"""At the moment of sending everything is asked once more; nothing leaves twice; nothing is lost or guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from recobro.core import clock
from recobro.flows.release import release
from recobro.journal.models import Blob, Entry, Outbox
from recobro.notices.channels import Lasting, Message, Passing
from recobro.notices.models import Notice, Proof
from recobro.parties.models import Account, Contact
from recobro.runs import outbox
from tests.db import ladder_factories as make
from tests.db.ladder_world import World
from tests.db.test_release import money_in_flight

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 3)


class Wire:
    """A channel that cannot take a message back, and answers what a test tells it to."""

    repeatable = False

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.answers: list[Exception] = []

    def send(self, message: Message) -> bytes:
        if self.answers:
            raise self.answers.pop(0)
        self.sent.append(message)
        return message.body.encode()


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """The channel of the test in place of the real one."""
    channel = Wire()
    monkeypatch.setattr(outbox, "channel", lambda: channel)
    return channel


def released(count: int = 1) -> tuple[World, list[Account]]:
    """First notices in the outbox."""
    world = World()
    with world.on(date(2026, 6, 1)):
        accounts = [make.account(world.scope, email=f"c{n}@example.org") for n in range(count)]
        for account in accounts:
            make.invoice(account, 5000, date(2026, 6, 1))
    world.run(DAY)
    with world.on(DAY):
        release(world.scope, [step.pk for step in world.steps()])
    return world, accounts


def test_a_notice_leaves_once_and_its_proof_lifts_the_rung(wire: Wire) -> None:
    world, _ = released()
    with world.on(DAY):
        assert outbox.drain(world.scope) == {"sent": 1}
        assert outbox.drain(world.scope) == {}
    assert len(wire.sent) == 1
    notice, proof = Notice.objects.get(), Proof.objects.get()
    assert (notice.state, notice.message_id) == ("sent", wire.sent[0].message_id)
    assert (proof.kind, proof.grade, proof.on) == ("accepted", "C", DAY)
    assert bytes(Blob.objects.get(pk=proof.sha256).data) == wire.sent[0].body.encode()
    assert (world.steps().get().state, world.case().rung, world.case().state) == ("done", 1, "working")


def test_who_paid_a_second_ago_is_not_written_to(wire: Wire) -> None:
    world, accounts = released(2)
    with world.on(DAY, 11):
        make.pay(world.scope, accounts[0].invoice_set.get())
        assert outbox.drain(world.scope) == {"sent": 1}
    assert [message.recipients for message in wire.sent] == [("c1@example.org",)]
    assert sorted(Outbox.objects.values_list("state", "reason")) == [("refused", "paid"), ("sent", "")]
    assert Entry.objects.get(verb="notice.refused").data == {"reason": "paid"}
    assert Entry.objects.get(verb="step.withdrawn").account_id == accounts[0].pk


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda world, account: money_in_flight(world, account), "money_in_flight"),
        (lambda world, account: make.pay(world.scope, account.invoice_set.get(), 1000), "amount_changed"),
        (lambda world, account: make.pay(world.scope, account.invoice_set.get(), 4950), "within_tolerance"),
        (lambda world, account: make.credit(world.scope, account, 4950), "within_tolerance"),
        (lambda world, account: Contact.objects.update(opted_out_on=DAY), "contact_gone"),
        (lambda world, account: Contact.objects.update(bounced_on=DAY), "contact_gone"),
    ],
)
def test_whatever_changed_since_the_release_is_seen_when_it_leaves(
    wire: Wire, change: Callable[..., object], reason: str
) -> None:
    world, accounts = released()
    with world.on(DAY, 11):
        change(world, accounts[0])
        assert outbox.drain(world.scope) == {"refused": 1}
    assert wire.sent == []
    assert (Notice.objects.get().state, Notice.objects.get().reason) == ("refused", reason)
    assert (world.steps().get().state, world.steps().get().reason) == ("withdrawn", reason)


def test_an_amount_that_changed_is_told_anew_with_the_right_one(wire: Wire) -> None:
    world, accounts = released()
    with world.on(DAY, 11):
        make.pay(world.scope, accounts[0].invoice_set.get(), 1000)
        outbox.drain(world.scope)
    world.run(date(2026, 6, 4))
    step = world.steps("proposed").get()
    assert (step.rung_id, step.owed_cents) == ("aviso_1", 4000)


def test_nobody_is_written_to_at_night_or_on_sunday(wire: Wire) -> None:
    world, _ = released()
    with world.on(DAY, 22):
        assert outbox.drain(world.scope) == {"put_off": 1}
    row = Outbox.objects.get()
    assert (row.state, row.tries, row.reason) == ("ready", 0, "contact_hour_forbidden")
    assert row.not_before == make.at(world.scope, date(2026, 6, 4), 9)
    with world.on(date(2026, 6, 4), 9):
        assert outbox.drain(world.scope) == {"sent": 1}


def test_one_customer_is_written_to_once_a_day(wire: Wire) -> None:
    world = World()
    with world.on(date(2026, 6, 1)):
        first = make.account(world.scope)
        second = make.account(world.scope)
        Account.objects.filter(pk=second.pk).update(customer=first.customer)
        for account in (first, second):
            make.invoice(account, 5000, date(2026, 6, 1))
    world.run(DAY)
    with world.on(DAY):
        release(world.scope, [step.pk for step in world.steps()])
        assert outbox.drain(world.scope) == {"sent": 1, "put_off": 1}
    assert Outbox.objects.get(state="ready").reason == "contact_too_often_today"
    with world.on(date(2026, 6, 4)):
        assert outbox.drain(world.scope) == {"sent": 1}


def test_a_passing_error_waits_longer_each_time_and_then_a_person_decides(wire: Wire) -> None:
    world, _ = released()
    wire.answers = [Passing("channel_busy")] * outbox.TRIES
    moment, waits = make.at(world.scope, DAY), []
    for _ in range(outbox.TRIES - 1):
        with clock.at(moment):
            assert outbox.drain(world.scope) == {"retry": 1}
            assert outbox.drain(world.scope) == {}
        waits.append(Outbox.objects.get().not_before - moment)
        moment = Outbox.objects.get().not_before
    assert waits == [timedelta(minutes=5 * 2**n) for n in range(outbox.TRIES - 1)]
    with clock.at(moment):
        assert outbox.drain(world.scope) == {"failed": 1}
    assert (Notice.objects.get().state, world.steps().get().state) == ("failed", "failed")
    assert world.case().rung == 0


def test_a_lasting_error_fails_at_once(wire: Wire) -> None:
    world, _ = released()
    wire.answers = [Lasting("channel_refused")]
    with world.on(DAY):
        assert outbox.drain(world.scope) == {"failed": 1}
    assert Outbox.objects.get().reason == "channel_refused"
    assert world.steps().get().state == "failed"


def test_a_worker_that_dies_while_handing_over_leaves_it_uncertain_and_never_sends_again(wire: Wire) -> None:
    world, _ = released()
    wire.answers = [KeyboardInterrupt()]  # type: ignore[list-item]
    with world.on(DAY):
        with pytest.raises(KeyboardInterrupt):
            outbox.drain(world.scope)
        assert Outbox.objects.get().state == "handed"
        assert outbox.drain(world.scope) == {"uncertain": 1}
        assert outbox.drain(world.scope) == {}
    assert wire.sent == []
    assert Outbox.objects.get().state == "uncertain"
    assert (Notice.objects.get().state, world.steps().get().state) == ("uncertain", "failed")
    world.run(date(2026, 6, 20))
    assert world.case().held_by == "step_failed"


def test_a_channel_that_may_repeat_is_simply_asked_again(mail_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world, _ = released()
    with world.on(DAY):
        monkeypatch.setattr(outbox, "_settle", lambda scope, results: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            outbox.drain(world.scope)
        monkeypatch.undo()
        monkeypatch.setenv("RECOBRO_HOME", str(mail_folder.parent))
        assert Outbox.objects.get().state == "handed"
        assert outbox.drain(world.scope) == {"sent": 1}
    assert len(list(mail_folder.glob("*.eml"))) == 1


def test_a_payment_that_comes_while_it_leaves_does_not_unsend_it(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    world, accounts = released()
    send = wire.send

    def paid_meanwhile(message: Message) -> bytes:
        make.pay(world.scope, accounts[0].invoice_set.get())
        return send(message)

    monkeypatch.setattr(wire, "send", paid_meanwhile)
    with world.on(DAY, 11):
        assert outbox.drain(world.scope) == {"sent": 1}
    assert (Notice.objects.get().state, world.steps().get().state) == ("sent", "done")
    assert Proof.objects.count() == 1
