"""The run of one day: cases open, close and come back, every due case is decided, proposals are written.

It is many transactions of `SLICE` accounts, each whole, in the order of accounts. Killed anywhere and started again it
ends as one undisturbed run: finished slices have nothing due any more, and only the end notes that the day was run.
Nothing leaves unless `release` is asked for, and then only rungs whose ladder says `release = "auto"`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction

from recobro.access import actions as access
from recobro.access import queries as portfolios
from recobro.access.models import CollectedWhen, Portfolio
from recobro.access.scope import Scope
from recobro.cases import queries
from recobro.cases.climb import Ladders, Slice, climb, work_list
from recobro.cases.rules import RHYTHM
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.core.money import units
from recobro.core.wording import say
from recobro.flows.collections import collect_due
from recobro.flows.release import ReleaseReport, release_rung
from recobro.guards.electricity import first_cut_day
from recobro.journal.actions import record
from recobro.journal.seal import seal
from recobro.laws import calendars
from recobro.laws.calendars import Calendar
from recobro.policies import queries as policies
from recobro.policies.rules import Release
from recobro.runs import office, outbox

SLICE = 10_000  # accounts per transaction
OVERLAP = timedelta(hours=1)  # a booking is stamped when it begins and seen when it commits
NEAR = timedelta(days=14)  # how far ahead the office looks at candidates for a cut
LONG_AGO = date(1900, 1, 1)

Progress = Callable[[int, int], None]  # accounts done, accounts in all


@dataclass
class DayReport:
    """What a manager reads of a day. Everything stands in the database: running again gives the same report."""

    code: str
    currency: str
    day: date
    cases: dict[str, int] = field(default_factory=dict)  # opened, closed, reopened, standing
    proposals: list[dict[str, Any]] = field(default_factory=list)
    held: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    near_cuts: list[dict[str, Any]] = field(default_factory=list)
    without_ladder: int = 0
    released: ReleaseReport | None = None
    sent: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The object of `recobro day --json`."""
        return {
            "portfolio": self.code,
            "date": self.day.isoformat(),
            "currency": self.currency,
            **self.cases,
            "without_ladder": self.without_ladder,
            "proposals": [
                {
                    "ladder": one["ladder"],
                    "rung": one["rung_id"],
                    "act": one["act"],
                    "count": one["count"],
                    "today": one["today_count"],
                    "total": units(one["owed_cents"]),
                }
                for one in self.proposals
            ],
            "held": [self._reason(one) for one in self.held],
            "waiting": [self._reason(one) for one in self.waiting],
            "near_cuts": [
                {"date": one["day"].isoformat(), "count": one["count"], "total": units(one["owed_cents"])}
                for one in self.near_cuts
            ],
            "released": self.released.as_json() if self.released else None,
            "sent": dict(self.sent),
        }

    @staticmethod
    def _reason(one: dict[str, Any]) -> dict[str, Any]:
        return {
            "reason": one["reason"],
            "text": say(one["reason"]),
            "count": one["count"],
            "total": units(one["owed_cents"]),
        }


def run(scope: Scope, day: date, *, release: bool = False, progress: Progress | None = None) -> DayReport:
    """Run the day. Raises `BadInput` for a day before the last one that was run, and for one that has not come.

    A day that has not come would open what is not due and shut out every true day before it.
    """
    portfolio = portfolios.portfolio(scope)
    today = clock.today(scope.zone)
    if day > today:
        raise BadInput("run_not_come", day=day, today=today)
    if portfolio.last_run_on and day < portfolio.last_run_on:
        raise BadInput("run_before_last", day=day, last=portfolio.last_run_on)
    started_at = clock.now()
    if portfolio.collected_when == CollectedWhen.DUE:
        collect_due(scope, day)
    calendar = calendars.around(scope.country, portfolio.region, day)
    without_ladder = _climb_all(scope, portfolio, day, calendar, progress)
    with transaction.atomic():
        if portfolio.last_run_on != day:
            record(scope.portfolio_id, scope.person, "day.run", f"portfolio:{scope.portfolio_id}", day=str(day))
        access.note_run(scope, day, started_at)
    released = _release_auto(scope) if release else None
    report = _report(scope, day, calendar)
    report.without_ladder = without_ladder
    for lot_id in office.lots_since(scope, _lots_from(scope, portfolio, day)):
        office.lot_report_mails(scope, lot_id)
    office.near_cuts_mail(scope, day, report.near_cuts, calendar)
    report.released = released
    report.sent = dict(outbox.drain(scope)) if release else {}
    seal()
    return report


def _climb_all(scope: Scope, portfolio: Portfolio, day: date, calendar: Calendar, progress: Progress | None) -> int:
    """Every slice of what has to be looked at; returns how many accounts no ladder serves."""
    last_at = portfolio.last_run_at
    with transaction.atomic():
        found = work_list(
            scope,
            day,
            moved_from=last_at - OVERLAP if last_at else datetime(1900, 1, 1, tzinfo=UTC),
            fell_from=portfolio.last_run_on or LONG_AGO,
        )
        accounts = array("q", found)
    ladders = Ladders(policies.current(scope), policies.all_by_id(scope))
    done = Slice(0, 0, 0)
    without_ladder = 0
    for start in range(0, len(accounts), SLICE):
        done = climb(scope, accounts[start : start + SLICE].tolist(), day, ladders, calendar)
        without_ladder += done.without_ladder
        if progress:
            progress(min(start + SLICE, len(accounts)), len(accounts))
    return without_ladder


def _lots_from(scope: Scope, portfolio: Portfolio, day: date) -> datetime:
    """From when lots are told to the office: since the run before, at the first run since the day began."""
    last_at = portfolio.last_run_at
    return last_at - OVERLAP if last_at else clock.day_bounds(day, scope.zone)[0]


def _release_auto(scope: Scope) -> ReleaseReport:
    """Release the rungs that their ladder lets out by itself."""
    report = ReleaseReport()
    rungs = {
        rung.id
        for one in policies.all_by_id(scope).values()
        for rung in one.ladder.rungs
        if rung.release is Release.AUTO
    }
    for rung_id in sorted(rungs):
        report.add(release_rung(scope, rung_id))
    return report


def _report(scope: Scope, day: date, calendar: Calendar) -> DayReport:
    """What the day did and what stands, read from the database."""
    held = queries.held_counts(scope)
    report = DayReport(scope.code, scope.currency, day)
    report.cases = queries.day_counts(scope, day)
    report.proposals = queries.proposals_by_rung(scope, day)
    report.held = [one for one in held if one["reason"] not in RHYTHM]
    report.waiting = [one for one in held if one["reason"] in RHYTHM]
    report.near_cuts = near_cuts(scope, day, calendar)
    return report


def near_cuts(scope: Scope, day: date, calendar: Calendar) -> list[dict[str, Any]]:
    """Candidates by day: day, count, owed_cents, and the first rows of it."""
    next_allowed_on = first_cut_day(day + timedelta(days=1), calendar)
    if next_allowed_on is None:
        return []
    by_day: dict[date, list[dict[str, Any]]] = {}
    for row in queries.near_cuts(scope, next_allowed_on, day + NEAR, office.SHOWN):
        by_day.setdefault(row["planned_on"], []).append(row)
    return [
        {"day": on, "count": rows[0]["day_count"], "owed_cents": rows[0]["day_cents"], "rows": rows}
        for on, rows in by_day.items()
    ]
