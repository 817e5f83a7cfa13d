"""One electricity retailer with one customer, and the hands that take files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

import pytest
from django.db.models import Sum

from recobro.access.queries import system_scope
from recobro.access.scope import Scope
from recobro.billing.models import AccountBalance, Invoice, LedgerEntry, Lot, MatchProposal
from recobro.core import clock
from recobro.flows.lot_report import LotReport
from recobro.flows.portfolio import create_portfolio
from recobro.flows.take import take
from tests.db.billing import files

Take = Callable[..., LotReport]


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with clock.at(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def scope(db: None) -> Scope:
    create_portfolio("luz", country="ES", name="Eléctrica Ejemplo")
    return system_scope("luz")


@pytest.fixture
def take_in(scope: Scope) -> Take:
    """Take one file and return its report."""

    def hand(source: BinaryIO, name: str = "fichero", **wish: Any) -> LotReport:
        (found,) = take(wish.pop("scope", scope), source, file_name=name, **wish)
        return found

    return hand


@pytest.fixture
def customer(take_in: Take) -> None:
    """Contract C-1 of Ana with mandate MND-1 and its supply."""
    assert take_in(files.contracts()).status == "booked"


@pytest.fixture
def invoice(customer: None, take_in: Take) -> None:
    """Invoice F-1 of 100.00, due on 21 October."""
    report = take_in(files.invoices())
    assert report.status == "booked", report.sentence


@pytest.fixture
def overpaid(invoice: None, take_in: Take) -> Lot:
    """F-1 of 100.00 was paid with 150.00: 50.00 are in the customer's favour."""
    return Lot.objects.get(pk=take_in(files.payments(files.OVERPAID)).lot_id)


@pytest.fixture
def fully_used(invoice: None, take_in: Take) -> None:
    """F-1 of 100.00 was paid with 100.00: no credit."""
    take_in(files.payments("20/11/2026;100,00;F-1;;P-1"))


def open_cents(number: str = "F-1") -> int:
    """What is open of an invoice."""
    return Invoice.objects.get(number=number).open_cents


def credit() -> int:
    """What customers have in their favour."""
    return -sum(LedgerEntry.objects.filter(invoice_id=None).values_list("amount_cents", flat=True))


def guess() -> MatchProposal:
    """The one proposal that is open."""
    return MatchProposal.objects.get(settled_at=None)


def proved() -> int:
    """Σ entries = Σ balances = Σ open − credits, per portfolio; returns Σ entries."""
    entries = LedgerEntry.objects.aggregate(cents=Sum("amount_cents"))["cents"] or 0
    balances = AccountBalance.objects.aggregate(cents=Sum("balance_cents"))["cents"] or 0
    opened = Invoice.objects.aggregate(cents=Sum("open_cents"))["cents"] or 0
    credit = LedgerEntry.objects.filter(invoice_id=None).aggregate(cents=Sum("amount_cents"))["cents"] or 0
    assert entries == balances == opened + credit
    return int(entries)
