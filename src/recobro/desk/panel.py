"""The panel: the total with its proof, what needs a decision, age, recovery, near cuts. Each number opens its list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from recobro.access.roles import Right
from recobro.billing.parallel import queries
from recobro.core import clock
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show
from recobro.desk.queue import AGES
from recobro.reports import panel as report
from recobro.reports.ageing import Bucket
from recobro.reports.near_cuts import CutDay
from recobro.reports.panel import Decision, Panel
from recobro.reports.recovery import WEEKS, Curve

# What waits for a person → icon, tone, and the list that shows exactly those: name of the page and its query.
OPENS: dict[str, tuple[str, str, str, str]] = {
    "lots_to_confirm": ("file-check", "warn", "imports", ""),
    "returns_unmatched": ("scale", "warn", "tray", "?ver=todas&clase=devoluciones"),
    "payments_unmatched": ("banknote", "danger", "tray", "?ver=todas&clase=pagos"),
    "rows_faulty": ("circle-x", "danger", "tray", "?ver=con-error"),
    "cuts_to_review": ("eye", "info", "queue", "?vista=cortes"),
    "notices_to_release": ("mail", "info", "proposals", ""),
    "calls_to_release": ("phone", "info", "proposals", ""),
    "steps_failed": ("mail-x", "danger", "queue", "?vista=fallidos"),
    "sending_uncertain": ("circle-question-mark", "warn", "queue", "?vista=fallidos"),
    "cases_held": ("pause", "neutral", "queue", "?vista=retenidos"),
}


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of what needs a decision."""

    decision: Decision
    icon: str
    tone: str
    address: str


@dataclass(frozen=True, slots=True)
class Aged:
    """A bucket with its share of the largest one, for the bar, and the list behind it."""

    bucket: Bucket
    look: str
    percent: int
    address: str


@page(Right.SEE_PANEL)
@require_safe
def panel(request: DeskRequest) -> HttpResponse:
    """Also shown when it does not add up: then in red, with the difference."""
    scope, today = request.scope, clock.today(request.scope.zone)
    shown = report.panel(scope, today)
    context = {
        "panel": shown,
        "gap": _gap(shown),
        "today": today,
        "streak": queries.streak(scope, today),
        "parallel": queries.evenings(scope)[:1],
        "movements": shown.totals.movements(),
        "todo": [_todo(one) for one in shown.decisions],
        "aged": _aged(shown.ageing),
        "weeks": WEEKS,
        "recovery": [(curve, _cells(curve)) for curve in shown.recovery if curve.points],
        "calendar": _weeks(shown.calendar, today),
    }
    return show(request, "panel", "", context)


def _gap(shown: Panel) -> int:
    """The first difference that keeps the page from adding up; 0 when it does."""
    totals, split = shown.totals, shown.split
    aged = sum(bucket.cents for bucket in shown.ageing)
    return totals.gap or totals.entries - totals.balances or split.gap or aged - split.overdue


def _todo(one: Decision) -> Todo:
    icon, tone, name, query = OPENS.get(one.list_code, ("circle-alert", "warn", "queue", ""))
    return Todo(one, icon, tone, reverse(name) + query)


def _aged(buckets: tuple[Bucket, ...]) -> list[Aged]:
    most = max((one.cents for one in buckets), default=0) or 1
    return [
        Aged(one, f"a{number} thick", one.cents * 100 // most, f"{reverse('queue')}?tramo={age}")
        for number, (one, age) in enumerate(zip(buckets, AGES, strict=True), 1)
    ]


def _cells(curve: Curve) -> list[int | None]:
    """Percent after each of WEEKS; None where the month is not that old yet."""
    known = {point.weeks: point.percent for point in curve.points}
    return [known.get(weeks) for weeks in WEEKS]


def _weeks(days: tuple[CutDay, ...], today: date) -> list[list[tuple[CutDay, str]]]:
    """Rows of the calendar; each day with the class that draws it."""
    return [
        [(day, _look(day, today)) for day in members]
        for _, members in groupby(days, key=lambda day: day.on.isocalendar()[:2])
    ]


def _look(day: CutDay, today: date) -> str:
    looks = ["today"] if day.on == today else []
    if day.closed:
        looks.append("off")
    elif day.on < today:
        looks.append("past")
    elif day.planned:
        looks.append("part" if day.to_review else "full")
    return " ".join(looks)
