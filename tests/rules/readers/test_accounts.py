"""The twenty digits of an old norm and the IBAN of a new one are the same account."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban
from stdnum.es import ccc

from recobro.readers.accounts import iban_of_ccc, iban_of_digits


@given(st.from_regex(r"[0-9]{18}", fullmatch=True).filter(lambda digits: digits.strip("0") != ""))
def test_control_digits_are_those_that_the_banks_use(digits: str) -> None:
    found = iban_of_ccc(digits[:4], digits[4:8], digits[8:])
    assert iban.is_valid(found)
    assert ccc.is_valid(found[4:])
    assert iban_of_digits(found[4:]) == found


def test_what_is_no_account_stays_as_found() -> None:
    assert iban_of_ccc("0000", "0000", "0000000000") == "000000000000000000"
    assert iban_of_ccc("21AB", "0418", "0200051332") == "21AB04180200051332"
    assert iban_of_digits("21000418460200051332") == "21000418460200051332"
    assert iban_of_digits("  ") == ""
