"""What a person does with a row of the trays: once, twice, two people at once, never across portfolios."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from recobro.access.actions import create_person
from recobro.access.queries import scopes_of, system_scope
from recobro.access.roles import Role
from recobro.access.scope import Scope
from recobro.billing import trays
from recobro.billing.models import DebitReturn, Invoice, Lot, LotRow, MatchProposal, Payment, RowOwner
from recobro.billing.tray_line import Tray, TrayLine
from recobro.core.errors import BadInput, RecobroError, Stale
from recobro.flows import rows
from recobro.flows.portfolio import create_portfolio
from recobro.flows.take import take
from recobro.journal.models import Entry
from recobro.reports.check import check
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import Back, Money, camt053, camt054

STRANGER = Money(amount="100.00", name="Quien Sabe")


def waiting() -> LotRow:
    return LotRow.objects.get(status="waiting")


def invoice_of(number: str = "F-1") -> Invoice:
    return Invoice.objects.get(number=number)


def adds_up() -> None:
    """Every booked lot adds up, row by row, and the whole house is sound."""
    assert [(one.code, one.findings) for one in check().results if one.findings] == []


def test_a_payment_is_matched_by_hand_to_an_invoice(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(STRANGER))
    bill = invoice_of()
    done = rows.match(scope, waiting().pk, bill.account_id, bill.pk, "lo dice el justificante")
    assert (done.status, open_cents()) == ("booked", 0)
    assert Entry.objects.get(verb="row.matched").data["why"] == "lo dice el justificante"
    adds_up()


def test_matched_twice_the_second_hears_how_the_row_stands(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(STRANGER))
    bill, row_id = invoice_of(), waiting().pk
    rows.match(scope, row_id, bill.account_id, bill.pk, "sí")
    with pytest.raises(Stale, match="row_is_booked"):
        rows.match(scope, row_id, bill.account_id, bill.pk, "otra vez")
    assert (Payment.objects.count(), proved()) == (1, 0)


def test_a_payment_to_an_account_pays_the_oldest(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(Money(amount="130.00", name="Quien Sabe")))
    rows.match(scope, waiting().pk, invoice_of().account_id, None, "es suyo")
    assert (open_cents(), proved()) == (0, -3000)


def test_a_return_of_more_than_its_invoice_is_refused_by_hand_too(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(Back(end_to_end_id="", mandate="", amount="150.00")))
    with pytest.raises(BadInput, match="amount_differs"):
        rows.match(scope, waiting().pk, invoice_of().account_id, invoice_of().pk, "será esta")
    assert not DebitReturn.objects.exists()


def test_a_return_without_a_number_needs_an_invoice(scope: Scope, invoice: None, take_in: Take) -> None:
    """An account alone would open an invoice without a number."""
    take_in(camt054(Back(end_to_end_id="", mandate="")))
    with pytest.raises(BadInput, match="match_needs_invoice"):
        rows.match(scope, waiting().pk, invoice_of().account_id, None, "es suya")
    rows.match(scope, waiting().pk, invoice_of().account_id, invoice_of().pk, "es esta")
    assert DebitReturn.objects.get().invoice.number == "F-1"
    adds_up()


def test_a_number_that_another_invoice_has_opens_nothing(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(files.contracts(f"C-2;Luis Otro Cliente;00000002W;{files.CUPS_2};MND-2;;"))
    take_in(camt054(Back(end_to_end_id="F-1", mandate="MND-2")))
    other = MatchProposal.objects.exclude(account_id=invoice_of().account_id).get()
    with pytest.raises(BadInput, match="match_number_taken"):
        rows.accept(scope, other.pk)
    assert not DebitReturn.objects.exists()


def test_what_looks_paid_already_asks_before_it_counts(scope: Scope, invoice: None, take_in: Take) -> None:
    """Saying whose money it is does not say that it came twice: that is another question, in another tray."""
    take_in(files.payments(f"20/11/2026;100,00;;{files.CUPS};P-1"))
    take_in(camt054(STRANGER))
    bill = invoice_of()
    done = rows.match(scope, waiting().pk, bill.account_id, bill.pk, "es suyo")
    assert (done.status, done.reason) == ("waiting", "maybe_the_same_payment")
    assert (Payment.objects.count(), proved()) == (1, 0)
    (line,), _ = trays.lines(scope, Tray.DUPLICATE, trays.Wish())
    assert trays.repeated(scope, line.id)[0]["told_on"].isoformat() == "2026-11-20"
    assert rows.both(scope, line.id, "pagó dos veces").status == "booked"
    assert (Payment.objects.count(), proved()) == (2, -10000)
    adds_up()


def test_a_payment_taken_for_known_is_told_apart(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(Money(reference="F-1", amount="40.00", end_to_end_id="X-1")))
    take_in(camt053(Money(reference="F-1", amount="40.00", end_to_end_id="X-1")))
    known = LotRow.objects.get(status="known", kind="payment")
    assert trays.repeated(scope, known.pk)[0]["lot_ref"].startswith("DEV-")
    assert rows.both(scope, known.pk, "el banco confirma dos").status == "booked"
    assert open_cents() == 2000
    with pytest.raises(Stale, match="row_is_booked"):
        rows.both(scope, known.pk, "otra vez")
    adds_up()


def test_a_return_taken_for_known_is_another_presentation(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(Back()))
    take_in(camt053(Back()))
    known = LotRow.objects.get(status="known", kind="return")
    rows.both(scope, known.pk, "se presentó dos veces")
    assert sorted(DebitReturn.objects.values_list("attempt__ordinal", "evidences")) == [(1, 1), (2, 1)]
    assert (invoice_of().returns, proved()) == (2, 10000)
    adds_up()


def test_only_what_looks_repeated_is_told_apart(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(STRANGER))
    with pytest.raises(BadInput, match="not_a_repetition"):
        rows.both(scope, waiting().pk, "no sé")


def test_an_invoice_that_is_not_the_assumed_one_is_opened(scope: Scope, customer: None, take_in: Take) -> None:
    take_in(camt054(Back(end_to_end_id="SUPUESTA-1")))
    take_in(files.invoices("C-1;F-9;100,00;20/11/2026;20/11/2026"))
    row = LotRow.objects.get(reason="maybe_assumed")
    assert trays.repeated(scope, row.pk)[0]["reference"] == "SUPUESTA-1"
    assert rows.both(scope, row.pk, "son dos facturas").status == "booked"
    assert (open_cents("F-9"), proved()) == (10000, 20000)
    adds_up()


def test_given_back_to_the_bank_it_holds_nobody_and_can_come_back(scope: Scope, invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Money(amount="100.00", name="RUIZ EJEMPLO ANA")))
    row_id = waiting().pk
    rows.send_back(scope, row_id, "no es un cliente nuestro")
    lot = Lot.objects.get(pk=report.lot_id)
    assert (lot.waiting_count, lot.faulty_count, lot.faulty_cents) == (0, 1, 10000)
    assert MatchProposal.objects.get().settled_at is not None
    assert [len(trays.lines(scope, tray, trays.Wish())[0]) for tray in (Tray.UNMATCHED, Tray.SENT_BACK)] == [0, 1]
    adds_up()
    with pytest.raises(Stale, match="row_is_sent_back"):
        rows.send_back(scope, row_id, "otra vez")
    assert rows.come_back(scope, row_id, "el banco dice que sí").status == "waiting"
    assert MatchProposal.objects.get().settled_at is None
    adds_up()
    rows.accept(scope, MatchProposal.objects.get().pk)
    assert proved() == 0


def test_what_comes_back_is_matched_when_its_facts_came_meanwhile(scope: Scope, take_in: Take) -> None:
    take_in(camt054(Back(mandate="")))
    rows.set_aside(scope, waiting().pk, "no sabemos")
    take_in(files.contracts())
    take_in(files.invoices())
    assert not DebitReturn.objects.exists()
    assert rows.come_back(scope, LotRow.objects.get(status="set_aside").pk, "ya está la factura").status == "booked"
    adds_up()


def test_every_act_of_consequence_asks_why(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(STRANGER))
    row, bill = waiting(), invoice_of()
    acts: list[Callable[[], object]] = [
        lambda: rows.match(scope, row.pk, bill.account_id, bill.pk, " "),
        lambda: rows.both(scope, row.pk, ""),
        lambda: rows.set_aside(scope, row.pk, ""),
        lambda: rows.send_back(scope, row.pk, ""),
    ]
    for act in acts:
        with pytest.raises(BadInput, match="act_needs_reason"):
            act()


def test_two_people_at_once_match_once(scope: Scope, transactional_db: None) -> None:
    """Whoever comes second waits for the first and then hears how the row stands."""
    create_portfolio("sol", country="ES", name="Solar Ejemplo")
    office = system_scope("sol")
    hand = _hand(office)
    hand(files.contracts())
    hand(files.invoices())
    hand(camt054(STRANGER))
    bill, row_id = invoice_of(), waiting().pk

    def one(nth: int) -> str:
        try:
            if nth:
                return rows.match(office, row_id, bill.account_id, bill.pk, "sí").status
            return rows.send_back(office, row_id, "no").rows.get().status
        except RecobroError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcome = set(pool.map(one, range(2)))
    assert outcome in ({"booked", "row_is_booked"}, {"sent_back", "row_is_sent_back"})
    adds_up()


def _hand(scope: Scope) -> Callable[..., object]:
    return lambda source: take(scope, source, file_name="fichero")


def test_rows_of_another_portfolio_are_unknown(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(Money(amount="100.00", name="RUIZ EJEMPLO ANA")))
    create_portfolio("sol", country="ES", name="Solar Ejemplo")
    other, row_id, bill = system_scope("sol"), waiting().pk, invoice_of()
    acts: list[Callable[[], object]] = [
        lambda: rows.match(other, row_id, bill.account_id, bill.pk, "x"),
        lambda: rows.both(other, row_id, "x"),
        lambda: rows.set_aside(other, row_id, "x"),
        lambda: rows.send_back(other, row_id, "x"),
        lambda: rows.come_back(other, row_id, "x"),
        lambda: rows.assign(other, [row_id], None),
        lambda: rows.accept(other, MatchProposal.objects.get().pk),
    ]
    for act in acts:
        with pytest.raises(BadInput, match=r"unknown_(row|proposal)"):
            act()
    assert trays.one(other, waiting().lot_id, waiting().line) is None
    assert trays.candidates(other, _first(scope), "F-1", None) == []
    with pytest.raises(BadInput, match="unknown_account"):
        take_in(camt054(STRANGER, message="M-2"), scope=other)
        rows.match(other, LotRow.objects.get(portfolio__code="sol").pk, bill.account_id, bill.pk, "x")


def _first(scope: Scope) -> TrayLine:
    (line, *_), _after = trays.lines(scope, Tray.UNMATCHED, trays.Wish())
    return line


def test_a_row_has_an_owner_of_its_portfolio(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(STRANGER))
    clara = create_person("clara", portfolio_code="luz", role=Role.OPERATIONS, password="una-clave-de-prueba")
    line = create_person("nuria", portfolio_code="luz", role=Role.FIRST_LINE, password="una-clave-de-prueba")
    row_id = waiting().pk
    assert [rows.assign(scope, [row_id], clara.pk) for _ in range(2)] == [1, 0]
    assert (RowOwner.objects.get().person_id, _first(scope).owner_id) == (clara.pk, clara.pk)
    mine = trays.lines(scopes_of(clara.pk)[0], Tray.UNMATCHED, trays.Wish(owner_id=clara.pk))[0]
    assert [one.id for one in mine] == [row_id]
    with pytest.raises(BadInput, match="unknown_owner"):
        rows.assign(scope, [row_id], line.pk)
    assert rows.assign(scope, [row_id], None) == 1
    assert Entry.objects.filter(verb="row.assigned").count() == 2
