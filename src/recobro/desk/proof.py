"""Bank, ERP and ledger side by side: the sum, the differences, what is entered in the ERP, who received the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from recobro.access.roles import Right, may
from recobro.access.scope import Scope
from recobro.billing import lots
from recobro.billing.models import Lot
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.core.wording import say_error
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show
from recobro.desk.templatetags.recobro import cuenta
from recobro.flows import proof as flow
from recobro.flows import receipt
from recobro.reports import proof, receipts, sheet_proof
from recobro.reports.proof import CLOSED, LotProof
from recobro.reports.receipts import Report

# word of the address → kind of difference, title, what an empty list means
VIEWS: dict[str, tuple[str, str, str]] = {
    "banco": ("only_bank", "En el banco y no en el ERP", "Todo lo que devolvió el banco está en la lista del ERP."),
    "erp": ("only_erp", "En el ERP y no en el banco", "Todo lo que el ERP da por devuelto lo ha contado algún banco."),
    "importe": ("amount", "Importe distinto", "Banco, ERP y libro dan los mismos importes."),
    "desaparecidas": ("gone", "Desaparecidas del ERP", "Nada de lo que sigue debiéndose ha desaparecido de la lista."),
    "resueltas": (CLOSED, "Resueltas ese día", "Ese día no se resolvió ninguna diferencia."),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Wanted(forms.Form):
    """Which day, which tab."""

    dia = forms.DateField(label="Día", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    ver = forms.ChoiceField(choices=[(key, key) for key in VIEWS], required=False)


@page(Right.SEE_LOTS)
@require_http_methods(["GET", "POST"])
def differences(request: DeskRequest) -> HttpResponse:
    """The proof of a day with its differences by tab; a person answers, Operaciones ticks."""
    if request.method == "POST":
        return _act(request)
    scope, today = request.scope, clock.today(request.scope.zone)
    day, wanted = _wanted(request, today)
    found = proof.of_day(scope, day)
    wanted = wanted or next((key for key, (kind, _, _) in VIEWS.items() if found.counts[kind].count), "banco")
    kind, title, nothing = VIEWS[wanted]
    after = request.GET.get("desde", "")
    lines, more = proof.lines(scope, day, kind, after=int(after) if after.isdecimal() else 0)
    context = {
        "proof": found,
        "day": day,
        "is_today": day == today,
        "wanted": wanted,
        "kind": kind,
        "title": title,
        "nothing": nothing,
        "tabs": [(key, name, found.counts[one].count, key == wanted) for key, (one, name, _) in VIEWS.items()],
        "shown": found.counts[kind],
        "rows": [(line, line.days(today)) for line in lines],
        "more": more,
        "answers": day == today and kind != CLOSED and _may(scope, Right.ANSWER_DIFFERENCES),
        "enters": day == today and kind == "only_bank" and _may(scope, Right.ENTER_IN_ERP),
        "exports": _may(scope, Right.EXPORT),
        "late": _late(scope),
    }
    return show(request, "proof", "", context)


@page(Right.EXPORT)
@require_safe
def download(request: DeskRequest) -> HttpResponse:
    """The same differences as a sheet: xlsx, or CSV."""
    day, wanted = _wanted(request, clock.today(request.scope.zone))
    kind = VIEWS[wanted][0] if wanted else ""
    as_csv = request.GET.get("formato") == "csv"
    data = (sheet_proof.text if as_csv else sheet_proof.xlsx)(request.scope, day, kind)
    response = HttpResponse(data, content_type="text/csv; charset=utf-8" if as_csv else XLSX)
    name = f"cuadre_{request.scope.code}_{day:%Y%m%d}.{'csv' if as_csv else 'xlsx'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@page(Right.SEE_LOTS)
@require_POST
def mark(request: DeskRequest, ref: str) -> HttpResponse:
    """On the page of a file: "Volcado en el ERP" and "Recibido"."""
    lot = lots.lot_by_ref(request.scope, ref)
    if lot is None:
        raise Http404
    if request.POST.get("act") == "received":
        receipt.received(request.scope, lot.pk, _address(request))
        messages.success(request, f"{lot.ref}: consta que has recibido el parte.")
    else:
        _enter(request, lot.pk, None)
    return redirect("lot", lot.ref)


@dataclass(frozen=True, slots=True)
class Section:
    """What the page of a file says of the proof."""

    told: LotProof
    reports: list[Report]
    may_receive: bool
    may_enter: bool


def section(request: DeskRequest, lot: Lot) -> Section | None:
    """The part of a booked file's page; None for any other."""
    scope = request.scope
    if lot.status != Lot.Status.BOOKED:
        return None
    reports = receipts.of_lot(scope, lot.pk)
    answered = {one.mail_id for one in reports if scope.person in [by for by, _ in one.received_by]}
    mine = {mail.pk for mail in receipt.mine(scope, lot.pk, _address(request))}
    return Section(
        told=proof.of_lot(scope, lot),
        reports=reports,
        may_receive=bool(mine - answered),
        may_enter=_may(scope, Right.ENTER_IN_ERP),
    )


def _act(request: DeskRequest) -> HttpResponse:
    """Tick one row as entered, or answer the chosen differences. Goes back to the same tab."""
    if request.POST.get("act") == "enter":
        lot_id, row_id = request.POST.get("lot", ""), request.POST.get("row", "")
        if not lot_id.isdecimal() or not row_id.isdecimal():
            raise BadInput("row_not_to_enter", lot=lot_id[:20])
        _enter(request, int(lot_id), int(row_id))
    else:
        _answer(request)
    ver = request.POST.get("ver", "")
    return redirect(reverse("proof") + (f"?ver={ver}" if ver in VIEWS else ""))


def _answer(request: DeskRequest) -> None:
    chosen = [int(one) for one in request.POST.getlist("one") if one.isdecimal()]
    request.scope.demand(Right.ANSWER_DIFFERENCES)
    try:
        if not chosen:
            raise BadInput("nothing_chosen")
        count = flow.answer(request.scope, chosen, request.POST.get("why", ""))
    except BadInput as error:
        messages.error(request, say_error(error))
    else:
        word = "diferencia contestada" if count == 1 else "diferencias contestadas"
        messages.success(request, f"{cuenta(count)} {word}. Sus expedientes siguen su camino.")


def _enter(request: DeskRequest, lot_id: int, row_id: int | None) -> None:
    try:
        flow.enter(request.scope, lot_id, row_id)
    except BadInput as error:
        messages.error(request, say_error(error))
    else:
        messages.success(request, "Anotado. La próxima lista del ERP lo comprueba.")


def _wanted(request: DeskRequest, today: date) -> tuple[date, str]:
    form = Wanted(request.GET)
    found = form.cleaned_data if form.is_valid() else {}
    return min(found.get("dia") or today, today), found.get("ver") or ""


def _late(scope: Scope) -> list[tuple[str, str]]:
    """(reference of the lot, list) of reports that nobody has acknowledged in time."""
    reports = receipts.late(scope)[:20]
    found = Lot.objects.filter(portfolio_id=scope.portfolio_id).in_bulk([one.lot_id for one in reports])
    return [(found[one.lot_id].ref, one.list_kind) for one in reports if one.lot_id in found]


def _address(request: DeskRequest) -> str:
    return str(getattr(request.user, "email", ""))


def _may(scope: Scope, right: Right) -> bool:
    return scope.role is not None and may(scope.role, right)
