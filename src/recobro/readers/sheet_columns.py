"""Which column of a sheet holds what: headings in Spanish and English, folded; the kinds of sheets and the columns they
need."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from types import MappingProxyType
from typing import Any

from recobro.readers.rows import BadFile

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
_FIELD_OF = {heading: name for name, headings in _KNOWN["headings"].items() for heading in headings}

KINDS = ("unpaid", "payments", "contracts", "invoices", "notices")
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
    "notices": (("invoice_number", "cups", "tax_id"), ("booked_on",), ("channel", "notice_kind")),
}
# Which day matters for a kind, and the columns that may hold it, the plainest last.
_DAY = {
    "unpaid": ("booked_on", ("returned_on", "booked_on", "day")),
    "payments": ("booked_on", ("paid_on", "booked_on", "day")),
    "invoices": ("issued_on", ("issued_on", "day")),
    "notices": ("booked_on", ("sent_on", "booked_on", "day")),
}
_DAYS_OF_NOTICE = {"received_on": "value_on", "cut_on": "due_on"}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What a person has settled for the files of one source, before or after our guess failed."""

    columns: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # field → heading as it stands in the file
    decimal: str = ""  # "," or "." when the file does not decide it
    month_first: bool = False  # mm/dd/yyyy
    sheet: str = ""  # name of the sheet to read, also a hidden one
    mended: Mapping[tuple[int, str], str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # (line, heading) → what a person typed in place of that cell


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading row that was found."""

    index: int  # position among the rows looked at
    line: int
    columns: dict[str, int]  # field → position
    labels: tuple[str, ...]  # every heading as found
    ignored: tuple[str, ...]  # headings that nobody claims


def fold(heading: object) -> str:
    """ "Nº de factura" → "numero factura": no accents, no case, no punctuation, no small words."""
    words = plain(str(heading)).split()
    return " ".join(_WORDS.get(word, word) for word in words if word not in _DROPPED)


def plain(text: str) -> str:
    """No accents, no case, no punctuation: "Proceso O.K." → "proceso ok"."""
    text = unicodedata.normalize("NFKD", text.replace("º", "").replace("ª", "").replace(".", ""))
    text = "".join(mark for mark in text if not unicodedata.combining(mark)).casefold()
    return re.sub(r"[^a-z0-9]+", " ", text).strip()


def heading_of(index: int, line: int, cells: Sequence[object], chosen: ColumnMap) -> Heading:
    """Read one row as if it were the heading."""
    labels = tuple(" ".join(str(cell).split()) if isinstance(cell, str) else "" for cell in cells)
    wanted = {fold(heading): name for name, heading in chosen.columns.items()}
    columns: dict[str, int] = {}
    ignored = []
    for position, label in enumerate(labels):
        folded = fold(label)
        name = wanted.get(folded) or _FIELD_OF.get(folded)
        if name in wanted.values() and folded not in wanted:
            name = None  # the person gave this field to another column
        if name is None or name in columns:
            if label:
                ignored.append(label)
            continue
        columns[name] = position
    return Heading(index, line, columns, labels, tuple(ignored))


def find_heading(rows: Iterable[tuple[int, Sequence[object]]], chosen: ColumnMap) -> Heading | None:
    """The row with the most known headings; above it stand titles, merged groups and other matter."""
    best: Heading | None = None
    for index, (line, cells) in enumerate(rows):
        heading = heading_of(index, line, cells, chosen)
        if len(heading.columns) > (len(best.columns) if best else 0):
            best = heading
    return best


def settle_day(columns: dict[str, int], kind: str) -> dict[str, int]:
    """A bare "Fecha" means the day that matters for the kind, unless a column says it better."""
    means, options = _DAY.get(kind, ("", ()))
    found = next((columns[option] for option in options if option in columns), None)
    if kind == "notices":
        columns = {**columns, **{means: columns[name] for name, means in _DAYS_OF_NOTICE.items() if name in columns}}
    others = {name: position for name, position in columns.items() if name != means}
    return others if found is None else {**others, means: found}


def lacks(columns: Mapping[str, int], kind: str) -> list[str]:
    """What this kind needs and the sheet does not have, as people call it: "Importe o Debe o Haber"."""
    labels = _KNOWN["labels"]
    return [
        " o ".join(labels[option] for option in options)
        for options in NEEDED[kind]
        if not any(option in columns for option in options)
    ]


def missing_columns(kind: str, missing: Sequence[str], labels: Sequence[str]) -> BadFile:
    """The refusal of a sheet that does not have its key columns: what was found, what is missing."""
    found = ", ".join(label for label in labels if label)
    return BadFile("missing_columns", kind=_KNOWN["kinds"][kind], missing="; ".join(missing), found=found[:300])


def guess_kind(columns: dict[str, int], surroundings: str, labels: list[str]) -> str:
    """The kind of a sheet from its columns and the titles around it, or `BadFile` "kind_unclear": no guess."""
    words = fold(surroundings)
    lacking = {kind: lacks(settle_day(columns, kind), kind) for kind in KINDS}
    fits = [kind for kind in KINDS if not lacking[kind]]
    if not fits:
        nearest = min(KINDS, key=lambda kind: len(lacking[kind]))
        raise missing_columns(nearest, lacking[nearest], labels)
    if "notices" in fits and not {"amount", "debit", "credit", "paid_on"} & set(columns):
        return "notices"
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
    raise BadFile("kind_unclear", found=", ".join(_KNOWN["kinds"][kind] for kind in fits))


_NAMED = {
    "notices": r"\b(comunicados?|comunicaciones|avisos)\b",
    "unpaid": r"\b(devuelt\w*|devolucion\w*|impag\w*)\b",
    "payments": r"\b(pagos?|cobros?|ingresos?|recaudacion)\b",
    "contracts": r"\b(contratos?|clientes)\b",
    "invoices": r"\bfacturas emitidas\b|\bfacturacion\b|^facturas$",
}
