"""A file comes in: it books whole, once, and to the cent, or not at all."""

from __future__ import annotations

from recobro.billing.models import DebitReturn, Invoice, LedgerEntry, Lot, LotRow
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import Back, Money, camt054


def test_contracts_open_accounts_and_move_no_money(take_in: Take) -> None:
    report = take_in(files.contracts())
    assert (report.status, report.booked, report.declared_by) == ("booked", (1, 0), "rows")
    assert proved() == 0


def test_an_invoice_is_charged_once(invoice: None, take_in: Take) -> None:
    assert open_cents() == 10000
    assert proved() == 10000


def test_a_return_nets_to_zero_and_leaves_the_invoice_open(invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Back()))
    assert report.status == "booked", report.sentence
    assert report.booked == (1, 10000)
    assert report.reasons == {"AM04": 1}
    kinds = list(LedgerEntry.objects.order_by("id").values_list("kind", "amount_cents", "assumed"))
    assert kinds == [("charged", 10000, False), ("collected", -10000, True), ("returned", 10000, False)]
    assert Invoice.objects.get().returns == 1
    assert proved() == 10000


def test_a_payment_pays_its_invoice(invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Money(reference="F-1")))
    assert (report.status, report.booked) == ("booked", (1, 10000))
    assert open_cents() == 0
    assert proved() == 0


def test_the_erps_list_opens_what_nobody_knew(take_in: Take) -> None:
    report = take_in(files.unpaid(f"Ana Ejemplo Ruiz;66,55;F-9;{files.CUPS};MD06"))
    assert (report.status, report.booked, report.known) == ("booked", (1, 6655), (0, 0))
    assert DebitReturn.objects.get().source == "erp"
    assert Invoice.objects.get().assumed
    assert proved() == 6655


def test_payments_of_a_sheet(invoice: None, take_in: Take) -> None:
    report = take_in(files.payments("20/11/2026;40,00;F-1;;P-1"))
    assert (report.status, report.booked) == ("booked", (1, 4000))
    assert open_cents() == 6000
    assert proved() == 6000


def test_the_same_file_under_another_name_changes_nothing(invoice: None, take_in: Take) -> None:
    first = take_in(camt054(Back()), "uno.xml")
    entries = LedgerEntry.objects.count()
    second = take_in(camt054(Back()), "dos.xml")
    assert (second.status, second.lot_ref, second.file) == ("duplicate", first.lot_ref, "dos.xml")
    assert LedgerEntry.objects.count() == entries
    assert Lot.objects.filter(kind="returns").count() == 1


def test_every_row_is_kept(invoice: None, take_in: Take) -> None:
    take_in(camt054(Back(), Back(end_to_end_id="X-1", mandate="NOBODY")))
    assert sorted(LotRow.objects.filter(lot__kind="returns").values_list("status", "reason")) == [
        ("booked", ""),
        ("waiting", "no_match"),
    ]
