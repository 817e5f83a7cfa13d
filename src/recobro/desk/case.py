"""One case on one page: who, what is owed, where on the ladder, what is next and why, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from recobro.access.roles import Right
from recobro.cases.file import CaseFile, case_file
from recobro.core import clock
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show
from recobro.desk.queue import SEEN, neighbours
from recobro.desk.steps import Next, next_step, rung_name
from recobro.desk.templatetags.recobro import fecha_corta
from recobro.desk.timeline import FILTERS, Told, tell
from recobro.policies.queries import all_by_id
from recobro.policies.rules import Act, Ladder, Rung
from recobro.reports.history import history

OPEN = ("proposed", "released")


@dataclass(frozen=True, slots=True)
class Stop:
    """One rung as drawn: its name, a day, and whether it is done, now, due or still locked."""

    title: str
    day: str
    look: str  # done | now | todo | lock


@page(Right.SEE_QUEUE)
@require_safe
def case(request: DeskRequest, ref: str) -> HttpResponse:
    """The page, or its history alone when only the filter changes."""
    scope, today = request.scope, clock.today(request.scope.zone)
    file = case_file(scope, ref, today)
    if file is None:
        raise Http404
    head = file.head
    wanted = request.GET.get("ver", "")
    events = history(scope, case_id=head.id, account_id=head.account_id, sees_amounts=head.sees_amounts)
    told = [tell(event, scope.currency) for event in events]
    published = all_by_id(scope).get(head.policy_id)
    place, length, before, after = neighbours(request.session.get(SEEN, []), ref)
    ladder = published.ladder if published else None
    context = {
        "file": file,
        "head": head,
        "today": today,
        "days": (today - head.oldest_due_on).days if head.oldest_due_on else 0,
        "ladder": stops(file, ladder, today, scope.zone),
        "next": _next(file, today),
        "cut": _cut(file, ladder),
        "history": _by_day([one for one in told if wanted in ("", one.group)], today, scope.zone),
        "filters": [(key, title, key == wanted) for key, title in FILTERS],
        "last": next((event.at for event in events if event.kind in ("notice", "step")), None),
        "place": place,
        "length": length,
        "before": before,
        "after": after,
    }
    return show(request, "case", "_history.html", context)


def stops(file: CaseFile, ladder: Ladder | None, today: date, zone: ZoneInfo) -> list[Stop]:
    """The ladder with its dates; the first stop is the debt itself."""
    head = file.head
    first = file.invoices[0] if file.invoices else None
    found = []
    if first is not None:
        came_back = first.last_return_on
        found.append(Stop("Devuelta" if came_back else "Vencida", fecha_corta(came_back or first.due_on), "done"))
    if ladder is None or head.closed_on is not None:
        return found
    return found + [_stop(file, rung, today, zone) for rung in ladder.rungs]


def _stop(file: CaseFile, rung: Rung, today: date, zone: ZoneInfo) -> Stop:
    title, head = rung_name(rung.id, rung.act), file.head
    step = file.steps.get(rung.number)
    if step and step["state"] in OPEN:
        if rung.act is Act.PROPOSE_CUT:
            return Stop(title, "por comprobar", "todo")
        return Stop(title, "hoy" if step["day"] == today else fecha_corta(step["day"]), "todo")
    if rung.number <= head.rung:
        done = step["settled_at"] if step else None
        look = "now" if rung.number == head.rung else "done"
        return Stop(title, fecha_corta(done.astimezone(zone).date()) if done else "no aplica", look)
    if rung.number == head.rung + 1 and head.next_on and not head.held_by:
        return Stop(title, f"desde {fecha_corta(max(head.next_on, today))}", "todo")
    return Stop(title, "", "lock")


def _next(file: CaseFile, today: date) -> Next:
    """The next step in words, from the newest step that is still open."""
    head = file.head
    if head.closed_on is not None:
        return Next("circle-check", "Nada más que hacer", "El expediente está cerrado")
    step = max((one for one in file.steps.values() if one["state"] in OPEN), key=lambda one: one["day"], default=None)
    return next_step(
        today=today,
        act=step["act"] if step else None,
        rung_id=step["rung_id"] if step else None,
        step_state=step["state"] if step else None,
        step_on=step["day"] if step else None,
        held_by=head.held_by,
        next_on=head.next_on,
    )


def _cut(file: CaseFile, ladder: Ladder | None) -> dict[str, object] | None:
    """The box about a cut: only where the ladder leads to one. Here nothing is ever ordered."""
    if ladder is None or file.head.closed_on is not None:
        return None
    rung = next((one for one in ladder.rungs if one.act is Act.PROPOSE_CUT), None)
    if rung is None:
        return None
    step = file.steps.get(rung.number)
    candidate = step is not None and step["state"] in OPEN
    return {
        "candidate": candidate,
        "first_on": step["planned_on"] if step and candidate else None,
        "demands": [(rung_name(one.id), one.number <= file.head.rung) for one in ladder.rungs if one.act is Act.NOTIFY],
        "months": rung.floor.months,
        "working_days": rung.floor.working_days,
    }


def _by_day(told: list[Told], today: date, zone: ZoneInfo) -> list[tuple[date, bool, list[Told]]]:
    """Day, whether it is today, its events."""
    days = groupby(told, key=lambda one: one.at.astimezone(zone).date())
    return [(day, day == today, list(events)) for day, events in days]
