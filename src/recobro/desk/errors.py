"""What a person sees when something is refused, missing or broken: one sentence and the next act."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from recobro.core.errors import BadInput, RecobroError, RuleBroken, Stale, Unreconciled
from recobro.core.wording import say, say_error
from recobro.desk.access import anybody
from recobro.desk.htmx import wants_part

log = logging.getLogger(__name__)
STATUS: tuple[tuple[type[RecobroError], int], ...] = (
    (RuleBroken, 403),
    (Stale, 409),
    (Unreconciled, 409),
    (BadInput, 422),
)


class Refusals:
    """Middleware: an error of ours that a view did not answer becomes a page with its sentence, never a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Our own errors alone; whatever else is raised stays an error of the server."""
        if not isinstance(exception, RecobroError):
            return None
        status = next(code for kind, code in STATUS if isinstance(exception, kind))
        if isinstance(exception, RuleBroken):
            log.warning("refused: %s %s", request.path, exception)
        return answer(request, status, exception.code, say_error(exception))


def answer(request: HttpRequest, status: int, kind: str, sentence: str) -> HttpResponse:
    """The sentence alone for a part of a page (the script shows it), else a page."""
    if wants_part(request):
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    known = {403: "forbidden", 404: "not_found", 409: "stale"}.get(status, "other")
    context = {"sentence": sentence, "kind": kind, "known": known, "status": status}
    response = render(request, "desk/errors/page.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@anybody
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return answer(request, 403, "forbidden", say("forbidden"))


@anybody
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return answer(request, 404, "page_missing", say("page_missing"))


@anybody
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: mostly a page left open since before a new sign-in."""
    return answer(request, 403, "form_too_old", say("form_too_old"))


@anybody
def broken(request: HttpRequest) -> HttpResponse:
    """500: asks nothing of the database, which may be what broke."""
    return render(request, "desk/errors/broken.html", {"sentence": say("server_broken")}, status=500)
