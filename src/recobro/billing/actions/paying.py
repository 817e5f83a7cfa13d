"""Money and corrections that a person enters for one account."""

from __future__ import annotations

from datetime import date

from recobro.access.scope import Scope
from recobro.billing.actions import booking
from recobro.billing.actions.staging import open_stage
from recobro.billing.models import AccountBalance, Invoice, Payment
from recobro.core import clock, sql
from recobro.core.errors import BadInput
from recobro.journal.actions import record


def lock_account(scope: Scope, account_id: int) -> None:
    """Take the lock of one account, making its balance on first use."""
    row = AccountBalance(account_id=account_id, portfolio_id=scope.portfolio_id, balance_cents=0, moved_at=clock.now())
    AccountBalance.objects.bulk_create([row], ignore_conflicts=True)
    AccountBalance.objects.select_for_update().get(portfolio_id=scope.portfolio_id, account_id=account_id)


def record_payment(
    scope: Scope, account_id: int, cents: int, received_on: date, reference: str, invoice_number: str
) -> int:
    """Book a payment on the invoice it names, then on the oldest; what is left stays as credit. Returns its id."""
    if cents <= 0:
        raise BadInput("payment_not_positive", cents=cents)
    invoice_id = None
    if invoice_number:
        invoice_id = _invoice_of(scope, account_id, invoice_number).pk
    open_stage(0, "person")
    sql.run(
        "billing/one_payment",
        account_id=account_id,
        invoice_id=invoice_id,
        cents=cents,
        received_on=received_on,
        reference=reference[:80],
    )
    booking.spread(scope, booking.moment(scope))
    payment_id = int(sql.one("billing/one_payment_id")["payment_id"])
    record(
        scope.portfolio_id,
        scope.person,
        "payment.recorded",
        f"payment:{payment_id}",
        account_id=account_id,
        cents=cents,
    )
    return payment_id


def adjust(scope: Scope, invoice: Invoice, cents: int, why: str) -> None:
    """Post a correction of `cents` (negative: the customer owes less). Less than nothing open becomes credit."""
    if not cents:
        raise BadInput("adjustment_of_nothing", number=invoice.number)
    open_stage(0, "person")
    posted_at = booking.moment(scope)
    value_on = posted_at.astimezone(scope.zone).date()
    on_invoice = max(cents, -max(invoice.open_cents, 0))
    for invoice_id, part in ((invoice.pk, on_invoice), (None, cents - on_invoice)):
        if part:
            sql.run(
                "billing/one_entry", account_id=invoice.account_id, invoice_id=invoice_id, cents=part, value_on=value_on
            )
    booking.post(scope, posted_at)
    booking.use_credit(scope, posted_at, lot_id=None)
    record(
        scope.portfolio_id,
        scope.person,
        "invoice.adjusted",
        f"invoice:{invoice.pk}",
        account_id=invoice.account_id,
        cents=cents,
        why=why,
    )


def living_payment(scope: Scope, payment_id: int) -> Payment:
    """A payment that still counts. Raises `BadInput` when there is none."""
    found = Payment.objects.filter(portfolio_id=scope.portfolio_id, pk=payment_id, undone_at=None).first()
    if found is None:
        raise BadInput("unknown_payment", payment=payment_id)
    return found


def _invoice_of(scope: Scope, account_id: int, number: str) -> Invoice:
    found = Invoice.objects.filter(
        portfolio_id=scope.portfolio_id, account_id=account_id, number=number.strip().upper()
    ).first()
    if found is None:
        raise BadInput("unknown_invoice", number=number)
    return found
