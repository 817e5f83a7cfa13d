"""Rows of lots that tell of notices: they move no money, and wait until it is known whose they are."""

from __future__ import annotations

from recobro.access.scope import Scope
from recobro.billing.actions.staging import Staged, open_stage, staged
from recobro.billing.models import LotRow
from recobro.core import sql

AGAIN = ("notice_of_nobody", "notice_invoice_unknown", "notice_invoice_unclear")  # a later file may say whose they are


def stage(scope: Scope) -> Staged | None:
    """Stage the communications of lists that wait only because nothing was known of whose they are."""
    waiting = LotRow.objects.filter(portfolio_id=scope.portfolio_id, status=LotRow.Status.WAITING)
    if not waiting.filter(reason__in=AGAIN).exists():
        return None
    open_stage(0, "sheet")
    params = {"portfolio_id": scope.portfolio_id, "row_ids": None, "reasons": list(AGAIN), "told": False}
    return staged() if sql.run("billing/stage_waiting", **params) else None


def settle(reason: str, *, account_id: int | None, invoice_id: int | None) -> None:
    """Say what becomes of the one staged document: booked, or waiting with this reason."""
    status = LotRow.Status.WAITING if reason else LotRow.Status.BOOKED
    sql.run("billing/notice_done", status=status.value, reason=reason, account_id=account_id, invoice_id=invoice_id)


def name(number: str) -> None:
    """Let the one staged communication speak of this invoice: a person said so."""
    sql.run("billing/notice_named", number=number)
