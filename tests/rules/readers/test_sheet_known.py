"""What a person has said of a source is used for every later file with the same headings, and for no other."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest

from recobro.readers.open import read_file
from recobro.readers.rows import AskColumns, BadFile, Item, Note
from recobro.readers.sheet_columns import ColumnMap
from recobro.readers.sheet_heading import Known, fingerprint_of
from recobro.readers.sheet_peek import peek
from tests.rules.readers.files import camt, rows, table, xlsx

HEADINGS = ("Wer", "Wieviel", "Papier", "", "Wann")
SAVED = ColumnMap(
    kind="unpaid",
    places={"debtor_name": 0, "amount": 1, "invoice_number": 2, "due_on": 4},
    decimal=".",
    month_first=True,
    source="Banco del Norte",
)
DATA = table(";".join(HEADINGS), "Ana;1.234;F1;x;11/20/2026", "Eva;2.00;F2;;11/21/2026")


def read(data: bytes, known: Known, kind: str | None = None) -> list[Item]:
    return list(read_file(io.BytesIO(data), kind=kind, known=known)[1])


def known(*maps: ColumnMap) -> Known:
    return {fingerprint_of(HEADINGS): maps}


def test_a_sheet_whose_headings_nobody_knows_asks() -> None:
    with pytest.raises(AskColumns) as asked:
        read(DATA, {})
    assert asked.value.code == "no_heading"


@pytest.mark.parametrize(
    "data",
    [b"uno, dos, tres y cuatro\n", b"\n".join([b"Querida Ana, te escribo, desde Quito,", b"un abrazo,", b"Eva"])],
)
def test_a_text_that_is_no_table_is_refused_and_asks_nobody(data: bytes) -> None:
    with pytest.raises(BadFile) as refused:
        read(data, {})
    assert not isinstance(refused.value, AskColumns)


def test_a_known_layout_is_read_as_it_was_explained_and_says_so() -> None:
    """Also what the file leaves open: 1.234 is one and a bit here, and the month comes first."""
    data = DATA.replace(b"1.234", b"1.23")
    found = read(data, known(SAVED))
    assert [(row.debtor_name, row.amount_cents, row.invoice_number) for row in rows(found)] == [
        ("Ana", 123, "F1"),
        ("Eva", 200, "F2"),
    ]
    assert rows(found)[0].due_on == date(2026, 11, 20)
    assert Note("columns_known", "Banco del Norte", 1) in found


def test_a_known_layout_goes_before_the_headings_we_know() -> None:
    """The person gave Importe to nobody: what we would have guessed does not count."""
    headings = ("Cliente", "Importe", "Saldo vivo", "Factura")
    saved = ColumnMap(kind="unpaid", places={"debtor_name": 0, "amount": 2, "invoice_number": 3}, source="ERP")
    data = table(";".join(headings), "Ana;99,00;7,50;F1")
    assert [row.amount_cents for row in rows(read(data, {fingerprint_of(headings): [saved]}))] == [750]
    assert [row.amount_cents for row in rows(read(data, {}, "unpaid"))] == [9900]


def test_accents_and_case_of_the_headings_make_no_other_layout_but_their_order_does() -> None:
    assert fingerprint_of(("Número de Factura", "IMPORTE", "", "")) == fingerprint_of(("numero factura", "Importe"))
    assert fingerprint_of(("a", "b")) != fingerprint_of(("b", "a"))
    assert fingerprint_of(("a", "", "b")) != fingerprint_of(("a", "b"))


def test_a_kind_that_is_named_chooses_between_two_explanations() -> None:
    paid = replace(SAVED, kind="payments", places={"debtor_name": 0, "amount": 1, "booked_on": 4})
    both = known(SAVED, paid)
    data = DATA.replace(b"1.234", b"1.23")
    assert {row.kind.value for row in rows(read(data, both, "payments"))} == {"payment"}
    assert {row.kind.value for row in rows(read(data, both, "unpaid"))} == {"unpaid"}
    with pytest.raises(AskColumns):
        read(data, both)


def test_the_known_layout_is_found_below_titles_and_on_a_later_sheet() -> None:
    lines: list[list[object]] = [["LISTE"], [], list(HEADINGS), ["Ana", 1.5, "F1", "", "11/20/2026"]]
    assert [row.amount_cents for row in rows(read(xlsx(*lines), known(SAVED)))] == [150]


def test_the_beginning_of_a_sheet_is_shown_as_it_stands() -> None:
    seen = peek(io.BytesIO(DATA), known=known(SAVED))
    assert seen.top.rows[0] == (1, list(HEADINGS))
    assert seen.top.heading is not None
    assert seen.top.chosen.source == "Banco del Norte"
    book = peek(io.BytesIO(xlsx(["Wer", "Was", "Wann"], ["Ana", 1, 2])))
    assert (book.sheets, book.top.heading) == (("Devueltos",), None)


def test_a_bank_message_has_no_columns_to_choose() -> None:
    with pytest.raises(BadFile) as refused:
        peek(io.BytesIO(camt()))
    assert refused.value.code == "not_a_sheet"
