"""Taking in files: choose, check (nothing is booked), apply or discard, reverse. The equation is the headline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from recobro.access.roles import Right, may
from recobro.access.scope import Scope
from recobro.billing import lots
from recobro.billing.models import Lot
from recobro.core.errors import BadInput, RecobroError
from recobro.core.money import cents_of
from recobro.core.wording import say, say_error
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show
from recobro.desk.templatetags.recobro import cuenta, dinero
from recobro.flows import take

MAX_FILES = 20
TABS = {
    "": ("Sin emparejar", ("waiting",)),
    "errores": ("Con error", ("faulty", "set_aside")),
    "listas": ("Emparejadas", ("booked", "known")),
}


class SeveralFiles(forms.ClearableFileInput):
    """A chooser of more than one file."""

    allow_multiple_selected = True


class FileList(forms.FileField):
    """Cleans each of several files."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """A list, also for one."""
        several = data if isinstance(data, list | tuple) else [data]
        return [super(FileList, self).clean(one, initial) for one in several]


class Upload(forms.Form):
    """Files of any bank or ERP; what they are is read from their content."""

    files = FileList(label="Ficheros", widget=SeveralFiles(attrs={"data-drop": ""}), max_length=200)
    declared_count = forms.IntegerField(label="Número de registros", required=False, min_value=0)
    declared_total = forms.CharField(
        label="Importe total",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "1.234,56", "autocomplete": "off"}),
    )

    def clean_files(self) -> list[UploadedFile]:
        """Not more than a person can look at."""
        files: list[UploadedFile] = self.cleaned_data["files"]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(say("too_many_files", limit=MAX_FILES))
        return files

    def clean_declared_total(self) -> int | None:
        """Cents; a comma marks the decimals, as people write them here."""
        text = self.cleaned_data["declared_total"].strip()
        if not text:
            return None
        try:
            return cents_of(text.replace(".", "").replace(",", ".") if "," in text else text)
        except BadInput as error:
            raise forms.ValidationError(say_error(error)) from error


@page(Right.SEE_LOTS)
@require_http_methods(["GET", "POST"])
def imports(request: DeskRequest) -> HttpResponse:
    """Choose files, see what waits, find earlier files."""
    scope = request.scope
    form = Upload()
    if request.method == "POST":
        scope.demand(Right.TAKE_FILES)
        form = Upload(request.POST, request.FILES)
        if form.is_valid():
            return _checked(request, form)
    before = request.GET.get("antes", "")
    found, more = lots.lots(scope, before=int(before) if before.isdecimal() else None)
    context = {
        "form": form,
        "may_take": scope.role is not None and may(scope.role, Right.TAKE_FILES),
        "to_do": [] if before else lots.waiting_lots(scope),
        "lots": found,
        "more": more,
    }
    return show(request, "importing", "", context, status=422 if form.errors else 200)


@page(Right.SEE_LOTS)
@require_http_methods(["GET", "POST"])
def lot(request: DeskRequest, ref: str) -> HttpResponse:
    """One file: what it says, what would happen or happened, and the acts that its state allows."""
    scope = request.scope
    one = lots.lot_by_ref(scope, ref)
    if one is None:
        raise Http404
    if request.method == "POST":
        return _act(request, one)
    wanted = request.GET.get("ver", "")
    wanted = wanted if wanted in TABS else ""
    after = request.GET.get("desde", "")
    context = {
        "lot": one,
        "sum": _sum(one),
        "lines": lots.lines(scope, TABS[wanted][1], lot_id=one.pk, after=int(after) if after.isdecimal() else 0),
        "tabs": _tabs(one, wanted),
        "wanted": wanted,
        "effect": lots.effect(scope, one.pk),
        "can": _can(scope, one),
        "why": say(one.reason, **one.reason_data) if one.reason else "",
    }
    return show(request, "lot", "", context)


@dataclass(frozen=True, slots=True)
class Sum:
    """declared = booked + waiting + faulty, in count and cents. `gap_cents` is None while nothing is declared."""

    adds_up: bool
    gap_count: int | None
    gap_cents: int | None


def _sum(one: Lot) -> Sum:
    count = one.booked_count + one.waiting_count + one.faulty_count
    cents = one.booked_cents + one.waiting_cents + one.faulty_cents
    if one.declared_count is None or one.declared_cents is None:
        return Sum(adds_up=False, gap_count=None, gap_cents=None)
    gap_count, gap_cents = one.declared_count - count, one.declared_cents - cents
    return Sum(adds_up=not gap_count and not gap_cents, gap_count=gap_count, gap_cents=gap_cents)


def _can(scope: Scope, one: Lot) -> dict[str, bool]:
    """Which acts the state offers, and which of them this role may do."""
    books = scope.role is not None and may(scope.role, Right.BOOK_LOTS)
    return {
        "apply": one.status == Lot.Status.CHECKED,
        "discard": one.status in (Lot.Status.CHECKED, Lot.Status.WAITING, Lot.Status.RECEIVED),
        "reverse": one.status == Lot.Status.BOOKED,
        "books": books,
    }


def _tabs(one: Lot, wanted: str) -> list[tuple[str, str, int, bool]]:
    counts = {"": one.waiting_count, "errores": one.faulty_count, "listas": one.booked_count}
    return [(key, title, counts[key], key == wanted) for key, (title, _) in TABS.items()]


def _checked(request: DeskRequest, form: Upload) -> HttpResponse:
    """Check each file; what cannot be taken is told and hides nothing of the others."""
    lot_ids: list[int] = []
    for file in form.cleaned_data["files"]:
        try:
            lot_ids += take.check(
                request.scope,
                file.file,
                file_name=str(file.name)[:200],
                declared=_declared(form),
            )
        except RecobroError as error:
            messages.error(request, f"{file.name}: {say_error(error)}")
    found = [one for one in Lot.objects.filter(portfolio_id=request.scope.portfolio_id, pk__in=lot_ids)]
    if len(found) == 1:
        return redirect("lot", found[0].ref)
    return redirect("imports")


def _act(request: DeskRequest, one: Lot) -> HttpResponse:
    """Apply, discard or reverse: the state is asked again by the flow itself."""
    scope, act = request.scope, request.POST.get("act", "")
    scope.demand(Right.BOOK_LOTS)
    if act == "apply":
        take.apply(scope, one.pk)
        one.refresh_from_db()
        amount = dinero(one.booked_cents, one.currency)
        messages.success(request, f"{one.ref}: {cuenta(one.booked_count)} registros aplicados, {amount}")
    elif act == "discard":
        take.discard(scope, one.pk)
        messages.success(request, f"{one.ref} descartado. El libro no ha cambiado.")
        return redirect("imports")
    elif act == "reverse":
        why = request.POST.get("why", "").strip()[:200]
        if not why:
            messages.error(request, say("reverse_needs_reason"))
        else:
            take.reverse(scope, one.pk, why)
            messages.success(request, f"{one.ref} deshecho con asientos opuestos.")
    return redirect("lot", one.ref)

