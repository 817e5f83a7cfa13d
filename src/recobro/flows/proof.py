"""Bank, ERP and ledger side by side: a list came or went, a person answers, Operaciones says what is entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from recobro.access import queries as portfolios
from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.billing.actions import lots, proving
from recobro.billing.models import Lot
from recobro.billing.proof.queries import rows_before
from recobro.billing.rules import ListBefore
from recobro.cases import actions as cases
from recobro.core import sql


def list_before(scope: Scope, lot: Lot, kind: str, file_on: date | None) -> ListBefore | None:
    """What a list of the ERP is measured by; None for anything else, and for the first list."""
    if kind != Lot.Kind.UNPAID:
        return None
    rows = rows_before(scope, proving.listed_on(scope, file_on, lot.received_at), lot.pk)
    return ListBefore(rows, portfolios.portfolio(scope).erp_list_percent) if rows else None


def list_came(scope: Scope, lot: Lot) -> None:
    """A lot was closed: a booked list of the ERP is compared, in the same transaction."""
    if lot.kind == Lot.Kind.UNPAID and lot.status == Lot.Status.BOOKED:
        cases.look_again(scope, proving.compare(scope, lot))


def list_gone(scope: Scope) -> None:
    """A list of the ERP was taken back: the one before it says again how it is."""
    cases.look_again(scope, proving.refresh(scope))


@transaction.atomic
def answer(scope: Scope, difference_ids: Sequence[int], why: str) -> int:
    """A person ends differences with a reason; their cases go on. Returns how many.

    Raises `BadInput` "answer_needs_reason", `Stale` when one of them has ended meanwhile.
    """
    scope.demand(Right.ANSWER_DIFFERENCES)
    sql.lock("booking", scope.portfolio_id)
    cases.look_again(scope, proving.answer(scope, difference_ids, why))
    return len(set(difference_ids))


@transaction.atomic
def enter(scope: Scope, lot_id: int, row_id: int | None = None) -> None:
    """Operaciones ticks a lot, or one of its rows, as entered in the ERP; the next list proves or contradicts it."""
    scope.demand(Right.ENTER_IN_ERP)
    proving.enter(scope, lots.claim(scope, lot_id), row_id)
