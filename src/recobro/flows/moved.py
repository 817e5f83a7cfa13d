"""What every room must do at once when the ledger of some accounts has moved, from the bottom up."""

from __future__ import annotations

from collections.abc import Sequence

from recobro.access.scope import Scope
from recobro.cases import actions as cases
from recobro.notices import actions as notices


def ledger_moved(scope: Scope, account_ids: Sequence[int]) -> None:
    """Tell the rooms above billing that money of these accounts moved; called inside the booking transaction."""
    if account_ids:
        cases.ledger_moved(scope, account_ids)
        notices.ledger_moved(scope, account_ids)
