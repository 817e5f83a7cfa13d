"""Every address, at two sizes and in both themes: accessible, inside its content policy, silent, never sideways."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, get_resolver

from recobro.access.roles import Role
from tests.web import desk_factories as make
from tests.web.browser import CONTRAST, RULES, Desk, axe, faults, sideways
from tests.web.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]  # the browser's server sees only what was committed
# They take forms and answer with a redirect, a part or a sheet.
NO_PAGES = {"sign_out", "search", "rejected", "proof_sheet", "lot_mark", "proof_file", "proof_withdraw"}
NO_PAGES |= {"difference_list"}
NO_PAGES |= {"notice"}  # needs a paper that waits: `test_proofs` looks at it as here
# name of the address → what is drawn: a word for the picture, the path, and who looks
PAGES: dict[str, list[tuple[str, str, Role | None]]] = {
    "sign_in": [("entrar", "/entrar/", None)],
    "choose": [("cartera", "/cartera/", Role.SUPERVISOR)],
    "panel": [("panel", "/", Role.CONTROLLER)],
    "queue": [("cola", "/cola/", Role.ADVISOR), ("cola-vacia", "/cola/?vista=fallidos", Role.ADVISOR)],
    "case": [("caso", "/casos/{case}/", Role.CONTROLLER), ("caso-corte", "/casos/{cut}/", Role.CONTROLLER)],
    "proposals": [
        ("propuestas", "/propuestas/", Role.CONTROLLER),
        ("propuestas-lista", "/propuestas/?peldano=aviso_1", Role.CONTROLLER),
    ],
    "imports": [("importar", "/importar/", Role.CONTROLLER)],
    "opening": [("arranque", "/importar/arranque/", Role.CONTROLLER)],
    "evenings": [("paralelo", "/importar/paralelo/", Role.CONTROLLER)],
    "evening": [("paralelo-dia", "/importar/paralelo/{evening}/", Role.CONTROLLER)],
    "tray": [
        ("pendientes", "/importar/pendientes/", Role.CONTROLLER),
        ("pendientes-errores", "/importar/pendientes/?ver=con-error", Role.OPERATIONS),
        ("pendientes-duplicadas", "/importar/pendientes/?ver=duplicadas", Role.CONTROLLER),
        ("pendientes-datos", "/importar/pendientes/?ver=esperan-datos", Role.CONTROLLER),
        ("pendientes-devueltas", "/importar/pendientes/?ver=devueltas", Role.AUDITOR),
        ("pendientes-apartadas", "/importar/pendientes/?ver=apartadas", Role.CONTROLLER),
    ],
    "row": [
        ("fila", "/importar/{booked}/42/", Role.CONTROLLER),
        ("fila-error", "/importar/{booked}/43/", Role.OPERATIONS),
    ],
    "sure": [("seguras", "/importar/pendientes/seguras/", Role.CONTROLLER)],
    "undo": [("deshacer", "/importar/{booked}/deshacer/", Role.CONTROLLER)],
    "proof": [
        ("cuadre", "/importar/cuadre/", Role.CONTROLLER),
        ("cuadre-erp", "/importar/cuadre/?ver=importe", Role.OPERATIONS),
        ("cuadre-resueltas", "/importar/cuadre/?ver=resueltas", Role.AUDITOR),
    ],
    "lot": [
        ("lote-lista", "/importar/{list}/", Role.CONTROLLER),
        ("lote-volcado", "/importar/{booked}/", Role.OPERATIONS),
        ("lote", "/importar/{checked}/", Role.CONTROLLER),
        ("lote-aplicado", "/importar/{booked}/", Role.CONTROLLER),
        ("lote-no-cuadra", "/importar/{wrong}/", Role.OPERATIONS),
        ("lote-sin-total", "/importar/{no_total}/", Role.CONTROLLER),
        ("lote-errores", "/importar/{checked}/?ver=errores", Role.CONTROLLER),
    ],
    "columns": [
        ("columnas", "/importar/{columns}/columnas/?fila=2", Role.OPERATIONS),
        ("columnas-mirar", "/importar/{columns}/columnas/", Role.AUDITOR),
    ],
    "health": [("salud", "/salud/", Role.ADMIN)],
    "(404)": [("no-existe", "/no-existe/", Role.ADVISOR)],
    "(403)": [("prohibido", "/importar/", Role.ADVISOR)],
}
EXPECTED = {"no-existe": "404", "prohibido": "403"}  # the browser itself complains of these
SHOWN = [one for pages in PAGES.values() for one in pages]


def address(world: World, path: str) -> str:
    """The path with references of the world."""
    lots = {name: lot.ref for name, lot in world.lots.items()}
    return path.format(case=world.cases[0].ref, cut=world.cases[2].ref, evening=make.TODAY.isoformat(), **lots)


def test_no_page_is_left_out() -> None:
    """A new address without a line above fails here."""
    names = {pattern.name for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)}
    assert names - NO_PAGES == {name for name in PAGES if not name.startswith("(")}


@pytest.mark.parametrize(("name", "path", "role"), SHOWN, ids=[one[0] for one in SHOWN])
def test_a_page_is_whole(desk: Desk, world: World, name: str, path: str, role: Role | None) -> None:
    page = desk.open(address(world, path), world.people[role] if role else None)
    found = []
    for width, height in ((1440, 900), (390, 844)):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            desk.keep(page, f"{name}-{width}-{scheme}")
            rules = RULES if scheme == "light" else CONTRAST  # the rest does not change with the theme
            found += [(width, scheme, *fault) for fault in axe(page, rules)]
    assert found == []
    assert [fault for fault in faults(page) if EXPECTED.get(name, "-") not in fault] == []
    wide = {}
    for width in (1440, 1280, 1024, 768, 390, 320):  # 320: 400 % zoom of 1280 (WCAG 1.4.10)
        page.set_viewport_size({"width": width, "height": 800})
        wide[width] = sideways(page)
    assert not {width: pixels for width, pixels in wide.items() if pixels > 0}
