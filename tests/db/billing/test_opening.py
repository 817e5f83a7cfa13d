"""An office moves in: its old table is looked at, doubted row by row, and opened once, to the cent."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from recobro.access.roles import Role
from recobro.access.scope import Scope
from recobro.billing.models import Invoice, LedgerEntry, Lot, LotRow, Payment
from recobro.cases.models import Case
from recobro.core.errors import BadInput, RuleBroken
from recobro.flows import later, opening
from recobro.flows.opening import Papers, Said
from recobro.flows.opening_report import OpeningReport
from recobro.flows.reverse import reverse
from recobro.flows.take import apply
from recobro.parties.models import Account
from recobro.reports.check import check as check_all
from recobro.reports.history import history
from recobro.runs import day as days
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.old_table import EVENING, GREEN, RED, YELLOW, Old, payments, table

TWO = (Old(colour=YELLOW), Old("F-2", 50.25, "Luis Ejemplo Gil", "ES0021000000000002CD"))
TOTAL = 150_25


def look(scope: Scope, *rows: Old, said: Said | None = None, **papers: Any) -> OpeningReport:
    """Look at a table with these rows."""
    return opening.check(scope, _papers(*rows, **papers), said or Said(TOTAL))


def book(scope: Scope, *rows: Old, said: Said | None = None, **papers: Any) -> OpeningReport:
    """Look at it and book it."""
    return opening.open_books(scope, _papers(*rows, **papers), said or Said(TOTAL))


def _papers(*rows: Old, **papers: Any) -> Papers:
    keys = {key: papers.pop(key) for key in ("legend", "total") if key in papers}
    return Papers(table(*rows, **keys), "TABLA.xlsx", EVENING, **papers)


def codes(found: OpeningReport, line: int | None = None) -> set[str]:
    """The doubts, of one row or all."""
    return {doubt.code for doubt in found.doubts if line in (None, doubt.line)}


def test_a_look_books_nothing_and_says_what_there_is(scope: Scope, customer: None) -> None:
    found = look(scope, *TWO)
    assert (found.lot.status, found.lot.read, found.lot.booked) == ("checked", (2, TOTAL), (2, TOTAL))
    assert (found.yellow_count, found.red_count, found.colours_read) == (1, 0, True)
    assert [(part.code, part.count, part.cents) for part in found.months] == [("2026-10", 2, TOTAL)]
    assert not Invoice.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_a_dry_run_keeps_not_even_the_file(scope: Scope) -> None:
    found = opening.dry_run(scope, _papers(*TWO), Said(TOTAL))
    assert found.lot.status == "checked"
    assert not Lot.objects.exists()


def test_the_opening_is_one_lot_of_the_typed_total(scope: Scope, customer: None) -> None:
    found = book(scope, *TWO)
    assert (found.lot.status, found.lot.booked) == ("booked", (2, TOTAL))
    entries = LedgerEntry.objects.all()
    assert {entry.kind for entry in entries} == {"opening"}
    assert entries.aggregate(cents=Sum("amount_cents"))["cents"] == TOTAL == proved()
    assert not any(entry.assumed for entry in entries)
    assert Invoice.objects.get(number="F-1").due_on == date(2026, 10, 21)
    assert check_all().clean


@pytest.mark.parametrize("cents", [TOTAL - 1, TOTAL + 1, None])
def test_a_total_off_by_one_cent_or_missing_opens_nothing(scope: Scope, cents: int | None) -> None:
    found = book(scope, *TWO, said=Said(cents))
    assert found.lot.status == "waiting"
    assert found.lot.reason == ("typed_total_differs" if cents else "opening_total_needed")
    assert not LedgerEntry.objects.exists()
    assert not Account.objects.exists()


def test_a_totals_row_does_not_spare_the_typed_total(scope: Scope) -> None:
    assert look(scope, *TWO, total=150.25, said=Said()).lot.reason == "opening_total_needed"
    assert look(scope, *TWO, total=150.26).lot.reason == "totals_row_differs"


def test_a_row_without_contract_opens_unverified_and_says_so(scope: Scope, customer: None) -> None:
    found = book(scope, *TWO)
    assert "opening_unknown_customer" in codes(found, 5)
    assert not Account.objects.get(ref="cups:ES0021000000000002CD").verified


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Old("F-1", 50.25), "opening_duplicate"),
        (Old("F-2", "12..34"), "opening_unreadable"),
        (Old("F-2", -50.25), "opening_unplaced"),
        (Old("F-2", 50.25, says="pagado 20/11"), "opening_says_paid"),
    ],
)
def test_a_doubt_that_stops_keeps_everything_shut(scope: Scope, row: Old, code: str) -> None:
    found = book(scope, Old(), row)
    assert code in codes(found, 5)
    assert (found.lot.status, found.lot.reason) == ("waiting", "opening_doubts")
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Old("F-2", 50.25, cups="", name="Nadie Conocido"), "opening_no_supply"),
        (Old("F-2", 50.25, colour=GREEN), "opening_colour_unknown"),
        (Old("F-2", 50.25, colour=RED), "opening_red_without_date"),
        (Old("F-2", 50.25, colour=RED, cut=date(2026, 11, 12)), "opening_cut_past"),
        (Old("F-2", 50.25, colour=RED, says="corte programado 12/11"), "opening_cut_past"),
        (Old("F-2", 50.25, colour=RED, cut=date(2026, 11, 27)), "opening_cut_closed_day"),
        (Old("F-2", 50.25, colour=RED, cut=date(2026, 12, 1)), "opening_claim_unproved"),
    ],
)
def test_a_doubt_that_only_tells_lets_it_open(scope: Scope, row: Old, code: str) -> None:
    found = book(scope, Old(), row)
    assert code in codes(found, 5)
    assert found.lot.status == "booked"


def test_who_paid_by_the_workbook_is_not_opened_until_a_person_decides(scope: Scope) -> None:
    paid = payments(("F-2", 50.25, date(2026, 11, 20), "Luis Ejemplo Gil"))
    found = look(scope, *TWO, payments=paid, payments_name="PAGOS.xlsx")
    assert codes(found, 5) >= {"opening_paid"}
    assert found.lot.reason == "opening_doubts"
    after = opening.set_aside(scope, found.lot.lot_id, 5, "Pagó el viernes")
    assert after.lot.status == "checked"
    booked = opening.again(scope, found.lot.lot_id, Said(), book=True)
    assert booked.lot.status == "booked"
    assert booked.lot.declared_cents == TOTAL
    assert (booked.lot.booked, booked.lot.faulty) == ((1, 100_00), (1, 50_25))
    assert LotRow.objects.get(line=5).status == "set_aside"
    assert proved() == 100_00
    assert check_all().clean


def test_a_payment_without_invoice_of_the_same_customer_and_amount_stops_too(scope: Scope) -> None:
    paid = payments(("", 50.25, date(2026, 11, 20), "LUIS EJEMPLO GIL"))
    assert "opening_maybe_paid" in codes(look(scope, *TWO, payments=paid, payments_name="P.xlsx"), 5)


def test_a_payment_taken_back_in_the_workbook_is_no_payment(scope: Scope) -> None:
    paid = payments(("F-2", 50.25, date(2026, 11, 2), "Luis"), ("F-2", -50.25, date(2026, 11, 9), "Luis"))
    assert look(scope, *TWO, payments=paid, payments_name="P.xlsx").lot.status == "checked"


def test_a_person_may_say_that_a_row_stays(scope: Scope) -> None:
    paid = payments(("F-2", 20.0, date(2026, 11, 20), "Luis"), total=20.0)
    found = look(scope, *TWO, payments=paid, payments_name="PAGOS.xlsx")
    with pytest.raises(BadInput, match="stay_needs_reason"):
        opening.let_stay(scope, found.lot.lot_id, 5, " ")
    assert opening.let_stay(scope, found.lot.lot_id, 5, "Era la primera parte").lot.status == "checked"
    booked = opening.again(scope, found.lot.lot_id, Said(), book=True)
    assert booked.lot.status == "booked"
    assert open_cents("F-2") == 50_25  # the table had already counted that part
    assert booked.later is not None
    assert booked.later.known == (1, 20_00)
    assert LotRow.objects.get(lot__kind="opening", line=5).data["stays_by"] == "sistema"


def test_an_unreadable_amount_is_put_aside_with_what_a_person_reads(scope: Scope) -> None:
    found = look(scope, Old(), Old("F-2", "50,,25"))
    with pytest.raises(BadInput, match="amount_needed"):
        opening.set_aside(scope, found.lot.lot_id, 5, "Borrón")
    with pytest.raises(BadInput, match="aside_needs_reason"):
        opening.set_aside(scope, found.lot.lot_id, 5, "", 50_25)
    assert opening.set_aside(scope, found.lot.lot_id, 5, "Borrón", 50_25).lot.status == "checked"


def test_only_the_payments_since_are_booked(scope: Scope, customer: None) -> None:
    paid = payments(
        ("F-0", 33.0, date(2026, 9, 1), "Ana Ejemplo Ruiz"),
        ("F-1", 100.0, date(2026, 11, 24), "Ana Ejemplo Ruiz"),
    )
    found = book(scope, *TWO, payments=paid, payments_name="PAGOS.xlsx", said=Said(TOTAL, 133_00))
    assert found.later is not None
    assert found.later.status == "booked", found.later.sentence
    assert found.later.known == (1, 33_00)
    assert Payment.objects.get().amount_cents == 100_00
    assert (open_cents("F-1"), proved()) == (0, 50_25)


def test_a_payment_of_before_that_names_an_open_invoice_waits_for_a_person(scope: Scope, take_in: Take) -> None:
    book(scope, *TWO)
    found = take_in(payments(("F-2", 50.25, date(2026, 11, 20), "Luis"), total=50.25), kind="payments")
    assert found.waiting == (1, 50_25)
    assert LotRow.objects.get(lot_id=found.lot_id).reason == "paid_before_opening"
    assert open_cents("F-2") == 50_25


def test_a_bank_that_tells_late_of_money_of_before_is_believed(scope: Scope, customer: None, take_in: Take) -> None:
    """The statement is money that moved; only the office's own sheet may repeat what its table had counted."""
    book(scope, *TWO)
    assert take_in(files.camt053(files.Money("F-1", on=date(2026, 11, 20)))).booked == (1, 100_00)
    assert open_cents("F-1") == 0


