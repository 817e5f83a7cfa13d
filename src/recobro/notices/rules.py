"""Texts of notices: strict templates. An unknown or empty gap stops the release; nothing is sent half-filled. Pure."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from recobro.core.errors import BadInput
from recobro.core.money import spoken

SUBJECT = "Asunto: "
GAPS = frozenset({"empresa", "nombre", "referencia", "facturas", "total"})


@dataclass(frozen=True, slots=True)
class Template:
    """A text with gaps, as it stands in its file."""

    name: str  # "es_household/aviso_1"
    subject: str
    body: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Bill:
    """One unpaid invoice as a notice lists it."""

    number: str
    due_on: date
    open_cents: int


def parse(name: str, text: str) -> Template:
    """First line "Asunto: …", an empty line, the body. Raises `BadInput` for another shape or an unknown gap."""
    head, _, body = text.partition("\n\n")
    if not head.startswith(SUBJECT) or "\n" in head or not body.strip():
        raise BadInput("template_shape", name=name)
    for _, gap, spec, conversion in string.Formatter().parse(text):
        if gap is not None and (gap not in GAPS or spec or conversion):
            raise BadInput("template_gap_unknown", name=name, gap=gap)
    return Template(name, head.removeprefix(SUBJECT), body, hashlib.sha256(text.encode()).hexdigest())


def values(company: str, customer: str, ref: str, bills: Sequence[Bill], currency: str) -> dict[str, str]:
    """What fills the gaps. The total is the sum of the bills listed, never another figure."""
    lines = [
        f"  · Factura {bill.number}, vencida el {bill.due_on:%d/%m/%Y}: {spoken(bill.open_cents, currency)}"
        for bill in bills
    ]
    return {
        "empresa": company.strip(),
        "nombre": customer.strip(),
        "referencia": ref,
        "facturas": "\n".join(lines),
        "total": spoken(sum(bill.open_cents for bill in bills), currency) if bills else "",
    }


def render(template: Template, filling: Mapping[str, str]) -> tuple[str, str]:
    """Subject and body. Raises `BadInput` when something the text needs is empty."""
    used = {gap for _, gap, _, _ in string.Formatter().parse(template.subject + template.body) if gap}
    empty = sorted(gap for gap in used if not filling.get(gap))
    if empty:
        raise BadInput("template_gap_empty", name=template.name, gap=", ".join(empty))
    subject = " ".join(template.subject.format_map(filling).split())  # no line of the customer's name in a header
    return subject, template.body.format_map(filling)
