"""The office decides what a bank's reason code does: go on, hold until a person decides, or stop."""

from __future__ import annotations

from django.db import transaction

from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.billing.actions import treat as treat_reason
from recobro.billing.models import ReturnReason
from recobro.flows.moved import ledger_moved


@transaction.atomic
def treat(scope: Scope, code: str, treatment: ReturnReason.Treatment) -> int:
    """Change a code's treatment and look again at every account that stands under it; returns how many.

    Raises `BadInput` "unknown_reason".
    """
    scope.demand(Right.BOOK_LOTS)
    accounts = treat_reason(scope, code, treatment)
    ledger_moved(scope, accounts)
    return len(accounts)
