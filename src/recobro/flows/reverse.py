"""A booked lot is taken back as a whole, as long as nothing was sent because of it."""

from __future__ import annotations

from django.db import transaction

from recobro.access.scope import Scope
from recobro.billing.actions import lots, undoing
from recobro.billing.models import Lot
from recobro.core import clock, sql
from recobro.core.errors import BadInput
from recobro.flows.lot_report import LotReport, report
from recobro.flows.moved import tell_rooms
from recobro.flows.proof import list_gone
from recobro.flows.settle import look_again
from recobro.notices.models import Notice


def reverse(scope: Scope, lot_id: int, why: str) -> LotReport:
    """Undo a lot by opposite entries. Its bytes may be taken again.

    What other files had also told of is booked from them: money that the statement repeats stays money.

    Raises `BadInput`: "lot_not_booked", "lot_already_sent" (a notice of one of its invoices was released since),
    "lot_in_use" (later money or returns rest on what it charged).
    """
    with transaction.atomic():
        found = _reverse(scope, lot_id, why)
    look_again(scope)
    return found


def _reverse(scope: Scope, lot_id: int, why: str) -> LotReport:
    sql.lock("booking", scope.portfolio_id)
    lot = lots.claim(scope, lot_id)
    if lot.status != Lot.Status.BOOKED:
        raise BadInput("lot_not_booked", lot=lot.ref)
    if _sent_since(scope, lot):
        raise BadInput("lot_already_sent", lot=lot.ref)
    undoing.reverse_lot(scope, lot, why, value_on=clock.today(scope.zone))
    tell_rooms(scope)
    if lot.kind == Lot.Kind.UNPAID:
        list_gone(scope)
    return report(lot)


def _sent_since(scope: Scope, lot: Lot) -> bool:
    return Notice.objects.filter(
        portfolio_id=scope.portfolio_id,
        queued_at__gte=lot.booked_at,
        step__step_items__item__invoice_id__in=lot.rows.filter(invoice_id__isnull=False).values("invoice_id"),
    ).exists()
