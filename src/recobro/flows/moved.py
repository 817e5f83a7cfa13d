"""What every room must do at once when the ledger of some accounts has moved, from the bottom up."""

from __future__ import annotations

from collections.abc import Sequence

from recobro.access.scope import Scope
from recobro.billing.actions import proving
from recobro.cases import actions as cases
from recobro.core import sql
from recobro.notices import actions as notices

CHUNK = 50_000  # accounts told at once


def ledger_moved(scope: Scope, account_ids: Sequence[int]) -> None:
    """Tell the rooms above billing that money of these accounts moved; called inside the booking transaction."""
    if account_ids:
        _tell(scope, account_ids)
        cases.look_again(scope, proving.settle(scope, account_ids))


def tell_rooms(scope: Scope) -> None:
    """Tell the rooms above of all accounts that a booking moved, a chunk at a time.

    A file also ends differences of accounts whose money did not move: it told of what another had told.
    """
    chunk: list[int] = []
    for (account_id,) in sql.stream("billing/moved_accounts"):
        chunk.append(account_id)
        if len(chunk) == CHUNK:
            _tell(scope, chunk)
            chunk = []
    if chunk:
        _tell(scope, chunk)
    cases.look_again(scope, proving.settle(scope))


def _tell(scope: Scope, account_ids: Sequence[int]) -> None:
    cases.ledger_moved(scope, account_ids)
    notices.ledger_moved(scope, account_ids)
