"""Money that a person enters: a payment, its undoing, a correction; each in one transaction with what follows."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from recobro.access.scope import Scope
from recobro.billing.actions import paying, undoing
from recobro.billing.models import Invoice
from recobro.core.errors import BadInput
from recobro.flows.moved import ledger_moved
from recobro.parties.models import Account


@transaction.atomic
def record_payment(
    scope: Scope, account_id: int, cents: int, received_on: date, reference: str, invoice_number: str = ""
) -> int:
    """Book a payment: the named invoice first, then the oldest due, the rest as credit. Returns the payment's id."""
    if not Account.objects.filter(portfolio_id=scope.portfolio_id, pk=account_id).exists():
        raise BadInput("unknown_account", account=account_id)
    paying.lock_account(scope, account_id)
    payment_id = paying.record_payment(scope, account_id, cents, received_on, reference, invoice_number)
    ledger_moved(scope, [account_id])
    return payment_id


@transaction.atomic
def undo_payment(scope: Scope, payment_id: int, why: str) -> None:
    """Take a payment back by opposite entries; its invoices are open again."""
    account_id = paying.living_payment(scope, payment_id).account_id
    paying.lock_account(scope, account_id)
    paying.living_payment(scope, payment_id)  # asked again under the lock: two clicks undo once
    undoing.undo_payment(scope, payment_id, account_id, why)
    ledger_moved(scope, [account_id])


@transaction.atomic
def adjust(scope: Scope, invoice_id: int, cents: int, why: str) -> None:
    """Correct an invoice by `cents`; a credit note is negative, and what exceeds the open amount becomes credit."""
    known = Invoice.objects.filter(portfolio_id=scope.portfolio_id, pk=invoice_id)
    invoice = known.first()
    if invoice is None:
        raise BadInput("unknown_invoice", number=invoice_id)
    paying.lock_account(scope, invoice.account_id)
    paying.adjust(scope, known.get(), cents, why)
    ledger_moved(scope, [invoice.account_id])
