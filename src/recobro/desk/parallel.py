"""The parallel run: this evening's table of the office against the ledger, its differences, and who signs it."""

from __future__ import annotations

import csv
from datetime import date

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from recobro.access.roles import Right, may
from recobro.billing.parallel import queries
from recobro.billing.parallel.models import ParallelLine, ParallelRun
from recobro.core import clock
from recobro.core.errors import BadInput, RecobroError, Stale
from recobro.core.money import units
from recobro.core.wording import say, say_error
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show
from recobro.desk.labels import LABELS
from recobro.flows import parallel

MOST_LINES = 300  # on the page; the download has them all
KINDS = LABELS["parallel_kind"]


class Evening(forms.Form):
    """The table of one evening."""

    table = forms.FileField(label="Tabla de impagos de la oficina (.xlsx, .xls o .csv)")
    day = forms.DateField(label="Día", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


@page(Right.SEE_LOTS)
@require_http_methods(["GET", "POST"])
def evenings(request: DeskRequest) -> HttpResponse:
    """Bring the table of an evening, and find the earlier ones."""
    scope = request.scope
    today = clock.today(scope.zone)
    form = Evening(initial={"day": today})
    if request.method == "POST":
        scope.demand(Right.TAKE_FILES)
        form = Evening(request.POST, request.FILES)
        if form.is_valid():
            return _compared(request, form)
    context = {
        "form": form,
        "runs": queries.evenings(scope),
        "streak": queries.streak(scope, today),
        "may_take": scope.role is not None and may(scope.role, Right.TAKE_FILES),
    }
    return show(request, "parallel", "", context, status=422 if form.errors else 200)


@page(Right.SEE_LOTS)
@require_http_methods(["GET", "POST"])
def evening(request: DeskRequest, day: str) -> HttpResponse:
    """One evening: both totals, every difference with what is known of it, and the signature."""
    scope = request.scope
    run = _run(request, day)
    if request.method == "POST":
        try:
            parallel.sign(scope, run.day, request.POST.get("digest", ""))
            messages.success(request, f"{run.day:%d/%m/%Y} firmado.")
        except (BadInput, Stale) as error:
            messages.error(request, say_error(error))
        return redirect("evening", day)
    lines = queries.lines(run)
    context = {
        "run": run,
        "lines": lines[:MOST_LINES],
        "more": max(len(lines) - MOST_LINES, 0),
        "kinds": _kinds(lines),
        "earlier": queries.replaced(scope, run.day),
        "streak": queries.streak(scope, clock.today(scope.zone)),
        "may_sign": scope.role is not None and may(scope.role, Right.SIGN_PARALLEL),
    }
    return show(request, "evening", "", context)


@page(Right.EXPORT)
@require_safe
def difference_list(request: DeskRequest, day: str, kind: str) -> HttpResponse:
    """One kind of difference as a sheet. A text that a spreadsheet would calculate stays a text."""
    if kind not in KINDS:
        raise Http404
    run = _run(request, day)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="paralelo-{run.day.isoformat()}-{kind}.csv"'
    response["Cache-Control"] = "no-store"
    write = csv.writer(response, delimiter=";")
    write.writerow(("Factura", "Cliente", "Fila de su libro", "Aquí", "Su libro", "Qué se sabe"))
    for one in queries.lines(run, kind):
        sides = (_figure(one.ours_cents), _figure(one.theirs_cents))
        write.writerow((_safe(one.invoice_number), _safe(one.who), one.line or "", *sides, say(one.why)))
    return response


def _compared(request: DeskRequest, form: Evening) -> HttpResponse:
    table: UploadedFile = form.cleaned_data["table"]
    day: date = form.cleaned_data["day"]
    try:
        run = parallel.compare_evening(
            request.scope,
            table.file,  # type: ignore[arg-type]
            file_name=str(table.name)[:200],
            day=day,
        )
    except RecobroError as error:
        messages.error(request, f"{table.name}: {say_error(error)}")
        return redirect("evenings")
    return redirect("evening", run.day.isoformat())


def _run(request: DeskRequest, day: str) -> ParallelRun:
    try:
        found = queries.evening(request.scope, date.fromisoformat(day))
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def _kinds(lines: list[ParallelLine]) -> list[tuple[str, str, int]]:
    """(kind, its name, how many), only those that there are."""
    counts = {kind: sum(1 for one in lines if one.kind == kind) for kind in KINDS}
    return [(kind, name, counts[kind]) for kind, name in KINDS.items() if counts[kind]]


def _safe(text: str) -> str:
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def _figure(cents: int | None) -> str:
    return "" if cents is None else units(cents).replace(".", ",")
