"""A new portfolio with what it needs to work: reasons, meanings of banks' words, the ladders of its country."""

from __future__ import annotations

from django.db import transaction

from recobro.access import actions as access
from recobro.access.models import Portfolio
from recobro.access.queries import system_scope
from recobro.access.scope import SYSTEM
from recobro.billing.actions import seed_reasons, seed_results
from recobro.policies.actions import publish_shipped


@transaction.atomic
def create_portfolio(code: str, *, country: str, name: str, region: str = "", by: str = SYSTEM) -> Portfolio:
    """Make a portfolio that can work at once. Raises `BadInput` for a taken code or an unknown country."""
    portfolio = access.create_portfolio(code, country=country, name=name, region=region, by=by)
    seed_reasons(portfolio.pk)
    seed_results(portfolio.pk)
    publish_shipped(system_scope(code))
    return portfolio
