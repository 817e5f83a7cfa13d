"""Direct debits count as collected on their day, in the portfolios that decided so; a return opens them again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from recobro.access import actions as access
from recobro.access.models import CollectedWhen
from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.billing.actions import booking, remitting, staging
from recobro.core import sql
from recobro.flows.moved import tell_rooms


@transaction.atomic
def collect_due(scope: Scope, day: date) -> int:
    """Book as collected what is in flight for `day` or before; returns how many. Twice does nothing."""
    sql.lock("booking", scope.portfolio_id)
    staging.open_stage(0, "person")
    found = remitting.line_up_due(scope, day)
    if found:
        booking.match(scope, staging.staged(), None)  # takes the locks of the accounts lined up
        posted_at = booking.moment(scope)
        booking.collect(scope, posted_at)
        booking.use_credit(scope, posted_at, lot_id=None)
        tell_rooms(scope)
    return found


def set_collected_when(scope: Scope, when: CollectedWhen) -> None:
    """Decide when a direct debit of ours counts as collected."""
    scope.demand(Right.BOOK_LOTS)
    access.set_collected_when(scope, when.value)
