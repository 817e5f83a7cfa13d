"""A booked lot is taken back as a whole, within its window and as long as nothing was sent because of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Sum

from recobro.access import queries as access
from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.billing.actions import lots, undoing
from recobro.billing.models import DebitReturn, LedgerEntry, Lot, Payment
from recobro.cases.models import Case, Item
from recobro.core import clock, sql
from recobro.core.errors import BadInput
from recobro.flows.lot_report import LotReport, report
from recobro.flows.moved import tell_rooms
from recobro.flows.proof import list_gone
from recobro.flows.settle import look_again
from recobro.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a lot back would do, found by doing it and letting go. Cents: what they add to the debt."""

    kinds: tuple[tuple[str, int, int], ...]  # kind, entries, cents
    effect_cents: int
    payments: int
    returns: int
    closing: tuple[str, ...]  # open cases that then owe nothing: the next run closes them
    opening: tuple[str, ...]  # closed cases that then owe again: the next run opens them
    told_again: int  # rows of other files that then speak for themselves
    until_on: date  # the last day on which it may be done


def reverse(scope: Scope, lot_id: int, why: str) -> LotReport:
    """Undo a lot by opposite entries. Its bytes may be taken again.

    What other files had also told of is booked from them: money that the statement repeats stays money.

    Raises `BadInput`: "lot_not_booked", "lot_too_old" (the portfolio's window is over), "lot_already_sent" (a notice of
    one of its invoices was released since), "lot_in_use" (later money or returns rest on what it charged).
    """
    scope.demand(Right.BOOK_LOTS)
    if not why.strip():
        raise BadInput("reverse_needs_reason")
    with transaction.atomic():
        found = _reverse(scope, lot_id, why.strip()[:200])
    look_again(scope)
    return found


def preview(scope: Scope, lot_id: int) -> Preview:
    """What `reverse` would do now, to the cent; nothing is changed. Raises the same errors."""
    with transaction.atomic():
        sql.lock("booking", scope.portfolio_id)  # before the lot's row, as everything that touches a booked lot
        lot = lots.claim(scope, lot_id)
        until_on = _until(scope, lot)
        last = LedgerEntry.objects.filter(portfolio_id=scope.portfolio_id).aggregate(last=Max("id"))["last"] or 0
        payments = Payment.objects.filter(lot_row_id__in=lot.rows.values("id"), undone_at=None).count()
        returns = DebitReturn.objects.filter(lot_row_id__in=lot.rows.values("id"), undone_at=None).count()
        before = _cases(scope, lot)
        _reverse(scope, lot_id, "")
        told_again = look_again(scope)
        after = _cases(scope, lot)
        posted = LedgerEntry.objects.filter(portfolio_id=scope.portfolio_id, lot_id=lot_id, id__gt=last)
        kinds = posted.values_list("kind").annotate(count=Count("id"), cents=Sum("amount_cents")).order_by("kind")
        found = Preview(
            kinds=tuple((kind, count, cents) for kind, count, cents in kinds),
            effect_cents=sum(cents for _, _, cents in kinds),
            payments=payments,
            returns=returns,
            closing=tuple(ref for ref, (is_open, owes) in after.items() if is_open and not owes and before[ref][1]),
            opening=tuple(ref for ref, (is_open, owes) in after.items() if not is_open and owes and not before[ref][1]),
            told_again=told_again,
            until_on=until_on,
        )
        transaction.set_rollback(True)
    return found


def _reverse(scope: Scope, lot_id: int, why: str) -> LotReport:
    sql.lock("booking", scope.portfolio_id)
    lot = lots.claim(scope, lot_id)
    _until(scope, lot)
    if _sent_since(scope, lot):
        raise BadInput("lot_already_sent", lot=lot.ref)
    undoing.reverse_lot(scope, lot, why, value_on=clock.today(scope.zone))
    tell_rooms(scope)
    if lot.kind == Lot.Kind.UNPAID:
        list_gone(scope)
    return report(lot)


def _until(scope: Scope, lot: Lot) -> date:
    """The last day on which the lot may be taken back. Raises `BadInput` when it is over."""
    if lot.status != Lot.Status.BOOKED or lot.booked_at is None:
        raise BadInput("lot_not_booked", lot=lot.ref)
    limit = access.portfolio(scope).reversal_days
    booked_on = lot.booked_at.astimezone(scope.zone).date()
    days = (clock.today(scope.zone) - booked_on).days
    if days > limit:
        raise BadInput("lot_too_old", lot=lot.ref, days=days, limit=limit)
    return booked_on + timedelta(days=limit)


def _cases(scope: Scope, lot: Lot) -> dict[str, tuple[bool, bool]]:
    """The cases of the accounts that the lot moved: whether each is open, and whether an invoice of it is owed."""
    moved = LedgerEntry.objects.filter(portfolio_id=scope.portfolio_id, lot_id=lot.pk).values("account_id")
    owed = Item.objects.filter(case_id=OuterRef("pk"), invoice__open_cents__gt=0)
    found = Case.objects.filter(portfolio_id=scope.portfolio_id, account_id__in=moved).annotate(owes=Exists(owed))
    listed = found.order_by("ref").values_list("ref", "closed_on", "owes")
    return {ref: (closed_on is None, owes) for ref, closed_on, owes in listed}


def _sent_since(scope: Scope, lot: Lot) -> bool:
    return Notice.objects.filter(
        portfolio_id=scope.portfolio_id,
        queued_at__gte=lot.booked_at,
        step__step_items__item__invoice_id__in=lot.rows.filter(invoice_id__isnull=False).values("invoice_id"),
    ).exists()
