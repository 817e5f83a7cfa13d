"""The numbered tables of docs/reglas/lotes.md are what happens."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from recobro.access.scope import Scope
from recobro.billing.models import CollectionAttempt, DebitReturn, Invoice, LedgerEntry, LotRow, MatchProposal
from recobro.billing.rules import Outcome, Sums, judge
from recobro.flows.rows import accept
from recobro.readers.prove import Tally
from recobro.readers.rows import Declared, Header, RowKind
from tests.db.billing import files
from tests.db.billing.conftest import Take, credit, guess, open_cents, proved
from tests.db.billing.files import DAY, Back, Money, camt053, camt054
from tests.db.billing.remittances import DUE, Debit, answer, credited, pain008

PAGE = (Path(__file__).parents[3] / "docs" / "reglas" / "lotes.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the numbered table that has this word in its heading."""
    lines = PAGE.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("| n |") and heading in line)
    found = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")][1:])
    return found


def cents(text: str) -> int:
    return int(text.replace(",", "").replace("−", "-"))


@pytest.mark.parametrize("row", table("con error"))
def test_the_equation(row: list[str]) -> None:
    declared, booked, waiting, faulty = (cents(cell) for cell in row[:4])
    tally = Tally()
    list(tally.watch([Header("camt.054.001.08"), Declared("entries", 3, declared, kind=RowKind.RETURN)]))
    sums = Sums(3, booked + waiting + faulty, 1, booked, 0, 0, 1, waiting, 1, faulty)
    found = judge("returns", tally.control, sums, typed=None, confirmed=False, currency="EUR")
    assert row[4].startswith("contabilizado" if found.outcome is Outcome.BOOK else "rechazado")
    if found.outcome is not Outcome.BOOK:
        assert row[4].endswith(str(found.data["gap"]).replace(".", ",").replace("-", "−"))


@pytest.mark.parametrize("row", table("hechos"))
def test_one_event_or_two(invoice: None, take_in: Take, row: list[str]) -> None:
    first, first_day, first_batch, second, second_day, second_batch, events = row
    makers = {"camt.053": camt053, "camt.054": camt054}
    for nth, (family, day, batch) in enumerate(((first, first_day, first_batch), (second, second_day, second_batch))):
        told = Back(on=DAY + timedelta(days=int(day)), batch=batch)
        take_in(makers[family](told, message=f"M-{nth}"))
    assert DebitReturn.objects.count() == int(events)
    assert proved() == 10000


@pytest.mark.parametrize("row", table("saldo a favor"))
def test_where_a_payment_goes(customer: None, take_in: Take, row: list[str]) -> None:
    opened, amount, named, left, credit = row
    take_in(
        files.invoices(
            *(f"C-1;F-{n};{part};01/10/2026;{20 + n}/10/2026" for n, part in enumerate(opened.split(), start=1))
        )
    )
    if named:
        take_in(camt054(Money(reference=named, amount=amount.replace(",", "."))))
    else:
        take_in(files.payments(f"20/11/2026;{amount};;{files.CUPS};P-1"))
    assert list(Invoice.objects.order_by("number").values_list("open_cents", flat=True)) == [
        cents(p) for p in left.split()
    ]
    assert -sum(LedgerEntry.objects.filter(invoice_id=None).values_list("amount_cents", flat=True)) == cents(credit)


ANSWERS = {  # the rows of the table of remittances, in its order: what the bank sends after F-1 was presented
    "1": [lambda: answer(state="ACCP")],
    "2": [lambda: credited(Debit())],
    "3": [lambda: credited(bare="100.00")],
    "4": [lambda: credited(bare="90.00")],
    "5": [lambda: credited(Debit()), lambda: credited(Debit(), kind="053", message="STM")],
    "6": [lambda: answer(("F-1", "AC01"))],
    "7": [lambda: credited(Debit()), lambda: camt054(Back(on=DUE + timedelta(days=2), batch="B-1"))],
    "8": [lambda: answer(whole="RJCT", reason="DU01")],
    "9": [lambda: answer(state="RJCT", reason="AG01")],
}


@pytest.mark.parametrize(("nth", "row"), list(enumerate(table("después de presentar"), start=1)))
def test_what_becomes_of_a_presented_debit(invoice: None, take_in: Take, nth: int, row: list[str]) -> None:
    take_in(pain008())
    for source in ANSWERS[str(nth)]:
        take_in(source())
    assert proved() == cents(row[1])
    attempt = CollectionAttempt.objects.get()
    found = {
        "en camino": attempt.collected_on is None and attempt.cancelled_on is None,
        "cobrado": attempt.collected_on == DUE,
        "devuelto": DebitReturn.objects.count() == 1,
        "anulado": attempt.cancelled_on is not None,
    }
    assert found[next(word for word in found if row[2].startswith(word))]


@pytest.mark.parametrize("row", table("vuelve al cliente"))
def test_what_becomes_of_money_that_goes_back(scope: Scope, invoice: None, take_in: Take, row: list[str]) -> None:
    paid, back, left, favour, happens = row
    take_in(files.payments(f"20/11/2026;{paid};F-1;;P-1"))
    take_in(files.payments(f"23/11/2026;-{back};F-1;;P-1"))
    assert LotRow.objects.filter(status="waiting").exists() == happens.startswith("espera")
    assert (MatchProposal.objects.filter(reason__startswith="reopens").count() == 1) == happens.endswith("acepta")
    if happens.endswith("acepta"):
        accept(scope, guess().pk)
    assert (open_cents(), credit()) == (cents(left), cents(favour))
