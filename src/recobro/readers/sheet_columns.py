"""Which column of a sheet holds what: headings in Spanish and English, folded; the kinds of sheets and the columns they
need."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from recobro.readers.rows import AskColumns

MIN_MATCHES = 3  # a heading row has at least so many known headings
_DROPPED = frozenset({"de", "del", "la", "el", "los", "las", "en", "y", "the", "of", "por", "a"})
_WORDS = {
    **dict.fromkeys(("no", "n", "num", "nro", "number", "nr"), "numero"),
    **dict.fromkeys(("cod", "code"), "codigo"),
    **dict.fromkeys(("f", "fec", "date", "fch"), "fecha"),
    **dict.fromkeys(("vto", "vcto", "venc", "vence", "vencim"), "vencimiento"),
    **dict.fromkeys(("fra", "fact", "invoice"), "factura"),
    **dict.fromkeys(("tel", "telf", "tfno", "tlf", "phone", "telephone"), "telefono"),
    **dict.fromkeys(("amount", "imp", "valor", "monto"), "importe"),
    **dict.fromkeys(("customer", "client"), "cliente"),
    **dict.fromkeys(("mail", "email", "correos"), "correo"),
    "ref": "referencia",
    "reference": "referencia",
    "dir": "direccion",
    "address": "direccion",
}
_KNOWN: dict[str, dict[str, Any]] = tomllib.loads(
    resources.files("recobro.readers").joinpath("headings.toml").read_text(encoding="utf-8")
)
FIELD_OF = {heading: name for name, headings in _KNOWN["headings"].items() for heading in headings}

LABELS: dict[str, str] = _KNOWN["labels"]  # field → what people call it
KIND_NAMES: dict[str, str] = _KNOWN["kinds"]
KINDS = ("unpaid", "payments", "contracts", "invoices", "results")
# Per kind: each line needs one of its alternatives.
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "unpaid": (("invoice_number",), ("amount", "debit", "credit")),
    "payments": (
        ("amount", "debit", "credit"),
        ("booked_on",),
        ("invoice_number", "reference", "end_to_end_id", "customer_ref", "debtor_name", "tax_id", "cups"),
    ),
    "contracts": (("debtor_name", "first_names", "last_names"), ("customer_ref", "cups")),
    "invoices": (
        ("invoice_number",),
        ("amount", "debit", "credit"),
        ("issued_on",),
        ("due_on",),
        ("customer_ref", "cups"),
    ),
    "results": (
        ("status",),
        ("amount",),
        ("customer_ref", "invoice_number", "reference", "tax_id", "cups"),
        ("booked_on", "sent_on"),
    ),
}
# Which day matters for a kind, and the columns that may hold it, the plainest last.
_DAY = {
    "unpaid": ("booked_on", ("returned_on", "booked_on", "day")),
    "payments": ("booked_on", ("paid_on", "booked_on", "day")),
    "invoices": ("issued_on", ("issued_on", "day")),
    "results": ("booked_on", ("paid_on", "booked_on", "day")),
}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What a person has settled for the files of one source, before or after our guess failed."""

    columns: Mapping[str, str] = field(default_factory=dict)  # field → heading as it stands in the file
    decimal: str = ""  # "," or "." when the file does not decide it
    month_first: bool = False  # mm/dd/yyyy
    sheet: str = ""  # name of the sheet to read, also a hidden one
    kind: str = ""  # one of KINDS; "" when its columns say it
    places: Mapping[str, int] = field(default_factory=dict)  # field → column from 0; no other column counts
    line: int = 0  # number of the heading row; 0: look for it
    source: str = ""  # what people call where these files come from
    mended: Mapping[tuple[int, str], str] = field(default_factory=dict)  # (line, heading) → what a person typed there
    results: Mapping[str, str] = field(default_factory=dict)  # a bank's words, folded → reason code


def fold(heading: object) -> str:
    """ "Nº de factura" → "numero factura": no accents, no case, no punctuation, no small words."""
    words = plain(str(heading)).split()
    return " ".join(_WORDS.get(word, word) for word in words if word not in _DROPPED)


def plain(text: str) -> str:
    """No accents, no case, no punctuation: "Proceso O.K." → "proceso ok"."""
    text = unicodedata.normalize("NFKD", text.replace("º", "").replace("ª", "").replace(".", ""))
    text = "".join(mark for mark in text if not unicodedata.combining(mark)).casefold()
    return re.sub(r"[^a-z0-9]+", " ", text).strip()


def settle_day(columns: dict[str, int], kind: str) -> dict[str, int]:
    """A bare "Fecha" means the day that matters for the kind, unless a column says it better."""
    means, options = _DAY.get(kind, ("", ()))
    found = next((columns[option] for option in options if option in columns), None)
    others = {name: position for name, position in columns.items() if name != means}
    if kind == "results" and "sent_on" in columns:
        others.setdefault("value_on", columns["sent_on"])  # a line that was refused has no day of payment
    return others if found is None else {**others, means: found}


def lacks(columns: Mapping[str, int], kind: str) -> list[str]:
    """What this kind needs and the sheet does not have, as people call it: "Importe o Debe o Haber"."""
    return [
        " o ".join(LABELS[option] for option in options)
        for options in NEEDED[kind]
        if not any(option in columns for option in options)
    ]


def missing_columns(kind: str, missing: Sequence[str], labels: Sequence[str]) -> AskColumns:
    """The refusal of a sheet that does not have its key columns: what was found, what is missing."""
    found = ", ".join(label for label in labels if label)
    return AskColumns("missing_columns", kind=KIND_NAMES[kind], missing="; ".join(missing), found=found[:300])


def is_result(columns: Mapping[str, int]) -> bool:
    """What a bank gives back to an order of ours: when it was sent, what became of it, whose it is."""
    return {"sent_on", "status", "amount", "customer_ref"} <= set(columns)


def guess_kind(columns: dict[str, int], surroundings: str, labels: list[str]) -> str:
    """The kind of a sheet from its columns and the titles around it, or `BadFile` "kind_unclear": no guess."""
    words = fold(surroundings)
    lacking = {kind: lacks(settle_day(columns, kind), kind) for kind in KINDS}
    fits = [kind for kind in KINDS if not lacking[kind]]
    if not fits:
        nearest = min(KINDS, key=lambda kind: len(lacking[kind]))
        raise missing_columns(nearest, lacking[nearest], labels)
    if is_result(columns) and "results" in fits:
        return "results"
    fits = [kind for kind in fits if kind != "results"]
    if not fits:
        raise AskColumns("kind_unclear", found=KIND_NAMES["results"])
    if "contracts" in fits and {"amount", "debit", "credit"} & set(columns):
        fits.remove("contracts")
    named = [kind for kind, pattern in _NAMED.items() if kind in fits and re.search(pattern, words)]
    returned, paid = {"reason", "returned_on"} & set(columns), "paid_on" in columns
    if len(named) == 1:
        return named[0]
    if returned and not paid and "unpaid" in fits:
        return "unpaid"
    if paid and not returned and "payments" in fits:
        return "payments"
    if len(fits) == 1 and fits != ["payments"]:
        return fits[0]
    raise AskColumns("kind_unclear", found=", ".join(KIND_NAMES[kind] for kind in fits))


_NAMED = {
    "unpaid": r"\b(devuelt\w*|devolucion\w*|impag\w*)\b",
    "payments": r"\b(pagos?|cobros?|ingresos?|recaudacion)\b",
    "contracts": r"\b(contratos?|clientes)\b",
    "invoices": r"\bfacturas emitidas\b|\bfacturacion\b|^facturas$",
}
