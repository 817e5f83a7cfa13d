"""A run killed anywhere and started again ends as one undisturbed run: SIGKILL, at many of its statements."""

from __future__ import annotations

import os
import signal
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from recobro.access.models import Portfolio
from recobro.access.queries import system_scope
from recobro.core import clock, sql
from recobro.journal.models import Entry, Outbox
from recobro.notices.models import Notice, Proof
from recobro.runs import day, outbox
from tests.db import ladder_factories as make
from tests.db.ladder_world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mail_folder")]
DAY = date(2026, 6, 3)
KILLS = [1, 8, 16, 24, 31, 37, 41, 45, 49]  # statements of the run, from the work list to the last proof
CASES = """SELECT ref, state, rung, next_on, held_by, owed_cents, items_count, opened_on, closed_on, reopened_on
           FROM cases_case ORDER BY ref"""
ITEMS = """SELECT i.number, c.ref, it.cycle, it.rung, it.proved_on, it.left_on FROM cases_item it
           JOIN billing_invoice i ON i.id = it.invoice_id JOIN cases_case c ON c.id = it.case_id ORDER BY 1, 3"""
STEPS = """SELECT c.ref, s.day, s.rung_id, s.state, s.owed_cents, s.reason, count(si.id), bool_or(si.void)
           FROM cases_step s JOIN cases_case c ON c.id = s.case_id LEFT JOIN cases_stepitem si ON si.step_id = s.id
           GROUP BY s.id, c.ref ORDER BY 1, 2"""


def build() -> str:
    """Thirty accounts: new debt, on each rung, paid since, undone since; the last run was the day before."""
    world = World()
    code = world.scope.code
    yesterday = date(2026, 6, 2)
    with world.on(date(2026, 5, 26)):
        accounts = [make.account(world.scope, email=None if n == 7 else f"c{n}@example.org") for n in range(30)]
        bills = [make.invoice(one, 3000 + n, date(2026, 5, 25), number=f"A-{n}") for n, one in enumerate(accounts[:20])]
    world.run(date(2026, 5, 27))
    world.let_out(date(2026, 5, 27))
    world.run(yesterday)
    with world.on(yesterday, 20):
        for bill in bills[:4]:
            make.pay(world.scope, bill)
        for n, one in enumerate(accounts[15:]):
            make.invoice(one, 9000, yesterday, number=f"B-{n}")
    return code


def play(code: str, *, kill_at: int = 0) -> int:
    """Run the day with release, here; returns the number of statements. `kill_at` kills it before that one."""
    count = 0
    text = sql.text

    def counted(name: str) -> str:
        nonlocal count
        count += 1
        if count == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return text(name)

    day.SLICE, outbox.BATCH = 8, 6
    sql.text = counted  # type: ignore[assignment]
    try:
        scope = system_scope(code)
        with clock.at(make.at(scope, DAY)):
            day.run(scope, DAY, release=True)
    finally:
        sql.text = text
        day.SLICE, outbox.BATCH = 10_000, 200
    return count


def played_in_a_child(code: str, kill_at: int) -> int:
    """The run in a process of its own; returns the signal that ended it, 0 when it came through."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            play(code, kill_at=kill_at)
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


def dump(code: str, folder: Path) -> dict[str, Any]:
    """Everything that a person could see of the end, without the ids that the database gave."""
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for name, text in (("cases", CASES), ("items", ITEMS), ("steps", STEPS)):
            cursor.execute(text)
            found[name] = cursor.fetchall()
    portfolio = Portfolio.objects.get(code=code)
    found["portfolio"] = (portfolio.last_case_number, portfolio.releases, portfolio.last_run_on, portfolio.last_run_at)
    found["notices"] = sorted(Notice.objects.values_list("state", "recipient", "owed_cents", "template"))
    found["outbox"] = sorted(Outbox.objects.values_list("kind", "state", "tries"))
    found["proofs"] = Proof.objects.count()
    found["files"] = len(list(folder.glob("*.eml")))
    found["verbs"] = sorted(Entry.objects.filter(subject__startswith="case").values_list("verb", flat=True))
    return found


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, Any]:
    """The end of a run that nobody killed; filled by the first test."""
    return {}


def test_an_undisturbed_run_for_comparison(undisturbed: dict[str, Any], mail_folder: Path) -> None:
    code = build()
    assert play(code) >= max(KILLS)
    undisturbed |= dump(code, mail_folder)
    assert {state for _, _, _, state, *_ in undisturbed["steps"]} >= {"done", "proposed", "withdrawn"}
    assert {row[1] for row in undisturbed["cases"]} == {"paid", "working", "pending"}
    play(code)
    assert dump(code, mail_folder) == undisturbed  # a second run on the day changes nothing


@pytest.mark.parametrize("kill_at", KILLS)
def test_a_killed_run_started_again_ends_the_same(kill_at: int, undisturbed: dict[str, Any], mail_folder: Path) -> None:
    code = build()
    assert played_in_a_child(code, kill_at) == signal.SIGKILL
    assert played_in_a_child(code, 0) == 0
    found = dump(code, mail_folder)
    tries = [row[:2] for row in found.pop("outbox")]
    assert tries == [row[:2] for row in undisturbed["outbox"]]  # a message in hand when it died was tried twice
    assert found == {name: value for name, value in undisturbed.items() if name != "outbox"}
