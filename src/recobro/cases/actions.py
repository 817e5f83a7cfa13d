"""The only writer of cases, items and steps."""

from __future__ import annotations

from collections.abc import Sequence

from recobro.access.scope import Scope
from recobro.core import clock, sql


def ledger_moved(scope: Scope, account_ids: Sequence[int]) -> None:
    """Money of these accounts moved, in this very transaction: the next run has to look at their cases."""
    sql.run(
        "cases/look_again",
        portfolio_id=scope.portfolio_id,
        account_ids=list(account_ids),
        today=clock.today(scope.zone),
    )
