"""Amounts and days as machines write them: "1234.50", "2026-11-20". Decimal inside, whole cents outside."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from recobro.core.errors import BadInput
from recobro.core.money import BadAmount, cents_of


class BadDate(BadInput):
    """A day that does not exist or cannot be read."""

    code = "bad_date"


def positive_cents(text: str) -> int:
    """Read an unsigned amount of ISO 20022. The usual "123.45" takes the short way, everything else the strict one."""
    if text[-3:-2] == "." and len(text) < 16:
        digits = text[:-3] + text[-2:]
        if digits.isascii() and digits.isdecimal() and len(digits) > 2:
            return int(digits)
    cents = cents_of(text)
    if cents < 0:
        raise BadAmount(found=text[:40])
    return cents


def filled_cents(digits: str) -> int:
    """Read an amount of the norms 19, 43 and 57: "00000012345" → 12345. A blank in it has moved its figures."""
    if digits.isdecimal() and digits.isascii():
        return int(digits)
    raise BadAmount(found=digits.strip()[:40])


def fixed_cents(digits: str) -> int:
    """Read a zero-filled field of a total or a count, whose filling may be blanks: "       345" → 345."""
    digits = digits.strip()
    if not (digits.isascii() and digits.isdecimal()):
        raise BadAmount(found=digits[:40])
    return int(digits)


@lru_cache(maxsize=4096)
def iso_day(text: str) -> date:
    """Read "2026-11-20", also when a time follows. Days repeat, hence the cache."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError as exc:
        raise BadDate(found=text[:40]) from exc


@lru_cache(maxsize=4096)
def packed_day(text: str) -> date:
    """Read "20261120"."""
    if not (len(text) == 8 and text.isascii() and text.isdecimal()):
        raise BadDate(found=text[:40])
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError as exc:
        raise BadDate(found=text[:40]) from exc


@lru_cache(maxsize=4096)
def short_day(text: str, order: str = "ymd") -> date:
    """Read "261120", or "201126" in the order "dmy". Years 80…99 are of the last century."""
    if not (len(text) == 6 and text.isascii() and text.isdecimal()):
        raise BadDate(found=text[:40])
    first, month, last = int(text[:2]), int(text[2:4]), int(text[4:])
    year, day = (first, last) if order == "ymd" else (last, first)
    try:
        return date(year + (1900 if year >= 80 else 2000), month, day)
    except ValueError as exc:
        raise BadDate(found=text[:40]) from exc
