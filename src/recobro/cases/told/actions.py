"""The only writer of what others told: written down, counted for the ladder, withdrawn with what rested on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from recobro.access.scope import Scope
from recobro.cases import actions as cases
from recobro.cases.facts import gather
from recobro.cases.told.rules import Counted, ToldFacts, count
from recobro.core import clock, sql
from recobro.laws.calendars import Calendar
from recobro.policies.rules import ProofKind, Published


class Telling(NamedTuple):
    """A communication about one invoice, as a room above knows it. `proof` "" when it proves nothing any more."""

    source_id: int
    account_id: int
    invoice_id: int
    proof: str
    sent_on: date
    received_on: date | None


def write(scope: Scope, tellings: Sequence[Telling]) -> None:
    """Write down what others told, or what is known better now. What was counted stays counted until withdrawn."""
    living = [one for one in tellings if one.proof]
    if living:
        names = ("source_ids", "account_ids", "invoice_ids", "proofs", "sent_ons", "received_ons")
        columns = (list(column) for column in zip(*living, strict=True))
        sql.run("cases/told_write", portfolio_id=scope.portfolio_id, **dict(zip(names, columns, strict=True)))
    gone = [one.source_id for one in tellings if not one.proof]
    if gone:
        withdraw(scope, gone)


def climb(
    scope: Scope, account_ids: Sequence[int], day: date, ladders: Mapping[int, Published], calendar: Calendar
) -> int:
    """Lift the items of these accounts to the rungs that were proved by others; returns how many rungs.

    The caller holds the locks of the accounts.
    """
    told = _told(scope, account_ids)
    if not told:
        return 0
    counted: list[Counted] = []
    for policy_id, facts in gather(scope, sorted(told)):
        counted += count(facts, told[facts.account_id], ladders[policy_id].ladder, day, calendar)
    for nth in range(max((_height(one, counted) for one in counted), default=-1) + 1):
        _lift(scope, [one for one in counted if _height(one, counted) == nth])
    return len(counted)


def withdraw(scope: Scope, source_ids: Sequence[int]) -> list[int]:
    """These communications prove nothing: items fall back to where they stood before, and whatever rested on that is
    withdrawn. Returns the accounts.
    """
    params = {"portfolio_id": scope.portfolio_id, "source_ids": list(source_ids)}
    steps = [row["id"] for row in sql.rows("cases/told_rested", **params)]
    cases.move_steps(scope, steps, "withdrawn", "proof_withdrawn", seen=["proposed", "released"])
    fallen = sql.rows(
        "cases/told_withdraw",
        **params,
        moment=clock.now(),
        today=clock.today(scope.zone),
        by=scope.person,
    )
    return sorted({row["account_id"] for row in fallen})


def _told(scope: Scope, account_ids: Sequence[int]) -> dict[int, list[ToldFacts]]:
    found: dict[int, list[ToldFacts]] = {}
    for row in sql.rows("cases/told_uncounted", portfolio_id=scope.portfolio_id, account_ids=list(account_ids)):
        one = ToldFacts(row["id"], row["item_id"], ProofKind(row["proof"]), row["sent_on"], row["received_on"])
        found.setdefault(row["account_id"], []).append(one)
    return found


def _height(one: Counted, counted: Sequence[Counted]) -> int:
    """How many rungs of the same item are proved before this one."""
    return sum(1 for other in counted if other.item_id == one.item_id and other.rung < one.rung)


def _lift(scope: Scope, counted: Sequence[Counted]) -> None:
    names = ("told_ids", "item_ids", "rungs", "proved_ons", "was_rungs", "was_ons")
    columns = (list(column) for column in zip(*counted, strict=True))
    sql.run(
        "cases/told_count",
        portfolio_id=scope.portfolio_id,
        **dict(zip(names, columns, strict=True)),
        moment=clock.now(),
        by=scope.person,
        today=clock.today(scope.zone),
    )
