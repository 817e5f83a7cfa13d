"""What the demo tells at the end: how both portfolios stand, and who signs in where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from recobro.access.models import Portfolio
from recobro.access.roles import Role
from recobro.core import clock
from recobro.reports.summary import Summary, day_summary
from recobro.runs.demo import users
from recobro.runs.demo.stage import CODES, Cast


@dataclass(frozen=True, slots=True)
class SignIn:
    """One person of the demo with today's password."""

    name: str
    full_name: str
    password: str
    role: str
    portfolio: str


@dataclass(frozen=True, slots=True)
class DemoReport:
    """Both portfolios on the demo's day. Read from the database, so a second run tells what is there now."""

    web: str
    users: tuple[SignIn, ...]
    portfolios: tuple[Portfolio, ...]
    days: tuple[Summary, ...]

    def as_json(self) -> dict[str, object]:
        """The keys of design §5, and under `days` the whole summary of each portfolio."""
        return {
            "web": self.web,
            "users": [
                {"name": one.name, "password": one.password, "role": one.role, "portfolio": one.portfolio}
                for one in self.users
            ],
            "portfolios": [
                {"code": one.code, "name": one.name, "country": one.country, "currency": one.currency}
                for one in self.portfolios
            ],
            "totals": {day.code: day.totals.as_json(day.currency) for day in self.days},
            "days": {day.code: day.as_json() for day in self.days},
        }

    def lines(self) -> list[str]:
        """The summaries and the sign-ins as text, in Spanish."""
        told = [line for day in self.days for line in (*day.lines(), "")]
        width = max(len(one.name) for one in self.users)
        names = {one.code: one.name for one in self.portfolios}
        for code in CODES.values():
            told.append(f"ENTRAR EN {names[code].upper()}")
            told += [
                f"  {one.name:<{width}}  {one.password}  {users.ROLE_NAMES[Role(one.role)]} ({one.full_name})"
                for one in self.users
                if one.portfolio == code
            ]
            told.append("")
        return [*told, f"Web: {self.web}"] if self.web else told[:-1]


def read_report(casts: Sequence[Cast], home: Path, web: str) -> DemoReport:
    """Read the report; changes nothing."""
    known = users.passwords(home / "secrets")
    scopes = [cast.system for cast in casts]
    return DemoReport(
        web=web,
        users=tuple(
            SignIn(one.name, one.full_name, known[one.name], one.role.value, one.portfolio) for one in users.USERS
        ),
        portfolios=tuple(Portfolio.objects.filter(code__in=CODES.values()).order_by("id")),
        days=tuple(day_summary(scope, clock.today(scope.zone)) for scope in scopes),
    )
