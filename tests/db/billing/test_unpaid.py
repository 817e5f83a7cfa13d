"""The ERP's list is a snapshot: it opens what nobody knew, confirms what is open, and proves nothing paid."""

from __future__ import annotations

from recobro.billing.models import DebitReturn, Invoice, LotRow
from recobro.parties.models import Account, Customer, Number
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import Money, camt054

LINE = f"Ana Ejemplo Ruiz;100,00;F-1;{files.CUPS};AM04"


def test_an_open_invoice_is_confirmed(invoice: None, take_in: Take) -> None:
    report = take_in(files.unpaid(LINE))
    assert (report.booked, report.known) == ((1, 10000), (1, 10000))
    assert not DebitReturn.objects.exists()
    assert proved() == 10000


def test_an_invoice_that_is_paid_here_waits(invoice: None, take_in: Take) -> None:
    take_in(camt054(Money(reference="F-1")))
    take_in(files.unpaid(LINE))
    assert LotRow.objects.get(status="waiting").reason == "erp_says_unpaid"
    assert open_cents() == 0


def test_another_amount_waits(invoice: None, take_in: Take) -> None:
    take_in(files.unpaid(LINE.replace("100,00", "90,00")))
    assert LotRow.objects.get(status="waiting").reason == "amount_differs"


def test_an_unknown_debt_opens_with_a_stub_of_its_customer(take_in: Take) -> None:
    take_in(files.unpaid(LINE))
    assert not Account.objects.get().verified
    assert Customer.objects.get().name == "Ana Ejemplo Ruiz"
    assert Number.objects.get().value == files.CUPS
    assert Invoice.objects.get().returns == 1
    assert proved() == 10000


def test_the_list_of_the_next_day_changes_nothing(take_in: Take) -> None:
    take_in(files.unpaid(LINE))
    report = take_in(files.unpaid(LINE, f"Luis Ejemplo;50,00;F-2;{files.CUPS_2};MD06"))
    assert (report.booked, report.known) == ((2, 15000), (1, 10000))
    assert proved() == 15000


def test_a_row_that_vanishes_never_means_paid(take_in: Take) -> None:
    take_in(files.unpaid(LINE, f"Luis Ejemplo;50,00;F-2;{files.CUPS_2};MD06"))
    take_in(files.unpaid(LINE))
    assert proved() == 15000


def test_an_equal_line_twice_is_one_debt(take_in: Take) -> None:
    report = take_in(files.unpaid(LINE, LINE))
    assert (report.booked, report.known) == ((2, 20000), (1, 10000))
    assert proved() == 10000


def test_one_number_with_two_amounts_waits_with_the_second(take_in: Take) -> None:
    take_in(files.unpaid(LINE, LINE.replace("100,00", "90,00")))
    assert LotRow.objects.get(status="waiting").reason == "amount_differs"
    assert proved() == 10000


def test_a_negative_line_waits(take_in: Take) -> None:
    take_in(files.unpaid(LINE, f"Talleres Ejemplo;-10,00;A-3;{files.CUPS_2};"))
    assert LotRow.objects.get(status="waiting").reason == "amount_negative"


def test_the_contract_file_finds_the_stub_and_makes_it_a_customer(take_in: Take) -> None:
    take_in(files.unpaid(LINE.replace("Ana Ejemplo Ruiz", "ANA EJEMPLO")))
    take_in(files.contracts())
    account = Account.objects.get()
    assert (account.ref, account.verified, account.customer.name) == ("C-1", True, "Ana Ejemplo Ruiz")
    assert list(Customer.objects.values_list("ref", flat=True)) == ["tax:00000001R"]
    take_in(files.invoices())
    assert Invoice.objects.get().assumed is False
    assert proved() == 10000


def test_another_holder_of_a_known_contract_waits(customer: None, take_in: Take) -> None:
    report = take_in(files.contracts(f"C-1;Luis Ejemplo;00000002W;{files.CUPS};MND-1;;"))
    assert report.waiting[0] == 1
    assert LotRow.objects.get(status="waiting").reason == "holder_differs"
    assert Account.objects.get().customer.name == "Ana Ejemplo Ruiz"


def test_a_new_address_is_a_new_row(customer: None, take_in: Take) -> None:
    take_in(files.contracts(f"C-1;Ana Ejemplo Ruiz;00000001R;{files.CUPS};MND-1;otra@example.com;600000001"))
    assert sorted(Customer.objects.get().contacts.values_list("value", flat=True)) == [
        "600000001",
        "ana@example.com",
        "otra@example.com",
    ]


def test_two_supplies_under_one_customer_code_are_two_accounts(take_in: Take) -> None:
    take_in(
        files.contracts(
            f"K-1;Ana Ejemplo;00000001R;{files.CUPS};M-1;;", f"K-1;Ana Ejemplo;00000001R;{files.CUPS_2};M-2;;"
        )
    )
    assert Account.objects.count() == 2
    assert Customer.objects.count() == 1
    assert sorted(Number.objects.filter(kind="cups").values_list("value", flat=True)) == [files.CUPS, files.CUPS_2]


def test_an_invoice_of_an_unknown_contract_waits_for_it(take_in: Take) -> None:
    """By its code alone it would open a second account beside the one that the ERP's list knows by its supply."""
    take_in(files.unpaid(LINE.replace("F-1", "F-2")))
    report = take_in(files.invoices())
    assert report.waiting == (1, 10000)
    take_in(files.contracts())
    assert Account.objects.count() == 1
    assert proved() == 20000


def test_what_a_list_asked_and_still_waits_is_not_asked_again_the_next_day(invoice: None, take_in: Take) -> None:
    take_in(files.unpaid(f"Ana Ejemplo Ruiz;80,00;F-1;{files.CUPS};AM04"))
    for day in (1, 2):
        again = take_in(
            files.unpaid(f"Ana Ejemplo Ruiz;80,00;F-1;{files.CUPS};AM04", f"Ana Ejemplo Ruiz;{day},00;N-{day};;")
        )
        assert again.known[0] == 1
    waiting = LotRow.objects.filter(status="waiting", reason="amount_differs")
    assert [row.amount_cents for row in waiting] == [8000]
    changed = take_in(files.unpaid(f"Ana Ejemplo Ruiz;70,00;F-1;{files.CUPS};AM04"))
    assert changed.waiting == (1, 7000)
