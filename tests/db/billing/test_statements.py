"""Norma 43 from file to ledger: a return that names its debit books, one that does not waits for the detailed file."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import BinaryIO

import pytest

from recobro.access.scope import Scope
from recobro.billing.models import DebitReturn, Invoice, Lot, LotRow, Payment, ReturnEvidence, ReturnReason
from recobro.core.wording import say
from recobro.flows.reverse import reverse
from recobro.flows.rows import accept
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import Back, Money, camt053, camt054
from tests.rules.readers import fixed
from tests.rules.readers.fixed import Move, account, back

TEXT = "DEVOLUCION RECIBO F-1 ANA EJEMPLO"
UNNAMED = Move(10000, "14", "1", ("DEVOLUCION RECIBO",))


def statement(*moves: Move, document: int = 0) -> BinaryIO:
    """A statement of one account; `document` makes the bytes differ."""
    return io.BytesIO(fixed.norma43(account(*moves, opening=500000 + document)))


def second(amount: str = "100,00") -> BinaryIO:
    """A second contract with an invoice of its own."""
    return files.invoices(f"C-1;F-2;{amount};01/11/2026;21/11/2026")


def sources() -> list[str]:
    return [r.source for r in DebitReturn.objects.all()] + [e.source for e in ReturnEvidence.objects.order_by("id")]


def test_a_return_with_its_items_books(invoice: None, take_in: Take) -> None:
    report = take_in(statement(back(10000, reference="12")))
    assert (report.status, report.format, report.booked, report.declared_by) == (
        "booked",
        "norma43",
        (1, 10000),
        "file",
    )
    assert DebitReturn.objects.get().source == "norma43"
    assert open_cents() == 10000
    assert proved() == 10000


def test_a_return_whose_text_names_invoice_and_amount_books(invoice: None, take_in: Take) -> None:
    assert take_in(statement(replace(UNNAMED, texts=(TEXT,)))).booked == (1, 10000)
    assert DebitReturn.objects.get().invoice.number == "F-1"


def test_a_return_whose_reference_is_our_number_books(invoice: None, take_in: Take) -> None:
    assert take_in(statement(replace(UNNAMED, reference="F-1"))).booked == (1, 10000)


def test_a_return_whose_text_names_the_mandate_finds_the_one_invoice_of_its_amount(
    invoice: None, take_in: Take
) -> None:
    assert take_in(statement(replace(UNNAMED, texts=("IMPAGADO MND-1",)))).booked == (1, 10000)


@pytest.mark.parametrize(
    "move",
    [
        UNNAMED,
        replace(UNNAMED, cents=9999, texts=(TEXT,)),
        replace(UNNAMED, texts=("DEVOLUCION RECIBO XF-1",)),
        replace(UNNAMED, cents=30000, texts=("DEVOLUCION REMESA 3 RECIBOS",)),
    ],
    ids=["no name", "other amount", "no whole word", "a sum"],
)
def test_a_return_that_names_nothing_certain_waits_for_the_detailed_file(
    invoice: None, take_in: Take, move: Move
) -> None:
    report = take_in(statement(move))
    assert (report.status, report.waiting) == ("booked", (1, move.cents))
    assert LotRow.objects.get(status="waiting").reason == "detail_awaited"
    assert "Falta el fichero del banco con el detalle" in say("detail_awaited")
    assert proved() == 10000


def test_a_text_that_names_two_invoices_of_that_amount_is_never_decided(invoice: None, take_in: Take) -> None:
    take_in(second())
    take_in(statement(replace(UNNAMED, texts=("DEVOLUCION F-1 F-2",))))
    row = LotRow.objects.get(status="waiting")
    assert row.reason == "clues_disagree"
    assert sorted(row.proposals.values_list("invoice__number", flat=True)) == ["F-1", "F-2"]


@pytest.mark.parametrize("first", ["norma43", "camt.054"])
@pytest.mark.parametrize("move", [back(10000), UNNAMED], ids=["named", "unnamed"])
def test_the_same_return_in_norma_43_and_camt_is_one_event(
    invoice: None, take_in: Take, first: str, move: Move
) -> None:
    both = [statement(move), camt054(Back())]
    for source in both if first == "norma43" else reversed(both):
        assert take_in(source).status == "booked"
    event = DebitReturn.objects.get()
    assert (event.evidences, event.reason_code, Invoice.objects.get().returns) == (2, "AM04", 1)
    assert sorted(sources()) == ["camt.054", "norma43"]
    assert not LotRow.objects.filter(status="waiting").exists()
    assert proved() == 10000


def test_statement_notification_and_norma_43_are_three_evidences_of_one_return(invoice: None, take_in: Take) -> None:
    take_in(statement(UNNAMED))
    take_in(camt053(Back()))
    take_in(camt054(Back()))
    assert DebitReturn.objects.get().evidences == 3
    assert not LotRow.objects.filter(status="waiting").exists()


def test_equal_returns_of_a_day_are_covered_one_by_one(invoice: None, take_in: Take) -> None:
    """Flat rates: three movements of 100.00, two of which the bank has told in detail."""
    take_in(second())
    take_in(camt054(Back(), Back("F-2")))
    report = take_in(statement(UNNAMED, UNNAMED, UNNAMED))
    assert (report.known, report.waiting) == ((2, 20000), (1, 10000))
    assert list(DebitReturn.objects.values_list("evidences", flat=True)) == [2, 2]
    assert proved() == 20000


@pytest.mark.parametrize(
    "move", [replace(UNNAMED, day="261121"), replace(UNNAMED, cents=10001)], ids=["another day", "another amount"]
)
def test_what_no_detailed_file_told_is_not_covered(invoice: None, take_in: Take, move: Move) -> None:
    take_in(camt054(Back()))
    assert take_in(statement(move)).waiting[0] == 1
    assert DebitReturn.objects.get().evidences == 1


def test_another_account_of_ours_is_another_return(invoice: None, take_in: Take) -> None:
    take_in(camt054(Back()))
    other = io.BytesIO(fixed.norma43(account(UNNAMED, ccc="999902100001234567")))
    assert take_in(other).waiting == (1, 10000)


def test_a_person_may_say_which_return_of_those_days_it_is(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(Back()))
    take_in(statement(replace(UNNAMED, day="261123")))
    row = LotRow.objects.get(status="waiting")
    proposal = row.proposals.get(reason="return_of_those_days")
    accept(scope, proposal.pk)
    assert DebitReturn.objects.get().evidences == 2
    assert proved() == 10000


def test_days_fetched_twice_tell_the_same_once(invoice: None, take_in: Take) -> None:
    paid = Move(5000, reference="F-1", document="77")
    take_in(statement(UNNAMED, paid))
    report = take_in(statement(UNNAMED, paid, replace(paid, cents=700, document="78"), document=1))
    assert (report.known, report.booked) == ((1, 5000), (2, 5700))
    assert LotRow.objects.filter(status="waiting").count() == 2
    take_in(camt054(Back()))
    assert not LotRow.objects.filter(status="waiting").exists()
    assert Payment.objects.count() == 2
    assert proved() == 10000 - 5700


def test_two_equal_payments_of_a_day_are_two(invoice: None, take_in: Take) -> None:
    paid = Move(4000, reference="F-1")
    take_in(statement(paid))
    assert take_in(statement(paid, paid, document=1)).known == (1, 4000)
    assert Payment.objects.count() == 2


def test_the_payment_of_a_statement_may_be_that_of_a_notification(invoice: None, take_in: Take) -> None:
    take_in(camt054(Money(reference="F-1", amount="40.00")))
    report = take_in(statement(Move(4000, reference="F-1", day="261121", document="5")))
    assert (report.booked[0], Payment.objects.count()) == (1, 1)


def test_a_transfer_whose_text_names_the_invoice_is_only_proposed(invoice: None, take_in: Take) -> None:
    """The payer wrote it: who has paid is left alone until a person has looked."""
    take_in(statement(Move(10000, texts=("TRANSFERENCIA DE ANA EJEMPLO F-1",))))
    row = LotRow.objects.get(status="waiting")
    assert (row.reason, row.proposals.get().reason) == ("no_match", "number_and_amount")


def test_a_return_without_reason_is_marked_until_a_detailed_file_says_why(invoice: None, take_in: Take) -> None:
    take_in(statement(back(10000)))
    assert (DebitReturn.objects.get().reason_code, Invoice.objects.get().last_reason_code) == ("SINMOTIVO",) * 2
    assert ReturnReason.objects.get(code="SINMOTIVO").stops_dunning == "hold"
    take_in(camt054(Back(code="MD07")))
    assert (DebitReturn.objects.get().reason_code, Invoice.objects.get().last_reason_code) == ("MD07",) * 2


def test_the_reason_that_comes_after_the_erps_list_reaches_the_invoice(take_in: Take) -> None:
    take_in(files.unpaid(f"Ana Ejemplo;100,00;F-1;{files.CUPS};"))
    assert Invoice.objects.get().last_reason_code == ""
    take_in(camt054(Back(mandate="", code="MD07")))
    assert Invoice.objects.get().last_reason_code == "MD07"


def test_a_reversed_detail_lets_the_statement_wait_again(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(statement(UNNAMED))
    take_in(camt054(Back()))
    reverse(scope, Lot.objects.get(format__startswith="camt").pk, "mal cargado")
    row = LotRow.objects.get(status="waiting")
    assert (row.lot.format, row.reason) == ("norma43", "detail_awaited")
    assert proved() == 10000


def test_a_balance_that_misses_a_page_waits_for_a_person(invoice: None, take_in: Take) -> None:
    data = fixed.norma43(account(back(10000), opening=50000, closing=39999))
    report = take_in(io.BytesIO(data))
    assert (report.status, report.reason) == ("waiting", "balance_differs")
    assert take_in(io.BytesIO(data), confirmed=True).status == "booked"


def test_a_statement_that_misses_its_own_sums_by_one_cent_is_refused(invoice: None, take_in: Take) -> None:
    report = take_in(io.BytesIO(fixed.norma43(account(back(10000), debits=(1, 10001)))))
    assert (report.status, report.reason) == ("refused", "group_total_differs")
    assert not DebitReturn.objects.exists()


@pytest.mark.parametrize("left_out", ["no_file_end", "records_missing"])
def test_a_statement_that_may_be_cut_waits_for_a_person(invoice: None, take_in: Take, left_out: str) -> None:
    lines = account(back(10000))
    data = fixed.norma43(lines, close=False) if left_out == "no_file_end" else fixed.norma43(lines, records=20)
    assert (found := take_in(io.BytesIO(data))).status == "waiting"
    assert found.reason == left_out


def test_a_statement_in_another_currency_is_refused(invoice: None, take_in: Take) -> None:
    report = take_in(io.BytesIO(fixed.norma43(account(back(10000), currency="840"))))
    assert (report.status, report.reason) == ("refused", "wrong_currency")
