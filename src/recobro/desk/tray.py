"""The tray: rows of applied files that found no certain match or cannot be read. They wait in the open."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from recobro.access.roles import Right, may
from recobro.billing import lots
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show
from recobro.flows import settle
from recobro.reports import waiting

# address word → title, statuses, kinds of rows (None: all)
VIEWS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...] | None]] = {
    "": ("Todas", ("waiting", "faulty"), None),
    "devoluciones": ("Devoluciones", ("waiting",), ("return", "reject", "unpaid", "collection", "invoice", "contract")),
    "pagos": ("Pagos", ("waiting",), ("payment",)),
    "errores": ("Con error", ("faulty",), None),
}


@page(Right.SEE_LOTS)
@require_http_methods(["GET", "POST"])
def tray(request: DeskRequest) -> HttpResponse:
    """Look, and accept the only guess of a row; nothing is ever chosen between two."""
    if request.method == "POST":
        return _accept(request)
    scope, wanted = request.scope, request.GET.get("ver", "")
    wanted = wanted if wanted in VIEWS else ""
    after = request.GET.get("desde", "")
    _, statuses, kinds = VIEWS[wanted]
    totals = waiting.rows(scope, clock.today(scope.zone))
    context = {
        "lines": lots.lines(scope, statuses, kinds=kinds, after=int(after) if after.isdecimal() else 0),
        "wanted": wanted,
        "settles": scope.role is not None and may(scope.role, Right.BOOK_LOTS),
        "tabs": [
            (key, title, sum(one.count for one in totals if one.status in states and _of(one, rows)), key == wanted)
            for key, (title, states, rows) in VIEWS.items()
        ],
        "totals": totals,
        "count": sum(one.count for one in totals),
        "cents": sum(one.cents for one in totals),
        "oldest": max((one.days for one in totals), default=0),
    }
    return show(request, "tray", "", context)


def _accept(request: DeskRequest) -> HttpResponse:
    """Book a waiting row as its guess says."""
    request.scope.demand(Right.BOOK_LOTS)
    proposal = request.POST.get("proposal", "")
    if not proposal.isdecimal():
        raise BadInput("unknown_proposal")
    settle.accept(request.scope, int(proposal))
    messages.success(request, "Fila aplicada como decía la propuesta.")
    return redirect("tray")


def _of(one: waiting.Waiting, kinds: tuple[str, ...] | None) -> bool:
    return kinds is None or one.kind in kinds
