"""Cuaderno 19 of before SEPA: returns with a reason of one figure, in every shape that files were seen in."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.readers.prove import LOT_KINDS
from recobro.readers.rows import BadFile, Header, Mismatch, RowKind
from tests.rules.readers.files import codes, faults, items, rows, sums
from tests.rules.readers.fixed import IBAN, csb19, debit_19

TEXT = f"5691B12345674000{'000000001001':<12}SOCIO 1001"
GOOD = csb19(debit_19(12345, "1", hidden="2026A0", reference="0000000017"), TEXT, debit_19(6655, "6"), total=19000)


def refused(data: bytes) -> tuple[str, object]:
    with pytest.raises(BadFile) as found:
        items(data)
    return found.value.code, found.value.data.get("found")


def test_a_return_carries_what_its_columns_say() -> None:
    first, second = rows(items(GOOD))
    assert (first.line, first.kind, first.amount_cents, first.currency) == (3, RowKind.RETURN, 12345, "EUR")
    assert (first.reason_code, second.reason_code, first.mandate_id) == ("CSB19-1", "CSB19-6", "000000001001")
    assert (first.reference, first.debtor_name, first.text) == ("0000000017", "ANA EJEMPLO ÑUÑEZ", "LUZ NOVIEMBRE")
    assert (first.booked_on, first.due_on) == (date(2026, 11, 20), date(2026, 11, 18))
    assert (first.creditor_account, first.debtor_account) == (IBAN, "21000418450200051332")


def test_columns_99_to_114_stay_as_found() -> None:
    """Issuers hide series and number of the invoice there."""
    assert rows(items(GOOD))[0].instruction_id == "2026A00000000017"


def test_the_header_tells_who_presents_and_when() -> None:
    assert items(GOOD)[0] == Header("csb19", created_on=date(2026, 11, 20), sender="ELECTRICA DEMO SL")


@pytest.mark.parametrize(("figure", "code"), [(str(n), f"CSB19-{n}") for n in range(9)] + [(" ", ""), ("X", "CSB19-X")])
def test_no_reason_is_guessed(figure: str, code: str) -> None:
    assert rows(items(csb19(debit_19(100, figure), total=100)))[0].reason_code == code


def test_record_59_is_the_declared_total() -> None:
    headline = sums(GOOD).headline(LOT_KINDS["returns"])
    assert (headline.declared_by, headline.declared_count, headline.declared_cents) == ("file", 2, 19000)
    assert headline.proved
    assert codes(items(GOOD)) == []


def test_one_cent_off_is_caught() -> None:
    data = csb19(debit_19(12345), total=12346)
    assert Mismatch("group_total_differs", "123,46", "123,45", "58", 4) in items(data)
    problems = sums(data).headline(LOT_KINDS["returns"]).problems
    assert [problem.code for problem in problems] == ["group_total_differs", "total_differs"]


def test_one_debit_too_few_is_caught() -> None:
    found = codes(items(csb19(debit_19(100), total=100, count=2)))
    assert found == ["group_count_differs"]


@pytest.mark.parametrize("codec", ["latin-1", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", ""])
def test_cr_only_and_the_whole_file_on_one_line_are_read(end: str, codec: str) -> None:
    data = csb19(debit_19(12345), TEXT, debit_19(6655), total=19000, end=end, codec=codec)
    assert [row.amount_cents for row in rows(items(data))] == [12345, 6655]
    assert [row.debtor_name for row in rows(items(data))] == ["ANA EJEMPLO ÑUÑEZ"] * 2
    assert sums(data).headline(LOT_KINDS["returns"]).proved


def test_a_long_file_on_one_line_is_read_in_pieces() -> None:
    data = csb19(*(debit_19(nth + 1) for nth in range(4000)), total=4000 * 4001 // 2, end="")
    assert [row.amount_cents for row in rows(items(data))] == list(range(1, 4001))
    assert sums(data).headline(LOT_KINDS["returns"]).proved


def test_trimmed_lines_are_read() -> None:
    data = b"\n".join(line.rstrip() for line in GOOD.splitlines())
    assert rows(items(data)) == rows(items(GOOD))


def test_569x_may_be_the_debit_itself() -> None:
    data = csb19(debit_19(100, code="5691"), debit_19(250, code="5695"), total=350, count=2)
    assert [row.amount_cents for row in rows(items(data))] == [100, 250]
    assert sums(data).headline(LOT_KINDS["returns"]).proved


def test_our_own_remittance_is_not_taken_for_returns() -> None:
    data = csb19(debit_19(100, code="5680"), total=100, kind="8")
    assert refused(data) == ("own_remittance", "Cuaderno 19")


def test_a_file_that_begins_as_returns_and_goes_on_as_a_remittance_is_refused() -> None:
    data = csb19(debit_19(100, code="5680"), total=100)
    assert refused(data) == ("own_remittance", "Cuaderno 19")


def test_a_record_of_177_columns_refuses_the_file() -> None:
    """A shifted line made 21.404,40 out of 11.325.491,92 in a real one: none of its columns can be trusted."""
    lines = GOOD.splitlines()
    lines[2] = lines[2][:60] + b" " * 15 + lines[2][60:]
    lines[2] = lines[2].rstrip() + b"7" * (177 - len(lines[2].rstrip()))
    assert refused(b"\n".join(lines)) == ("long_record", "177")


def test_an_unreadable_amount_is_a_fault_and_proves_nothing() -> None:
    data = csb19(debit_19(amount="00000012.5"), debit_19(100), total=100, count=2)
    (fault,) = faults(items(data))
    assert (fault.line, fault.record, fault.code, fault.field) == (3, "5690", "bad_amount", "89-98")
    assert not sums(data).headline(LOT_KINDS["returns"]).proved


def test_a_record_cut_short_is_a_fault() -> None:
    lines = GOOD.splitlines()
    lines[2] = lines[2][:60]
    assert codes(items(b"\n".join(lines)))[0] == "short_record"


def test_a_file_without_record_59_is_cut() -> None:
    assert refused(b"\n".join(GOOD.splitlines()[:-1]))[0] == "missing_trailer"


def test_a_trailer_that_cannot_be_read_is_refused() -> None:
    lines = GOOD.splitlines()
    lines[-1] = lines[-1].replace(b"0000019000", b"000001900X")
    assert refused(b"\n".join(lines))[0] == "bad_trailer"


def test_an_unknown_record_is_a_fault_in_the_open() -> None:
    assert codes(items(GOOD + b"77 algo\n")) == ["unknown_record"]


def test_a_file_that_counts_another_creditor_contradicts() -> None:
    assert "group_count_differs" in codes(items(GOOD.replace(b"0001" + b" " * 16, b"0002" + b" " * 16)))


def test_records_counted_otherwise_are_only_noted() -> None:
    data = GOOD.replace(f"{7:010d}".encode() + b" ", f"{8:010d}".encode() + b" ")
    assert codes(items(data)) == ["record_count_differs"]
    assert sums(data).headline(LOT_KINDS["returns"]).proved


def test_two_equal_debits_are_both_real() -> None:
    assert [row.occurrence for row in rows(items(csb19(debit_19(), debit_19(), total=20000)))] == [1, 2]
