"""Only the rejected rows of a file, to be repaired at their source."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from recobro.access.roles import Right
from recobro.billing import lots
from recobro.desk.access import DeskRequest, page
from recobro.reports import rejected as report

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@page(Right.TAKE_FILES)
@require_safe
def rejected(request: DeskRequest, ref: str, kind: str) -> HttpResponse:
    """The rows that wait or cannot be read, in the columns of their file. For whoever brings the files."""
    lot = lots.lot_by_ref(request.scope, ref)
    if lot is None or kind not in TYPES:
        raise Http404
    make = report.as_xlsx if kind == "xlsx" else report.as_csv
    response = HttpResponse(make(request.scope, lot), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{report.file_name(lot, kind)}"'
    response["Cache-Control"] = "no-store"
    return response
