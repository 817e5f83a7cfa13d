"""Who may open what, and what a page never tells: rights, amounts, other portfolios, old forms, policy."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver

from recobro.access.models import Person
from recobro.access.queries import scopes_of
from recobro.access.roles import Right, Role
from recobro.cases import worklist
from recobro.cases.models import Step
from recobro.core.money import spoken
from tests.web import desk_factories as make
from tests.web.conftest import SignIn
from tests.web.world import World

pytestmark = pytest.mark.django_db
CONTROL = {Role.SUPERVISOR, Role.CONTROLLER, Role.MANAGER, Role.AUDITOR}
# address → who gets the page; everybody else is refused. `/` sends the rest to where their day begins.
OPEN_TO: dict[str, set[Role]] = {
    "/cola/": CONTROL | {Role.FIRST_LINE, Role.ADVISOR},
    "/casos/{case}/": CONTROL | {Role.FIRST_LINE, Role.ADVISOR},
    "/importar/": CONTROL | {Role.OPERATIONS},
    "/importar/{lot}/": CONTROL | {Role.OPERATIONS},
    "/importar/pendientes/": CONTROL | {Role.OPERATIONS},
    "/importar/arranque/": CONTROL | {Role.OPERATIONS},
    "/importar/paralelo/": CONTROL | {Role.OPERATIONS},
    "/importar/paralelo/2026-11-24/": CONTROL | {Role.OPERATIONS},
    "/importar/paralelo/2026-11-24/twice.csv": CONTROL,
    "/importar/{booked}/41/": CONTROL | {Role.OPERATIONS},
    "/importar/pendientes/seguras/": {Role.CONTROLLER, Role.SUPERVISOR},
    "/importar/{booked}/deshacer/": {Role.CONTROLLER, Role.SUPERVISOR},
    "/importar/{booked}/rechazadas.csv": {Role.OPERATIONS, Role.CONTROLLER, Role.SUPERVISOR},
    "/importar/cuadre/": CONTROL | {Role.OPERATIONS},
    "/importar/cuadre/hoja/": CONTROL,
    "/propuestas/": CONTROL,
    "/": CONTROL,
}
ACTS = [  # what is posted, where, and who may
    ("/importar/", {}, {Role.OPERATIONS, Role.CONTROLLER, Role.SUPERVISOR}),
    ("/importar/{lot}/", {"act": "none"}, {Role.CONTROLLER, Role.SUPERVISOR}),
    ("/importar/arranque/", {"act": "open"}, {Role.CONTROLLER, Role.SUPERVISOR}),
    ("/importar/paralelo/", {}, {Role.OPERATIONS, Role.CONTROLLER, Role.SUPERVISOR}),
    ("/importar/paralelo/2026-11-24/", {"digest": "none"}, {Role.CONTROLLER}),
    ("/importar/pendientes/", {"assign": "yes"}, {Role.OPERATIONS, Role.CONTROLLER, Role.SUPERVISOR}),
    ("/importar/pendientes/seguras/", {"seen": "x"}, {Role.CONTROLLER, Role.SUPERVISOR}),
    ("/importar/{booked}/41/", {"act": "accept"}, {Role.CONTROLLER, Role.SUPERVISOR}),
    ("/importar/{booked}/deshacer/", {}, {Role.CONTROLLER, Role.SUPERVISOR}),
    ("/importar/cuadre/", {"act": "answer"}, {Role.CONTROLLER, Role.SUPERVISOR}),
    ("/importar/{lot}/cuadre/", {"act": "enter"}, {Role.OPERATIONS, Role.CONTROLLER, Role.SUPERVISOR}),
    ("/propuestas/", {"act": "release", "rung_id": "none"}, {Role.CONTROLLER, Role.SUPERVISOR}),
    ("/casos/{case}/", {"call": "0"}, {Role.ADVISOR, Role.SUPERVISOR}),
]


def at(world: World, path: str) -> str:
    """The path with references of Spain."""
    return path.format(case=world.cases[0].ref, lot=world.lots["checked"].ref, booked=world.lots["booked"].ref)


def figure(cents: int, currency: str) -> str:
    """As the pages write it."""
    return spoken(cents, currency).replace(" ", "\u00a0")


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_its_pages_and_no_other(world: World, signed_in: SignIn, role: Role) -> None:
    client = signed_in(world.people[role])
    if role is Role.SUPERVISOR:
        client.post("/cartera/", {"code": world.spain.code})
    got = {path: client.get(at(world, path)).status_code for path in OPEN_TO}
    assert got == {path: 200 if role in roles else 302 if path == "/" else 403 for path, roles in OPEN_TO.items()}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_does_its_acts_and_no_other(world: World, signed_in: SignIn, role: Role) -> None:
    client = signed_in(world.people[role])
    if role is Role.SUPERVISOR:
        client.post("/cartera/", {"code": world.spain.code})
    got = {path: client.post(at(world, path), {**data, "cartera": "VALLE"}).status_code for path, data, _ in ACTS}
    assert {path for path, status in got.items() if status != 403} == {path for path, _, may in ACTS if role in may}


def test_every_view_says_what_it_asks() -> None:
    patterns = [one for one in get_resolver().url_patterns if isinstance(one, URLPattern)]
    asks = {one.name: getattr(one.callback, "asks", None) for one in patterns}
    assert all(isinstance(one, Right) or one in ("anybody", "person") for one in asks.values()), asks
    assert {name for name, one in asks.items() if one == "anybody"} == {"sign_in", "health"}


def test_without_a_session_every_page_leads_to_the_sign_in(client: Client, world: World) -> None:
    for path in (*OPEN_TO, "/cartera/"):
        answer = client.get(at(world, path))
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/entrar/"), path


def test_a_part_of_a_page_says_that_the_session_is_over(client: Client, world: World) -> None:
    answer = client.post("/cola/", {"q": "x"}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "lo escrito sigue aquí" in answer.content.decode()


@pytest.mark.parametrize("path", ["/cola/", "/cola/?orden=importe", "/casos/{ref}/"])
def test_the_first_line_never_gets_an_amount_that_advisors_tell(world: World, signed_in: SignIn, path: str) -> None:
    hidden, client = world.hidden, signed_in(world.callers[Role.FIRST_LINE])
    assert hidden is not None
    page = client.get(path.format(ref=hidden.ref)).content.decode()
    assert "Lo informa el asesor" in page
    whole, cents = divmod(hidden.owed_cents, 100)
    assert not re.search(rf"{whole}[.,]?{cents:02}|{whole // 1000}\.{whole % 1000:03}", page)
    advisor = signed_in(world.callers[Role.ADVISOR]).get(path.format(ref=hidden.ref)).content.decode()
    assert figure(hidden.owed_cents, "USD") in advisor


def test_the_first_line_tells_what_is_early_and_derived(world: World, signed_in: SignIn) -> None:
    assert world.told is not None
    page = signed_in(world.callers[Role.FIRST_LINE]).get(f"/casos/{world.told.ref}/").content.decode()
    assert figure(world.told.owed_cents, "USD") in page


def test_what_may_not_be_seen_is_not_even_selected(world: World) -> None:
    scope = scopes_of(world.callers[Role.FIRST_LINE].pk)[0]
    rows = worklist.queue(scope, make.TODAY, worklist.View()).rows
    told = {row.name: row.owed_cents is not None for row in rows}
    assert told == {
        "María Fernanda Quishpe Lema": True,
        "Comercial Andina Sur Cía. Ltda.": True,
        "Lucía del Carmen Cevallos Ortiz": False,
        "Transportes Río Verde S.A.": False,
        "Klever Rodrigo Sinchi Morocho": False,  # its kind was picked by a person, not derived
    }
    assert worklist.counts(scope, make.TODAY)["owed_cents"] == 0


def test_another_portfolio_does_not_exist(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.callers[Role.CONTROLLER])
    assert client.get(at(world, "/casos/{case}/")).status_code == 404
    assert client.get(at(world, "/importar/{lot}/")).status_code == 404
    found = client.post("/buscar/", {"q": world.cases[0].ref, "cartera": "ANDINA"}).content.decode()
    assert world.cases[0].account.customer.name not in found


def test_a_form_drawn_for_another_portfolio_is_stale_and_changes_nothing(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.people[Role.SUPERVISOR])
    client.post("/cartera/", {"code": "ANDINA"})
    before = list(Step.objects.order_by("id").values_list("state", flat=True))
    answer = client.post("/propuestas/", {"act": "release", "rung_id": "aviso_1", "count": "2", "cartera": "VALLE"})
    assert answer.status_code == 409
    assert "Esta página era de otra cartera" in answer.content.decode()
    assert list(Step.objects.order_by("id").values_list("state", flat=True)) == before


def test_proposals_that_changed_meanwhile_are_not_released_unseen(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.people[Role.CONTROLLER])
    answer = client.post("/propuestas/", {"act": "release", "rung_id": "aviso_1", "count": "1", "cartera": "VALLE"})
    assert answer.status_code == 409
    assert "Las propuestas han cambiado" in answer.content.decode()


def test_a_form_without_its_token_is_refused_with_a_sentence(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people[Role.CONTROLLER])
    answer = client.post("/propuestas/", {"cartera": "VALLE"})
    assert answer.status_code == 403
    assert "llevaba demasiado tiempo abierta" in answer.content.decode()


def test_the_policy_lets_nothing_in_from_outside_and_nothing_inline(world: World, client: Client) -> None:
    policy = client.get("/entrar/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy


@pytest.mark.parametrize("name", ["controller.valle", "nadie.valle"])
def test_a_failed_sign_in_does_not_tell_which_names_exist(world: World, client: Client, name: str) -> None:
    answer = client.post("/entrar/", {"name": name, "password": "no-es-esta-clave"})
    assert answer.status_code == 422
    page = re.sub(r'value="[^"]*"', "", answer.content.decode())
    assert "El nombre o la contraseña no son correctos." in page
    assert re.sub(r"\s+", " ", page) == re.sub(r"\s+", " ", _failed(client, "otro.nombre"))


def _failed(client: Client, name: str) -> str:
    answer = client.post("/entrar/", {"name": name, "password": "no-es-esta-clave"})
    return re.sub(r'value="[^"]*"', "", answer.content.decode())


@pytest.mark.parametrize(("wanted", "reached"), [("/cola/", "/cola/"), ("//example.net/", "/"), ("", "/")])
def test_a_sign_in_leads_back_to_this_server_only(world: World, client: Client, wanted: str, reached: str) -> None:
    answer = client.post("/entrar/", {"name": "controller.valle", "password": make.PASSWORD, "next": wanted})
    assert (answer.status_code, answer.headers["Location"]) == (302, reached)


def test_who_left_cannot_sign_in(world: World, client: Client) -> None:
    Person.objects.filter(name="advisor.valle").update(is_active=False)
    assert client.post("/entrar/", {"name": "advisor.valle", "password": make.PASSWORD}).status_code == 422


def test_nothing_typed_stands_in_an_address(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.people[Role.ADVISOR])
    assert client.get("/cola/?q=Herrero").content.decode().count("data-row") == len(world.cases)
    page = client.post("/cola/", {"q": "herrero", "cartera": "VALLE"}).content.decode()
    assert page.count("data-row") == 1
    assert not re.search(r'(?:href|action|hx-get)="[^"]*herrero', page, re.I)


def test_pages_are_never_kept_by_a_cache(world: World, signed_in: SignIn) -> None:
    answer = signed_in(world.people[Role.ADVISOR]).get("/cola/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in answer.headers["Vary"]
    assert settings.SESSION_COOKIE_HTTPONLY
