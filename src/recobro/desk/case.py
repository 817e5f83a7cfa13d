"""One case on one page: who, what is owed, where on the ladder, what is next and why, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from recobro.access.roles import Right, may
from recobro.access.scope import Scope
from recobro.cases.explain import Explanation, explain
from recobro.cases.file import CaseFile, case_file
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.core.wording import say, say_rung
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show
from recobro.desk.queue import SEEN, neighbours
from recobro.desk.steps import Next, next_step
from recobro.desk.templatetags.recobro import fecha_corta
from recobro.desk.timeline import FILTERS, Told, tell
from recobro.flows.prove import call_made
from recobro.notices.outside import queries as outside
from recobro.policies.queries import all_by_id
from recobro.policies.rules import Act, Ladder, Rung
from recobro.reports.history import history


@dataclass(frozen=True, slots=True)
class Stop:
    """One rung as drawn: its name, a day, and whether it is done, now, due or still locked."""

    title: str
    day: str
    look: str  # done | now | todo | lock


@page(Right.SEE_QUEUE)
@require_http_methods(["GET", "POST"])
def case(request: DeskRequest, ref: str) -> HttpResponse:
    """The page; a POST says that a call on somebody's list was made."""
    scope, today = request.scope, clock.today(request.scope.zone)
    file = case_file(scope, ref, today)
    if file is None:
        raise Http404
    if request.method == "POST":
        return _call_made(request, ref)
    head, told_for = file.head, request.GET.get("ver", "")
    events = history(scope, case_id=head.id, account_id=head.account_id, sees_amounts=head.sees_amounts)
    told = [tell(event, scope.currency, scope.zone) for event in events]
    published = all_by_id(scope).get(head.policy_id)
    ladder = published.ladder if published else None
    why = explain(scope, ref)
    place, length, before, after = neighbours(request.session.get(SEEN, []), ref)
    call = file.open_step(Act.CALL)
    context = {
        "file": file,
        "head": head,
        "today": today,
        "days": (today - head.oldest_due_on).days if head.oldest_due_on else 0,
        "ladder": stops(file, ladder, why, scope.zone),
        "next": _next(file, why, today),
        "cut": _cut(file, ladder),
        "call": call.id if call and call.state == "released" and _may_call(scope) else None,
        "history": _by_day([one for one in told if told_for in ("", one.group)], today, scope.zone),
        "filters": [(key, title, key == told_for) for key, title in FILTERS],
        "last": next((one.at.astimezone(scope.zone).date() for one in told if one.reached), None),
        "proofs": outside.of_account(scope, head.account_id),
        "opens": scope.role is not None and may(scope.role, Right.SEE_AMOUNT),
        "withdraws": scope.role is not None and may(scope.role, Right.RELEASE),
        "place": place,
        "length": length,
        "before": before,
        "after": after,
    }
    return show(request, "case", "", context)


def _may_call(scope: Scope) -> bool:
    return scope.role is not None and may(scope.role, Right.TELL_AMOUNT)


def _call_made(request: DeskRequest, ref: str) -> HttpResponse:
    step = request.POST.get("call", "")
    if not step.isdecimal():
        raise BadInput
    call_made(request.scope, int(step))
    messages.success(request, "Llamada anotada.")
    return redirect("case", ref)


def stops(file: CaseFile, ladder: Ladder | None, why: Explanation, zone: ZoneInfo) -> list[Stop]:
    """The ladder with its dates; the first stop is the debt itself."""
    first = file.invoices[0] if file.invoices else None
    found = []
    if first is not None:
        came_back = first.last_return_on
        found.append(Stop("Devuelta" if came_back else "Vencida", fecha_corta(came_back or first.due_on), "done"))
    if ladder is None or file.head.closed_on is not None:
        return found
    return found + [_stop(file, rung, why, zone) for rung in ladder.rungs]


def _stop(file: CaseFile, rung: Rung, why: Explanation, zone: ZoneInfo) -> Stop:
    title, head = say_rung(rung.id), file.head
    if rung.number <= head.rung:
        done = file.done_at(rung.number)
        look = "now" if rung.number == head.rung else "done"
        return Stop(title, fecha_corta(done.astimezone(zone).date()) if done else "", look)
    step = next((one for one in reversed(file.steps) if one.is_open and one.rung == rung.number), None)
    if step is not None:
        return Stop(title, "por comprobar" if rung.act is Act.PROPOSE_CUT else fecha_corta(step.day), "todo")
    if rung.id == why.next_rung and why.earliest_on:
        return Stop(title, f"desde {fecha_corta(why.earliest_on)}", "todo")
    return Stop(title, "", "lock")


def _next(file: CaseFile, why: Explanation, today: date) -> Next:
    """The next step in words: the one that is open, else what the same rules that decide say of it."""
    head = file.head
    if head.closed_on is not None:
        return Next("circle-check", "Nada más que hacer", say("case_closed"))
    step = file.open_step()
    if step is None and why.next_rung and why.earliest_on:
        when = "hoy" if why.earliest_on <= today else f"el {fecha_corta(why.earliest_on)}"
        because = say(why.reason) if why.reason else "Sale en la próxima pasada"
        return Next("clock", f"{say_rung(why.next_rung)} {when}", because)
    return next_step(
        today=today,
        act=step.act if step else None,
        rung_id=step.rung_id if step else None,
        step_state=step.state if step else None,
        step_on=step.day if step else None,
        held_by=why.reason,
        next_on=head.next_on,
    )


def _cut(file: CaseFile, ladder: Ladder | None) -> dict[str, object] | None:
    """The box about a cut: only where the ladder leads to one. Here nothing is ever ordered."""
    if ladder is None or file.head.closed_on is not None:
        return None
    rung = next((one for one in ladder.rungs if one.act is Act.PROPOSE_CUT), None)
    if rung is None:
        return None
    step = file.open_step(Act.PROPOSE_CUT)
    return {
        "first_on": step.planned_on if step else None,
        "demands": [(say_rung(one.id), one.number <= file.head.rung) for one in ladder.rungs if one.act is Act.NOTIFY],
        "months": rung.floor.months,
        "working_days": rung.floor.working_days,
    }


def _by_day(told: list[Told], today: date, zone: ZoneInfo) -> list[tuple[date, bool, list[Told]]]:
    """Day, whether it is today, its events."""
    days = groupby(told, key=lambda one: one.at.astimezone(zone).date())
    return [(day, day == today, list(events)) for day, events in days]
