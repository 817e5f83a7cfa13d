"""Choosing the columns of a sheet: its first rows, what each column holds, and at once what would be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from recobro.access.roles import Right, may
from recobro.billing import lots
from recobro.billing.models import Lot
from recobro.core.errors import BadInput
from recobro.core.wording import say, say_error
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show
from recobro.flows import columns as flow
from recobro.readers.rows import BadFile
from recobro.readers.sheet_columns import KIND_NAMES, KINDS, LABELS, ColumnMap
from recobro.readers.sheet_heading import Heading, labels_of
from recobro.readers.sheet_peek import Peek

MOST_COLUMNS = 80
EXAMPLES = 3
FIELDS = [("", "No se usa"), *LABELS.items(), ("day", "Fecha")]
DECIMALS = [("", "Lo dice el fichero"), (",", "Coma: 1.234,56"), (".", "Punto: 1,234.56")]
DATES = [("", "Día/mes/año"), ("yes", "Mes/día/año")]
FIRST_WAITS = (Lot.Status.WAITING, Lot.Status.CHECKED, Lot.Status.RECEIVED, Lot.Status.REFUSED)


class Explain(forms.Form):
    """What a person says of one sheet: its source and kind, how it writes, and one field per column."""

    source = forms.CharField(label="Origen", max_length=60, required=False)
    kind = forms.ChoiceField(label="Qué contiene", choices=[(kind, KIND_NAMES[kind].capitalize()) for kind in KINDS])
    decimal = forms.ChoiceField(label="Marca de decimales", choices=DECIMALS, required=False)
    dates = forms.ChoiceField(label="Orden de la fecha", choices=DATES, required=False)

    def __init__(self, width: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.width = width
        for column in range(width):
            self.fields[f"c{column}"] = forms.ChoiceField(choices=FIELDS, required=False)

    def clean(self) -> dict[str, Any]:
        """Each field stands in one column."""
        given = [self.cleaned_data.get(f"c{column}") for column in range(self.width)]
        twice = sorted({LABELS.get(name, "Fecha") for name in given if name and given.count(name) > 1})
        if twice:
            raise forms.ValidationError(say("field_twice", found=", ".join(twice)))
        return self.cleaned_data

    def columns(self, sheet: str, line: int) -> ColumnMap:
        """The map that was chosen."""
        said = self.cleaned_data
        places = {said[f"c{column}"]: column for column in range(self.width) if said.get(f"c{column}")}
        return ColumnMap(
            decimal=said["decimal"],
            month_first=bool(said["dates"]),
            sheet=sheet,
            kind=said["kind"],
            places=places,
            line=line,
            source=" ".join(said["source"].split()),
        )


@dataclass(frozen=True, slots=True)
class Column:
    """One column as the page shows it: its letter, its heading, what stands in it, and the choice."""

    letter: str
    label: str
    examples: str
    choice: forms.BoundField


@page(Right.SEE_LOTS)
@require_http_methods(["GET", "POST"])
def columns(request: DeskRequest, ref: str) -> HttpResponse:
    """Look at a sheet and say what its columns hold; kept for every later file of its source."""
    scope = request.scope
    one = lots.lot_by_ref(scope, ref)
    if one is None or one.status not in FIRST_WAITS:
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    try:
        seen = flow.beginning(scope, one, asked.get("hoja", "")[:80])
    except BadFile as error:
        messages.error(request, say_error(error))
        return redirect("lot", one.ref)
    heading = _heading(seen, asked)
    form = _form(request, seen, heading)
    chosen = form.columns(asked.get("hoja", "")[:80], heading.line) if form.is_valid() else None
    if request.POST.get("act") == "save":
        scope.demand(Right.TAKE_FILES)
        if chosen is not None and _saved(request, one, chosen, heading, form):
            return redirect("lot", one.ref)
    context = {
        "lot": one,
        "form": form,
        "seen": seen,
        "heading": heading,
        "sheet": asked.get("hoja", "")[:80],
        "lines": [(line, " · ".join(str(cell) for cell in cells if cell != "")[:90]) for line, cells in seen.top.rows],
        "columns": _columns(seen, heading, form),
        **_preview(request, one, chosen, heading),
        "may_save": scope.role is not None and may(scope.role, Right.TAKE_FILES),
        "why": say(one.reason, **one.reason_data) if one.reason in flow.WAITS_FOR_COLUMNS else "",
    }
    refused = form.errors and request.POST.get("act") == "save"
    return show(request, "columns", "_preview", context, status=422 if refused else 200)


def _preview(request: DeskRequest, one: Lot, chosen: ColumnMap | None, heading: Heading) -> dict[str, Any]:
    """What would be read now, with what stands in the way as sentences."""
    if chosen is None:
        return {"found": None, "problem": "", "faults": []}
    found = flow.preview(request.scope, one, chosen, heading.labels)
    told = [
        (one.line, say(one.code, found=one.found, field=one.field, expected=one.expected, line=one.line))
        for one in found.faults
    ]
    return {"found": found, "problem": say_error(found.problem) if found.problem else "", "faults": told}


def _heading(seen: Peek, asked: QueryDict) -> Heading:
    """The row of titles: the one asked for, else the one found, else the first that is filled most."""
    rows = seen.top.rows
    line = asked.get("fila", "")
    for index, (number, cells) in enumerate(rows):
        if line == str(number):
            found = seen.top.heading
            same = found is not None and found.line == number
            return found if found and same else Heading(index, number, {}, labels_of(cells), ())
    if seen.top.heading is not None:
        return seen.top.heading
    index = max(range(len(rows)), key=lambda at: sum(1 for cell in rows[at][1] if cell != ""))
    return Heading(index, rows[index][0], {}, labels_of(rows[index][1]), ())


def _form(request: DeskRequest, seen: Peek, heading: Heading) -> Explain:
    """What was sent, or what is known and guessed so far: a person corrects it and sees at once what comes of it."""
    width = min(len(heading.labels), MOST_COLUMNS)
    if request.method == "POST":
        return Explain(width, request.POST)
    saved = seen.top.chosen
    given = {"source": saved.source, "kind": saved.kind or KINDS[0], "decimal": saved.decimal}
    given["dates"] = "yes" if saved.month_first else ""
    choices = {name for name, _ in FIELDS}
    for name, column in heading.columns.items():
        if column < width:
            name = "booked_on" if name == "paid_on" else name
            given[f"c{column}"] = name if name in choices else ""
    return Explain(width, given)


def _columns(seen: Peek, heading: Heading, form: Explain) -> list[Column]:
    below = [cells for _, cells in seen.top.rows[heading.index + 1 : heading.index + 1 + EXAMPLES]]
    found = []
    for column in range(form.width):
        examples = [str(cells[column])[:28] for cells in below if column < len(cells) and cells[column] != ""]
        label = heading.labels[column]
        choice = form[f"c{column}"]
        choice.field.label = f"Columna {_letter(column)}, {label or 'sin título'}"
        found.append(Column(_letter(column), label, " · ".join(examples), choice))
    return found


def _letter(column: int) -> str:
    """0 → "A", 26 → "AA", as the sheet shows it."""
    return ("" if column < 26 else chr(64 + column // 26)) + chr(65 + column % 26)


def _saved(request: DeskRequest, one: Lot, chosen: ColumnMap, heading: Heading, form: Explain) -> bool:
    try:
        report = flow.keep(request.scope, one.pk, chosen, heading.labels)
    except BadInput as error:
        form.add_error(None, say_error(error))
        return False
    messages.success(request, f"Columnas guardadas para «{chosen.source}». {report.sentence}".strip())
    return True
