"""What stands of cases and steps: for the day's report, the office and the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from recobro.access.scope import Scope
from recobro.cases.models import Case
from recobro.core import sql
from recobro.core.errors import BadInput


def day_counts(scope: Scope, day: date) -> dict[str, int]:
    """Cases opened, closed and reopened on the day, and how many stand open."""
    return sql.one("cases/day_counts", portfolio_id=scope.portfolio_id, day=day)


def held_counts(scope: Scope) -> list[dict[str, Any]]:
    """Open cases by what keeps them from a step: reason, count, owed_cents."""
    return sql.rows("cases/held_counts", portfolio_id=scope.portfolio_id)


def proposals_by_rung(scope: Scope, day: date) -> list[dict[str, Any]]:
    """Standing proposals: ladder, rung, rung_id, act, count, owed_cents, today_count."""
    return sql.rows("cases/proposals_by_rung", portfolio_id=scope.portfolio_id, day=day)


def near_cuts(scope: Scope, next_allowed_on: date, until_on: date, shown: int) -> list[dict[str, Any]]:
    """Candidates for a cut that could be done by `until_on`, none before the next allowed day, `shown` of each day.

    Each row carries day_count and day_cents of its day.
    """
    return sql.rows(
        "cases/near_cuts",
        portfolio_id=scope.portfolio_id,
        next_allowed_on=next_allowed_on,
        until_on=until_on,
        shown=shown,
    )


def portfolio_of(ref: str) -> str:
    """Code of the one portfolio that has this case. Raises `BadInput` when none has, or more than one."""
    codes = list(Case.objects.filter(ref=ref).values_list("portfolio__code", flat=True)[:2])
    if not codes:
        raise BadInput("unknown_case", ref=ref)
    if len(codes) > 1:
        raise BadInput("case_in_two_portfolios", ref=ref, first=codes[0], second=codes[1])
    return codes[0]
