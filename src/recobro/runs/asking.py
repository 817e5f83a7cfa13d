"""What is asked of each notice in the very transaction in which it leaves, under the locks of its accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from recobro.access import queries as portfolios
from recobro.access.scope import Scope
from recobro.cases import actions as cases
from recobro.cases.rules import ANNOUNCED_FOR
from recobro.core import clock, sql
from recobro.guards import contact
from recobro.journal import actions as journal
from recobro.journal.actions import Leaving, Settled
from recobro.laws import calendars
from recobro.laws.calendars import Calendar
from recobro.notices import actions as notices
from recobro.notices.actions import Fate
from recobro.notices.models import Notice
from recobro.policies import queries as policies

WEEK = timedelta(days=7)


class Answer(NamedTuple):
    """May this notice leave? Neither `refused` nor `not_before`: it may, now."""

    notice_id: int
    account_id: int
    step_id: int
    recipient: str
    subject: str
    body: str
    refused: bool
    reason: str
    not_before: datetime | None


def ask(scope: Scope, notice_ids: Sequence[int]) -> dict[int, Answer]:
    """The answer for each queued notice. Takes the accounts' locks first, in their order."""
    portfolio = portfolios.portfolio(scope)
    account_ids = Notice.objects.filter(portfolio_id=scope.portfolio_id, pk__in=list(notice_ids))
    cases.lock_accounts(scope, sorted(set(account_ids.values_list("account_id", flat=True))))
    now = clock.now()
    today = clock.today(scope.zone)
    rows = sql.rows(
        "notices/asking",
        portfolio_id=scope.portfolio_id,
        notice_ids=list(notice_ids),
        today=today,
        day_from=clock.day_bounds(today, scope.zone)[0],
        week_from=now - WEEK,
        announced_from=now - ANNOUNCED_FOR,
    )
    calendar = calendars.around(scope.country, portfolio.region, today)
    tolerances = {policy_id: one.ladder.tolerance_cents for policy_id, one in policies.all_by_id(scope).items()}
    answers: dict[int, Answer] = {}
    written_to: set[int] = set()
    for row in sorted(rows, key=lambda row: row["id"]):
        reason = _money(row, tolerances[row["policy_id"]])
        not_before, why = (None, "") if reason else _hours(scope, row, now, calendar, written_to)
        if not reason and not not_before:
            written_to.add(row["customer_id"])
        answers[row["id"]] = Answer(
            row["id"],
            row["account_id"],
            row["step_id"],
            row["recipient"],
            row["subject"],
            row["body"],
            bool(reason),
            reason or why,
            not_before,
        )
    return answers


def refuse(scope: Scope, refused: Sequence[tuple[Leaving, Answer | None]]) -> None:
    """Write the refusals: outbox row, notice and step. The step's rungs are free: the run decides anew."""
    settled = [Settled(row.id, "refused", answer.reason if answer else "withdrawn") for row, answer in refused]
    journal.settle(scope.portfolio_id, settled)
    answers = [answer for _, answer in refused if answer]
    notices.settle(scope, [Fate(answer.notice_id, "refused", answer.reason) for answer in answers])
    for answer in answers:
        cases.move_steps(scope, [answer.step_id], "withdrawn", answer.reason, seen=["released"])


def steps_of(scope: Scope, notice_ids: Sequence[int]) -> dict[int, int]:
    """Notice → its step."""
    found = Notice.objects.filter(portfolio_id=scope.portfolio_id, pk__in=list(notice_ids))
    return dict(found.values_list("id", "step_id"))


def _money(row: dict[str, Any], tolerance_cents: int) -> str:
    """Why it must not leave at all; "" when nothing speaks against it."""
    found = {
        "withdrawn": row["step_state"] != "released",
        "paid": row["now_cents"] <= 0 or row["overdue_cents"] <= 0,
        "within_tolerance": row["overdue_cents"] <= tolerance_cents,
        "money_in_flight": row["in_flight"],
        "difference_open": row["differs"],
        "amount_changed": row["now_cents"] != row["owed_cents"],
        "contact_gone": not row["contact_serves"],
    }
    return next((reason for reason, hit in found.items() if hit), "")


def _hours(
    scope: Scope, row: dict[str, Any], now: datetime, calendar: Calendar, written_to: set[int]
) -> tuple[datetime | None, str]:
    """From when it may leave, and why not now (EC-01, COM-08)."""
    local = now.astimezone(scope.zone)
    today_count = row["today_count"] + (row["customer_id"] in written_to)
    found = contact.refusals(scope.country, local, calendar, today_count=today_count, week_count=row["week_count"])
    if not found:
        return None, ""
    too_often = {contact.Refusal.TOO_OFTEN_TODAY, contact.Refusal.TOO_OFTEN_THIS_WEEK} & set(found)
    return contact.next_window(scope.country, local, calendar, later_day=bool(too_often)), found[0].value
