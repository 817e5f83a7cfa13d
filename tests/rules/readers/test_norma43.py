"""Norma 43: accounts that prove themselves, the items of a SEPA debit, and how real files are broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from recobro.billing.rules import BANK_KINDS
from recobro.readers.rows import BadFile, Declared, Fault, Header, Mismatch, Note, RowKind
from tests.rules.readers.files import codes, faults, items, rows, sums
from tests.rules.readers.fixed import IBAN, Move, account, back, norma43, sepa

GOOD = norma43(account(back(12345), Move(180, "17", "1"), Move(9900, reference="F-2", texts=("TRANSFERENCIA DE ANA",))))


def refused(data: bytes) -> str:
    with pytest.raises(BadFile) as found:
        items(data)
    return found.value.code


def test_a_return_carries_the_items_of_annex_4() -> None:
    (row, *_) = rows(items(GOOD))
    assert (row.line, row.kind, row.amount_cents, row.currency) == (2, RowKind.RETURN, 12345, "EUR")
    assert (row.end_to_end_id, row.mandate_id, row.debtor_name) == ("F-1", "MND-1", "ANA EJEMPLO RUIZ")
    assert (row.text, row.reason_code, row.creditor_account) == ("FACTURA F-1", "", IBAN)
    assert (row.booked_on, row.value_on) == (date(2026, 11, 20), date(2026, 11, 20))


def test_the_header_tells_the_bank_and_the_last_day() -> None:
    assert items(GOOD)[0] == Header("norma43", created_on=date(2026, 11, 20), sender="2100")


@pytest.mark.parametrize(
    ("concept", "side", "kind"),
    [
        ("14", "1", RowKind.RETURN),
        ("14", "2", RowKind.OTHER),
        ("17", "1", RowKind.OTHER),
        ("04", "2", RowKind.PAYMENT),
        ("02", "2", RowKind.PAYMENT),
        ("04", "1", RowKind.OTHER),
        ("03", "2", RowKind.COLLECTION),
        ("03", "1", RowKind.OTHER),
        ("06", "2", RowKind.COLLECTION),
        ("98", "2", RowKind.OTHER),
        ("99", "2", RowKind.OTHER),
        ("12", "2", RowKind.OTHER),
        ("  ", "2", RowKind.OTHER),
    ],
)
def test_the_concept_and_the_side_say_what_a_movement_is(concept: str, side: str, kind: RowKind) -> None:
    assert [row.kind for row in rows(items(norma43(account(Move(100, concept, side)))))] == [kind]


def test_a_debit_that_a_supplier_took_from_us_is_no_return_though_it_has_the_items() -> None:
    (row,) = rows(items(norma43(account(Move(100, "03", "1", sepa())))))
    assert row.kind is RowKind.OTHER


def test_record_33_is_the_declared_total_of_each_account() -> None:
    headline = sums(GOOD).headline(BANK_KINDS)
    assert (headline.declared_by, headline.declared_count, headline.declared_cents) == ("file", 2, 22245)
    assert headline.proved


def test_several_accounts_are_proved_one_by_one() -> None:
    other = "999902100001234567"
    data = norma43(account(back(100)), account(Move(250), ccc=other, opening=-700))
    found = items(data)
    assert [row.creditor_account for row in rows(found)] == [IBAN, "ES0699990210480001234567"]
    assert [item.total_cents for item in found if isinstance(item, Declared)] == [100, 250]
    assert sums(data).headline(BANK_KINDS).proved


def test_opening_plus_credits_less_debits_is_closing_to_the_cent() -> None:
    data = norma43(account(back(100), opening=1000, closing=901))
    assert [item for item in items(data) if isinstance(item, Mismatch)] == [
        Mismatch("balance_differs", "9,01", "9,00", "33", 8)
    ]


def test_an_overdrawn_account_closes_below_zero() -> None:
    assert sums(norma43(account(back(100), opening=50))).headline(BANK_KINDS).proved
    assert sums(norma43(account(Move(100), opening=-300))).headline(BANK_KINDS).proved


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"debits": (1, 101), "closing": 899}, "group_total_differs"),
        ({"debits": (2, 100)}, "group_count_differs"),
        ({"credits_": (1, 0)}, "group_count_differs"),
        ({"credits_": (0, 1)}, "group_total_differs"),
    ],
)
def test_counts_and_sums_of_record_33_are_those_of_the_movements(stated: dict[str, object], code: str) -> None:
    data = norma43(account(back(100), opening=1000, **stated))  # type: ignore[arg-type]
    assert code in [item.code for item in items(data) if isinstance(item, Mismatch)]
    assert not sums(data).headline(BANK_KINDS).proved


def test_sign_zero_in_record_33_is_a_warning() -> None:
    data = norma43(account(back(100), opening=1000, sign="0"))
    assert codes(items(data)) == ["balance_without_sign"]
    assert sums(data).headline(BANK_KINDS).proved


def test_a_missing_record_33_refuses_the_file() -> None:
    assert refused(norma43(account(back(100), end=False))) == "missing_trailer"
    assert refused(norma43(account(back(100), end=False), account(Move()))) == "missing_trailer"
    assert refused(norma43(account(back(100), end=False), close=False)) == "missing_trailer"


@pytest.mark.parametrize("records", [7, 8, 9, 10])
def test_88_off_by_one_is_at_most_a_warning(records: int) -> None:
    """Eight records before it: banks count it or not, some miscount by one."""
    found = items(norma43(account(back(100)), records=records))
    assert codes(found) == ([] if records in (8, 9) else ["record_count_differs"])
    assert not [item for item in found if isinstance(item, Note) and item.confirm]


def test_88_that_counts_other_records_waits_for_a_person() -> None:
    found = items(norma43(account(back(100)), records=12))
    assert Note("records_missing", "12 / 8", 9, confirm=True) in found


def test_a_file_without_88_may_miss_an_account() -> None:
    assert Note("no_file_end", "88", 8, confirm=True) in items(norma43(account(back(100)), close=False))


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("codec", ["latin-1", "utf-8", "cp1252", "utf-8-sig"])
def test_text_is_decoded_first_and_cut_by_characters(end: str, codec: str) -> None:
    texts = ("ÑUÑEZ Á É Í Ó Ú DEVOLUCION RECIBO", "")
    data = norma43(account(back(texts=texts), Move(5, reference="PEÑA")), end=end, codec=codec)
    first, second = rows(items(data))
    assert (first.text, second.reference, second.amount_cents) == (texts[0], "PEÑA", 5)
    assert sums(data).headline(BANK_KINDS).proved


def test_trimmed_lines_are_padded_to_80() -> None:
    data = b"\n".join(line.rstrip() for line in GOOD.splitlines())
    assert rows(items(data)) == rows(items(GOOD))


def test_a_character_lost_by_somebody_before_is_noted_and_shifts_nothing() -> None:
    data = norma43(account(Move(100, texts=("COMISI\ufffdN   DE",), reference="F-1")), codec="utf-8")
    (row,) = rows(items(data))
    assert (row.text, row.reference, codes(items(data))) == ("COMISI\ufffdN DE", "F-1", ["damaged_characters"])


@pytest.mark.parametrize("mode", ["1", "2", "3", " "])
def test_the_mode_of_the_file_changes_no_column(mode: str) -> None:
    data = norma43(account(Move(100, number="1234567", reference="F-1"), mode=mode))
    (row,) = rows(items(data))
    assert (row.reference, row.instruction_id) == ("F-1", "000001234567/F-1")


def test_a_short_number_is_no_reference_to_match_by() -> None:
    short, long = rows(items(norma43(account(Move(1, reference="1234"), Move(2, number="20260001")))))
    assert (short.reference, short.instruction_id) == ("", "1234")
    assert long.reference == "000020260001"


@pytest.mark.parametrize(
    ("document", "number", "reference", "other"),
    [
        ("12", "", "", "0000000012"),
        ("", "7654321", "", "000007654321"),
        ("5", "", "F-1", "0000000005/F-1"),
        ("", "", "", ""),
    ],
)
def test_whatever_tells_a_movement_from_its_like_is_kept(
    document: str, number: str, reference: str, other: str
) -> None:
    (row,) = rows(items(norma43(account(Move(1, document=document, number=number, reference=reference)))))
    assert row.instruction_id == other


def test_a_record_24_tells_another_currency_and_counts_nothing() -> None:
    lines = account(back(100))
    data = norma43([*lines[:-1], f"2401840{150:014d}", lines[-1]])
    assert [row.amount_cents for row in rows(items(data))] == [100]
    assert sums(data).headline(BANK_KINDS).proved


@pytest.mark.parametrize(("code", "currency"), [("978", "EUR"), ("840", "USD"), ("999", "999"), ("   ", "")])
def test_the_currency_of_an_account_is_that_of_its_header(code: str, currency: str) -> None:
    assert rows(items(norma43(account(Move(), currency=code))))[0].currency == currency


def test_an_unreadable_amount_is_a_fault_and_proves_nothing() -> None:
    data = norma43(account(back(100), replace(back(0), amount="000000000012.5"), debits=(2, 1350), opening=2000))
    (fault,) = faults(items(data))
    assert (fault.line, fault.code, fault.found, fault.kind) == (8, "bad_amount", "000000000012.5", RowKind.RETURN)
    assert not sums(data).headline(BANK_KINDS).proved


@pytest.mark.parametrize(
    ("move", "code"),
    [
        (Move(100, side="3"), "bad_direction"),
        (Move(100, day="261131"), "bad_date"),
        (Move(100, reference="12345678901234567X"), "long_record"),
    ],
)
def test_a_movement_that_cannot_be_right_is_a_fault(move: Move, code: str) -> None:
    assert [fault.code for fault in faults(items(norma43(account(move))))] == [code]


def test_two_equal_movements_are_both_real() -> None:
    found = rows(items(norma43(account(Move(450), Move(450)))))
    assert [row.occurrence for row in found] == [1, 2]


def test_corrections_and_returns_taken_back_are_told() -> None:
    found = items(norma43(account(Move(1, "98"), Move(2, "98", "1"), Move(3, "14", "2"))))
    assert [item for item in found if isinstance(item, Note)] == [
        Note("corrections_found", "2"),
        Note("return_undone", "1"),
    ]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([account()[0].replace("261120", "261332")], "bad_header_record"),
        ([account()[0][:33] + "X" * 14 + account()[0][47:]], "bad_header_record"),
        ([*account(), account(Move())[1]], "record_outside_account"),
        ([*account(), account()[-1]], "record_outside_account"),
    ],
)
def test_a_file_whose_frame_is_broken_is_refused(lines: list[str], code: str) -> None:
    data = norma43(lines)
    found = refused(data) if data.startswith(b"11") else ""
    assert found in (code, "unknown_format")


def test_record_33_of_another_account_contradicts() -> None:
    lines = account(Move())
    data = norma43([*lines[:-1], lines[-1].replace("0200051332", "0200051333")])
    assert "account_differs" in codes(items(data))


def test_a_record_nobody_knows_is_a_fault_in_the_open() -> None:
    lines = account(Move())
    found = items(norma43([*lines[:-1], "77 algo", lines[-1]]))
    assert [item.record for item in found if isinstance(item, Fault)] == ["77"]


def test_a_second_file_behind_the_first_is_read_too() -> None:
    found = items(GOOD + GOOD)
    assert len(rows(found)) == 6
    assert codes(found) == []
    assert len({row.line for row in rows(found)}) == 6
