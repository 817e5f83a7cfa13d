"""Each field of a ladder changes a decision made from real rows: a line that changes nothing would be a lie."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from recobro.cases.models import Case
from recobro.core import clock
from recobro.flows import prove
from recobro.flows.release import drop, release
from recobro.notices.models import Notice
from recobro.policies.rules import ProofKind
from recobro.runs import day, outbox
from tests.db import ladder_factories as make
from tests.db.ladder_world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_folder")]
DUE = date(2026, 5, 29)  # a Friday; the debit comes back the day after

BASE = """
name = "prueba"
title = "Para las pruebas"
country = "ES"
stages = ["early"]
segments = ["household", "business"]
rest_after_drop_days = 7
[tolerance]
EUR = "1.00"
[[rung]]
id = "primero"
act = "notify"
channels = ["email"]
template = "es_household/aviso_1"
wait = { days = 4, count = "natural", from = "due" }
proof = "accepted"
release = "auto"
[[rung]]
id = "segundo"
act = "notify"
channels = ["email"]
template = "es_household/aviso_2"
wait = { days = 2, count = "natural", from = "proof" }
when = { min_invoices = 2 }
otherwise = "pass"
proof = "accepted"
release = "review"
[[rung]]
id = "tercero"
act = "notify"
channels = ["email"]
template = "es_household/aviso_3"
wait = { days = 1, count = "natural", from = "proof" }
proof = "accepted"
release = "review"
[[rung]]
id = "corte"
act = "propose_cut"
wait = { days = 3, count = "natural", from = "proof" }
floor = { months = 2, working_days = 15 }
release = "review"
"""


def played(text: str, *, invoices: int = 1, cents: int = 5000, days: int = 20, segment: str = "household") -> World:
    """One customer whose debits came back the day after; each day is run, released and sent."""
    world = World(text)
    with world.on(DUE):
        account = make.account(world.scope, segment=segment)
        for _ in range(invoices):
            bill = make.invoice(account, cents, DUE)
            make.pay(world.scope, bill)
            make.come_back(world.scope, bill, date(2026, 5, 30))
    world.play(DUE, DUE + timedelta(days=days))
    return world


def told(**how: int | str) -> Callable[[str], object]:
    """What is seen of a ladder: (day of June, rung) of each step. The days are those after the last day to pay."""

    def seen(text: str) -> object:
        return [(date.fromisoformat(on).day, rung) for on, rung in played(text, **how).told()]  # type: ignore[arg-type]

    return seen


def auto(text: str) -> object:
    """How many notices the run lets out by itself on the day of the first rung."""
    world = played(text, days=0)
    with world.on(date(2026, 6, 2)):
        report = day.run(world.scope, date(2026, 6, 2), release=True)
    return report.released and report.released.notices


def planned(text: str) -> object:
    """The day for which the cut is planned."""
    step = played(text, days=20).steps().filter(act="propose_cut").get()
    return step.planned_on


def dropped(text: str) -> object:
    """The day on which a dropped proposal comes back."""
    world = played(text, days=0)
    world.run(date(2026, 6, 2))
    with world.on(date(2026, 6, 2)):
        drop(world.scope, world.steps("proposed").get().pk, "Está en disputa")
    world.run(date(2026, 6, 3))
    return world.case().next_on


def proved(text: str) -> object:
    """The rung of the case after the notice was accepted by its channel; and after it was delivered."""
    world = played(text, days=4)
    before = world.case().rung
    with world.on(date(2026, 6, 6)):
        prove.accepted(world.scope, [world.steps("done").get().pk], ProofKind.DELIVERED, date(2026, 6, 6))
    return before, world.case().rung


def worded(text: str) -> object:
    """The template of the first notice."""
    world = played(text, days=4)
    return Notice.objects.get(portfolio_id=world.scope.portfolio_id).template


def ladder_of(text: str) -> object:
    """Whether a business is served at all."""
    world = played(text, days=4, segment="business")
    return Case.objects.filter(portfolio_id=world.scope.portfolio_id).count()


def without_ladder(text: str) -> object:
    """How many accounts are reported as served by no ladder."""
    world = played(text, days=0)
    return world.run(date(2026, 6, 2)).without_ladder


WAIT = 'wait = { days = 4, count = "natural", from = "due" }\nproof = "accepted"\n'
OURS = 'channels = ["email"]\ntemplate = "es_household/aviso_1"\n' + WAIT + 'release = "auto"\n'
ERPS = 'by = "erp"\n' + WAIT
FIRST, ALONE, BOTH = [(2, "primero")], [(2, "primero"), (3, "tercero")], [(2, "primero"), (4, "segundo")]
FIELDS = [
    ("wait.days", "days = 4", "days = 8", told(days=8), [*ALONE, (6, "corte")], [(6, "primero")]),
    ("wait.count", 'days = 4, count = "natural"', 'days = 4, count = "working"', told(days=6), ALONE, [(4, "primero")]),
    ("wait.from", 'natural", from = "due"', 'natural", from = "return"', told(days=4), FIRST, []),
    ("when.min_invoices", "min_invoices = 2", "min_invoices = 3", told(invoices=2, days=6), BOTH, ALONE),
    ("when.min_total", "min_invoices = 2", 'min_total = "50.01"', told(invoices=2, cents=2500, days=6), BOTH, ALONE),
    (
        "when.min_oldest_days",
        "when = { min_invoices = 2 }",
        "when = { min_invoices = 2, min_oldest_days = 10 }",
        told(invoices=2, days=10),
        [*BOTH, (5, "tercero"), (8, "corte")],
        [*FIRST, (8, "segundo")],
    ),
    ("when.segments", "min_invoices = 2", 'segments = ["household"]', told(days=6), ALONE, BOTH),
    ("otherwise", '"pass"', '"wait"', told(days=6), ALONE, FIRST),
    ("by", OURS, ERPS, told(days=4), FIRST, []),
    ("release", 'release = "auto"', 'release = "review"', auto, 1, 0),
    ("floor.months", "months = 2", "months = 3", planned, date(2026, 8, 3), date(2026, 9, 3)),
    ("floor.working_days", "working_days = 15", "working_days = 90", planned, date(2026, 8, 3), date(2026, 10, 7)),
    ("rest_after_drop_days", "days = 7", "days = 3", dropped, date(2026, 6, 9), date(2026, 6, 5)),
    ("tolerance", 'EUR = "1.00"', 'EUR = "50.00"', told(days=4), FIRST, []),
    ("proof", 'proof = "accepted"\nrelease = "auto"', 'proof = "delivered"\nrelease = "auto"', proved, (1, 1), (0, 1)),
    (
        "template",
        "es_household/aviso_1",
        "es_household/aviso_3",
        worded,
        "es_household/aviso_1",
        "es_household/aviso_3",
    ),
    ("segments", 'segments = ["household", "business"]', 'segments = ["household"]', ladder_of, 1, 0),
    ("stages", 'stages = ["early"]', 'stages = ["coercive"]', without_ladder, 0, 1),
]


@pytest.mark.parametrize(
    ("old", "new", "seen", "before", "after"), [row[1:] for row in FIELDS], ids=[row[0] for row in FIELDS]
)
def test_the_field_changes_a_decision(
    old: str, new: str, seen: Callable[[str], object], before: object, after: object
) -> None:
    assert old in BASE
    assert seen(BASE) == before
    assert seen(BASE.replace(old, new, 1)) == after


def test_the_ladder_that_is_published_later_is_for_new_cases_only() -> None:
    world = played(BASE, days=4)
    first = world.case().policy_id
    with world.on(date(2026, 6, 3)):
        make.ladder(world.scope, BASE.replace("days = 3, count", "days = 30, count"))
    world.play(date(2026, 6, 3), date(2026, 6, 6))
    assert world.case().policy_id == first
    assert world.told()[-1] == ("2026-06-06", "corte")


def test_a_call_is_put_on_a_list_and_not_in_the_outbox() -> None:
    text = BASE.replace('act = "notify"\nchannels = ["email"]\ntemplate = "es_household/aviso_2"', 'act = "call"')
    text = text.replace('otherwise = "pass"\nproof = "accepted"', 'otherwise = "pass"\nproof = "done"')
    world = World(text)
    with world.on(DUE):
        account = make.account(world.scope)
        make.invoice(account, 5000, DUE)
        make.invoice(account, 5000, DUE)
    world.play(DUE, date(2026, 6, 4), calls=False)
    call = world.steps("released").get()
    assert (call.act, Notice.objects.filter(step=call).count()) == ("call", 0)
    with clock.at(make.at(world.scope, date(2026, 6, 5))):
        prove.call_made(world.scope, call.pk)
        assert (world.case().rung, outbox.drain(world.scope)) == (2, {})
        assert release(world.scope, [call.pk]).gone == 1
