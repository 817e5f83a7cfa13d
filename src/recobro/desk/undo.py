"""A file taken back as a whole: what that would undo, to the cent, and then the act with its reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from recobro.access.roles import Right
from recobro.billing import lots
from recobro.core.errors import BadInput
from recobro.core.wording import say_error
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show
from recobro.flows import reverse


@page(Right.BOOK_LOTS)
@require_http_methods(["GET", "POST"])
def undo(request: DeskRequest, ref: str) -> HttpResponse:
    """The preview is the reversal itself, done and let go: what it says is what would happen now."""
    scope = request.scope
    lot = lots.lot_by_ref(scope, ref)
    if lot is None:
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            reverse.reverse(scope, lot.pk, request.POST.get("why", ""))
        except BadInput as error:
            refused = say_error(error)
        else:
            messages.success(request, f"{lot.ref} deshecho con asientos opuestos.")
            return redirect("lot", lot.ref)
    told = None
    try:
        told = reverse.preview(scope, lot.pk)
    except BadInput as error:
        refused = refused or say_error(error)
    context = {"lot": lot, "told": told, "refused": refused}
    return show(request, "undo", "", context, status=422 if request.method == "POST" else 200)
