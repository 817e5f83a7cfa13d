"""Rows that wait in the open: looked at again when something new is known, matched or set aside by a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from recobro.access.scope import Scope
from recobro.billing.actions import booking
from recobro.billing.actions.staging import Staged, open_stage, staged
from recobro.billing.models import Lot, LotRow, MatchProposal
from recobro.core import clock, sql
from recobro.core.errors import BadInput, Stale
from recobro.journal.actions import record

AGAIN = (
    "no_match", "invoice_unclear", "amount_unknown", "clues_disagree", "two_candidates", "no_payment_to_undo",
    "refund_beyond_credit", "refund_beyond_payments",
)  # fmt: skip
REOPENS = "reopens_last_paid"  # a guess that lets money come back out of paid invoices without naming one


def stage(scope: Scope, row_id: int | None = None) -> Staged | None:
    """Stage one waiting row, or all that wait only because nothing certain was known; None when there are none."""
    rows = LotRow.objects.filter(portfolio_id=scope.portfolio_id, status=LotRow.Status.WAITING)
    if row_id is None and not rows.filter(reason__in=AGAIN).exists():
        return None
    open_stage(0, "sheet")
    params = {"portfolio_id": scope.portfolio_id, "row_id": row_id, "reasons": list(AGAIN)}
    return staged() if sql.run("billing/stage_waiting", **params) else None


def match(scope: Scope, here: Staged, open_stubs: Callable[[Scope], int]) -> None:
    """Match the staged rows by the certain rules; equal ones of a later file have their turn in the next round."""
    booking.match(scope, here, open_stubs)
    sql.run("billing/defer_matches")


def match_as(scope: Scope, proposal: MatchProposal) -> None:
    """Match the one staged row as a person decided."""
    sql.run(
        "billing/one_match",
        portfolio_id=scope.portfolio_id,
        account_id=proposal.account_id,
        invoice_id=proposal.invoice_id,
    )
    sql.run("billing/lock_accounts", portfolio_id=scope.portfolio_id)


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


def accepted(scope: Scope, proposal: MatchProposal) -> None:
    """Write in the journal who took a guess. Raises `BadInput` with the row's reason when it still cannot be booked."""
    row = LotRow.objects.get(portfolio_id=scope.portfolio_id, pk=proposal.lot_row_id)
    if row.status == LotRow.Status.WAITING:
        raise BadInput(row.reason, line=row.line)
    record(
        scope.portfolio_id,
        scope.person,
        "proposal.accepted",
        f"row:{row.pk}",
        account_id=proposal.account_id,
        invoice=proposal.invoice_id,
        why=proposal.reason,
        cents=row.amount_cents,
    )


def proposal_of(scope: Scope, proposal_id: int) -> MatchProposal:
    """An open proposal whose row still waits. Raises `Stale` when somebody was faster."""
    found = (
        MatchProposal.objects.select_for_update(of=("self",))
        .filter(portfolio_id=scope.portfolio_id, pk=proposal_id)
        .select_related("lot_row")
        .first()
    )
    if found is None:
        raise BadInput("unknown_proposal", proposal=proposal_id)
    if found.settled_at is not None or found.lot_row.status != LotRow.Status.WAITING:
        raise Stale(proposal=proposal_id)
    return found


def set_aside(scope: Scope, row_id: int, why: str, cents: int | None = None) -> Lot:
    """Put a row aside by name: it books nothing and holds nobody. Raises `Stale` when it no longer waits.

    A row whose amount cannot be read needs `cents`, as the person reads it: the equation counts it.
    """
    row = LotRow.objects.select_for_update().filter(portfolio_id=scope.portfolio_id, pk=row_id).first()
    if row is None or row.status not in (LotRow.Status.WAITING, LotRow.Status.FAULTY):
        raise Stale(row=row_id)
    if row.amount_cents is None and cents is None:
        raise BadInput("amount_needed", line=row.line)
    lot = Lot.objects.select_for_update().get(portfolio_id=scope.portfolio_id, pk=row.lot_id)
    was_waiting = row.status == LotRow.Status.WAITING
    row.amount_cents = cents if row.amount_cents is None else row.amount_cents
    row.status, row.data = LotRow.Status.SET_ASIDE, {**row.data, "set_aside_by": scope.person}
    row.save(update_fields=["amount_cents", "status", "data"])
    MatchProposal.objects.filter(lot_row=row, settled_at=None).update(settled_at=clock.now())
    if lot.status == Lot.Status.BOOKED and was_waiting:
        _move_to_faulty(lot, row.amount_cents or 0)
    record(
        scope.portfolio_id, scope.person, "row.set_aside", f"row:{row.pk}", lot=lot.pk, cents=row.amount_cents, why=why
    )
    return lot


def _move_to_faulty(lot: Lot, cents: int) -> None:
    """What was put aside counts beside the faulty rows: it never booked."""
    changed: dict[str, Any] = {
        "waiting_count": lot.waiting_count - 1,
        "waiting_cents": lot.waiting_cents - cents,
        "faulty_count": lot.faulty_count + 1,
        "faulty_cents": lot.faulty_cents + cents,
    }
    Lot.objects.filter(pk=lot.pk).update(**changed)
