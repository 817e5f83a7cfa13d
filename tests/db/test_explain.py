"""What is explained is what the next run does: one set of rules decides and tells."""

from __future__ import annotations

import json
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from recobro.cases.explain import explain
from recobro.core.errors import BadInput
from tests.db import ladder_factories as make
from tests.db.ladder_world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_folder")]
DAY = date(2026, 6, 3)


@pytest.fixture
def world() -> World:
    """A home with one invoice of 50,00 €, told once."""
    made = World()
    with made.on(date(2026, 6, 1)):
        make.invoice(make.account(made.scope), 5000, date(2026, 6, 1), number="F-1")
    made.run(DAY)
    made.let_out(DAY)
    made.run(date(2026, 6, 4))
    return made


def test_it_says_where_the_case_stands_and_what_comes_when(world: World) -> None:
    with world.on(date(2026, 6, 4)):
        found = explain(world.scope, world.case().ref).as_json()
    assert (found["ladder"], found["version"], found["rung"], found["owed"]) == ("es_household", 1, "aviso_1", "50.00")
    assert found["next"] == {"rung": "aviso_2", "act": "notify", "earliest_on": "2026-06-07"}
    assert found["held_by"]["reason"] == "wait_not_over"
    assert found["items"][0]["invoice"] == "F-1"
    assert found["items"][0]["opens_on"] == "2026-06-07"
    failing = [rule["rule"] for rule in found["rules"] if not rule["passed"]]
    assert failing == ["wait_not_over"]
    json.dumps(found)


def test_what_it_foretells_is_what_the_run_proposes(world: World) -> None:
    with world.on(date(2026, 6, 4)):
        found = explain(world.scope, world.case().ref)
    assert found.earliest_on is not None
    world.run(date(2026, 6, 6))
    assert world.steps("proposed").count() == 0
    world.run(found.earliest_on)
    assert world.steps("proposed").get().rung_id == found.next_rung


def test_a_case_that_would_be_acted_on_today_has_nothing_that_holds_it(world: World) -> None:
    with world.on(date(2026, 6, 9)):
        found = explain(world.scope, world.case().ref)
    assert (found.reason, found.next_rung, found.earliest_on) == ("", "aviso_2", date(2026, 6, 9))


def test_every_rule_answers_and_none_hides_another(world: World) -> None:
    with world.on(date(2026, 6, 4)):
        account = world.case().account
        make.credit(world.scope, account, 5000)
        found = explain(world.scope, world.case().ref).as_json()
    assert found["held_by"]["reason"] == "nothing_owed"
    assert {rule["rule"] for rule in found["rules"] if not rule["passed"]} == {
        "nothing_owed",
        "within_tolerance",
        "wait_not_over",
    }


def test_a_closed_case_says_so(world: World) -> None:
    with world.on(date(2026, 6, 4)):
        make.pay(world.scope, world.item("F-1").invoice)
    world.run(date(2026, 6, 5))
    with world.on(date(2026, 6, 5)):
        found = explain(world.scope, world.case().ref).as_json()
    assert (found["state"], found["held_by"]["reason"], found["owed"]) == ("paid", "case_closed", "0.00")


def test_a_case_of_another_portfolio_is_unknown(world: World) -> None:
    other = World()
    with world.on(DAY), pytest.raises(BadInput, match="unknown_case"):
        explain(other.scope, world.case().ref)


def test_the_explanation_costs_few_queries(world: World, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    ref = world.case().ref
    with world.on(date(2026, 6, 4)), django_assert_max_num_queries(9):  # three of them are the cursor and savepoints
        explain(world.scope, ref)
