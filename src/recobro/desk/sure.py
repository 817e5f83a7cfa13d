"""All rows that one sure guess explains: seen together with their sum, then taken with one yes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from recobro.access.roles import Right
from recobro.billing import trays
from recobro.core.errors import BadInput, Stale
from recobro.core.wording import say_error
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show
from recobro.desk.templatetags.recobro import cuenta
from recobro.flows import rows


@page(Right.BOOK_LOTS)
@require_http_methods(["GET", "POST"])
def sure(request: DeskRequest) -> HttpResponse:
    """Look at all of them; the yes carries what was seen."""
    if request.method == "POST":
        return _accept(request)
    scope = request.scope
    found = trays.sure(scope)
    listed = trays.by_ids(scope, [one.row_id for one in found.lines])
    return show(request, "sure", "", {"sure": found, "lines": listed, "least": trays.SURE})


def _accept(request: DeskRequest) -> HttpResponse:
    try:
        booked, left = rows.accept_sure(request.scope, request.POST.get("seen", ""))
    except (BadInput, Stale) as error:
        messages.error(request, say_error(error))
        return redirect("sure")
    also = f" {cuenta(left)} esperan: parecen repetir algo que ya consta." if left else ""
    messages.success(request, f"Filas aplicadas: {cuenta(booked)}.{also}")
    return redirect("tray")
