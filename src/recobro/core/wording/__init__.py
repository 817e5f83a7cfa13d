"""Code → Spanish. Every error, fault, refusal and reason has one sentence here; a house test finds the missing ones.

One file per room, so that the words of a room are read together. Sentences may use the data of the error: `{found}`.
"""

from __future__ import annotations

from recobro.core.errors import RecobroError
from recobro.core.wording import billing, cases, desk, general, guards, notices, policies, postgres, readers, reports

TEXTS: dict[str, str] = {
    **general.TEXTS,
    **postgres.TEXTS,
    **readers.TEXTS,
    **billing.TEXTS,
    **cases.TEXTS,
    **policies.TEXTS,
    **guards.TEXTS,
    **notices.TEXTS,
    **reports.TEXTS,
    **desk.TEXTS,
}


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


def say(code: str, /, **data: object) -> str:
    """The Spanish sentence of a code, filled with its data. An unknown code is shown as it is: it is never hidden."""
    text = TEXTS.get(code)
    return text.format_map(_Blank(data)) if text else code


def say_error(error: RecobroError) -> str:
    """The sentence of an error."""
    return say(error.code, **error.data)


def say_rung(rung_id: str) -> str:
    """A rung as people read it: ultima_reclamacion → Última reclamación. A ladder's text writes ids without accents."""
    return " ".join(policies.RUNG_WORDS.get(word, word) for word in rung_id.split("_")).capitalize()
