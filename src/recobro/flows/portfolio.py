"""A new portfolio with what it needs to work: its return reasons."""

from __future__ import annotations

from django.db import transaction

from recobro.access import actions as access
from recobro.access.models import Portfolio
from recobro.access.scope import SYSTEM
from recobro.billing.actions import seed_reasons


@transaction.atomic
def create_portfolio(code: str, *, country: str, name: str, region: str = "", by: str = SYSTEM) -> Portfolio:
    """Make a portfolio and give it the shipped return reasons. Raises `BadInput` for a taken code or unknown country."""
    portfolio = access.create_portfolio(code, country=country, name=name, region=region, by=by)
    seed_reasons(portfolio.pk)
    return portfolio
