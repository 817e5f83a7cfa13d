"""What waits in the open: rows without a certain match and rows that cannot be read, by reason, with their age."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from recobro.access.scope import Scope
from recobro.core import sql
from recobro.core.money import units
from recobro.core.wording import say


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of booked lots with one reason. Cents are those that could be read."""

    status: str  # waiting | faulty
    kind: str  # return | payment …
    reason: str
    count: int
    cents: int
    since: datetime
    days: int  # how long the oldest waits
    why: str  # the reason as a sentence, with what was read in the first of them

    def as_json(self) -> dict[str, object]:
        """Amounts as units."""
        return {
            "status": self.status,
            "kind": self.kind,
            "reason": self.reason,
            "text": self.why,
            "count": self.count,
            "amount": units(self.cents),
            "days": self.days,
        }


def rows(scope: Scope, today: date) -> tuple[Waiting, ...]:
    """Everything that waits, unmatched before unreadable, the largest amounts first."""
    return tuple(
        Waiting(
            status=row["status"],
            kind=row["kind"],
            reason=row["reason"],
            count=row["count"],
            cents=row["cents"],
            since=row["since"],
            days=(today - row["since"].astimezone(scope.zone).date()).days,
            why=_why(row["reason"], json.loads(row["example"]), row["count"]),
        )
        for row in sql.rows("reports/waiting", portfolio_id=scope.portfolio_id)
    )


def _why(reason: str, example: dict[str, object], count: int) -> str:
    """The sentence of a reason; one that quotes a row says that others are like it."""
    told = say(reason, **example)
    return f"{told} (y otras parecidas)" if count > 1 and told != say(reason) else told
