"""Every view asks a right before it runs. Its decorator says which; a house test reads it and knocks as every role."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode

from recobro.access.queries import scopes_of
from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.core.errors import Stale
from recobro.core.wording import say

PORTFOLIO = "portfolio"  # key of the session: id of the portfolio chosen
CODE_FIELD = "cartera"  # every form says for which portfolio it was drawn


class DeskRequest(HttpRequest):
    """A request whose person, portfolio and right were checked."""

    scope: Scope
    scopes: list[Scope]


View = Callable[..., HttpResponseBase]


def anybody(view: View) -> View:
    """No sign-in needed: the sign-in itself, and the health check of machines."""
    view.asks = "anybody"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """A person, but no portfolio yet: choosing one, signing out."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        read_scopes(request)
        return view(cast(DeskRequest, request), *args, **kwargs)

    guarded.asks = "person"  # type: ignore[attr-defined]
    return guarded


def page(right: Right) -> Callable[[View], View]:
    """A person who has the right in the portfolio chosen. A form drawn for another portfolio is stale."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            scope = read_scopes(request)
            if scope is None:
                return redirect("choose")
            scope.demand(right)
            if request.method == "POST" and request.POST.get(CODE_FIELD) != scope.code:
                raise Stale("portfolio_changed", code=scope.code)
            with timezone.override(scope.zone):
                return view(cast(DeskRequest, request), *args, **kwargs)

        guarded.asks = right  # type: ignore[attr-defined]
        return guarded

    return decorate


def read_scopes(request: HttpRequest) -> Scope | None:
    """Set `request.scopes` (all portfolios of the person) and `request.scope` (the one chosen, or the only one)."""
    seen = cast(DeskRequest, request)
    if not hasattr(seen, "scopes"):
        person_id = request.user.pk
        seen.scopes = scopes_of(person_id) if person_id else []
        chosen = request.session.get(PORTFOLIO)
        found = [scope for scope in seen.scopes if scope.portfolio_id == chosen]
        if not found and len(seen.scopes) == 1:
            found = seen.scopes
        if found:
            seen.scope = found[0]
    return getattr(seen, "scope", None)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """A page goes to the sign-in and comes back; a part of a page says so and keeps what was typed."""
    if "HX-Request" in request.headers:
        return HttpResponse(say("session_over"), status=401, content_type="text/plain; charset=utf-8")
    back = request.get_full_path() if request.method == "GET" else "/"
    return redirect("/entrar/" + ("" if back == "/" else "?" + urlencode({"next": back})))
