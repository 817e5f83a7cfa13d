"""An office moves in: its old table is looked at, doubted row by row, and opened once, to the cent."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from recobro.access.roles import Role
from recobro.access.scope import Scope
from recobro.billing.models import Invoice, LedgerEntry, Lot, LotRow
from recobro.cases.models import Case
from recobro.core.errors import BadInput, RuleBroken
from recobro.flows import later, opening
from recobro.flows.opening import Papers, Said
from recobro.flows.reverse import reverse
from recobro.flows.take import apply
from recobro.parties.models import Account
from recobro.reports.check import check as check_all
from recobro.reports.history import history
from recobro.runs import day as days
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.moving import TOTAL, TWO, book, codes, look, papers
from tests.db.billing.old_table import EVENING, GREEN, RED, Old


def test_a_look_books_nothing_and_says_what_there_is(scope: Scope, customer: None) -> None:
    found = look(scope, *TWO)
    assert (found.lot.status, found.lot.read, found.lot.booked) == ("checked", (2, TOTAL), (2, TOTAL))
    assert (found.yellow_count, found.red_count, found.colours_read) == (1, 0, True)
    assert [(part.code, part.count, part.cents) for part in found.months] == [("2026-10", 2, TOTAL)]
    assert not Invoice.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_a_dry_run_keeps_not_even_the_file(scope: Scope) -> None:
    found = opening.dry_run(scope, papers(*TWO), Said(TOTAL))
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


def test_the_same_table_twice_is_a_duplicate_and_another_is_refused(scope: Scope) -> None:
    source = papers(*TWO)
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
