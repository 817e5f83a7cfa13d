"""Our own remittances: what was presented, and what banks tell of it. Presented is money in flight, never money.

See docs/decisions/0006-remittances.md.
"""

from __future__ import annotations

from datetime import date

from recobro.access.scope import Scope
from recobro.billing.models import CollectionAttempt
from recobro.core import clock, sql


def expand_wholes(scope: Scope) -> frozenset[int]:
    """Lay out the files and batches refused as a whole; returns the lines of those whose remittance we hold."""
    sql.run("billing/expand_wholes", portfolio_id=scope.portfolio_id)
    return frozenset(row["line"] for row in sql.rows("billing/known_wholes", portfolio_id=scope.portfolio_id))


def any_presented(scope: Scope) -> bool:
    """Whether the portfolio has ever taken a remittance of its own."""
    return CollectionAttempt.objects.filter(portfolio_id=scope.portfolio_id, assumed=False).exists()


def lots_to_wake(scope: Scope) -> list[int]:
    """Lots that wait because a bank refused a remittance as a whole that we did not hold, and hold now."""
    return [row["lot_id"] for row in sql.rows("billing/wholes_to_wake", portfolio_id=scope.portfolio_id)]


def find_told(scope: Scope) -> None:
    """Find the presentations of which the staged rows tell."""
    today = clock.today(scope.zone)
    sql.run("billing/told_one_by_one", portfolio_id=scope.portfolio_id, today=today)
    sql.run("billing/told_as_a_whole", portfolio_id=scope.portfolio_id, today=today)


def line_up_due(scope: Scope, day: date) -> int:
    """Line up what was presented for a day that has come as collected; returns how many presentations."""
    return sql.run("billing/told_by_the_day", portfolio_id=scope.portfolio_id, day=day)


def settle_presented(scope: Scope, file_on: date) -> None:
    """Say what becomes of the debits presented. `file_on`: the day the remittance was made, when it carries none."""
    sql.run("billing/take_presented", portfolio_id=scope.portfolio_id, file_on=file_on)
    sql.run("billing/settle_presented")


def write_presented(scope: Scope) -> None:
    """Write the presentations, and the invoices that only they name. The ledger does not move."""
    sql.run("billing/insert_named_invoices", portfolio_id=scope.portfolio_id)
    sql.run("billing/confirm_presented", portfolio_id=scope.portfolio_id)
    sql.run("billing/insert_presented", portfolio_id=scope.portfolio_id)


def mark_told(scope: Scope) -> None:
    """Note on the presentations what the bank told of them."""
    sql.run("billing/mark_collected", portfolio_id=scope.portfolio_id)
    sql.run("billing/mark_accepted", portfolio_id=scope.portfolio_id)
    sql.run("billing/mark_voided", portfolio_id=scope.portfolio_id)
