"""The words of the notices: complete or not at all; homes are told no date of a cut."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

import pytest

from recobro.core.errors import BadInput
from recobro.notices.rules import Bill, Template, parse, render, values
from recobro.policies.loader import load
from recobro.policies.rules import Act

TEXTS = {
    f"{folder.name}/{file.name.removesuffix('.txt')}": file.read_text(encoding="utf-8")
    for folder in files("recobro.notices").joinpath("texts").iterdir()
    for file in folder.iterdir()
}
PLANS = [
    load(file.read_text(encoding="utf-8"))
    for file in files("recobro.policies").joinpath("plans").iterdir()
    if file.name.endswith(".toml")
]
BILLS = [Bill("F-1", date(2026, 5, 4), 4567), Bill("F-2", date(2026, 6, 4), 100_000)]
FILLED = values("Luz de Ejemplo", "Ana Inventada", "IMP-2026-00001", BILLS, "EUR")


def test_every_rung_that_tells_has_its_text_and_no_text_is_left_over() -> None:
    wanted = {rung.template for plan in PLANS for rung in plan.rungs if rung.act is Act.NOTIFY}
    assert wanted == set(TEXTS)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_text_lists_each_invoice_and_adds_them_up(name: str) -> None:
    subject, body = render(parse(name, TEXTS[name]), FILLED)
    assert "Factura F-1, vencida el 04/05/2026: 45,67 €" in body
    assert "Total: 1.045,67 €" in body
    assert body.rstrip().endswith("Luz de Ejemplo")
    assert "IMP-2026-00001" in body
    assert not re.search(r"[{}]", subject + body)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_nobody_sees_amount_or_debt_in_the_list_of_mails(name: str) -> None:
    """COM-16: no amount or word of debt in what a telephone shows on its locked screen."""
    subject, _ = render(parse(name, TEXTS[name]), FILLED)
    assert not re.search(r"\d,\d\d|€|\$|deuda|impag|moros", subject, re.IGNORECASE)


@pytest.mark.parametrize("name", sorted(name for name in TEXTS if name.startswith("es_household")))
def test_a_home_is_told_no_cut_and_how_to_find_help(name: str) -> None:
    """COM-09 and the office's own rule: no date of a cut for homes; ELE-20: PVPC and bono social in every notice."""
    assert not re.search(r"\bcort(e|ar|amos)\b|suspen|interrump", TEXTS[name], re.IGNORECASE)
    assert "bono social" in TEXTS[name]
    assert "PVPC" in TEXTS[name]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hola\n\nSin asunto {total}", "template_shape"),
        ("Asunto: Hola\nsin línea en blanco", "template_shape"),
        ("Asunto: Hola\n\n{importe}", "template_gap_unknown"),
        ("Asunto: Hola\n\n{total:>10}", "template_gap_unknown"),
        ("Asunto: Hola\n\n{total.__class__}", "template_gap_unknown"),
    ],
)
def test_a_text_of_another_shape_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse("x/y", text)
    assert caught.value.code == code


@pytest.mark.parametrize("gap", ["nombre", "facturas", "total", "referencia", "empresa"])
def test_an_empty_gap_stops_the_release(gap: str) -> None:
    text = Template("x/y", "Asunto", f"Hola {{{gap}}}", "")
    with pytest.raises(BadInput) as caught:
        render(text, {**FILLED, gap: ""})
    assert caught.value.data["gap"] == gap


def test_a_name_cannot_write_another_header() -> None:
    text = Template("x/y", "Para {nombre}", "Hola", "")
    subject, _ = render(text, {**FILLED, "nombre": "Ana\r\nBcc: otra@example.org"})
    assert "\n" not in subject
    assert "\r" not in subject
