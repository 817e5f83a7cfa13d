"""What was booked is taken back by opposite entries: a payment, or a lot as a whole."""

from __future__ import annotations

from datetime import date

from recobro.access.scope import Scope
from recobro.billing.actions import booking
from recobro.billing.actions.staging import open_stage
from recobro.billing.models import Lot
from recobro.core import clock, sql
from recobro.core.errors import BadInput
from recobro.journal.actions import record


def undo_payment(scope: Scope, payment_id: int, account_id: int, why: str) -> None:
    """Take back one payment: its invoices are open again, its credit is gone wherever it was used."""
    open_stage(0, "person")
    posted_at = booking.moment(scope)
    value_on = posted_at.astimezone(scope.zone).date()
    sql.run("billing/one_undo", account_id=account_id, payment_id=payment_id, value_on=value_on)
    booking.undo(scope, posted_at)
    booking.use_credit(scope, posted_at, lot_id=None)
    record(scope.portfolio_id, scope.person, "payment.undone", f"payment:{payment_id}", account_id=account_id, why=why)


def reverse_lot(scope: Scope, lot: Lot, why: str, *, value_on: date) -> Lot:
    """Take back a whole booked lot. Raises `BadInput` when later money rests on what it charged, paid or credited."""
    portfolio_id = scope.portfolio_id
    open_stage(lot.pk, "person")
    sql.run("billing/lot_lock", portfolio_id=portfolio_id, lot_id=lot.pk)
    _prove_free(scope, lot)
    posted_at = booking.moment(scope)
    sql.run("billing/revive_payments", portfolio_id=portfolio_id, lot_id=lot.pk)
    sql.run("billing/lot_undo", portfolio_id=portfolio_id, lot_id=lot.pk, value_on=value_on)
    booking.undo(scope, posted_at)
    sql.run("billing/lot_entries", portfolio_id=portfolio_id, lot_id=lot.pk, value_on=value_on)
    spent = sql.one("billing/lot_overdraws", portfolio_id=portfolio_id)["accounts"]
    if spent:
        raise BadInput("lot_credit_spent", lot=lot.ref, count=spent)
    booking.post(scope, posted_at)
    sql.run("billing/undo_refunds", portfolio_id=portfolio_id, lot_id=lot.pk, now=posted_at)
    sql.run("billing/undo_evidence", portfolio_id=portfolio_id, lot_id=lot.pk)
    sql.run("billing/undo_returns", portfolio_id=portfolio_id, lot_id=lot.pk, now=posted_at)
    sql.run("billing/undo_told", portfolio_id=portfolio_id, lot_id=lot.pk)
    sql.run("billing/wake_told", portfolio_id=portfolio_id, lot_id=lot.pk)
    if lot.kind == Lot.Kind.REMITTANCE:
        sql.run("billing/undo_presented", portfolio_id=portfolio_id, lot_id=lot.pk, day=value_on)
    sql.run("billing/empty_invoices", portfolio_id=portfolio_id, lot_id=lot.pk)
    sql.run("billing/wake_rows", portfolio_id=portfolio_id, lot_id=lot.pk)
    booking.use_credit(scope, posted_at, lot_id=None)
    lot.status, lot.reversed_at = Lot.Status.REVERSED, clock.now()
    lot.save(update_fields=["status", "reversed_at"])
    record(portfolio_id, scope.person, "lot.reversed", f"lot:{lot.pk}", why=why)
    return lot


def _prove_free(scope: Scope, lot: Lot) -> None:
    """Nothing that came later rests on this lot: no money on its invoices, nothing given back of its payments."""
    invoices = sql.one("billing/lot_in_use", portfolio_id=scope.portfolio_id, lot_id=lot.pk)["invoices"]
    if invoices:
        raise BadInput("lot_in_use", lot=lot.ref, count=invoices)
    payments = sql.one("billing/lot_given_back", portfolio_id=scope.portfolio_id, lot_id=lot.pk)["payments"]
    if payments:
        raise BadInput("lot_given_back", lot=lot.ref, count=payments)
