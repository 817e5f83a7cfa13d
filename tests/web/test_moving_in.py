"""An office moves in through the pages: a doubtful row is decided by name, the books open, the evening is compared."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recobro.billing.models import Lot, LotRow
from recobro.billing.parallel.models import ParallelRun
from tests.db.billing.old_table import Old, table
from tests.web.browser import CONTRAST, RULES, Desk, axe, faults, sideways
from tests.web.conftest import SignIn
from tests.web.world import World

pytestmark = pytest.mark.django_db
PATH = "/importar/arranque/"
FORM = {"cartera": "NUEVA"}


@pytest.fixture
def newcomer(world: World, signed_in: SignIn) -> Client:
    assert world.newcomer is not None
    return signed_in(world.newcomer)


@pytest.mark.browser
def test_the_doubtful_rows_are_whole_at_every_size(desk: Desk, world: World) -> None:
    page = desk.open(PATH, world.newcomer)
    found = []
    for width in (1440, 390):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            desk.keep(page, f"arranque-dudas-{width}-{scheme}")
            found += axe(page, RULES if scheme == "light" else CONTRAST)
    assert found == []
    assert faults(page) == []
    for width in (1024, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert sideways(page) <= 0, width


def test_rows_are_decided_one_by_one_and_then_the_books_open(newcomer: Client) -> None:
    lot = Lot.objects.get(portfolio__code="NUEVA")
    assert "Faltan 2 filas por decidir" in newcomer.get(PATH).content.decode()
    newcomer.post(PATH, {**FORM, "act": "aside", "line": "6", "why": "Borrón", "cents": "12,34"})
    newcomer.post(PATH, {**FORM, "act": "stay", "line": "7", "why": "Pagó otra factura"})
    lot.refresh_from_db()
    assert (lot.status, lot.reason) == ("checked", "")
    shown = newcomer.get(PATH).content.decode()
    assert "Abrir con 3 registros" in shown
    newcomer.post(PATH, {**FORM, "act": "open"})
    lot.refresh_from_db()
    assert (lot.status, lot.booked_cents, lot.faulty_cents) == ("booked", 230_25, 12_34)
    assert "Cartera abierta" in newcomer.get(PATH).content.decode()
    assert LotRow.objects.get(lot=lot, line=6).status == "set_aside"


def test_an_opening_under_way_is_not_shown_like_any_other_file(newcomer: Client) -> None:
    lot = Lot.objects.get(portfolio__code="NUEVA")
    assert newcomer.get(f"/importar/{lot.ref}/").headers["Location"] == PATH


def test_the_first_evening_is_compared_listed_and_signed(newcomer: Client) -> None:
    source = SimpleUploadedFile("tarde.xlsx", table(Old("=F-1", 10.0, "=CMD()")).read())
    answer = newcomer.post("/importar/paralelo/", {**FORM, "table": source, "day": "2026-11-24"})
    assert answer.headers["Location"] == "/importar/paralelo/2026-11-24/"
    told = newcomer.get("/importar/paralelo/2026-11-24/only_there.csv").content.decode()
    assert "'=F-1;'=CMD();4;;10,00;No se sabe por qué." in told
    run = ParallelRun.objects.get(portfolio__code="NUEVA", replaced_at=None)
    newcomer.post("/importar/paralelo/2026-11-24/", {**FORM, "digest": run.digest})
    run.refresh_from_db()
    assert run.signed_at is None  # nobody knows why: not signed
    empty = SimpleUploadedFile("vacía.xlsx", table(total=0.0).read())
    newcomer.post("/importar/paralelo/", {**FORM, "table": empty, "day": "2026-11-24"})
    run = ParallelRun.objects.get(portfolio__code="NUEVA", replaced_at=None)
    assert run.is_equal
    newcomer.post("/importar/paralelo/2026-11-24/", {**FORM, "digest": run.digest})
    run.refresh_from_db()
    assert run.signed_by
    assert "ya no cambia" in newcomer.get("/importar/paralelo/2026-11-24/").content.decode()
