"""What the day's run and the outbox did today: steps by rung and state, held cases by reason, notices that left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from recobro.access.scope import Scope
from recobro.cases.rules import RHYTHM
from recobro.core import sql
from recobro.core.money import units
from recobro.core.wording import say


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps of the day with one rung and state. Cents are what their invoices owe."""

    rung: int
    rung_id: str
    act: str
    state: str
    count: int
    cents: int

    def as_json(self) -> dict[str, object]:
        """Amounts as units."""
        return {
            "rung": self.rung_id,
            "act": self.act,
            "state": self.state,
            "count": self.count,
            "amount": units(self.cents),
        }


@dataclass(frozen=True, slots=True)
class Held:
    """Open cases for which nothing is done now, with one reason."""

    reason: str
    count: int
    cents: int

    @property
    def why(self) -> str:
        """The reason as a sentence."""
        return say(self.reason)

    def as_json(self) -> dict[str, object]:
        """Amounts as units."""
        return {"reason": self.reason, "text": self.why, "count": self.count, "amount": units(self.cents)}


@dataclass(frozen=True, slots=True)
class Leaving:
    """Notices that left since the moment asked for, that wait to leave, and that were refused at the last look."""

    sent: int
    queued: int
    refused: int


def steps(scope: Scope, today: date) -> tuple[Steps, ...]:
    """The steps of the day, lowest rung first."""
    found = sql.rows("reports/steps_of_day", portfolio_id=scope.portfolio_id, today=today)
    return tuple(Steps(**row) for row in found)


def held(scope: Scope) -> tuple[Held, ...]:
    """The reasons for which cases are held, the most frequent first."""
    return tuple(
        Held(**row) for row in sql.rows("reports/held_cases", portfolio_id=scope.portfolio_id, rhythm=rhythm())
    )


def rhythm() -> list[str]:
    """Reasons that are the ladder's own rhythm: a case that waits its turn is not held."""
    return [reason.value for reason in RHYTHM]


def leaving(scope: Scope, since: datetime) -> Leaving:
    """What the outbox did after a moment."""
    return Leaving(**sql.one("reports/notices_sent", portfolio_id=scope.portfolio_id, since=since))
