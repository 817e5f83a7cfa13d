"""A page and its part are one template: the part is included by the page and alone answers an htmx request."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

WANTS_PAGE = ("HX-Boosted", "HX-History-Restore-Request")


def wants_part(request: HttpRequest) -> bool:
    """True when htmx asks for a fragment and not for the whole page."""
    return "HX-Request" in request.headers and not any(name in request.headers for name in WANTS_PAGE)


def show(request: HttpRequest, page: str, part: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render `desk/<page>/page.html`, or `desk/<page>/<part>.html` for htmx. Personal data is never cached."""
    template = f"desk/{page}/{part if part and wants_part(request) else 'page'}.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    response["Cache-Control"] = "no-store"
    return response
