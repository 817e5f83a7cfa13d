"""The first argument of every query and action: in which portfolio, in which role, as whom."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from recobro.access.roles import Right, Role, may
from recobro.core.errors import RuleBroken

SYSTEM = "sistema"


@dataclass(frozen=True, slots=True)
class Scope:
    """Who acts where. `person_id` is None for the system itself (a run, the command line)."""

    portfolio_id: int
    code: str
    country: str
    currency: str
    zone: ZoneInfo
    role: Role | None = None  # None: the command line on the machine itself
    person_id: int | None = None
    person: str = SYSTEM
    name: str = ""  # of the portfolio, as people say it

    def demand(self, right: Right) -> None:
        """Raise `RuleBroken` unless the role has the right. The system has every right."""
        if self.role is not None and not may(self.role, right):
            raise RuleBroken("forbidden", right=right.value, role=self.role.value)
