"""The return reasons of a portfolio: shipped ones as a start, then the office's own."""

from __future__ import annotations

import csv
from importlib.resources import files

from recobro.billing.models import ReturnReason


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
