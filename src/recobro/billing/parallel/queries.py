"""Reads of the parallel run: its evenings, one of them with its differences, how many days in a row agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from recobro.access.queries import portfolio
from recobro.access.scope import Scope
from recobro.billing.parallel.models import ParallelLine, ParallelRun
from recobro.billing.parallel.rules import Evening, Known, Ours, days_in_a_row
from recobro.core import sql
from recobro.laws.calendars import around

SHOWN = 60  # evenings on the page


def ours(scope: Scope, day: date, end: datetime) -> list[Ours]:
    """The ledger's own table of unpaid invoices at `end`, the first instant after the day."""
    found = sql.rows("billing/parallel_ours", portfolio_id=scope.portfolio_id, day=day, end=end)
    return [Ours(**row) for row in found]


def known(scope: Scope, numbers: Iterable[str], start: datetime, end: datetime) -> dict[str, Known]:
    """What the ledger knows of these invoices on the day [start, end)."""
    found = sql.rows(
        "billing/parallel_known", portfolio_id=scope.portfolio_id, numbers=list(numbers), start=start, end=end
    )
    return {row.pop("number"): Known(**row) for row in found}


def evenings(scope: Scope) -> list[ParallelRun]:
    """The living comparisons, the newest first."""
    found = ParallelRun.objects.filter(portfolio_id=scope.portfolio_id, replaced_at=None)
    return list(found.order_by("-day")[:SHOWN])


def evening(scope: Scope, day: date) -> ParallelRun | None:
    """The living comparison of a day."""
    return ParallelRun.objects.filter(portfolio_id=scope.portfolio_id, day=day, replaced_at=None).first()


def replaced(scope: Scope, day: date) -> list[ParallelRun]:
    """Earlier comparisons of that day, the newest first."""
    found = ParallelRun.objects.filter(portfolio_id=scope.portfolio_id, day=day, replaced_at__isnull=False)
    return list(found.order_by("-compared_at"))


def lines(run: ParallelRun, kind: str = "") -> list[ParallelLine]:
    """The differences of a run, those that nobody can explain first."""
    found = run.lines.filter(kind=kind) if kind else run.lines.all()
    return list(found.order_by("explained", "kind", "invoice_number", "line"))


def streak(scope: Scope, today: date) -> int:
    """How many working days in a row agree, by the portfolio's calendar."""
    found = [
        Evening(one.day, one.differing_count, one.unexplained_count, one.signed_at is not None)
        for one in evenings(scope)
    ]
    calendar = around(scope.country, portfolio(scope).region, today)
    return days_in_a_row(found, today, calendar.is_working)
