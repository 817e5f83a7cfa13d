"""Moving in: the old table is looked at, its doubtful rows are settled by name, and a person opens the books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, BinaryIO

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from recobro.access.roles import Right, may
from recobro.access.scope import Scope
from recobro.billing.models import Lot, LotRow
from recobro.billing.opening import queries
from recobro.billing.opening.rules import MAY_STAY, STOPS, Doubt, OpeningReason
from recobro.core import clock
from recobro.core.errors import BadInput, RecobroError
from recobro.core.wording import say, say_error
from recobro.desk.access import DeskRequest, page
from recobro.desk.amounts import cents_typed
from recobro.desk.htmx import show
from recobro.desk.templatetags.recobro import dinero, registros
from recobro.flows import opening
from recobro.flows.opening import Papers, Said
from recobro.flows.opening_report import OpeningReport, sentence

MOST_ROWS = 200  # doubtful rows on the page, those that stop it first


class Brought(forms.Form):
    """The papers of the old way of working."""

    table = forms.FileField(label="Tabla de impagos (.xlsx con sus colores, .xls o .csv)")
    payments = forms.FileField(label="Pago facturas clientes (si lo hay)", required=False)
    contracts = forms.FileField(label="Contratos del ERP (si no se cargaron ya)", required=False)
    as_of = forms.DateField(
        label="Día de la tabla, al cerrar", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    total = forms.CharField(
        label="Total de tu RESUMEN TOTAL IMPAGO",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "1.234,56", "autocomplete": "off"}),
    )

    def clean_total(self) -> int:
        """Cents; a comma marks the decimals, as people write them here."""
        try:
            return cents_typed(self.cleaned_data["total"])
        except BadInput as error:
            raise forms.ValidationError(say_error(error)) from error


@dataclass(frozen=True, slots=True)
class Doubtful:
    """One row with all that is doubtful in it. `stops`: the opening waits for it."""

    row: LotRow
    who: str
    texts: list[str]
    stops: bool
    may_stay: bool


@page(Right.SEE_LOTS)
@require_http_methods(["GET", "POST"])
def moving_in(request: DeskRequest) -> HttpResponse:
    """Bring the papers, settle the doubts, open."""
    scope = request.scope
    form = Brought(initial={"as_of": clock.today(scope.zone)})
    if request.method == "POST" and request.POST.get("act", "look") == "look":
        scope.demand(Right.TAKE_FILES)
        form = Brought(request.POST, request.FILES)
        if form.is_valid():
            return _looked(request, form)
    elif request.method == "POST":
        return _act(request)
    lot = queries.current(scope)
    doubtful = _doubtful(scope, lot) if lot is not None and lot.status != Lot.Status.BOOKED else []
    context: dict[str, Any] = {
        "form": form,
        "lot": lot,
        "doubtful": doubtful[:MOST_ROWS],
        "doubtful_count": len(doubtful),
        "stopping_count": sum(1 for one in doubtful if one.stops),
        "why": say(lot.reason, **lot.reason_data) if lot is not None and lot.reason else "",
        "notes": [say(note["code"], **note) for note in lot.notes] if lot is not None else [],
        "adds_up": lot is not None and lot.declared_cents == lot.read_cents,
        "may_take": scope.role is not None and may(scope.role, Right.TAKE_FILES),
        "may_book": scope.role is not None and may(scope.role, Right.BOOK_LOTS),
    }
    return show(request, "opening", "", context, status=422 if form.errors else 200)


def _looked(request: DeskRequest, form: Brought) -> HttpResponse:
    """Keep the papers and tell what is in them; nothing is booked."""
    data = form.cleaned_data
    table: UploadedFile = data["table"]
    papers = Papers(
        _bytes(table),
        str(table.name)[:200],
        data["as_of"],
        _bytes(data["contracts"]) if data["contracts"] else None,
        str(data["contracts"].name)[:200] if data["contracts"] else "",
        _bytes(data["payments"]) if data["payments"] else None,
        str(data["payments"].name)[:200] if data["payments"] else "",
    )
    try:
        found = opening.check(request.scope, papers, Said(data["total"]))
    except RecobroError as error:
        messages.error(request, say_error(error))
        return redirect("opening")
    if found.lot.status in ("refused", "duplicate"):
        messages.error(request, f"{table.name}: {found.lot.sentence}")
    return redirect("opening")


def _act(request: DeskRequest) -> HttpResponse:
    """Put a row aside, let it stay, type another total, or open: the flow asks everything again."""
    scope = request.scope
    scope.demand(Right.BOOK_LOTS)
    acts = {"aside": _aside, "stay": _stay, "total": _total, "open": _open}
    act = acts.get(request.POST.get("act", ""))
    lot = queries.current(scope)
    if act is None or lot is None:
        raise BadInput
    try:
        act(request, lot)
    except BadInput as error:
        messages.error(request, say_error(error))
    return redirect("opening")


def _aside(request: DeskRequest, lot: Lot) -> None:
    typed = request.POST.get("cents", "").strip()
    cents = cents_typed(typed) if typed else None
    opening.set_aside(request.scope, lot.pk, _line(request), request.POST.get("why", "")[:200], cents)
    messages.success(request, f"Fila {_line(request)} apartada: cuenta y no se abre.")


def _stay(request: DeskRequest, lot: Lot) -> None:
    opening.let_stay(request.scope, lot.pk, _line(request), request.POST.get("why", "")[:200])
    messages.success(request, f"Fila {_line(request)}: sigue impagada.")


def _total(request: DeskRequest, lot: Lot) -> None:
    total = cents_typed(request.POST.get("total", ""))
    opening.again(request.scope, lot.pk, Said(total), book=False)


def _open(request: DeskRequest, lot: Lot) -> None:
    found = opening.again(request.scope, lot.pk, Said(), book=True)
    if found.lot.status != Lot.Status.BOOKED:
        messages.error(request, found.lot.sentence)
        return
    count, cents = found.lot.booked
    messages.success(request, f"Cartera abierta: {registros(count)}, {dinero(cents, lot.currency)}")
    _tell_later(request, found)


def _tell_later(request: DeskRequest, found: OpeningReport) -> None:
    """The payments since then are a file like any other; it may wait for its own total."""
    if found.later is not None and found.later.sentence:
        messages.warning(request, f"{found.later.file}: {found.later.sentence}")


def _doubtful(scope: Scope, lot: Lot) -> list[Doubtful]:
    """Rows with their doubts as kept at the last look, those that stop it first."""
    rows = LotRow.objects.filter(portfolio_id=scope.portfolio_id, lot=lot, data__has_key="doubts").order_by("line")
    found = [_one(row, lot.currency) for row in rows]
    return sorted(found, key=lambda one: (not one.stops, one.row.line))


def _one(row: LotRow, currency: str) -> Doubtful:
    doubts = [Doubt(row.line, OpeningReason(one["code"]), one) for one in row.data["doubts"]]
    codes = {doubt.code for doubt in doubts}
    return Doubtful(
        row=row,
        who=str(row.data.get("debtor_name") or "Sin nombre"),
        texts=[sentence(doubt, currency) for doubt in doubts],
        stops=bool(codes & STOPS),
        may_stay=bool(codes & STOPS) and codes & STOPS <= MAY_STAY,
    )


def _line(request: DeskRequest) -> int:
    text = request.POST.get("line", "")
    if not text.isdecimal():
        raise BadInput
    return int(text)


def _bytes(file: UploadedFile) -> BinaryIO:
    source: BinaryIO = file.file  # type: ignore[assignment]
    return source
