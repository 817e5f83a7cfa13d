"""What every room must do at once when the ledger of some accounts has moved, from the bottom up."""

from __future__ import annotations

from collections.abc import Sequence

from recobro.access.scope import Scope
from recobro.cases import actions as cases
from recobro.core import sql
from recobro.notices import actions as notices

CHUNK = 50_000  # accounts told at once


def ledger_moved(scope: Scope, account_ids: Sequence[int]) -> None:
    """Tell the rooms above billing that money of these accounts moved; called inside the booking transaction."""
    if account_ids:
        cases.ledger_moved(scope, account_ids)
        notices.ledger_moved(scope, account_ids)


def tell_rooms(scope: Scope) -> None:
    """Tell the rooms above of all accounts that a booking moved, a chunk at a time."""
    chunk: list[int] = []
    for (account_id,) in sql.stream("billing/moved_accounts"):
        chunk.append(account_id)
        if len(chunk) == CHUNK:
            ledger_moved(scope, chunk)
            chunk = []
    ledger_moved(scope, chunk)
