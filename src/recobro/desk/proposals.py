"""What the day's run proposes: look, release with its number, or take out with a reason. Nothing leaves by itself."""

from __future__ import annotations

from django.contrib import messages
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from recobro.access.queries import portfolio
from recobro.access.roles import Right, may
from recobro.cases import proposals as queries
from recobro.core.errors import BadInput, Stale
from recobro.core.wording import say, say_error, say_rung
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show
from recobro.desk.templatetags.recobro import cuenta
from recobro.flows import release as flow
from recobro.flows.release import ReleaseReport
from recobro.reports import today as day

SALT = "proposals"
START = (-(10**18), 0)  # before the largest amount


@page(Right.SEE_PROPOSALS)
@require_http_methods(["GET", "POST"])
def proposals(request: DeskRequest) -> HttpResponse:
    """All rungs with samples; `?peldano=` opens one of them."""
    scope = request.scope
    if request.method == "POST":
        return _act(request)
    rungs = queries.by_rung(scope)
    wanted = request.GET.get("peldano", "")
    chosen = next((one for one in rungs if one.rung_id == wanted), None)
    listed, after = queries.of_rung(scope, wanted, after=_cursor(request)) if chosen else ([], None)
    house = portfolio(scope)
    context = {
        "rungs": [(one, say_rung(one.rung_id)) for one in rungs],
        "count": sum(one.count for one in rungs),
        "cents": sum(one.cents for one in rungs),
        "chosen": chosen,
        "chosen_name": say_rung(chosen.rung_id) if chosen else "",
        "listed": listed,
        "more": dumps(after, salt=SALT) if after else "",
        "held": day.held(scope),
        "may_release": scope.role is not None and may(scope.role, Right.RELEASE),
        "stopped": house.stopped,
        "cap": house.first_releases_cap if house.releases < house.capped_releases else 0,
        "capped_left": house.capped_releases - house.releases,
        "last_run_on": house.last_run_on,
    }
    return show(request, "proposals", "", context)


def _act(request: DeskRequest) -> HttpResponse:
    """Release a rung, or drop one proposal. What the person saw must still be what stands."""
    scope = request.scope
    scope.demand(Right.RELEASE)
    rung_id = request.POST.get("rung_id", "")
    if request.POST.get("act") == "drop":
        return _drop(request, rung_id)
    standing = next((one for one in queries.by_rung(scope) if one.rung_id == rung_id), None)
    if standing is None or str(standing.count) != request.POST.get("count"):
        raise Stale("proposals_changed")
    try:
        report = flow.release_rung(scope, rung_id)
    except BadInput as error:
        messages.error(request, say_error(error))
    else:
        messages.success(request, _said(report))
    return redirect("proposals")


def _drop(request: DeskRequest, rung_id: str) -> HttpResponse:
    step, why = request.POST.get("step", ""), request.POST.get("why", "").strip()
    if not step.isdecimal() or not why:
        messages.error(request, say("drop_needs_reason"))
    else:
        flow.drop(request.scope, int(step), why)
        messages.success(request, "Propuesta retirada; descansa los días que dice su escalera.")
    response = redirect("proposals")
    response["Location"] += f"?peldano={rung_id}"
    return response


def _said(report: ReleaseReport) -> str:
    """What one release did, in one sentence."""
    parts = [f"{cuenta(report.notices)} avisos en cola de envío"] if report.notices else []
    if report.calls:
        parts.append(f"{cuenta(report.calls)} llamadas en la cola de trabajo")
    if withdrawn := sum(report.withdrawn.values()):
        parts.append(f"{cuenta(withdrawn)} anuladas porque el dinero llegó antes")
    if failed := sum(report.failed.values()):
        parts.append(f"{cuenta(failed)} sin forma de contacto")
    if report.capped:
        parts.append(f"{cuenta(report.capped)} quedan propuestas: las primeras veces salen pocas")
    return (", ".join(parts) or "No había nada que liberar").capitalize() + "."


def _cursor(request: DeskRequest) -> tuple[int, int]:
    try:
        place, step_id = loads(request.GET.get("desde", ""), salt=SALT)
    except BadSignature:
        return START
    return int(place), int(step_id)
