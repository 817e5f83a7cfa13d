"""Small makers of ledger rows for the tests of reports: as booking leaves them, without booking.

Balances and open amounts are kept with every entry, so that a test has to break them on purpose.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.db.models import F

from recobro.access.models import Portfolio
from recobro.access.queries import system_scope
from recobro.access.scope import Scope
from recobro.billing.models import (
    AccountBalance,
    CollectionAttempt,
    DebitReturn,
    Invoice,
    LedgerEntry,
    Lot,
    LotRow,
    Payment,
    Refund,
)
from recobro.cases.models import Case, Item, Step, StepItem
from recobro.journal.models import Blob
from recobro.parties.models import Account, Customer, Number
from recobro.policies.models import PolicyVersion

TODAY = date(2026, 3, 17)  # an ordinary Tuesday
NOW = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
_next = count(1)


def scope(code: str = "luz", country: str = "ES") -> Scope:
    """A portfolio and the system's scope on it."""
    currency, zone, region = ("EUR", "Europe/Madrid", "MD") if country == "ES" else ("USD", "America/Guayaquil", "")
    Portfolio.objects.create(
        code=code,
        name=f"Cartera {code}",
        country=country,
        currency=currency,
        zone=zone,
        region=region,
        case_prefix="IMP",
        created_at=NOW,
    )
    return system_scope(code)


def account(where: Scope, name: str = "Julián Herrero Olmo", cups: str = "") -> Account:
    """An account with its customer and, if given, its CUPS."""
    number = next(_next)
    customer = Customer.objects.create(
        portfolio_id=where.portfolio_id, ref=f"C{number}", name=name, tax_id=f"{number:08d}X", created_at=NOW
    )
    made = Account.objects.create(portfolio_id=where.portfolio_id, customer=customer, ref=f"K{number}", created_at=NOW)
    AccountBalance.objects.create(account=made, portfolio_id=where.portfolio_id, moved_at=NOW)
    if cups:
        Number.objects.create(portfolio_id=where.portfolio_id, account=made, kind="cups", value=cups)
    return made


def invoice(owner: Account, cents: int = 100_00, due: date = date(2026, 3, 1), number: str = "") -> Invoice:
    """An invoice without any entry yet."""
    return Invoice.objects.create(
        portfolio_id=owner.portfolio_id,
        account=owner,
        number=number or f"FE26-{next(_next):06d}",
        amount_cents=cents,
        issued_on=due - timedelta(days=20),
        due_on=due,
    )


def entry(
    owner: Account, kind: str, cents: int, at: datetime = NOW, bill: Invoice | None = None, **more: Any
) -> LedgerEntry:
    """One entry with what it does to its invoice and its account's balance. `cents` is signed."""
    made = LedgerEntry.objects.create(
        portfolio_id=owner.portfolio_id,
        account=owner,
        invoice_id=bill.pk if bill else None,
        kind=kind,
        amount_cents=cents,
        value_on=more.pop("value_on", at.date()),
        posted_at=at,
        **more,
    )
    if bill:
        Invoice.objects.filter(pk=bill.pk).update(open_cents=F("open_cents") + cents)
    AccountBalance.objects.filter(account=owner).update(balance_cents=F("balance_cents") + cents, moved_at=at)
    return made


def charged(owner: Account, cents: int = 100_00, due: date = date(2026, 3, 1), at: datetime = YESTERDAY) -> Invoice:
    """An invoice of the ERP's file with its entry."""
    bill = invoice(owner, cents, due)
    entry(owner, "charged", cents, at, bill)
    return bill


def lot(where: Scope, kind: str = "returns", status: str = "booked", **more: Any) -> Lot:
    """A lot whose bytes are its own number."""
    number = next(_next)
    blob = Blob.objects.create(sha256=f"{number:064d}", size=1, media_type="text/xml", data=b"x", created_at=NOW)
    more.setdefault(
        "declared_count", more.get("booked_count", 0) + more.get("waiting_count", 0) + more.get("faulty_count", 0)
    )
    more.setdefault(
        "declared_cents", more.get("booked_cents", 0) + more.get("waiting_cents", 0) + more.get("faulty_cents", 0)
    )
    return Lot.objects.create(
        portfolio_id=where.portfolio_id,
        number=number,
        kind=kind,
        format="camt.054",
        status=status,
        file_name=f"devoluciones_{number}.xml",
        blob=blob,
        sha256=blob.sha256,
        currency=where.currency,
        received_by="sistema",
        received_at=more.pop("received_at", NOW),
        booked_at=NOW if status == "booked" else None,
        **more,
    )


def row(of: Lot, status: str = "booked", cents: int | None = 100_00, **more: Any) -> LotRow:
    """One row of a lot."""
    return LotRow.objects.create(
        portfolio_id=of.portfolio_id,
        lot=of,
        line=next(_next),
        kind=more.pop("kind", "return"),
        status=status,
        amount_cents=cents,
        **more,
    )


