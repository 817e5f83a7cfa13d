"""Cuadernos 57, 19 and the sisters of 19.14 from file to ledger, and what holds for every text of a bank."""

from __future__ import annotations

import io
from typing import BinaryIO

import pytest

from recobro.billing.models import DebitReturn, LotRow
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.rules.readers import fixed
from tests.rules.readers.files import csb1914, debit_1914
from tests.rules.readers.fixed import account, back, debit_19, paid_57


def paid(*payments: str, total: int) -> BinaryIO:
    return io.BytesIO(fixed.csb57(*payments, total=total))


@pytest.fixture
def counter_invoice(customer: None, take_in: Take) -> None:
    """An invoice whose number is what its payment slip prints."""
    take_in(files.invoices("C-1;102109676;100,00;01/10/2026;21/10/2026"))


def test_a_payment_at_the_counter_books(counter_invoice: None, take_in: Take) -> None:
    report = take_in(paid(paid_57(10000, "102109676"), total=10000))
    assert (report.status, report.format, report.kind, report.booked) == ("booked", "csb57", "payments", (1, 10000))
    assert open_cents("102109676") == 0
    assert proved() == 0


def test_a_payment_at_the_counter_of_an_unknown_bill_waits(counter_invoice: None, take_in: Take) -> None:
    take_in(paid(paid_57(10000, "102109677"), total=10000))
    row = LotRow.objects.get(status="waiting")
    assert (row.reason, row.proposals.count()) == ("no_match", 0)


def test_a_cancelled_payment_at_the_counter_opens_the_invoice_again(counter_invoice: None, take_in: Take) -> None:
    take_in(paid(paid_57(10000, "102109676"), total=10000))
    report = take_in(io.BytesIO(fixed.csb57(paid_57(10000, "102109676", cancelled=True), total=-10000, sign="1")))
    assert report.status == "booked", report.sentence
    assert open_cents("102109676") == 10000
    assert proved() == 10000


def test_a_payment_cancelled_in_its_own_file_leaves_nothing(counter_invoice: None, take_in: Take) -> None:
    both = paid_57(10000, "102109676"), paid_57(10000, "102109676", cancelled=True)
    take_in(paid(*both, total=0))
    assert not LotRow.objects.filter(status="waiting").exists()
    assert open_cents("102109676") == 10000
    assert proved() == 10000


def old(*debits: str, total: int) -> BinaryIO:
    return io.BytesIO(fixed.csb19(*debits, total=total))


@pytest.mark.parametrize("where", ["hidden", "reference", "mandate"])
def test_a_return_of_the_old_norm_books_with_its_reason(invoice: None, take_in: Take, where: str) -> None:
    debit = debit_19(**{"mandate": "000000009999", where: "MND-1" if where == "mandate" else "F-1"})  # type: ignore[arg-type]
    report = take_in(old(debit, total=10000))
    assert (report.status, report.format, report.booked) == ("booked", "csb19", (1, 10000)), report.sentence
    assert DebitReturn.objects.get().reason_code == "CSB19-1"
    assert proved() == 10000


def test_a_return_of_the_old_norm_that_names_nothing_certain_waits(invoice: None, take_in: Take) -> None:
    take_in(old(debit_19(), total=10000))
    assert LotRow.objects.get(status="waiting").reason == "detail_awaited"


@pytest.mark.parametrize("norm", ["19143", "19154", "19443"])
def test_each_sister_norm_books_under_its_own_name(invoice: None, take_in: Take, norm: str) -> None:
    data = csb1914(
        debit_1914(10000).replace("F2026-00001", "F-1        ").replace("MND-000001", "MND-1     "), total=10000
    )
    report = take_in(io.BytesIO(data.replace(b"19143", norm.encode())))
    assert (report.status, report.format, report.booked) == ("booked", f"csb{norm[:2]}.{norm[2:4]}", (1, 10000))
    assert DebitReturn.objects.get().source == report.format


FILES = {
    "norma43": lambda: io.BytesIO(fixed.norma43(account(back(10000)))),
    "csb57": lambda: paid(paid_57(10000, "102109676"), total=10000),
    "csb19": lambda: old(debit_19(reference="F-1"), total=10000),
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_same_file_twice_is_a_duplicate(invoice: None, take_in: Take, name: str) -> None:
    assert take_in(FILES[name]()).status == "booked"
    before = proved()
    report = take_in(FILES[name]())
    assert (report.status, report.reason, proved()) == ("duplicate", "taken_before", before)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (paid(paid_57(9999, "1"), total=10000), "group_total_differs"),
        (old(debit_19(9999), total=10000), "group_total_differs"),
    ],
    ids=["csb57", "csb19"],
)
def test_one_cent_off_is_refused(invoice: None, take_in: Take, source: BinaryIO, reason: str) -> None:
    report = take_in(source)
    assert (report.status, report.reason) == ("refused", reason)
    assert proved() == 10000
