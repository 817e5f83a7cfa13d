"""Money is whole cents with a currency. Text is read strictly or refused; nothing is rounded, nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from recobro.core.errors import BadInput, RuleBroken

CURRENCIES = {"EUR": "€", "USD": "$"}
MAX_CENTS = 10**15  # bigint holds more; an amount above ten thousand million units is a misread column
_PLAIN = re.compile(r"[+-]?\d{1,15}(\.\d+)?", re.ASCII)


class BadAmount(BadInput):
    """An amount that cannot be read. Never zero, never rounded."""

    code = "bad_amount"


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in whole cents of one currency. Adding two currencies raises `RuleBroken`."""

    cents: int
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.cents + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.cents - self._same(other), self.currency)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise RuleBroken("mixed_currencies", found=f"{self.currency}, {other.currency}")
        return other.cents

    def __str__(self) -> str:
        return spoken(self.cents, self.currency)


def cents_of(text: str) -> int:
    """Read a plain decimal as machines write it ("1234.50", "-3") into cents.

    More than two decimals are refused unless the rest is zeros. Raises `BadAmount`.
    """
    text = text.strip()
    if not _PLAIN.fullmatch(text):
        raise BadAmount(found=text[:40])
    try:
        scaled = Decimal(text) * 100
    except InvalidOperation as exc:  # pragma: no cover - the pattern above lets only decimals through
        raise BadAmount(found=text[:40]) from exc
    cents = int(scaled)
    if cents != scaled:
        raise BadAmount("more_than_two_decimals", found=text[:40])
    if abs(cents) > MAX_CENTS:
        raise BadAmount("amount_too_large", found=text[:40])
    return cents


def units(cents: int) -> str:
    """Cents as machines read them: 123450 → "1234.50"."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole}.{rest:02d}"


def spoken(cents: int, currency: str) -> str:
    """Cents as people read them: 123450 EUR → "1.234,50 €", USD → "$ 1.234,50" (the same marks in both countries)."""
    sign = "−" if cents < 0 else ""
    said = figure(abs(cents))
    return f"{sign}$ {said}" if currency == "USD" else f"{sign}{said} {CURRENCIES.get(currency, currency)}"


def figure(cents: int) -> str:
    """Cents as people read them where the currency is plain: 123450 → "1.234,50"."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'−' if cents < 0 else ''}{whole:,}".replace(",", ".") + f",{rest:02d}"