def test_the_same_table_twice_is_a_duplicate_and_another_is_refused(scope: Scope) -> None:
    source = _papers(*TWO)
    assert opening.open_books(scope, source, Said(TOTAL)).lot.status == "booked"
    source.table.seek(0)
    assert opening.open_books(scope, source, Said(TOTAL)).lot.status == "duplicate"
    with pytest.raises(BadInput, match="opening_exists"):
        look(scope, Old("F-9", 150.25))
    assert proved() == TOTAL


def test_the_database_itself_holds_one_opening_per_portfolio(scope: Scope) -> None:
    lot = Lot.objects.get(pk=book(scope, *TWO).lot.lot_id)
    lot.pk, lot.number, lot.sha256 = None, 99, "0" * 64
    with pytest.raises(IntegrityError, match="a_portfolio_is_opened_once"), transaction.atomic():
        lot.save()


def test_a_corrected_table_takes_the_place_of_the_one_looked_at(scope: Scope) -> None:
    first = look(scope, Old(), Old("F-2", "50,,25"))
    second = look(scope, *TWO)
    assert Lot.objects.get(pk=first.lot.lot_id).status == "refused"
    assert second.lot.status == "checked"


def test_an_opening_is_undone_by_opposite_entries_and_may_come_again(scope: Scope) -> None:
    first = book(scope, *TWO)
    reverse(scope, first.lot.lot_id, "Era la tabla de la semana pasada")
    assert proved() == 0
    assert check_all().clean
    again = book(scope, Old(amount=90.0), Old("F-3", 60.25))
    assert again.lot.status == "booked", again.lot.sentence
    assert proved() == TOTAL
    assert open_cents("F-1") == 90_00
    assert check_all().clean


