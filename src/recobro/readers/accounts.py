"""Spanish accounts: the twenty digits (CCC) of the old norms as the IBAN that newer files say. Pure arithmetic."""

from __future__ import annotations

from functools import lru_cache

_WEIGHTS = (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)


@lru_cache(maxsize=1024)
def iban_of_ccc(bank: str, branch: str, account: str) -> str:
    """Bank (4), branch (4) and account (10 digits), without control digits, as an IBAN; as found when they are none."""
    found = bank + branch + account
    if len(found) != 18 or not (found.isascii() and found.isdecimal()) or not found.strip("0"):
        return found.strip()
    return _iban(bank + branch + _control("00" + bank + branch) + _control(account) + account)


@lru_cache(maxsize=1024)
def iban_of_digits(digits: str) -> str:
    """The twenty digits with their control digits as an IBAN; as found when they are none, or when those are wrong."""
    digits = digits.strip()
    if len(digits) != 20 or not (digits.isascii() and digits.isdecimal()):
        return digits
    controls = _control("00" + digits[:8]) + _control(digits[10:])
    return _iban(digits) if controls == digits[8:10] and digits.strip("0") else digits


def _control(ten: str) -> str:
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(ten, _WEIGHTS, strict=True)) % 11
    return {10: "1", 11: "0"}.get(rest, str(rest))


def _iban(ccc: str) -> str:
    return f"ES{98 - int(ccc + '142800') % 97:02d}{ccc}"
