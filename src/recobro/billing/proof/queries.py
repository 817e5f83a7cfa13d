"""Reads of the proof: which list is the newest, which came before, how long it was."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from recobro.access.scope import Scope
from recobro.billing.proof.models import Snapshot
from recobro.billing.proof.rules import Sums
from recobro.core import clock, sql

MANY = 1000  # rows from which it matters how they are joined


def newest(scope: Scope) -> Snapshot | None:
    """The list that says how it is: of the latest day, of one day the last that came. Reversed lots say nothing."""
    return _standing(scope).order_by("-listed_on", "-lot_id").first()


def older(scope: Scope, day: date, lot_id: int) -> Snapshot | None:
    """The last list before this one, by the day it speaks of and then as they came."""
    before = Q(listed_on__lt=day) | Q(listed_on=day, lot_id__lt=lot_id)
    return _standing(scope).filter(before).order_by("-listed_on", "-lot_id").first()


def rows_before(scope: Scope, day: date, lot_id: int) -> int:
    """How many rows the list before had; 0 when there was none."""
    found = older(scope, day, lot_id)
    return found.lot.read_count if found else 0


def sums(scope: Scope, last: Snapshot) -> Sums:
    """Bank, ERP and ledger now, beside what this list said."""
    with sql.snapshot(), sql.without_loops(many=last.count >= MANY):
        found = sql.one(
            "billing/proof_sums",
            portfolio_id=scope.portfolio_id,
            lot_id=last.lot_id,
            day_from=clock.day_bounds(last.listed_on, scope.zone)[0],
            booked_at=last.lot.booked_at,
        )
    return Sums(**found)


def _standing(scope: Scope) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(portfolio_id=scope.portfolio_id, lot__status="booked").select_related("lot")
