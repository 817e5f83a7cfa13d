"""Reads for the page of moving in: the one opening of a portfolio, looked at or booked."""

from __future__ import annotations

from recobro.access.scope import Scope
from recobro.billing.models import Lot

SHOWN = (Lot.Status.CHECKED, Lot.Status.WAITING, Lot.Status.BOOKED)


def current(scope: Scope) -> Lot | None:
    """The opening that was looked at and is not booked yet, else the one booked; None before any."""
    found = Lot.objects.filter(portfolio_id=scope.portfolio_id, kind=Lot.Kind.OPENING, status__in=SHOWN)
    return found.order_by("-number").first()
