"""Taking in files: choose several, have each read and proved (nothing is booked), and find the earlier ones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from recobro.access.roles import Right, may
from recobro.billing import lots
from recobro.core.errors import RecobroError
from recobro.core.wording import say, say_error
from recobro.desk import work
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show, wants_part
from recobro.desk.lot import Typed
from recobro.flows import later
from recobro.flows.later import Kept

MAX_FILES = 20


class SeveralFiles(forms.ClearableFileInput):
    """A chooser of more than one file."""

    allow_multiple_selected = True


class FileList(forms.FileField):
    """Cleans each of several files."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """A list, also for one."""
        several = data if isinstance(data, list | tuple) else [data]
        return [super(FileList, self).clean(one, initial) for one in several]


class Upload(Typed):
    """Files of any bank or ERP; what they are is read from their content."""

    chosen = FileList(label="Ficheros", widget=SeveralFiles(attrs={"data-drop": ""}), max_length=200)

    def clean_chosen(self) -> list[UploadedFile]:
        """Not more than a person can look at."""
        files: list[UploadedFile] = self.cleaned_data["chosen"]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(say("too_many_files", limit=MAX_FILES))
        return files


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
            return _kept(request, form)
    before = request.GET.get("antes", "")
    before = before if before.isdecimal() else ""
    found, more = lots.lots(scope, before=int(before) if before else None)
    to_do = [] if before else lots.waiting_lots(scope)
    under_way = work.works(scope, {one.pk for one in (*found, *to_do)})
    at_work = sum(one.open for one in under_way.values())
    context = {
        "form": form,
        "may_take": scope.role is not None and may(scope.role, Right.TAKE_FILES),
        "to_do": [(one, under_way.get(one.pk)) for one in to_do],
        "lots": [(one, under_way.get(one.pk)) for one in found],
        "before": before,
        "more": more,
        "at_work": at_work,
        "nobody": any(one.nobody for one in under_way.values()),
        "changed": wants_part(request) and request.GET.get("marcha") != str(at_work),
    }
    return show(request, "importing", "_received", context, status=422 if form.errors else 200)


def _kept(request: DeskRequest, form: Upload) -> HttpResponse:
    """Keep each file and have it read; what cannot be kept is told and hides nothing of the others."""
    kept: list[Kept] = []
    for file in form.cleaned_data["chosen"]:
        try:
            kept += later.check(request.scope, file.file, file_name=str(file.name)[:200], declared=form.declared)
        except RecobroError as error:
            messages.error(request, f"{file.name}: {say_error(error)}")
    for one in kept:
        if not one.is_new:
            messages.info(request, say("taken_before", lot=one.ref))
    work.wait(request.scope, {one.lot_id for one in kept})
    refs = lots.refs(request.scope, [one.lot_id for one in kept])  # now that some have been read
    return redirect("lot", refs[0]) if len(refs) == 1 else redirect("imports")
