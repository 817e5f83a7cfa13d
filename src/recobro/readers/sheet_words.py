"""Words in the cells of a sheet: reasons, states of a payment, sides of an account, kinds of customers."""

from __future__ import annotations

import re
from enum import Enum

from recobro.readers.sheet_columns import plain

DEBIT = frozenset({"d", "debe", "debito", "débito", "debit", "cargo", "db", "dr", "-"})
CREDIT = frozenset({"c", "h", "haber", "credito", "crédito", "credit", "abono", "cr", "+"})
_REASON = re.compile(r"([A-Z]{2}\d{2}|[A-Z]{4})(?:$|[\s:.,;-]+(.*))", re.DOTALL)
_SCIENTIFIC = re.compile(r"\d[.,]?\d*[eE]\+?\d{1,3}")
_PAID = (
    "proceso ok",
    "ok",
    "pagad",
    "cobrad",
    "aplicad",
    "procesad",
    "confirmad",
    "liquidad",
    "abonad",
    "conciliad",
    "contabilizad",
    "paid",
)
_NOT_PAID = ("error", "rechaz", "devuel", "anul", "fallid", "pendient", "cancel", "no pagad", "impag")
_UNDONE = ("revers",)
_UNDECIDED = ("pendient", "en proceso", "en tramite")
_SETTLED = ("cobrad", "pagad", "abonad", "anulad", "liquidad", "cancelad", "compensad")
_SEGMENTS = {
    "household": ("domestic", "hogar", "residencial", "particular", "household", "vivienda", "fisica", "natural"),
    "public_body": ("administracion", "aapp", "public", "ayuntamiento", "gobierno", "institucion"),
    "business": (
        "empresa",
        "pyme",
        "negocio",
        "comercial",
        "industrial",
        "business",
        "autonomo",
        "corporat",
        "juridica",
    ),
}


def reason_of(text: str) -> tuple[str, str]:
    """ "AM04 - Fondos insuficientes" → code and text; free text stays text."""
    match = _REASON.fullmatch(text)
    return (match.group(1), (match.group(2) or "").strip()) if match else ("", text)


def segment_of(text: str) -> str:
    """The kind of customer, or "" when the word says nothing to us."""
    folded = plain(text)
    return next((segment for segment, words in _SEGMENTS.items() if any(word in folded for word in words)), "")


def counts_as(kind: str, status: str) -> bool | None:
    """Whether a row of this state is what its sheet lists; None: nobody knows the word, so nobody may decide."""
    folded = plain(status)
    if kind == "unpaid":
        return not folded.startswith(_SETTLED)
    if kind != "payments" or not folded:
        return True
    if folded.startswith(_NOT_PAID):
        return False
    return True if folded.startswith(_PAID) else None


class Outcome(Enum):
    """What a bank's result file says of one line of our order."""

    PAID = 1
    REFUSED = 2
    UNDONE = 3  # paid before, and taken back now
    PENDING = 4


def outcome_of(status: str) -> tuple[Outcome | None, str]:
    """ "Proceso O.K." or "ERROR: text", and the bank's words after the error. None: nobody knows the word."""
    folded = plain(status)
    if folded.startswith(_UNDONE):
        return Outcome.UNDONE, ""
    if folded.startswith(_UNDECIDED):
        return Outcome.PENDING, ""
    if folded.startswith(_NOT_PAID):
        head, _, rest = status.partition(":")
        return Outcome.REFUSED, (rest if plain(head) == "error" and rest.strip() else status).strip()
    return (Outcome.PAID, "") if folded.startswith(_PAID) else (None, "")


def looks_scientific(text: str) -> bool:
    """ "4,01235E+11": a spreadsheet has saved a long number as it showed it; the digits are gone."""
    return _SCIENTIFIC.fullmatch(text) is not None
