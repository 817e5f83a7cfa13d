"""An amount as people type it here."""

from __future__ import annotations

from recobro.core.money import cents_of


def cents_typed(text: str) -> int:
    """ "1.234,56" or "1234.56" in cents: a comma marks the decimals. Raises `BadAmount`."""
    return cents_of(text.replace(".", "").replace(",", ".") if "," in text else text)
