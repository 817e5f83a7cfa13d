"""Letters and certificates dropped at the desk, in a real browser: found, shown, opened, withdrawn."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from itertools import count
from typing import Any, BinaryIO

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from recobro.access.models import Person
from recobro.access.roles import Role
from recobro.billing.models import Invoice, Lot
from recobro.flows import take
from recobro.journal.models import Entry
from recobro.notices.models import OutsideDocument, OutsideNotice
from tests import papers
from tests.web import desk_factories as make
from tests.web.browser import Desk, axe, faults, sideways
from tests.web.conftest import SignIn
from tests.web.hands import Hands
from tests.web.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SENT = make.TODAY - timedelta(days=3)
_next = count(1)


def letter(number: str) -> bytes:
    """The cut letter; different bytes each time."""
    return papers.pdf(
        [
            f"Madrid, a {SENT:%d/%m/%Y}",
            f"AVISO DE SUSPENSIÓN: la factura {number} sigue impagada.",
            f"Copia {next(_next)}",
        ]
    )


def certificate(number: str) -> bytes:
    """The certificate of its e-mail."""
    return papers.pdf(
        [
            "CERTIFICADO DE ENVÍO DE CORREO ELECTRÓNICO",
            f"Factura {number}",
            "Destinatario: ana@example.com",
            f"Enviado el {SENT:%d/%m/%Y}",
            f"Entregado el {SENT + timedelta(days=1):%d/%m/%Y}",
            f"Copia {next(_next)}",
        ]
    )


def drop(page: Page, name: str, data: bytes) -> None:
    """Choose one file, have it checked and apply it."""
    page.goto(page.url.split("/importar/")[0] + "/importar/")
    page.get_by_label(re.compile("Elige los ficheros")).set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": data}
    )
    page.get_by_role("button", name="Comprobar").click()
    page.get_by_role("button", name=re.compile("Aplicar")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aplicado", timeout=15_000)


def test_a_letter_and_its_certificate_find_their_case(desk: Desk, world: World, hands: Hands) -> None:
    case = world.cases[1]
    number = Invoice.objects.filter(account=case.account, open_cents__gt=0)[0].number
    page = desk.open("/importar/", world.people[Role.CONTROLLER])
    drop(page, "carta.pdf", letter(number))
    drop(page, "certificado.pdf", certificate(number))
    page.goto(page.url.split("/importar/")[0] + f"/casos/{case.ref}/")
    box = page.get_by_role("heading", name="Enviado por otros").locator("xpath=ancestor::section")
    expect(box.get_by_text(re.compile("Correo electrónico certificado"))).to_have_count(1)
    expect(box.get_by_role("link", name="Carta")).to_be_visible()
    expect(page.get_by_text("Enviado por otros: correo electrónico certificado")).to_be_visible()
    assert axe(page) == []
    with page.expect_download() as got:
        box.get_by_role("link", name="Certificado").click()
    assert got.value.suggested_filename == "certificado.pdf"
    box.get_by_text("Retirar como prueba").click()
    box.get_by_label("Por qué").fill("Era de otro cliente")
    box.get_by_role("button", name="Retirar", exact=True).click()
    expect(page.get_by_text("Retirado: no prueba nada")).to_be_visible()
    assert faults(page) == []


def test_a_paper_of_nobody_waits_and_a_person_says_whose_it_is(desk: Desk, world: World, hands: Hands) -> None:
    case = world.cases[2]
    page = desk.open("/importar/", world.people[Role.CONTROLLER])
    drop(page, "carta.pdf", letter("NADIE-1"))
    expect(page.get_by_text("No se ha reconocido ninguna factura")).to_be_visible()
    page.get_by_role("link", name="Decir de quién es").click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1440, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert (width, scheme, axe(page), sideways(page) > 0) == (width, scheme, [], False)
    page.get_by_label("Factura, CUPS o expediente").fill("NO-EXISTE")
    page.get_by_role("button", name="Asignar").click()
    expect(page.get_by_text("no es ninguna factura, CUPS ni expediente")).to_be_visible()
    page.get_by_label("Factura, CUPS o expediente").fill(case.ref)
    page.get_by_role("button", name="Asignar").click()
    expect(page).to_have_url(re.compile(f"/casos/{case.ref}/"))
    expect(page.get_by_role("heading", name="Enviado por otros")).to_be_visible()


@pytest.fixture
def paper(world: World, db: None) -> OutsideDocument:
    """A letter of the first case."""
    number = Invoice.objects.filter(account=world.cases[0].account, open_cents__gt=0)[0].number
    scope = make.scope_of(world.people[Role.CONTROLLER])
    (report,) = take.take(scope, _file(letter(number)), file_name='../carta "rara".pdf')
    assert report.booked == (1, 0)
    return OutsideDocument.objects.get(blob__sha256=report.sha256)


def test_a_paper_is_sent_as_a_file_and_never_as_a_page(world: World, paper: OutsideDocument, signed_in: SignIn) -> None:
    answer = _get(signed_in, world.people[Role.ADVISOR], world, paper)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="carta _rara_.pdf"'
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Type"]) == ("nosniff", "application/pdf")
    assert b"".join(answer).startswith(b"%PDF")
    seen = Entry.objects.filter(verb="document.seen", subject=f"document:{paper.pk}").latest("pk")
    assert seen.by == world.people[Role.ADVISOR].name


def test_who_may_not_see_amounts_may_not_open_it(world: World, paper: OutsideDocument, signed_in: SignIn) -> None:
    assert _get(signed_in, world.people[Role.FIRST_LINE], world, paper).status_code == 403


def test_a_paper_is_not_found_under_another_case_or_portfolio(
    world: World, paper: OutsideDocument, signed_in: SignIn
) -> None:
    client: Client = signed_in(world.people[Role.ADVISOR])
    assert client.get(f"/casos/{world.cases[3].ref}/justificantes/{paper.pk}/").status_code == 404
    foreign: Client = signed_in(world.callers[Role.ADVISOR])
    assert foreign.get(f"/casos/{world.cases[0].ref}/justificantes/{paper.pk}/").status_code == 404


def test_only_who_releases_may_withdraw(world: World, paper: OutsideDocument, signed_in: SignIn) -> None:
    notice = OutsideNotice.objects.get(documents=paper)
    path = f"/casos/{world.cases[0].ref}/justificantes/{notice.pk}/retirar/"
    form = {"cartera": world.spain.code, "why": "No"}
    assert signed_in(world.people[Role.ADVISOR]).post(path, form).status_code == 403
    assert signed_in(world.people[Role.CONTROLLER]).post(path, form).status_code == 302
    notice.refresh_from_db()
    assert notice.withdrawn_at is not None
    assert Lot.objects.filter(kind="notices").exists()


def _file(data: bytes) -> BinaryIO:
    return io.BytesIO(data)


def _get(signed_in: SignIn, person: Person, world: World, paper: OutsideDocument) -> Any:
    return signed_in(person).get(f"/casos/{world.cases[0].ref}/justificantes/{paper.pk}/")