def test_an_invoice_that_a_file_told_of_before_stops_the_opening(scope: Scope, invoice: None) -> None:
    assert "opening_in_ledger" in codes(look(scope, *TWO), 4)


def test_a_return_told_late_by_the_bank_does_not_double_the_debt(scope: Scope, customer: None, take_in: Take) -> None:
    book(scope, *TWO)
    assert take_in(files.camt054(files.Back("F-1", on=date(2026, 11, 3)))).booked == (1, 100_00)
    assert (open_cents("F-1"), proved()) == (100_00, TOTAL)
    assert check_all().clean


def test_what_the_table_claims_is_kept_with_its_row(scope: Scope) -> None:
    book(scope, Old(colour=RED, says="corte programado 1/12"), TWO[1])
    row = LotRow.objects.get(line=4)
    assert row.data["fill"] == "red"
    assert (row.data["cut_on"], row.data["says"]) == ("2026-12-01", "corte programado 1/12")


def test_the_legend_of_the_book_goes_before_the_hue(scope: Scope) -> None:
    found = look(scope, Old(colour=GREEN), TWO[1], legend={GREEN: "Verde: corte enviado"})
    assert found.red_count == 1
    assert "opening_colour_unknown" not in codes(found)


def test_who_may_not_book_lots_may_look_and_not_open(scope: Scope) -> None:
    clerk = Scope(scope.portfolio_id, scope.code, "ES", "EUR", scope.zone, Role.OPERATIONS, 1, "clara")
    found = look(clerk, *TWO)
    assert found.lot.status == "checked"
    with pytest.raises(RuleBroken):
        opening.again(clerk, found.lot.lot_id, Said(TOTAL), book=True)


