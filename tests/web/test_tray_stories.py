"""The trays in a real browser: a cell mended by keyboard, one of two candidates chosen, the second person told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from recobro.access.roles import Role
from tests.db.billing.files import INVOICES, PAYMENTS, sheet
from tests.web.browser import Desk, axe, faults, sideways
from tests.web.hands import Hands
from tests.web.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def bring(desk: Desk, world: World, name: str, content: bytes) -> str:
    """Load a sheet and apply it by clicks; returns what the lot is called."""
    page = desk.open("/importar/", world.people[Role.CONTROLLER])
    chosen = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.get_by_label(re.compile("Elige los ficheros")).set_input_files(chosen)  # type: ignore[arg-type]
    page.get_by_role("button", name="Comprobar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comprobar antes de aplicar", timeout=20_000)
    page.get_by_role("button", name=re.compile("^Aplicar")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aplicado", timeout=20_000)
    return page.url.rstrip("/").rpartition("/")[2]


def tray(desk: Desk, world: World, tab: str, lot: str, role: Role = Role.CONTROLLER) -> Page:
    return desk.open(f"/importar/pendientes/?ver={tab}&lote={lot}", world.people[role])


def test_a_cell_is_mended_in_its_place_by_keyboard_alone(desk: Desk, world: World, hands: Hands) -> None:
    account = world.cases[0].account.ref
    lines = (f"{account};W-1;61,00;31/11/2026;21/12/2026", f"{account};W-2;5,00;20/11/2026;21/12/2026")
    content = sheet("Facturas emitidas;;;;\n" + INVOICES, *lines, "TOTAL;;66,00;;").read()
    lot = bring(desk, world, "facturas.csv", content)
    page = tray(desk, world, "con-error", lot)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    field = page.get_by_label("Valor corregido")
    expect(field).to_be_focused()
    expect(field).to_have_value("31/11/2026")
    page.keyboard.press("Control+a")
    page.keyboard.type("32/11/2026")
    page.keyboard.press("Tab")
    page.keyboard.type("lo dice el ERP")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("sigue sin poderse leer")
    expect(page.get_by_label("Valor corregido")).to_have_value("32/11/2026")
    expect(page.get_by_label("Valor corregido")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("30/11/2026")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Aplicada.")).to_be_focused()
    assert axe(page) == []
    assert all("422" in one for one in faults(page))  # the browser itself complains of what was refused
    page.goto(f"{desk.url}/importar/{lot}/?ver=listas")
    expect(page.get_by_text("W-1")).to_be_visible()


def test_an_opened_cell_is_accessible_at_every_size(desk: Desk, world: World, hands: Hands) -> None:
    account = world.cases[0].account.ref
    line = f"{account};W-5;9,00;31/11/2026;21/12/2026"
    content = sheet("Facturas emitidas;;;;\n" + INVOICES, line, "TOTAL;;9,00;;").read()
    lot = bring(desk, world, "facturas3.csv", content)
    page = desk.open(f"/importar/{lot}/3/", world.people[Role.CONTROLLER])
    expect(page.get_by_label("Valor corregido")).to_be_visible()
    assert axe(page) == []
    for width in (1440, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert sideways(page) <= 0
        desk.keep(page, f"bandeja-celda-{width}-light")


def test_one_of_two_candidates_is_chosen_and_the_second_person_hears_it(desk: Desk, world: World, hands: Hands) -> None:
    one, other = world.cases[0], world.cases[1]
    bill = one.items.order_by("id")[0].invoice.number
    supply = other.account.supply
    assert supply is not None
    content = sheet(PAYMENTS, f"20/11/2026;3,00;{bill};{supply.code};W-9", "TOTAL;3,00;;;").read()
    lot = bring(desk, world, "pagos.csv", content)
    pages = [tray(desk, world, "sin-emparejar", lot, role) for role in (Role.CONTROLLER, Role.CONTROLLER)]
    for page in pages:
        page.get_by_role("link", name=re.compile("la fila")).click()
        expect(page.get_by_text("2 candidatas: elige una")).to_be_visible()
        expect(page.get_by_text(re.compile("Paga una parte"))).to_be_visible()
    assert axe(pages[0]) == []
    desk.keep(pages[0], "bandeja-candidatas-1440-light")
    before = pages[0].locator("#n-sin-emparejar").inner_text()
    pages[0].get_by_role("button", name=re.compile(f"Es esta: {bill}")).click()
    expect(pages[0].get_by_role("status").filter(has_text="Aplicada.")).to_be_visible()
    expect(pages[0].locator("#n-sin-emparejar")).to_have_text(str(int(before) - 1))
    pages[1].get_by_role("button", name=re.compile(f"Es esta: {bill}")).click()
    expect(pages[1].get_by_role("alert")).to_contain_text("ya está aplicada")
    assert faults(pages[0]) == []


def test_a_row_is_searched_matched_and_another_given_back(desk: Desk, world: World, hands: Hands) -> None:
    content = sheet(PAYMENTS, "20/11/2026;2,00;;NADIE-1;W-7", "20/11/2026;4,00;;NADIE-2;W-8", "TOTAL;6,00;;;").read()
    lot = bring(desk, world, "pagos2.csv", content)
    page = tray(desk, world, "sin-emparejar", lot)
    bill = world.cases[0].items.order_by("id")[0].invoice.number
    page.get_by_role("link", name=re.compile("la fila")).first.click()
    page.get_by_label("Factura, cliente, CUPS o documento").fill(bill)
    page.keyboard.press("Enter")
    page.get_by_role("radio", name=re.compile(bill)).check()
    assert axe(page) == []
    desk.keep(page, "bandeja-buscar-1440-light")
    page.get_by_label("Por qué va ahí").fill("lo dice el justificante")
    page.get_by_role("button", name="Emparejar").click()
    expect(page.get_by_role("status").filter(has_text="Aplicada.")).to_be_visible()
    page.get_by_role("link", name=re.compile("la fila")).click()
    page.get_by_label("Por qué", exact=True).fill("no es cliente nuestro")
    page.get_by_role("button", name="Devolver al banco").click()
    expect(page.get_by_role("status").filter(has_text="Devuelta al banco")).to_be_visible()
    page.goto(page.url.replace("ver=sin-emparejar", "ver=devueltas"))
    page.get_by_role("link", name=re.compile("la fila")).click()
    expect(page.get_by_label("Texto para el banco")).to_have_value(re.compile("no es cliente nuestro"))
    assert axe(page) == []
    desk.keep(page, "bandeja-devuelta-1440-light")
    assert faults(page) == []


def test_rows_are_filtered_without_a_word_in_the_address(desk: Desk, world: World) -> None:
    page = desk.open("/importar/pendientes/", world.people[Role.OPERATIONS])
    page.keyboard.press("/")
    page.keyboard.type("PLAZUELA")
    expect(page.get_by_role("link", name="BAR LA PLAZUELA SL")).to_be_visible()
    expect(page.get_by_role("link", name="J HERRERO LUZ")).to_have_count(0)
    assert "PLAZUELA" not in page.url
    page.get_by_role("checkbox", name=re.compile("^Marcar")).check()
    page.get_by_label("Dar las marcadas a").select_option(index=1)
    page.get_by_role("button", name="Asignar").click()
    expect(page.get_by_text("Filas con responsable nuevo: 1.")).to_be_visible()
    expect(page.get_by_text("Marta Ibáñez").first).to_be_visible()
    assert faults(page) == []
