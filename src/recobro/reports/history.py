"""The history of a case across the rooms: money, returns, steps, notices and their proofs in one line of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from recobro.access.scope import Scope
from recobro.core import sql


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `kind` says how to read the rest; `amount_cents` is None where it may not be seen."""

    at: datetime
    kind: str  # money | return | step | notice | proof | told | case | claim
    code: str  # kind of entry, reason code, state, kind of proof, kind of a notice that others sent
    what: str  # invoice number, rung, reference, address
    more: str  # reason in words, recipient, digest, day of receipt
    by: str  # file, person, grade
    amount_cents: int | None


def history(scope: Scope, *, case_id: int, account_id: int, sees_amounts: bool) -> list[Event]:
    """The newest 200 events of the case and of its account's money, newest first."""
    found = sql.rows(
        "reports/history",
        portfolio_id=scope.portfolio_id,
        case_id=case_id,
        account_id=account_id,
        sees=sees_amounts,
        zone=scope.zone.key,
    )
    return [Event(**row) for row in found]
