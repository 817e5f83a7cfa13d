"""Identity numbers, supply points, bank accounts and telephones that are valid in form and belong to nobody.

Ranges that are not given out: DNI from 99,9 million, NIE Z999…, CIF of the province code 00, cédulas with a serial from
590000, CUPS of distributor 0999, the bank 9999, telephones with four zeros in a row.
"""

from __future__ import annotations

from stdnum import iban
from stdnum.ec import ruc
from stdnum.es import ccc, cif, cups, dni, nie


def spanish_person(serial: int) -> str:
    """A DNI."""
    number = f"{99_900_000 + serial:08d}"
    return number + dni.calc_check_digit(number)


def foreign_person(serial: int) -> str:
    """A NIE."""
    number = f"Z{9_990_000 + serial:07d}"
    return number + nie.calc_check_digit(number)


def spanish_company(serial: int, letter: str = "B") -> str:
    """A CIF: a digit at the end for companies, a letter for public bodies (P)."""
    number = f"{letter}00{serial:05d}"
    digits = cif.calc_check_digits(number)  # the digit and the letter that mean the same
    return number + (digits[1] if letter in "PQSW" else digits[0])


def supply_point(serial: int) -> str:
    """A CUPS with its two check letters."""
    number = f"ES0999{serial * 7919 % 10**12:012d}"
    return number + cups.calc_check_digits(number)


def spanish_account(office: int, serial: int) -> str:
    """An IBAN of a bank that does not exist, whose CCC control digits are right as well."""
    account = f"9999{office:04d}00{serial * 104_729 % 10**10:010d}"
    account = account[:8] + ccc.calc_check_digits(account) + account[10:]
    return f"ES{iban.calc_check_digits('ES00' + account)}{account}"


def cedula(province: int, serial: int) -> str:
    """An Ecuadorian identity card: province, serial, check digit modulo 10."""
    number = f"{province:02d}{590_000 + serial * 4:07d}"
    doubled = (int(c) * (2 - i % 2) for i, c in enumerate(number))
    return number + str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)


def ecuadorian_company(province: int, serial: int) -> str:
    """A RUC of a private company. Serials for which modulo 11 gives no single digit are stepped over."""
    for candidate in range(990_000 + serial * 3, 999_999):
        number = f"{province:02d}9{candidate:06d}"
        weighed = sum(w * int(c) for w, c in zip((4, 3, 2, 7, 6, 5, 4, 3, 2), number, strict=True))
        number += f"{-weighed % 11}001"
        if ruc.is_valid(number):
            return number
    raise AssertionError("the range of company serials is used up")


def spanish_phone(serial: int, *, landline: bool = False) -> str:
    """A telephone as the ERP prints it: 600 000 123."""
    return f"{'910' if landline else '600'} 000 {serial % 1000:03d}"


def ecuadorian_mobile(serial: int) -> str:
    """Ten digits: 0990001234."""
    return f"09{90_000_000 + serial % 1000:08d}"


def ecuadorian_landline(area_code: str, serial: int) -> str:
    """Nine digits: area code of the province and seven digits."""
    return f"{area_code}200{serial % 10_000:04d}"
