"""declared = booked + waiting + faulty: the decision alone, without files or database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recobro.billing.rules import Declared as Typed
from recobro.billing.rules import Outcome, Sums, Verdict, is_repeated, judge
from recobro.readers.prove import Control, Tally
from recobro.readers.rows import Declared, Fault, Header, Item, Mismatch, Note, Row, RowKind, WholeReject

RETURN = Row(1, RowKind.RETURN, 10000, "EUR")
SUMS = Sums(read_count=1, read_cents=10000, booked_count=1, booked_cents=10000)
STATED = Declared("entries", 1, 10000, kind=RowKind.RETURN, currency="EUR")


def control(*items: Item) -> Control:
    tally = Tally()
    for _ in tally.watch((Header("camt.054.001.08"), *items)):
        pass
    return tally.control


def verdict(
    *items: Item, sums: Sums = SUMS, kind: str = "returns", typed: Typed | None = None, confirmed: bool = False
) -> Verdict:
    return judge(kind, control(*items), sums, typed=typed, confirmed=confirmed, currency="EUR")


def test_what_was_declared_was_read_and_books() -> None:
    found = verdict(RETURN, STATED)
    assert (found.outcome, found.declared_count, found.declared_cents, found.declared_by) == (
        Outcome.BOOK, 1, 10000, "entries",
    )  # fmt: skip


@pytest.mark.parametrize("part", ["booked_cents", "waiting_cents", "faulty_cents"])
def test_one_cent_anywhere_refuses_and_is_named(part: str) -> None:
    found = verdict(RETURN, STATED, sums=replace(SUMS, **{part: getattr(SUMS, part) + 1}))
    assert (found.outcome, found.reason, found.data["gap"]) == (Outcome.REFUSE, "total_differs", "0,01")


def test_one_row_too_many_refuses_even_when_the_cents_agree() -> None:
    found = verdict(RETURN, STATED, sums=replace(SUMS, waiting_count=1))
    assert (found.outcome, found.reason) == (Outcome.REFUSE, "count_differs")


def test_fees_that_the_bank_books_together_are_no_debt() -> None:
    fee = replace_fee(STATED)
    assert verdict(RETURN._replace(fee_cents=180), fee).outcome is Outcome.BOOK


def replace_fee(declared: Declared) -> Declared:
    return replace(declared, total_cents=10180, fee_cents=180)


def test_other_lines_of_the_statement_stay_outside_the_equation() -> None:
    other = Row(2, RowKind.OTHER, 99999, "EUR")
    assert verdict(RETURN, other, STATED, Declared("entries", 1, 99999, kind=RowKind.OTHER)).outcome is Outcome.BOOK


def test_returns_and_payments_of_one_statement_are_declared_together() -> None:
    paid = Row(2, RowKind.PAYMENT, 500, "EUR")
    stated = Declared("entries", 1, 500, kind=RowKind.PAYMENT, currency="EUR")
    found = verdict(RETURN, paid, STATED, stated, sums=replace(SUMS, booked_count=2, booked_cents=10500))
    assert (found.outcome, found.declared_cents) == (Outcome.BOOK, 10500)


def test_nobody_declared_so_a_person_is_asked() -> None:
    assert (verdict(RETURN).outcome, verdict(RETURN).reason) == (Outcome.WAIT, "no_declared_total")


def test_a_persons_total_books_and_a_wrong_one_waits() -> None:
    right, wrong = verdict(RETURN, typed=Typed(1, 10000)), verdict(RETURN, typed=Typed(1, 9999))
    assert (right.outcome, right.declared_by) == (Outcome.BOOK, "person")
    assert (wrong.outcome, wrong.reason) == (Outcome.WAIT, "typed_total_differs")


def test_a_typed_count_alone_proves_no_money() -> None:
    assert verdict(RETURN, typed=Typed(count=1)).reason == "no_declared_total"


def test_rows_without_amounts_are_proved_by_their_count() -> None:
    bare = RETURN._replace(kind=RowKind.REJECT, amount_cents=None)
    found = verdict(bare, Declared("status", 1, None, kind=RowKind.REJECT), sums=replace(SUMS, unpriced_count=1))
    assert (found.outcome, found.declared_cents) == (Outcome.BOOK, 10000)
    assert verdict(bare, sums=replace(SUMS, unpriced_count=1)).reason == "no_declared_total"


def test_an_unreadable_amount_waits_whatever_else_agrees() -> None:
    fault = Fault(2, "TxDtls", "bad_amount", "12..34", kind=RowKind.RETURN)
    found = verdict(RETURN, fault, STATED, sums=replace(SUMS, faulty_count=1, unreadable_count=1))
    assert (found.outcome, found.reason) == (Outcome.WAIT, "unreadable_amount")


def test_a_file_that_contradicts_itself_is_refused_also_when_a_person_insists() -> None:
    lie = Mismatch("summary_differs", "10,00", "10,01", "TxsSummry")
    found = verdict(RETURN, STATED, lie, typed=Typed(1, 10000), confirmed=True)
    assert (found.outcome, found.reason, found.data["found"]) == (Outcome.REFUSE, "summary_differs", "10,01")


def test_a_statement_whose_balances_miss_a_page_waits_for_a_yes() -> None:
    gap = Mismatch("balance_differs", "10,00", "10,01", "Bal")
    found = verdict(RETURN, STATED, gap)
    assert (found.outcome, found.reason) == (Outcome.WAIT, "balance_differs")
    assert verdict(RETURN, STATED, gap, confirmed=True).outcome is Outcome.BOOK


def test_a_yes_to_the_balances_does_not_excuse_another_contradiction() -> None:
    gap, lie = Mismatch("balance_differs", "1", "2", "Bal"), Mismatch("summary_differs", "3", "4", "TxsSummry")
    assert verdict(RETURN, STATED, gap, lie, confirmed=True).outcome is Outcome.REFUSE


def test_another_currency_is_refused_before_anything_is_added_up() -> None:
    sums = replace(SUMS, foreign_count=1, foreign_currency="USD")
    assert verdict(RETURN, STATED, sums=sums).reason == "wrong_currency"


def test_what_the_reader_doubts_waits_for_a_yes() -> None:
    doubt = Note("unknown_namespace", found="urn:x", confirm=True)
    assert verdict(RETURN, STATED, doubt).outcome is Outcome.WAIT
    assert verdict(RETURN, STATED, doubt, confirmed=True).outcome is Outcome.BOOK


def test_a_whole_reject_waits_unless_the_fault_was_ours_and_seen() -> None:
    theirs, ours = WholeReject("file", "REM-1", "", "AC04"), WholeReject("file", "REM-1", "", "DU01", ours=True)
    assert verdict(theirs, sums=Sums(), confirmed=True).reason == "whole_reject"
    assert verdict(ours, sums=Sums()).reason == "whole_reject_ours"
    assert verdict(ours, sums=Sums(), confirmed=True).outcome is Outcome.BOOK


def test_contracts_count_and_move_no_money() -> None:
    row = Row(2, RowKind.CONTRACT, None, "")
    found = verdict(row, kind="contracts", sums=Sums(read_count=1, booked_count=1))
    assert (found.outcome, found.declared_count, found.declared_cents, found.declared_by) == (
        Outcome.BOOK,
        1,
        0,
        "rows",
    )


def test_a_message_is_repeated_when_all_of_it_is_known() -> None:
    known = replace(SUMS, known_count=1)
    assert is_repeated(known, message_seen=True)
    assert not is_repeated(known, message_seen=False)
    assert not is_repeated(SUMS, message_seen=True)
    assert not is_repeated(Sums(), message_seen=True)
