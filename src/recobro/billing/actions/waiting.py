"""Rows that wait in the open: looked at again when something new is known, or matched as a person decided."""

from __future__ import annotations

from collections.abc import Callable

from recobro.access.scope import Scope
from recobro.billing.actions import booking, remitting
from recobro.billing.actions.staging import Staged, open_stage, staged
from recobro.billing.models import LotRow, MatchProposal
from recobro.core import clock, sql
from recobro.core.errors import BadInput, Stale
from recobro.journal.actions import record

AGAIN = (
    "no_match", "detail_awaited", "invoice_unclear", "amount_unknown", "clues_disagree", "two_candidates",
    "no_payment_to_undo", "refund_beyond_credit", "refund_beyond_payments", "batch_sum_differs",
    "collected_but_rejected",
)  # fmt: skip
REOPENS = "reopens_last_paid"  # a guess that lets money come back out of paid invoices without naming one


def stage(scope: Scope, row_ids: list[int] | None = None) -> Staged | None:
    """Stage these waiting rows, or all that wait only because nothing certain was known; None when there are none."""
    rows = LotRow.objects.filter(portfolio_id=scope.portfolio_id, status=LotRow.Status.WAITING)
    if row_ids is None and not rows.filter(reason__in=AGAIN).exists():
        return None
    return _stage(scope, row_ids, told=False)


def stage_told(scope: Scope) -> Staged | None:
    """Stage what banks said of our remittances and could not be booked then; None when there is nothing."""
    return _stage(scope, None, told=True) if remitting.any_presented(scope) else None


def _stage(scope: Scope, row_ids: list[int] | None, *, told: bool) -> Staged | None:
    open_stage(0, "sheet")
    params = {"portfolio_id": scope.portfolio_id, "row_ids": row_ids, "reasons": list(AGAIN), "told": told}
    return staged() if sql.run("billing/stage_waiting", **params) else None


def match(scope: Scope, here: Staged, open_stubs: Callable[[Scope], int]) -> None:
    """Match the staged rows by the certain rules; equal ones of a later file have their turn in the next round."""
    booking.match(scope, here, open_stubs)
    defer()


def match_as(scope: Scope, proposal_ids: list[int]) -> None:
    """Match the staged rows as a person decided: one guess chosen for each."""
    sql.run("billing/chosen_matches", portfolio_id=scope.portfolio_id, proposal_ids=proposal_ids)
    sql.run("billing/lock_accounts", portfolio_id=scope.portfolio_id)


def defer() -> None:
    """Leave for another time what may tell of the same event as an earlier file's row in the same hand."""
    sql.run("billing/defer_matches")


def close(scope: Scope) -> int:
    """Write what became of the staged rows and move the counts of their lots; returns how many rows changed."""
    changed = sql.run("billing/update_rows", portfolio_id=scope.portfolio_id)
    sql.run("billing/recount_lots", portfolio_id=scope.portfolio_id)
    sql.run("billing/settle_proposals", portfolio_id=scope.portfolio_id, now=clock.now())
    for lot in sql.rows("billing/settled_lots"):
        record(
            scope.portfolio_id,
            scope.person,
            "lot.rows_settled",
            f"lot:{lot['lot_id']}",
            rows=lot["rows"],
            cents=lot["cents"],
        )
    return changed


def row_of(scope: Scope, proposal_id: int) -> int:
    """The row that a guess is about. Raises `BadInput` when there is no such guess in this portfolio."""
    found = MatchProposal.objects.filter(portfolio_id=scope.portfolio_id, pk=proposal_id).values_list("lot_row_id")
    if not found:
        raise BadInput("unknown_proposal", proposal=proposal_id)
    return int(found[0][0])


def proposal_of(scope: Scope, proposal_id: int) -> MatchProposal:
    """A guess that still stands, locked. Raises `Stale` when it was settled meanwhile."""
    found = MatchProposal.objects.select_for_update().filter(portfolio_id=scope.portfolio_id, pk=proposal_id)
    proposal = found.filter(settled_at=None).first()
    if proposal is None:
        raise Stale(proposal=proposal_id)
    return proposal
