"""One file: its equation, its rows, and what its state allows: apply, discard."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from recobro.access.roles import Right, may
from recobro.access.scope import Scope
from recobro.billing import lots
from recobro.billing.models import Lot
from recobro.core.errors import BadInput
from recobro.core.money import cents_of
from recobro.core.wording import say, say_error
from recobro.desk import work
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show, wants_part
from recobro.desk.proof import section
from recobro.flows import later, take
from recobro.flows.columns import WAITS_FOR_COLUMNS
from recobro.flows.take import Declared

# What only another file or a total can settle: a yes does not.
MEND_FIRST = {
    "no_declared_total",
    "typed_total_differs",
    "typed_count_differs",
    "unreadable_amount",
    "total_differs",
    "count_differs",
    *WAITS_FOR_COLUMNS,
}
SHEETS = ("csv", "xlsx", "xls", "ods")
UNREAD = (Lot.Status.RECEIVED, Lot.Status.REFUSED, Lot.Status.DUPLICATE)  # there is no equation to show
TABS = {
    "": ("Sin emparejar", ("waiting",)),
    "errores": ("Con error", ("faulty", "set_aside", "sent_back")),
    "listas": ("Emparejadas", ("booked", "known")),
}


class Typed(forms.Form):
    """The total of a file that states none, from the bank's page or the ERP."""

    declared_count = forms.IntegerField(label="Número de registros", required=False, min_value=0)
    declared_total = forms.CharField(
        label="Importe total",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "1.234,56", "autocomplete": "off"}),
    )

    def clean_declared_total(self) -> int | None:
        """Cents; a comma marks the decimals, as people write them here."""
        text = self.cleaned_data["declared_total"].strip()
        if not text:
            return None
        try:
            return cents_of(text.replace(".", "").replace(",", ".") if "," in text else text)
        except BadInput as error:
            raise forms.ValidationError(say_error(error)) from error

    @property
    def declared(self) -> Declared | None:
        """What was typed, if anything."""
        count, cents = self.cleaned_data["declared_count"], self.cleaned_data["declared_total"]
        return None if count is None and cents is None else Declared(count, cents)


@page(Right.SEE_LOTS)
@require_http_methods(["GET", "POST"])
def lot(request: DeskRequest, ref: str) -> HttpResponse:
    """One file: what it says, what would happen or happened, and the acts that its state allows."""
    scope = request.scope
    one = lots.lot_by_ref(scope, ref)
    if one is None:
        raise Http404
    if one.kind == Lot.Kind.OPENING and one.status in (Lot.Status.CHECKED, Lot.Status.WAITING):
        return redirect("opening")
    under_way = work.works(scope, [one.pk]).get(one.pk)
    if request.method == "POST":
        return _act(request, one, under_way)
    if wants_part(request):
        return _progress(request, one, under_way)
    if one.ref != ref:  # reading it told its kind, and with it how it is called
        return redirect("lot", one.ref)
    if under_way is not None and under_way.open:
        facts = _facts(request, one) if under_way.applies else {}  # what is being read is not known yet
        return show(request, "lot", "", {"lot": one, "work": under_way, **facts})
    return show(request, "lot", "", {"lot": one, "work": under_way, **_facts(request, one), **_acts(scope, one)})


def _progress(request: DeskRequest, one: Lot, under_way: work.Work | None) -> HttpResponse:
    """What a page that watches asks once a second. When the work has ended the page draws itself anew."""
    if under_way is None or not under_way.open:
        work.tell_end(request, one, under_way)
        return work.reload()
    changed = request.GET.get("fase") != under_way.phase
    return show(request, "lot", "_work", {"lot": one, "work": under_way, "changed": changed})


def _facts(request: DeskRequest, one: Lot) -> dict[str, object]:
    """What the file says: its equation, its rows, why it is as it is."""
    wanted = request.GET.get("ver", "")
    wanted = wanted if wanted in TABS else ""
    after = request.GET.get("desde", "")
    return {
        "sum": _sum(one) if one.status not in UNREAD and one.reason not in WAITS_FOR_COLUMNS else None,
        "lines": lots.lines(
            request.scope, TABS[wanted][1], lot_id=one.pk, after=int(after) if after.isdecimal() else 0
        ),
        "tabs": _tabs(one, wanted),
        "wanted": wanted,
        "effect": lots.effect(request.scope, one.pk),
        "why": say(one.reason, **one.reason_data) if one.reason else "",
        "section": section(request, one),
        "notes": [say(note["code"], **note) for note in one.notes],
    }


def _acts(scope: Scope, one: Lot) -> dict[str, object]:
    """What may be done with it now."""
    return {
        "can": _can(scope, one),
        "typed": Typed() if one.status == Lot.Status.WAITING and one.reason not in WAITS_FOR_COLUMNS else None,
        "may_confirm": one.status == Lot.Status.WAITING and one.reason not in MEND_FIRST,
    }


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
    can = {
        "apply": one.status == Lot.Status.CHECKED,
        "explain": one.format in SHEETS and one.status in (Lot.Status.CHECKED, Lot.Status.WAITING),
        "discard": one.status in (Lot.Status.CHECKED, Lot.Status.WAITING, Lot.Status.RECEIVED),
        "reverse": one.status == Lot.Status.BOOKED and one.kind != Lot.Kind.NOTICES,
    }
    takes = scope.role is not None and may(scope.role, Right.TAKE_FILES)
    return {**can, "books": books, "takes": takes, "any": can["apply"] or (books and any(can.values()))}


def _tabs(one: Lot, wanted: str) -> list[tuple[str, str, int, bool]]:
    counts = {"": one.waiting_count, "errores": one.faulty_count, "listas": one.booked_count}
    return [(key, title, counts[key], key == wanted) for key, (title, _) in TABS.items()]


def _act(request: DeskRequest, one: Lot, under_way: work.Work | None) -> HttpResponse:
    """Apply, discard, or try again what failed: the state is asked again by the flow itself."""
    act = request.POST.get("act", "")
    retries = under_way.task.kind if under_way is not None and act == "again" else later.APPLY
    request.scope.demand(work.RIGHTS[retries])
    acts = {"apply": _apply, "discard": _discard, "again": _again}
    if act not in acts:
        raise BadInput
    try:
        if under_way is not None and under_way.open and act == "discard":
            raise BadInput("lot_at_work", lot=one.ref)
        acts[act](request, one)
    except BadInput as error:
        messages.error(request, say_error(error))
    return redirect("lot", one.ref)


def _apply(request: DeskRequest, one: Lot) -> None:
    """Have it booked. A lot that waits brings the total that a person typed, or their yes to what the file asks."""
    form = Typed(request.POST)
    if not form.is_valid():
        raise BadInput("bad_amount", text=request.POST.get("declared_total", "")[:20])
    later.apply(request.scope, one.pk, declared=form.declared, confirmed=request.POST.get("confirmed") == "yes")
    _wait(request, one)


def _again(request: DeskRequest, one: Lot) -> None:
    later.again(request.scope, one.pk)
    _wait(request, one)


def _wait(request: DeskRequest, one: Lot) -> None:
    """Quick work is done before the page is drawn, and says so."""
    work.wait(request.scope, [one.pk])
    one.refresh_from_db()
    work.tell_end(request, one, work.works(request.scope, [one.pk]).get(one.pk))


def _discard(request: DeskRequest, one: Lot) -> None:
    take.discard(request.scope, one.pk)
    messages.success(request, f"{one.ref} descartado. El libro no ha cambiado.")
