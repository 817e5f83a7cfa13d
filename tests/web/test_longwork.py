"""Files that take their time, in a real browser: progress, its end, nobody to do it, a failure and another try."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from recobro.access.roles import Role
from recobro.core.errors import RecobroError
from recobro.desk import work
from recobro.flows import take
from tests.db.billing.files import Back, camt054, unpaid
from tests.web import desk_factories as make
from tests.web.browser import CONTRAST, RULES, Desk, axe, faults, sideways
from tests.web.hands import Hands
from tests.web.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
_next = count(1)


class Gate:
    """Long work that stands still until the test lets it go on."""

    def __init__(self) -> None:
        self.opened = Event()
        self.rows = 12_000

    def hold(self, what: Any) -> Any:
        """The same function, but it first tells of some rows and waits."""

        def held(*given: Any, progress: Any, **named: Any) -> Any:
            progress("read", self.rows)
            assert self.opened.wait(30), "nobody opened the gate"
            return what(*given, progress=progress, **named)

        return held


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Reading and booking wait for the test; pages show their progress nearly at once."""
    made = Gate()
    monkeypatch.setattr(work, "PATIENCE", 0.2)
    monkeypatch.setattr(take, "look", made.hold(take.look))
    monkeypatch.setattr(take, "apply", made.hold(take.apply))
    yield made
    made.opened.set()


def returns(*, amount: str = "61.08") -> FilePayload:
    """A file of one return nobody knows, different each time."""
    n = next(_next)
    lost = Back(end_to_end_id=f"LARGO-{n}", amount=amount, on=make.TODAY, mandate=f"MND-LARGO-{n}")
    content = camt054(lost, message=f"LARGO-{n}").read()
    return {"name": f"devoluciones_{n}.xml", "mimeType": "application/xml", "buffer": content}


def bring(page: Page, *files: FilePayload) -> None:
    """Choose files and have them checked."""
    page.get_by_label(re.compile("Elige los ficheros")).set_input_files(list(files))
    page.get_by_role("button", name="Comprobar").click()


def heading(page: Page) -> Any:
    """The page's own."""
    return page.get_by_role("heading", level=1)


def test_a_long_file_shows_its_progress_and_turns_into_its_equation(
    desk: Desk, world: World, gate: Gate, hands: Hands
) -> None:
    page = desk.open("/importar/", world.people[Role.CONTROLLER])
    bring(page, returns())
    expect(heading(page)).to_have_text("Comprobar el fichero")
    expect(page.get_by_role("status").filter(has_text="Leyendo las filas")).to_be_visible()
    expect(page.get_by_text("12.000 filas")).to_be_visible()
    assert looked_at(desk, page, "trabajo-leyendo") == []
    gate.opened.set()
    expect(heading(page)).to_have_text("Comprobar antes de aplicar")
    expect(page.get_by_text("Cuadra al céntimo")).to_be_visible()
    assert faults(page) == []


def test_a_file_whose_kind_is_read_late_is_found_under_its_new_name(
    desk: Desk, world: World, gate: Gate, hands: Hands
) -> None:
    page = desk.open("/importar/", world.people[Role.CONTROLLER])
    sheet = unpaid(f"Nuria;61,08;LARGO-{next(_next)};;").read()
    bring(page, {"name": "erp.csv", "mimeType": "text/csv", "buffer": sheet})
    expect(page).to_have_url(re.compile("/importar/DEV-"))
    gate.opened.set()
    expect(heading(page)).to_have_text("En espera")  # one row after a list of many: a person is asked
    expect(page).to_have_url(re.compile("/importar/(?!DEV-)"))
    assert faults(page) == []


def test_booking_shows_its_progress_and_ends_with_what_it_did(
    desk: Desk, world: World, gate: Gate, hands: Hands
) -> None:
    page = desk.open("/importar/", world.people[Role.CONTROLLER])
    gate.opened.set()
    bring(page, returns())
    expect(heading(page)).to_have_text("Comprobar antes de aplicar")
    gate.opened.clear()
    gate.rows = 1
    page.get_by_role("button", name=re.compile("Aplicar 0 registros")).click()
    expect(heading(page)).to_have_text("Aplicar el fichero")
    expect(page.get_by_text("1 de 1 filas")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Aplicar|Descartar"))).to_have_count(0)
    assert looked_at(desk, page, "trabajo-aplicando") == []
    gate.opened.set()
    expect(heading(page)).to_have_text("Aplicado")
    expect(page.get_by_text(re.compile("aplicado, 0 registros"))).to_be_visible()
    assert faults(page) == []


def test_several_files_are_told_one_by_one(desk: Desk, world: World, gate: Gate, hands: Hands) -> None:
    page = desk.open("/importar/", world.people[Role.OPERATIONS])
    photo: FilePayload = {"name": "foto.xml", "mimeType": "application/xml", "buffer": b"%PDF-1.7 una foto, dos"}
    bring(page, returns(), photo)
    expect(page.get_by_role("status").filter(has_text="2 ficheros en marcha.")).to_be_visible()
    expect(page.get_by_role("table").first.get_by_text("12.000 filas").first).to_be_visible()
    assert looked_at(desk, page, "trabajo-varios") == []
    gate.opened.set()
    expect(page.get_by_role("status").filter(has_text="Todos los ficheros están leídos.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="foto.xml").get_by_text("Rechazado")).to_be_visible()
    assert faults(page) == []


def test_without_a_worker_the_page_says_so_and_does_not_pretend(desk: Desk, world: World) -> None:
    page = desk.open("/importar/", world.people[Role.CONTROLLER])
    bring(page, returns())
    expect(page.get_by_text("no hay ningún trabajador en marcha")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="A la espera de un trabajador")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    assert looked_at(desk, page, "trabajo-nadie") == []
    came = Hands()
    came.start()
    try:
        expect(heading(page)).to_have_text("Comprobar antes de aplicar", timeout=12_000)
    finally:
        came.stop()
    assert faults(page) == []


def test_what_fails_says_why_and_is_tried_again_by_who_may(
    desk: Desk, world: World, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise RecobroError("disk_full")

    page = desk.open("/importar/", world.people[Role.OPERATIONS])
    with monkeypatch.context() as patch:
        patch.setattr(take, "look", full)
        bring(page, returns())
        expect(page.get_by_text("No queda espacio en el disco")).to_be_visible()
        assert looked_at(desk, page, "trabajo-fallido") == []
    page.get_by_role("button", name="Reintentar").click()
    expect(heading(page)).to_have_text("Comprobar antes de aplicar")
    expect(page.get_by_role("button", name="Reintentar")).to_have_count(0)
    assert faults(page) == []


def looked_at(desk: Desk, page: Page, name: str) -> list[Any]:
    """What is wrong with the page as it stands, at two sizes and in both themes."""
    found: list[Any] = []
    for width, height in ((1440, 900), (390, 844)):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            desk.keep(page, f"{name}-{width}-{scheme}")
            found += [(width, scheme, *one) for one in axe(page, RULES if scheme == "light" else CONTRAST)]
            found += [(width, "sideways")] if sideways(page) > 0 else []
    page.set_viewport_size({"width": 1440, "height": 900})
    return found
