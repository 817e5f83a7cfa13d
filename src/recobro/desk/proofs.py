"""Papers of notices that others sent: whose a waiting one is, one downloaded and noted, a proof withdrawn."""

from __future__ import annotations

import re

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from recobro.access.roles import Right, may
from recobro.billing.models import LotRow
from recobro.cases.file import case_file
from recobro.cases.models import Case
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.core.wording import say, say_error
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show
from recobro.flows import papers, told
from recobro.notices.outside import queries as outside

UNSAFE = re.compile(r"[^\w.() -]+")


class Whose(forms.Form):
    """What a person knows of a paper or row that waits."""

    identifier = forms.CharField(
        label="Factura, CUPS o expediente",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "F-2026-000123"}),
    )
    sent_on = forms.DateField(
        label="Fecha de envío, si no consta", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    by = forms.ChoiceField(label="Quién la envió", choices=[("erp", "El ERP"), ("other", "Otro")], initial="erp")


@page(Right.TAKE_FILES)
@require_http_methods(["GET", "POST"])
def assign(request: DeskRequest, row_id: int) -> HttpResponse:
    """A communication or PDF that waits: what it says, and the form that gives it to a case."""
    scope = request.scope
    row = (
        LotRow.objects.select_related("lot")
        .filter(portfolio_id=scope.portfolio_id, pk=row_id, kind="notice", status=LotRow.Status.WAITING)
        .first()
    )
    if row is None:
        raise Http404
    form = Whose(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            told.assign(scope, row_id, **form.cleaned_data)
        except BadInput as error:
            form.add_error("sent_on" if error.code == "paper_without_day" else "identifier", say_error(error))
        else:
            messages.success(request, "Asignado. El expediente ya lo muestra en su historial.")
            return _to_case(request, row_id)
    context = {"row": row, "form": form, "why": say(row.reason), "document": papers.document_of(scope, row.lot.sha256)}
    return show(request, "notice", "", context, status=422 if form.errors else 200)


@page(Right.SEE_AMOUNT)
@require_http_methods(["GET"])
def download(request: DeskRequest, ref: str, document_id: int) -> FileResponse:
    """The bytes of one paper of this case, as a file and never as a page; the journal notes who took it."""
    scope = request.scope
    file = case_file(scope, ref, clock.today(scope.zone))
    found = outside.document(scope, document_id, file.head.account_id) if file else None
    if found is None:
        raise Http404
    source = papers.open_document(scope, found)
    name = UNSAFE.sub("_", found.file_name.rpartition("/")[2]) or "documento.pdf"
    response = FileResponse(source, as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@page(Right.RELEASE)
@require_http_methods(["POST"])
def withdraw(request: DeskRequest, ref: str, notice_id: int) -> HttpResponse:
    """A proof of this case is withdrawn, with its reason."""
    scope = request.scope
    file = case_file(scope, ref, clock.today(scope.zone))
    if file is None or notice_id not in {one.pk for one in outside.of_account(scope, file.head.account_id)}:
        raise Http404
    try:
        told.withdraw(scope, notice_id, request.POST.get("why", ""))
        messages.success(request, "Justificante retirado. La escalera vuelve a donde estaba sin él.")
    except BadInput as error:
        messages.error(request, say_error(error))
    return redirect("case", ref)


def _to_case(request: DeskRequest, row_id: int) -> HttpResponse:
    """The case of the account to which the row was given, if one stands; else its lot."""
    row = LotRow.objects.select_related("lot").get(portfolio_id=request.scope.portfolio_id, pk=row_id)
    cases = Case.objects.filter(portfolio_id=request.scope.portfolio_id, account_id=row.account_id or 0).order_by("-pk")
    ref = cases.values_list("ref", flat=True).first()
    may_see = request.scope.role is not None and may(request.scope.role, Right.SEE_QUEUE)
    return redirect("case", ref) if ref and may_see else redirect("lot", row.lot.ref)
