"""Is the installation well? JSON for machines; the same as a page for whoever administers it. No secret is told."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from recobro.access.roles import Right, may
from recobro.core import clock, sql
from recobro.core.postgres import connection as postgres
from recobro.desk.access import DeskRequest, anybody, page, read_scopes
from recobro.desk.htmx import show

MIN_FREE = 500_000_000  # bytes: below this a booking or a back-up may not find room
LATE = timedelta(minutes=15)  # a message that should have left so long ago means that nobody works


@dataclass(frozen=True, slots=True)
class Check:
    """One organ. `detail` is for people."""

    name: str
    well: bool
    detail: str


@anybody
@require_safe
def health(request: HttpRequest) -> HttpResponseBase:
    """200 when all is well, else 503."""
    if "text/html" in request.headers.get("Accept", "") and _administers(request):
        return _page(request)
    checks = examine()
    body = {"ok": all(check.well for check in checks), **{check.name: check.well for check in checks}}
    response = JsonResponse(body, status=200 if body["ok"] else 503)
    response["Cache-Control"] = "no-store"
    return response


@page(Right.SEE_HEALTH)
def _page(request: DeskRequest) -> HttpResponse:
    checks = examine()
    context = {"checks": [asdict(check) for check in checks], "embedded": postgres.is_embedded()}
    return show(request, "health", "", context)


def examine() -> list[Check]:
    """Every organ, also when the first is ill."""
    database = _database()
    return [database, _jobs() if database.well else Check("jobs", well=False, detail="Sin base de datos."), _disk()]


def _administers(request: HttpRequest) -> bool:
    if not _database().well or not request.user.is_authenticated:
        return False
    scope = read_scopes(request)
    return scope is not None and scope.role is not None and may(scope.role, Right.SEE_HEALTH)


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version')")
            (version,) = cursor.fetchone()
    except DatabaseError:
        return Check("database", well=False, detail="La base de datos no responde.")
    return Check("database", well=True, detail=f"PostgreSQL {version}")


def _jobs() -> Check:
    late = sql.one("desk/jobs_late", late_at=clock.now() - LATE)
    waiting = late["jobs"] + late["messages"]
    detail = f"{waiting} trabajos o envíos con más de 15 minutos de retraso" if waiting else "Sin retrasos"
    return Check("jobs", well=waiting == 0, detail=detail)


def _disk() -> Check:
    free = shutil.disk_usage(settings.HOME.path).free
    return Check("disk", well=free >= MIN_FREE, detail=f"{free // 1_000_000_000} GB libres")
