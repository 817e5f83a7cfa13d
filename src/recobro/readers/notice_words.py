"""Words with which others tell of a communication: by which way it went, and whether it arrived."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from recobro.readers.sheet_columns import plain


class NoticeKind(StrEnum):
    """By which way a communication went."""

    LETTER = "letter"
    CERTIFIED = "certified"  # e-mail with a certificate of its sending and receipt
    EMAIL = "email"
    SMS = "sms"
    POST = "post"  # certified post, burofax
    CALL = "call"


# The first that fits. "Correo" alone says nothing: it may be post or e-mail.
_KINDS = (
    (NoticeKind.SMS, re.compile(r"\bsms\b")),
    (NoticeKind.CALL, re.compile(r"\b(?:llamada|telefono|telefonic\w*)\b")),
    (
        NoticeKind.CERTIFIED,
        re.compile(
            r"\b(?:e ?mail|mail|electronic\w)\b.*\b(?:certificad\w|fehaciente)\b"
            r"|\bcertificad\w\b.*\b(?:e ?mail|electronic\w)\b"
        ),
    ),
    (NoticeKind.EMAIL, re.compile(r"\b(?:e ?mail|mail|electronic\w)\b")),
    (NoticeKind.POST, re.compile(r"\b(?:burofax|certificad\w|acuse)\b")),
    (NoticeKind.LETTER, re.compile(r"\b(?:carta|postal|ordinario)\b")),
)
_FAILED = re.compile(
    r"\bno (?:entregad|recibid|localizad)\w*"
    r"|\b(?:devuel|rebot|rechaz|error|fallid|desconocid|caduc|expirad|ausente|anulad)\w*"
)
_ARRIVED = re.compile(r"\b(?:entregad|recibid|leid|abiert|acept|acusad|delivered)\w*")


def kind_of(*said: str) -> NoticeKind | None:
    """The way that these words name, or None when they name none."""
    words = plain(" ".join(said))
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), None)


def arrived(result: str) -> bool | None:
    """Whether a result says that it arrived; None when it does not say.

    Refused counts as not delivered: the rule "refused = done" is repealed for homes (law.md ELE-06).
    """
    words = plain(result)
    if _FAILED.search(words):
        return False
    return True if _ARRIVED.search(words) else None


def notice_of(said: Mapping[str, str]) -> dict[str, str] | None:
    """The fields of a `Row` from the cells of a list of communications, or None when the way is not known.

    `said`: "channel", "notice_kind", "recipient", "result", as written.
    """
    kind = kind_of(said["channel"], said["notice_kind"])
    if kind is None:
        return None
    to = said["recipient"]
    place = "email" if "@" in to else "phone" if kind in (NoticeKind.SMS, NoticeKind.CALL) else "address"
    return {
        "reason_code": kind.value,
        "text": said["notice_kind"] or said["channel"],
        "product": said["channel"],
        "reason_text": said["result"],
        place: to.lower() if place == "email" else to,
    }
