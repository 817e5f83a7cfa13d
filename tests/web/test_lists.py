"""The work list, the panel's links and the health check, as a client without script gets them."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from django.test import Client

from recobro.access.queries import scopes_of
from recobro.access.roles import Role
from recobro.cases import worklist
from recobro.desk import health
from tests.web import desk_factories as make
from tests.web.conftest import SignIn
from tests.web.world import NAMES, World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("order", ["age", "amount"])
def test_turning_the_pages_shows_every_case_once(world: World, order: str) -> None:
    scope = scopes_of(world.people[Role.ADVISOR].pk)[0]
    view, after, seen = worklist.View(order=order), worklist.START, []
    for _ in range(10):
        page = worklist.queue(scope, make.TODAY, view, after=after, limit=3)
        seen += [row.name for row in page.rows]
        if page.after is None:
            break
        after = page.after
    assert sorted(seen) == sorted(NAMES)


def test_the_most_urgent_stands_first_and_says_why(world: World, signed_in: SignIn) -> None:
    page = signed_in(world.people[Role.ADVISOR]).get("/cola/").content.decode()
    groups = re.findall(r'class="(?:late|today|week|later)"[^>]*>\s*(\w+(?: \w+)?)', page)
    assert groups == ["Vencido", "Hoy", "Más adelante"] or groups[:2] == ["Vencido", "Hoy"]
    assert page.index("Pilar Méndez Arias") < page.index("Julián Herrero Sanz") < page.index("C.P. Olivos 12")
    assert "Puede haber un pago suyo sin emparejar" in page


@pytest.mark.parametrize("key", ["ref", "invoice", "number", "document", "name"])
def test_a_case_is_found_by_any_number_that_is_read_aloud(world: World, signed_in: SignIn, key: str) -> None:
    one = world.cases[4]
    text = {
        "ref": one.ref.lower(),
        "invoice": one.items.order_by("id")[0].invoice.number,
        "number": one.account.numbers.order_by("id")[0].value.lower(),
        "document": one.account.customer.tax_id,
        "name": "lucia  ORTIZ",
    }[key]
    page = signed_in(world.people[Role.ADVISOR]).post("/cola/", {"q": text, "cartera": "VALLE"}).content.decode()
    assert re.findall(r"<td class=\"who\">\s*<a [^>]*>([^<]+)</a>", page) == ["Lucía Cevallos Ortiz"]


def test_the_palette_finds_an_exact_number_and_nothing_else(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.people[Role.ADVISOR])
    ref = world.cases[0].ref
    assert "Julián Herrero Sanz" in client.post("/buscar/", {"q": ref, "cartera": "VALLE"}).content.decode()
    assert "Herrero" not in client.post("/buscar/", {"q": ref[:-1], "cartera": "VALLE"}).content.decode()


def test_every_number_of_the_panel_opens_a_list_that_its_reader_may_see(world: World, signed_in: SignIn) -> None:
    for role in (Role.CONTROLLER, Role.MANAGER, Role.AUDITOR):
        client = signed_in(world.people[role])
        main = client.get("/").content.decode().split("<main")[1]
        links = set(re.findall(r'href="(/[^"]*)"', main))
        assert len(links) >= 8
        assert {link: client.get(link.replace("&amp;", "&")).status_code for link in links} == dict.fromkeys(links, 200)


def test_the_decision_and_its_list_count_the_same(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.people[Role.CONTROLLER])
    held = re.search(r"vista=retenidos.*?<em[^>]*>\s*(\d+)", client.get("/").content.decode(), re.S)
    assert held and int(held[1]) == client.get("/cola/?vista=retenidos").content.decode().count("data-row") == 1


def test_health_tells_machines_yes_or_no_and_no_secret(client: Client, world: World) -> None:
    answer = client.get("/salud/")
    assert (answer.status_code, json.loads(answer.content)) == (
        200,
        {"ok": True, "database": True, "jobs": True, "disk": True},
    )


def test_health_is_503_when_the_disk_is_full(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(100, 99, 1))  # type: ignore[attr-defined]
    answer = client.get("/salud/")
    assert (answer.status_code, json.loads(answer.content)["disk"]) == (503, False)
