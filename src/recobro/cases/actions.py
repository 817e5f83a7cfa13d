"""The only writer of cases, items and steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from recobro.access.scope import Scope
from recobro.cases.states import FREES, seen_before
from recobro.core import clock, sql
from recobro.core.days import ONE_DAY
from recobro.policies import queries as policies
from recobro.policies.rules import PROOF_RANK, ProofKind


def ledger_moved(scope: Scope, account_ids: Sequence[int]) -> None:
    """Money of these accounts moved, in this very transaction: who owes nothing overdue is left alone at once, and the
    next run looks at all of them.
    """
    today = clock.today(scope.zone)
    accounts = {"portfolio_id": scope.portfolio_id, "account_ids": list(account_ids), "today": today}
    sql.run("cases/withdraw_paid", **accounts, moment=clock.now(), by=scope.person)
    sql.run("cases/look_again", **accounts)


def look_again(scope: Scope, account_ids: Sequence[int]) -> None:
    """Something that holds these accounts, or has held them, changed: the next run looks at their cases."""
    if account_ids:
        today = clock.today(scope.zone)
        sql.run("cases/look_again", portfolio_id=scope.portfolio_id, account_ids=list(account_ids), today=today)


def lock_accounts(scope: Scope, account_ids: Sequence[int]) -> None:
    """Take the lock of each account, in their order, until the transaction ends."""
    sql.run("cases/lock_accounts", portfolio_id=scope.portfolio_id, account_ids=list(account_ids))


def move_steps(
    scope: Scope, step_ids: Sequence[int], to: str, reason: str = "", *, seen: Sequence[str] = ()
) -> list[int]:
    """Move the steps that may move there, or only those still `seen`; returns their ids.

    Their cases are looked at again the day after. A withdrawn or dropped step frees the rungs of its items, which may
    then be proposed again.
    """
    moved = sql.rows(
        "cases/move_steps",
        portfolio_id=scope.portfolio_id,
        step_ids=list(step_ids),
        to=to,
        seen=list(seen) or seen_before(to),
        reason=reason,
        frees=to in FREES,
        by=scope.person,
        moment=clock.now(),
        look_on=clock.today(scope.zone) + ONE_DAY,
    )
    return [row["id"] for row in moved]


def prove(scope: Scope, step_ids: Sequence[int], kind: ProofKind, proved_on: date) -> None:
    """Lift the items of these steps to their rungs, where the ladder of the case is content with this kind of proof."""
    opened = [
        (policy_id, rung.number)
        for policy_id, one in policies.all_by_id(scope).items()
        for rung in one.ladder.rungs
        if rung.proof is not None and PROOF_RANK[kind] >= PROOF_RANK[rung.proof]
    ]
    sql.run(
        "cases/prove_items",
        portfolio_id=scope.portfolio_id,
        step_ids=list(step_ids),
        proved_on=proved_on,
        policy_ids=[policy_id for policy_id, _ in opened],
        rungs=[number for _, number in opened],
    )


def refresh_amounts(scope: Scope, step_ids: Sequence[int]) -> None:
    """Take paid items out of these steps and bring their amounts up to the moment, just before they are released."""
    steps = {"portfolio_id": scope.portfolio_id, "step_ids": list(step_ids)}
    sql.run("cases/void_paid", **steps)
    sql.run("cases/recount_steps", **steps)
