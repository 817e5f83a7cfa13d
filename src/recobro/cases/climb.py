"""The run over one slice of accounts: cases open, come back and close; facts, decisions, proposals. One transaction.

A slice is whole or did not happen, and doing it again changes nothing: a run that was killed is simply started again.
The slice holds the lock of its accounts, so no booking slips between the facts and the proposal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction

from recobro.access import actions as access
from recobro.access.scope import Scope
from recobro.cases.facts import gather
from recobro.cases.rules import CaseFacts, Decision, decide
from recobro.cases.told import actions as told
from recobro.core import clock, sql
from recobro.laws.calendars import Calendar
from recobro.policies.rules import Published, winner

STAGE = "early"  # what the ledger opens by itself; later stages begin with an act of a person
DECIDED = [
    *("case_id", "account_id", "rung", "rung_id", "act", "step_cents", "planned_on"),
    *("next_on", "held_by", "owed_cents", "oldest_due_on", "items_count", "case_rung"),
]
DECIDED_ITEM = ("case_id", "item_id", "rung", "cycle", "owed_cents")


class Ladders(NamedTuple):
    """The ladders of a portfolio as one run uses them."""

    current: Sequence[Published]  # for cases that open
    every: Mapping[int, Published]  # for cases in flight


class Slice(NamedTuple):
    """What one slice did."""

    looked: int
    proposed: int
    without_ladder: int  # accounts with overdue debt that no ladder serves: nothing is done with them


def work_list(scope: Scope, day: date, *, moved_from: datetime, fell_from: date) -> Iterator[int]:
    """Accounts that have to be looked at, in order: due, moved, fallen due, newly reachable. Needs a transaction."""
    found = sql.stream(
        "cases/to_look_at", portfolio_id=scope.portfolio_id, day=day, moved_from=moved_from, fell_from=fell_from
    )
    return (row[0] for row in found)


@transaction.atomic
def climb(scope: Scope, account_ids: Sequence[int], day: date, ladders: Ladders, calendar: Calendar) -> Slice:
    """Look at these accounts on `day`."""
    params: dict[str, Any] = {
        "portfolio_id": scope.portfolio_id,
        "account_ids": list(account_ids),
        "day": day,
        "moment": clock.now(),
        "by": scope.person,
    }
    sql.run("cases/plan_slice")
    access.lock_portfolio(scope)
    sql.run("cases/lock_accounts", **_only(params, "portfolio_id", "account_ids"))
    left = sql.run("cases/leave_paid", **params)
    _undo(params)
    without_ladder = _open(scope, params, ladders)
    if left:
        sql.run("cases/close_paid", **params)
    told.climb(scope, account_ids, day, ladders.every, calendar)
    looked = _decide(scope, account_ids, day, ladders, calendar)
    proposed = sql.run("cases/write_steps", portfolio_id=scope.portfolio_id, day=day)
    sql.run("cases/write_cases", portfolio_id=scope.portfolio_id, moment=params["moment"])
    sql.run("cases/decided_drop")
    return Slice(looked, proposed, without_ladder)


def _undo(params: dict[str, Any]) -> None:
    """Items whose payment was undone live again, in their own case or the one that was opened meanwhile."""
    undone = [row[0] for row in sql.stream("cases/undone", **_only(params, "portfolio_id", "account_ids", "day"))]
    if undone:
        sql.run("cases/reopen", **{**params, "account_ids": undone})
        sql.run("cases/come_back", **{**params, "account_ids": undone})


def _open(scope: Scope, params: dict[str, Any], ladders: Ladders) -> int:
    """Debt that is nobody's item joins its account's case, or opens one; returns how many accounts no ladder serves."""
    wanting = list(sql.stream("cases/accounts_to_open", **_only(params, "portfolio_id", "account_ids", "day")))
    if not wanting:
        return 0
    joining = [row[0] for row in wanting if row[2]]
    chosen = [
        (account_id, won.policy_id)
        for account_id, segment, has_case, in_service in wanting
        if not has_case and in_service and (won := winner(ladders.current, STAGE, segment))
    ]
    if chosen:
        account_ids, policy_ids = zip(*chosen, strict=True)
        first, prefix = access.reserve_case_numbers(scope, len(chosen))
        day: date = params["day"]
        sql.run(
            "cases/open_cases",
            portfolio_id=scope.portfolio_id,
            account_ids=list(account_ids),
            policy_ids=list(policy_ids),
            first_number=first,
            prefix=f"{prefix}-{day.year}-",
            day=day,
        )
        joining += account_ids
    sql.run("cases/add_items", **{**params, "account_ids": joining})
    return len(wanting) - len(joining)


def _decide(scope: Scope, account_ids: Sequence[int], day: date, ladders: Ladders, calendar: Calendar) -> int:
    """Facts → decisions → the session's two tables; returns how many cases were decided."""
    sql.run("cases/decided_make")
    sql.run("cases/decided_items_make")
    cases: list[tuple[Any, ...]] = []
    items: list[tuple[Any, ...]] = []
    for policy_id, facts in gather(scope, account_ids):
        decision = decide(facts, ladders.every[policy_id].ladder, day, calendar)
        cases.append(_row(facts, decision))
        items += [(facts.case_id, *item) for item in decision.items]
    _copy("decided", DECIDED, cases)
    _copy("decided_item", DECIDED_ITEM, items)
    return len(cases)


def _row(facts: CaseFacts, decision: Decision) -> tuple[Any, ...]:
    """One row of `decided`: the step, if any, and what stands of the case."""
    items = facts.items
    rung = decision.rung
    step = (rung.number, rung.id, rung.act.value) if rung else (None, None, None)
    return (
        facts.case_id,
        facts.account_id,
        *step,
        sum([item.owed_cents for item in decision.items]) if rung else None,
        decision.planned_on,
        decision.next_on,
        decision.reason.value,
        sum([item.open_cents for item in items]),
        min([item.due_on for item in items]) if items else None,
        len(items),
        max([item.rung for item in items]) if items else 0,
    )


def _copy(table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    with sql.copy_into(table, tuple(columns)) as copy:
        for row in rows:
            copy.write_row(row)


def _only(params: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: params[name] for name in names}
