"""Days as people write them in sheets: dd/mm/yyyy by default, mm/dd only when a person has said so."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from recobro.readers.amounts import BadDate

_EPOCH = date(1899, 12, 30)  # day zero of Excel's calendar for all days after February 1900
_SERIALS = range(20_000, 80_000)  # 1954 to 2119; other numbers are not days
_YEARS = range(1950, 2120)
_PARTS = re.compile(
    r"(\d{1,4})[/.\- ](\d{1,2}|[a-z]{3,10}\.?)[/.\- ](\d{2,4})(?:[T ]\d{1,2}:\d\d.*)?", re.IGNORECASE | re.ASCII
)
_MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
MONTH_NAMES = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]


def day_of(value: object, month_first: bool) -> date:
    """Read a date cell: a real date, a serial number of Excel, or text. Raises `BadDate` with what is wrong."""
    if isinstance(value, str):
        return _written(value, month_first)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _serial(value)
    raise BadDate(found=str(value)[:40])


def _serial(number: float) -> date:
    if not _SERIALS.start <= number < _SERIALS.stop:
        raise BadDate(found=str(number)[:40])
    return _EPOCH + timedelta(days=int(number))


@lru_cache(maxsize=8192)
def _written(text: str, month_first: bool) -> date:
    text = text.strip().lstrip("'")
    if text.isascii() and text.isdecimal():
        if len(text) == 5:
            return _serial(int(text))
        if len(text) == 8:
            return _checked(int(text[:4]), int(text[4:6]), int(text[6:]), text)
        raise BadDate(found=text[:40])
    match = _PARTS.fullmatch(re.sub(r"\s+de\s+", " ", text.lower()))
    if match is None:
        raise BadDate(found=text[:40])
    first, second, third = match.groups()
    month = _month(second, text)
    if len(first) == 4:
        return _checked(int(first), month, int(third), text)
    if len(first) == 3 or len(third) == 3:
        raise BadDate(found=text[:40])
    year = int(third) if len(third) == 4 else 2000 + int(third) - (100 if int(third) >= 70 else 0)
    day = int(first)
    if month_first and second.isdecimal():
        day, month = month, day
    return _checked(year, month, day, text)


def _month(word: str, text: str) -> int:
    if word.isdecimal():
        return int(word)
    if word[:3] not in _MONTHS:
        raise BadDate(found=text[:40])
    return _MONTHS.index(word[:3]) + 1


def _checked(year: int, month: int, day: int, text: str) -> date:
    if year not in _YEARS:
        raise BadDate(found=text[:40])
    if not 1 <= month <= 12:
        raise BadDate("no_such_month", found=text[:40])
    last = ((date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)).day
    if not 1 <= day <= last:
        raise BadDate("no_such_day", found=text[:40], month=MONTH_NAMES[month - 1], days=last)
    return date(year, month, day)
