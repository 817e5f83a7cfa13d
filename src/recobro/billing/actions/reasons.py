"""The return reasons of a portfolio: shipped ones as a start, then the office's own."""

from __future__ import annotations

import csv
from importlib.resources import files

from recobro.access.scope import Scope
from recobro.billing.models import Invoice, ReturnReason
from recobro.core.errors import BadInput
from recobro.journal.actions import record


def seed_reasons(portfolio_id: int) -> int:
    """Give a portfolio the shipped return reasons; those it already has stay as the office changed them."""
    text = files("recobro.billing").joinpath("return_reasons.csv").read_text(encoding="utf-8")
    reasons = [
        ReturnReason(
            portfolio_id=portfolio_id,
            code=line["code"],
            name_es=line["name_es"][:160],
            category=line["category"],
            retryable=line["retryable"],
            stops_dunning=line["stops_dunning"],
            suggested_action=line["suggested_action"][:250],
        )
        for line in csv.DictReader(text.splitlines())
    ]
    return len(ReturnReason.objects.bulk_create(reasons, ignore_conflicts=True))


def treat(scope: Scope, code: str, treatment: ReturnReason.Treatment) -> list[int]:
    """Change what a reason code does to the dunning; returns the accounts whose open debt last came back with it.

    Raises `BadInput` "unknown_reason".
    """
    reason = ReturnReason.objects.select_for_update().filter(portfolio_id=scope.portfolio_id, code=code).first()
    if reason is None:
        raise BadInput("unknown_reason", found=code)
    old, reason.stops_dunning = reason.stops_dunning, treatment.value
    reason.save(update_fields=["stops_dunning"])
    record(scope.portfolio_id, scope.person, "reason.treated", f"reason:{reason.pk}", old=old, new=treatment.value)
    touched = Invoice.objects.filter(portfolio_id=scope.portfolio_id, last_reason_code=code, open_cents__gt=0)
    return list(touched.order_by("account_id").values_list("account_id", flat=True).distinct())
