"""The tray: rows of applied files that found no certain match or cannot be read. They wait in the open."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from recobro.access.roles import Right
from recobro.billing import lots
from recobro.core import clock
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show
from recobro.reports import waiting

# address word → title, statuses, kinds of rows (None: all)
VIEWS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...] | None]] = {
    "": ("Todas", ("waiting", "faulty"), None),
    "devoluciones": ("Devoluciones", ("waiting",), ("return", "reject", "unpaid", "collection", "invoice", "contract")),
    "pagos": ("Pagos", ("waiting",), ("payment",)),
    "errores": ("Con error", ("faulty",), None),
}


@page(Right.SEE_LOTS)
@require_safe
def tray(request: DeskRequest) -> HttpResponse:
    """Read only: settling a row has its own issue."""
    scope, wanted = request.scope, request.GET.get("ver", "")
    wanted = wanted if wanted in VIEWS else ""
    after = request.GET.get("desde", "")
    _, statuses, kinds = VIEWS[wanted]
    totals = waiting.rows(scope, clock.today(scope.zone))
    context = {
        "lines": lots.lines(scope, statuses, kinds=kinds, after=int(after) if after.isdecimal() else 0),
        "wanted": wanted,
        "tabs": [
            (key, title, sum(one.count for one in totals if _is_in(one, *rest)), key == wanted)
            for key, (title, *rest) in VIEWS.items()
        ],
        "totals": totals,
        "count": sum(one.count for one in totals),
        "cents": sum(one.cents for one in totals),
        "oldest": max((one.days for one in totals), default=0),
    }
    return show(request, "tray", "", context)


def _is_in(one: waiting.Waiting, statuses: tuple[str, ...], kinds: tuple[str, ...] | None) -> bool:
    return one.status in statuses and (kinds is None or one.kind in kinds)
