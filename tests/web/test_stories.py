"""A morning at the desk, by keys and clicks, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from recobro.access.roles import Role
from tests.db.billing.files import Back, camt054
from tests.web import desk_factories as make
from tests.web.browser import Desk, axe, faults
from tests.web.hands import Hands
from tests.web.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def advisor(desk: Desk, world: World) -> Iterator[Page]:
    """The work list of somebody who calls."""
    page = desk.open("/cola/", world.people[Role.ADVISOR])
    yield page
    assert faults(page) == []


def test_the_list_is_worked_by_keys(advisor: Page) -> None:
    advisor.keyboard.press("j")
    expect(advisor.locator("tr.cur a")).to_have_text("Pilar Méndez Arias")
    advisor.keyboard.press("j")
    advisor.keyboard.press("k")
    advisor.keyboard.press("Enter")
    expect(advisor.get_by_role("heading", level=1)).to_contain_text("Pilar Méndez Arias")
    expect(advisor.get_by_text("1 de 8")).to_be_visible()
    advisor.wait_for_load_state("load")
    advisor.keyboard.press("j")
    expect(advisor.get_by_text("2 de 8")).to_be_visible()


def test_a_slash_filters_and_the_empty_list_says_what_next(advisor: Page) -> None:
    advisor.keyboard.press("/")
    advisor.keyboard.type("plazuela")
    expect(advisor.locator("[data-row]")).to_have_count(1)
    expect(advisor.locator("#found")).to_contain_text("1 expedientes")
    advisor.fill("#q", "nadie")
    expect(advisor.get_by_text("Ningún expediente abierto coincide")).to_be_visible()
    assert axe(advisor) == []
    expect(advisor).to_have_url(re.compile(r"/cola/$"))


def test_the_palette_goes_to_pages_and_to_a_number(advisor: Page, world: World) -> None:
    advisor.keyboard.press("Control+k")
    advisor.keyboard.type(world.cases[5].ref)
    expect(advisor.get_by_role("option", name=re.compile("Wilson"))).to_be_visible()
    assert axe(advisor) == []
    advisor.keyboard.press("Enter")
    expect(advisor.get_by_role("heading", level=1)).to_contain_text("Wilson Toapanta Chicaiza")
    advisor.wait_for_load_state("load")
    advisor.keyboard.press("g")
    advisor.keyboard.press("c")
    expect(advisor).to_have_url(re.compile("/cola/"))


def test_single_keys_can_be_switched_off(advisor: Page) -> None:
    advisor.keyboard.press("?")
    advisor.get_by_label("Usar atajos de una sola tecla").uncheck()
    advisor.keyboard.press("Escape")
    advisor.keyboard.press("j")
    expect(advisor.locator("tr.cur")).to_have_count(0)


def test_a_phone_opens_its_menu(desk: Desk, world: World) -> None:
    page = desk.open("/cola/", world.people[Role.CONTROLLER], size=(390, 844))
    expect(page.get_by_role("link", name="Propuestas")).to_be_hidden()
    page.get_by_role("button", name="Menú").click()
    expect(page.get_by_role("link", name="Propuestas")).to_be_visible()
    assert axe(page) == []


def test_a_cut_is_locked_and_says_why(desk: Desk, world: World) -> None:
    page = desk.open(f"/casos/{world.cases[2].ref}/", world.people[Role.CONTROLLER])
    button = page.get_by_role("button", name="Programar corte")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_have_accessible_description(re.compile("todavía no ordena cortes"))


def test_the_charts_say_what_their_tables_say(desk: Desk, world: World) -> None:
    page = desk.open("/", world.people[Role.CONTROLLER])
    expect(page.locator("[data-chart=steps] canvas")).to_be_visible()
    drawn = page.evaluate("Chart.getChart(document.querySelector('[data-chart=steps] canvas')).data.datasets[0].data")
    told = page.evaluate(
        "[...document.querySelectorAll('[data-table=steps] td')].map(cell => Number(cell.dataset.cents))"
    )
    assert [round(to - start) for start, to in drawn[1:-1]] == told[1:-1]
    assert [drawn[0][1], drawn[-1][1]] == [told[0], told[-1]]


def test_a_file_is_checked_applied_and_taken_back_by_clicks(desk: Desk, world: World, hands: Hands) -> None:
    bill = world.billed
    assert bill is not None
    known = Back(end_to_end_id=bill.number, amount="61.08", on=make.TODAY)
    lost = Back(end_to_end_id="NADIE-1", amount="10.00", on=make.TODAY, mandate="MND-NADIE")
    content = camt054(known, lost, message="HOY-1").read()
    page = desk.open("/importar/", world.people[Role.CONTROLLER])
    chosen = {"name": "devoluciones.xml", "mimeType": "application/xml", "buffer": content}
    page.get_by_label(re.compile("Elige los ficheros")).set_input_files(chosen)  # type: ignore[arg-type]
    page.get_by_role("button", name="Comprobar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comprobar antes de aplicar")
    expect(page.get_by_text("Cuadra al céntimo")).to_be_visible()
    expect(page.get_by_text("No se sabe de quién es")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name=re.compile(r"Aplicar 1 registro, 61,08")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aplicado")
    expect(page.get_by_text(re.compile("aplicado, 1 registro, 61,08"))).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Deshacer el fichero entero").click()
    expect(page.get_by_text("El total impago cambiará")).to_be_visible()
    page.get_by_label("Por qué se deshace").fill("Fichero de otro día")
    page.get_by_role("button", name=re.compile("Deshacer")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deshecho")
    assert faults(page) == []


def test_the_same_file_again_is_ignored_in_words(desk: Desk, world: World, hands: Hands) -> None:
    page = desk.open("/importar/", world.people[Role.CONTROLLER])
    chosen = {"name": "foto.xml", "mimeType": "application/xml", "buffer": b"%PDF-1.7 no es un fichero de datos"}
    for _ in range(2):
        page.get_by_label(re.compile("Elige los ficheros")).set_input_files(chosen)  # type: ignore[arg-type]
        page.get_by_role("button", name="Comprobar").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Rechazado")
        expect(page.get_by_text("Es un PDF")).to_be_visible()
        page.goto(page.url.split("/importar/")[0] + "/importar/")
    assert faults(page) == []


def test_proposals_are_released_with_their_number(desk: Desk, world: World) -> None:
    page = desk.open("/propuestas/", world.people[Role.CONTROLLER])
    page.get_by_role("button", name="Liberar 1 aviso").click()
    expect(
        page.get_by_role("status").filter(has_text=re.compile("cola de envío|sin forma de contacto|anuladas"))
    ).to_be_visible()
    page.get_by_role("link", name="Ver las 2").click()
    page.get_by_label(re.compile("Retirar la propuesta de Lucía")).click()
    page.get_by_placeholder("Motivo").first.fill("Ha llamado y paga mañana")
    page.get_by_role("button", name="Retirar", exact=True).click()
    expect(page.get_by_text("Propuesta retirada")).to_be_visible()
    assert faults(page) == []


def test_the_columns_of_an_unknown_sheet_are_chosen_with_their_effect_in_view(desk: Desk, world: World) -> None:
    lot = world.lots["columns"]
    page = desk.open(f"/importar/{lot.ref}/", world.people[Role.OPERATIONS])
    page.get_by_role("link", name="Columnas, decimales y fechas").click()
    page.get_by_label("Fila de títulos").select_option("2")
    page.get_by_role("button", name="Mirar esa fila").click()
    page.get_by_label("Origen").fill("Programa viejo")
    for label, field in (("Wer", "debtor_name"), ("Wieviel", "amount"), ("Papier", "invoice_number")):
        page.get_by_label(re.compile(f"Columna ., {label}")).select_option(field)
    seen = page.locator("#preview")
    expect(seen).to_contain_text("1.251,87")
    expect(seen).to_contain_text("Fila 5")
    expect(seen).to_contain_text("12..34")
    assert axe(page) == []
    page.get_by_label(re.compile("Columna ., Anschluss")).select_option("amount")
    expect(seen).to_contain_text("Dos columnas dicen contener lo mismo: Importe")
    page.get_by_label(re.compile("Columna ., Anschluss")).select_option("cups")
    expect(seen).to_contain_text("1.251,87")
    page.get_by_role("button", name="Guardar para este origen y comprobar").click()
    expect(page.locator(".toast")).to_contain_text("Columnas guardadas para «Programa viejo»")
    expect(page.get_by_text("El importe de 1 filas no se puede leer").first).to_be_visible()
    assert faults(page) == []
