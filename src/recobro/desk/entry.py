"""Coming in and going out: sign-in, choice of portfolio, sign-out."""

from __future__ import annotations

from django import forms
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from recobro.access.roles import Right, may
from recobro.core.wording import say
from recobro.desk.access import PORTFOLIO, DeskRequest, anybody, signed_in
from recobro.desk.frame import home
from recobro.desk.htmx import show
from recobro.desk.panel import panel


class SignIn(forms.Form):
    """Name and password, named so that a password manager knows them."""

    name = forms.CharField(
        label="Nombre de usuario",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label="Contraseña",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@anybody
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """One message for every failure: it tells nobody which names exist."""
    if request.user.is_authenticated and request.method == "GET":
        return redirect("panel")
    back = request.POST.get("next", request.GET.get("next", ""))
    form = SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = authenticate(
            request, username=form.cleaned_data["name"].strip(), password=form.cleaned_data["password"]
        )
        if person is not None:
            login(request, person)
            return redirect(back if _is_ours(request, back) else "panel")
        form.add_error(None, say("sign_in_wrong"))
    return show(request, "entry", "", {"form": form, "next": back}, status=422 if form.errors else 200)


@signed_in
@require_POST
def sign_out(request: DeskRequest) -> HttpResponse:
    """Ends the session on the server too."""
    logout(request)
    return redirect("sign_in")


@signed_in
@require_http_methods(["GET"])
def start(request: DeskRequest) -> HttpResponseBase:
    """The first address: the panel for whoever may see it, else the page where the role begins its day."""
    scope = getattr(request, "scope", None)
    if scope is None or scope.role is None:
        return redirect("choose")
    if may(scope.role, Right.SEE_PANEL):
        return panel(request)
    return redirect(home(scope.role))


@signed_in
@require_http_methods(["GET", "POST"])
def choose(request: DeskRequest) -> HttpResponse:
    """Choose one of the portfolios in which the person has a role."""
    if request.method == "POST":
        for scope in request.scopes:
            if scope.code == request.POST.get("code"):
                request.session[PORTFOLIO] = scope.portfolio_id
                return redirect("panel")
    return show(request, "choose", "", {"scopes": request.scopes})


def _is_ours(request: HttpRequest, address: str) -> bool:
    """Only a path of this server: a sign-in never sends anybody elsewhere."""
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
