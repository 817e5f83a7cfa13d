"""What the text of a letter or certificate names: identifiers to be looked up, days beside their labels. Pure.

Nothing is guessed. An identifier counts only when the portfolio knows it, which whoever calls finds out; a day counts
only beside the words that say what day it is, and only when the text does not name two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from recobro.readers.amounts import BadDate
from recobro.readers.sheet_columns import plain
from recobro.readers.sheet_dates import day_of


class Paper(StrEnum):
    """What a document is."""

    LETTER = "letter"
    CERTIFICATE = "certificate"
    OTHER = "other"


_DAYS = ("sent_on", "received_on", "cut_on")


@dataclass(frozen=True, slots=True)
class Named:
    """What one document names."""

    paper: Paper
    numbers: tuple[str, ...]  # may be invoices of the portfolio, or tax ids: to be looked up, as written
    places: tuple[str, ...]  # CUPS, without blanks
    recipient: str
    sent_on: date | None
    received_on: date | None
    cut_on: date | None
    failed: bool  # a certificate that says that it was not delivered

    def as_json(self) -> dict[str, Any]:
        """To be kept."""
        return {
            "paper": self.paper.value,
            "numbers": list(self.numbers),
            "places": list(self.places),
            "recipient": self.recipient,
            **{name: day.isoformat() for name in _DAYS if (day := getattr(self, name))},
            "failed": self.failed,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Named:
        """What was kept."""
        days = {name: date.fromisoformat(kept[name]) if name in kept else None for name in _DAYS}
        return cls(
            Paper(kept["paper"]),
            tuple(kept["numbers"]),
            tuple(kept["places"]),
            kept["recipient"],
            days["sent_on"],
            days["received_on"],
            days["cut_on"],
            kept["failed"],
        )


MOST_NUMBERS = 2000
_MONTHS = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
_DAY = rf"(\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}} de (?:{_MONTHS})(?: de | del )\d{{4}})"
_CUPS = re.compile(r"\bES(?:[ .-]?\d){16}[ .-]?[A-Z][ .-]?[A-Z](?:[ .-]?\d[A-Z])?\b")
_NUMBER = re.compile(r"(?<![\w/.-])[A-Za-z0-9](?:[\w/.-]{0,38}[A-Za-z0-9])?(?![\w])")
_LABELLED = re.compile(r"(?:factura|recibo|documento)s?\s*(?:n[º°.o]*\s*)?[:#]?\s*(\d{1,20})\b", re.IGNORECASE)
_MAIL = r"([\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
_RECIPIENT = re.compile(rf"(?:destinatari[oa]|para|enviad[oa] a|dirigid[oa] a)\b[^\n@]{{0,60}}?{_MAIL}", re.IGNORECASE)
_CUT = re.compile(rf"(?:corte|suspensi[oó]n|interrupci[oó]n|suspender\w*)\b[^.\n]{{0,120}}?\b{_DAY}", re.IGNORECASE)
_SENT = re.compile(
    rf"(?:enviad[oa]|env[ií]o|emisi[oó]n|remitid[oa]|remisi[oó]n|fecha de la carta|admisi[oó]n|fecha:)(?!\s*(?:de )?"
    rf"(?:corte|entrega|recepci))[^\n]{{0,40}}?\b{_DAY}",
    re.IGNORECASE,
)
_PLACE_AND_DAY = re.compile(rf"^\s*(?:En )?[A-ZÁÉÍÓÚÑ][\wáéíóúñ ]{{1,30}},? a {_DAY}", re.MULTILINE)
_RECEIVED = re.compile(
    rf"(?:entregad[oa]|entrega|recibid[oa]|recepci[oó]n|le[ií]d[oa]|acceso)\b[^\n]{{0,40}}?\b{_DAY}", re.IGNORECASE
)
# A letter may say that it goes by certified mail: only a paper that certifies something itself is a certificate.
_CERTIFIES = re.compile(
    r"\bcertifica(?:mos)? (?:que|la|el|los|las)\b"
    r"|\b(?:certificado|certificacion) de (?:\w+ )?"
    r"(?:envio|entrega|comunicacion|correo|e ?mail|notificacion|recepcion)\b"
)
_BY_MAIL = re.compile(r"\b(?:correo electronico|e ?mail|comunicacion electronica)\b")
_DEMANDS = re.compile(
    r"\b(?:aviso|requerimiento|reclamacion|requerimos|reclamamos|suspension|suspender|corte|interrupcion)\b"
)
_OWED = re.compile(r"\b(?:impag\w+|deuda|pendientes?|adeud\w+)\b")
_UNDELIVERED = re.compile(r"\bno (?:ha sido |fue |se ha )?(?:entregad|recibid|podido entregar)\w*|\brechazad[oa]\b")


def named(text: str) -> Named:
    """Everything that the text names by our patterns."""
    words = plain(text)
    paper = Paper.OTHER
    if _CERTIFIES.search(words) and _BY_MAIL.search(words):
        paper = Paper.CERTIFICATE
    elif _DEMANDS.search(words) and _OWED.search(words):
        paper = Paper.LETTER
    sent_on = _only_day(_SENT.findall(text)) or _only_day(_PLACE_AND_DAY.findall(text))
    received_on = _only_day(_RECEIVED.findall(text)) if paper is Paper.CERTIFICATE else None
    return Named(
        paper=paper,
        numbers=tuple(sorted(_numbers(text))[:MOST_NUMBERS]),
        places=tuple(sorted({re.sub(r"[ .-]", "", found) for found in _CUPS.findall(text.upper())})),
        recipient=_only({found.lower() for found in _RECIPIENT.findall(text)}),
        sent_on=sent_on,
        received_on=received_on,
        cut_on=_only_day(_CUT.findall(text)),
        failed=paper is Paper.CERTIFICATE and _UNDELIVERED.search(words) is not None,
    )


def _numbers(text: str) -> set[str]:
    """Words that could be an invoice's number or a tax id: with a letter and a digit; bare digits only if labelled."""
    found = {match.upper() for match in _NUMBER.findall(text)}
    mixed = {word for word in found if any(c.isdigit() for c in word) and any(c.isalpha() for c in word)}
    parted = {word for word in found if word[:1].isdigit() and re.fullmatch(r"\d{4}[/-]\d{3,}|\d{2}[/-]\d{5,}", word)}
    return mixed | parted | set(_LABELLED.findall(text))


def _only(found: set[str]) -> str:
    return next(iter(found)) if len(found) == 1 else ""


def _only_day(written: Iterable[str]) -> date | None:
    """The one day that all of them mean. A day that cannot be, or a second one, is no day."""
    days: set[date] = set()
    for one in written:
        try:
            days.add(day_of(one.replace(" del ", " de "), month_first=False))
        except BadDate:
            return None
    return days.pop() if len(days) == 1 else None
