"""The two portfolios of the demo, who works in them, and the mark that a day has been played."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from recobro.access.actions import set_mail_list
from recobro.access.models import COUNTRIES, MailList, Person, Portfolio
from recobro.access.queries import scopes_of, system_scope
from recobro.access.roles import Role
from recobro.access.scope import SYSTEM, Scope
from recobro.core import clock
from recobro.flows.portfolio import create_portfolio
from recobro.journal.actions import record
from recobro.journal.models import Entry
from recobro.runs.demo import users
from recobro.runs.demo.arrivals import NAMES
from recobro.runs.demo.world import OPENED_ON

CODES = {"ES": "valle", "EC": "andina"}
REGIONS = {"ES": "CL", "EC": ""}  # whose holidays the office keeps: Castilla y León
PLAYED = "demo.played"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who does what in one portfolio."""

    system: Scope  # the runs
    desk: Scope  # the controller: takes files in and releases
    advisor: Scope  # calls customers


def set_up(secrets: Path) -> None:
    """Make the portfolios and people that are missing, on the day on which the office opened."""
    for country, code in CODES.items():
        with clock.at(moment(country, OPENED_ON, 7)):
            if not Portfolio.objects.filter(code=code).exists():
                create_portfolio(code, country=country, name=NAMES[country], region=REGIONS[country])
    with clock.at(moment("ES", OPENED_ON, 7, 30)):
        users.settle(secrets)


def cast(country: str) -> Cast:
    """The people of a portfolio, by the work they do."""
    code = CODES[country]
    return Cast(system_scope(code), _scope(code, Role.CONTROLLER), _scope(code, Role.ADVISOR))


def open_mail_lists(scope: Scope) -> None:
    """From today on the office gets its mails. A year of lot reports would only fill the demo's mail folder."""
    if not MailList.objects.filter(portfolio_id=scope.portfolio_id).exists():
        set_mail_list(scope, "operations", [f"operaciones@{scope.code}.example.com"])
        set_mail_list(scope, "control", [f"control@{scope.code}.example.com"])
        set_mail_list(scope, "cuts", [f"avisos.corte@{scope.code}.example.com"])


def moment(country: str, day: date, hour: int, minute: int = 0) -> datetime:
    """A clock time of a day in the portfolio's own zone."""
    return clock.instant(day, ZoneInfo(COUNTRIES[country][1]), hour, minute)


def played(scope: Scope) -> set[str]:
    """The days that are over, as ISO dates. The database says so, not a file beside it."""
    marks = Entry.objects.filter(portfolio_id=scope.portfolio_id, verb=PLAYED)
    return {subject.removeprefix("demo:") for subject in marks.values_list("subject", flat=True)}


def _scope(code: str, role: Role) -> Scope:
    name = next(user.name for user in users.USERS if user.portfolio == code and user.role is role)
    return next(scope for scope in scopes_of(Person.objects.get(name=name).pk) if scope.code == code)


@transaction.atomic
def mark_played(scope: Scope, day: date) -> None:
    """Say that the day is over; whoever starts the demo again goes on after it."""
    record(scope.portfolio_id, SYSTEM, PLAYED, f"demo:{day.isoformat()}")