def returned(
    owner: Account, bill: Invoice, on: date = TODAY, at: datetime = NOW, ordinal: int = 1, *, unknown: bool = False
) -> DebitReturn:
    """A direct debit that came back, booked with all it implies: one attempt nets to zero."""
    of = lot(system_scope(bill.portfolio.code), booked_count=1, booked_cents=bill.amount_cents, received_at=at)
    line = row(of, cents=bill.amount_cents, account_id=owner.pk, invoice_id=bill.pk, reason_code="AM04")
    attempt = CollectionAttempt.objects.create(
        portfolio_id=owner.portfolio_id,
        account=owner,
        invoice=bill,
        ordinal=ordinal,
        end_to_end_id=f"E2E{line.pk}",
        amount_cents=bill.amount_cents,
        due_on=bill.due_on,
    )
    marks = {"lot_id": of.pk, "lot_row_id": line.pk}
    if unknown:
        entry(owner, "charged", bill.amount_cents, at, bill, assumed=True, **marks)
    entry(
        owner,
        "collected",
        -bill.amount_cents,
        at,
        bill,
        assumed=True,
        attempt_id=attempt.pk,
        value_on=bill.due_on,
        **marks,
    )
    entry(owner, "returned", bill.amount_cents, at, bill, attempt_id=attempt.pk, value_on=on, **marks)
    Invoice.objects.filter(pk=bill.pk).update(returns=F("returns") + 1, last_return_on=on, last_reason_code="AM04")
    return DebitReturn.objects.create(
        portfolio_id=owner.portfolio_id,
        account=owner,
        invoice=bill,
        attempt=attempt,
        lot_row_id=line.pk,
        source="camt.054",
        reason_code="AM04",
        amount_cents=bill.amount_cents,
        returned_on=on,
    )


def paid(owner: Account, cents: int, bill: Invoice | None = None, on: date = TODAY, at: datetime = NOW) -> Payment:
    """Money of a customer; without an invoice it is credit."""
    money = Payment.objects.create(
        portfolio_id=owner.portfolio_id,
        account=owner,
        amount_cents=cents,
        received_on=on,
        reference=f"TRF {next(_next)}",
    )
    entry(owner, "collected", -cents, at, bill, payment_id=money.pk, value_on=on)
    return money


def given_back(where: Scope, money: Payment, cents: int) -> Refund:
    """Part of a payment that is credit, gone back to the customer."""
    owner = money.account
    source = row(lot(where, "payments", booked_count=1, booked_cents=-cents), cents=-cents, kind="payment")
    made = Refund.objects.create(
        portfolio_id=owner.portfolio_id, account=owner, amount_cents=cents, refunded_on=TODAY, lot_row_id=source.pk
    )
    credit = LedgerEntry.objects.get(payment_id=money.pk)
    links: dict[str, Any] = {
        "payment_id": money.pk,
        "refund_id": made.pk,
        "lot_row_id": source.pk,
        "reverses_id": credit.pk,
    }
    entry(owner, "collected", cents, **links)
    return made


def case(owner: Account, *bills: Invoice, held_by: str = "") -> Case:
    """An open case with its items."""
    policy, _ = PolicyVersion.objects.get_or_create(
        portfolio_id=owner.portfolio_id,
        name="es_household",
        version=1,
        defaults={"text": "", "sha256": "0" * 64, "published_at": NOW, "published_by": "sistema"},
    )
    number = next(_next)
    made = Case.objects.create(
        portfolio_id=owner.portfolio_id,
        account=owner,
        stage="early",
        number=number,
        ref=f"IMP-2026-{number:05d}",
        opened_by="ledger",
        policy=policy,
        held_by=held_by,
        owed_cents=sum(bill.amount_cents for bill in bills),
        items_count=len(bills),
        opened_on=TODAY,
    )
    for bill in bills:
        Item.objects.create(
            portfolio_id=owner.portfolio_id, account=owner, case=made, invoice=bill, since_on=bill.due_on
        )
    return made


def step(of: Case, act: str = "notify", state: str = "proposed", rung: int = 1, **more: Any) -> Step:
    """A step of a case with all its items."""
    made = Step.objects.create(
        portfolio_id=of.portfolio_id,
        account_id=of.account_id,
        case=of,
        day=more.pop("day", TODAY),
        rung=rung,
        rung_id=more.pop("rung_id", f"aviso_{rung}"),
        act=act,
        state=state,
        owed_cents=of.owed_cents,
        **more,
    )
    for item in of.items.all():
        StepItem.objects.create(
            portfolio_id=of.portfolio_id,
            account_id=of.account_id,
            step=made,
            item=item,
            rung=rung,
            cycle=item.cycle,
            owed_cents=of.owed_cents,
        )
    return made
