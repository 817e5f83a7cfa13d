"""The equation of a lot: what a file declares, what was read, and by what name they differ."""

from __future__ import annotations

from recobro.readers.prove import LOT_KINDS, Tally, control
from recobro.readers.repeats import Repeats
from recobro.readers.rows import Declared, Fault, Header, Item, Mismatch, Note, Row, RowKind

RETURNS = LOT_KINDS["returns"]
ONE = Row(1, RowKind.RETURN, 100, "EUR")
PAID = Row(2, RowKind.PAYMENT, 5000, "EUR")
BAD = Fault(3, "TxDtls", "bad_amount", "12..34", "Amt", kind=RowKind.RETURN)


def codes(*items: Item) -> list[str]:
    return [problem.code for problem in control(items).headline(RETURNS).problems]


def test_declared_is_read() -> None:
    headline = control([ONE, Declared("file", 1, 100)]).headline(RETURNS)
    assert headline.proved
    assert (headline.declared_by, headline.currency) == ("file", "EUR")


def test_a_file_that_declares_nothing_is_not_proved() -> None:
    headline = control([ONE]).headline(RETURNS)
    assert (headline.declared_cents, headline.problems, headline.proved) == (None, (), False)


def test_a_cent_and_a_row_are_missed() -> None:
    assert codes(ONE, Declared("file", 1, 101)) == ["total_differs"]
    assert codes(ONE, Declared("file", 2, 100)) == ["count_differs"]


def test_rows_of_other_kinds_are_left_out_of_a_total_of_everything() -> None:
    assert control([ONE, PAID, Declared("file", 2, 5100)]).headline(RETURNS).declared_cents == 100
    assert codes(ONE, PAID, Declared("file", 2, 5100)) == []
    assert codes(ONE, PAID, Declared("file", 2, 5101)) == ["total_differs"]


def test_a_total_of_the_kind_goes_before_a_total_of_everything() -> None:
    found: list[Item] = [ONE, PAID, Declared("file", 2, 9999), Declared("entries", 1, 100, kind=RowKind.RETURN)]
    assert control(found).headline(RETURNS).proved


def test_a_fault_still_counts() -> None:
    headline = control([ONE, BAD, Declared("file", 2, 1334)]).headline(RETURNS)
    assert (headline.read_count, headline.faulty_count, headline.faulty_cents) == (1, 1, 0)
    assert [problem.code for problem in headline.problems] == ["faulty_rows"]


def test_a_fault_whose_amount_is_known_keeps_the_equation() -> None:
    known = Fault(3, "TxDtls", "bad_date", "x", "BookgDt", 34, kind=RowKind.RETURN)
    assert codes(ONE, known, Declared("file", 2, 134)) == ["faulty_rows"]
    assert codes(ONE, known, Declared("file", 2, 135)) == ["total_differs", "faulty_rows"]


def test_a_fault_of_another_kind_is_another_lot() -> None:
    assert codes(ONE, Fault(3, "TxDtls", "bad_amount", kind=RowKind.OTHER), Declared("file", 2, None)) == []


def test_a_fault_of_unknown_kind_is_everybodys() -> None:
    assert codes(ONE, Fault(3, "77", "unknown_record")) == ["faulty_rows"]


def test_two_currencies_are_never_added() -> None:
    headline = control([ONE, ONE._replace(currency="USD"), Declared("file", 2, 200)]).headline(RETURNS)
    assert (headline.declared_cents, headline.read_cents) == (None, 0)
    assert [(problem.code, problem.found) for problem in headline.problems] == [("mixed_currencies", "EUR, USD")]


def test_a_currency_that_some_rows_leave_out_is_no_second_one() -> None:
    assert control([ONE, ONE._replace(currency=""), Declared("file", 2, 200)]).headline(RETURNS).proved


def test_contradictions_and_questions_stop_every_lot_of_the_file() -> None:
    found: list[Item] = [
        ONE,
        Declared("file", 1, 100),
        Mismatch("balance_differs", "1", "2", "Bal"),
        Note("unknown_namespace", confirm=True),
    ]
    assert codes(*found) == ["balance_differs", "unknown_namespace"]


def test_a_plain_note_stops_nothing() -> None:
    assert codes(ONE, Declared("file", 1, 100), Note("hidden_rows", "3")) == []


def test_the_tally_hands_on_what_it_counts() -> None:
    tally = Tally()
    found: list[Item] = [Header("csv"), ONE, PAID]
    assert list(tally.watch(found)) == found
    assert tally.control.header == Header("csv")
    assert tally.control.kinds == {RowKind.RETURN, RowKind.PAYMENT}


def test_equal_records_are_counted_and_not_dropped() -> None:
    repeats = Repeats()
    assert [repeats.occurrence("a", 1), repeats.occurrence("a", 1), repeats.occurrence("a", 2)] == [1, 2, 1]
    assert repeats.occurrence("a", 1) == 3