def test_an_opening_is_not_booked_like_any_other_file(scope: Scope) -> None:
    found = look(scope, *TWO)
    for hand in (apply, later.apply):
        with pytest.raises(BadInput, match="opening_has_its_page"):
            hand(scope, found.lot.lot_id)


def test_a_row_lifted_by_nothing_but_a_claim_begins_at_rung_one(scope: Scope, customer: None) -> None:
    """Red in the old table, cut date and all: the ladder still proposes its first notice."""
    book(scope, Old(colour=RED, cut=date(2026, 12, 1)), TWO[1])
    days.run(scope, date(2026, 11, 24))
    case = Case.objects.get(account__ref="C-1")
    assert (case.rung, case.items.get().rung) == (0, 0)
    assert [(step.rung, step.rung_id) for step in case.steps.all()] == [(1, "aviso_1")]
    told = [
        event
        for event in history(scope, case_id=case.pk, account_id=case.account_id, sees_amounts=True)
        if event.kind == "claim"
    ]
    assert [(event.code, event.what, event.more) for event in told] == [("red", "F-1", "01/12/2026")]


def test_a_return_reason_of_the_old_table_still_holds(scope: Scope) -> None:
    """A book of ours brings the reason of each return: who died is not dunned after the move either."""
    source = io.BytesIO(
        "Cliente;Importe;Nº factura;CUPS;Motivo;Fecha devolución\nAna;100,00;F-1;ES1;MD07;20/11/2026".encode()
    )
    found = opening.open_books(scope, Papers(source, "TABLA.csv", EVENING), Said(100_00))
    assert found.lot.status == "booked"
    assert not found.colours_read
    assert "opening_colours_unread" in {note["code"] for note in found.lot.notes}
    opened = Invoice.objects.get()
    assert (opened.last_reason_code, opened.last_return_on, opened.returns) == ("MD07", date(2026, 11, 20), 1)


def test_the_check_finds_an_opening_that_is_not_its_declared_total(scope: Scope) -> None:
    lot = Lot.objects.get(pk=book(scope, *TWO).lot.lot_id)
    Lot.objects.filter(pk=lot.pk).update(declared_cents=TOTAL + 5, booked_cents=TOTAL + 5)
    broken = {result.code for result in check_all().results if result.findings}
    assert "check_opening" in broken
