"""Small rows for tests of the ladder, made directly: portfolio, account, invoice, payment, return."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from recobro.access.actions import create_portfolio
from recobro.access.models import Portfolio
from recobro.access.queries import system_scope
from recobro.access.scope import Scope
from recobro.billing.models import AccountBalance, Invoice, ReturnReason
from recobro.core import clock
from recobro.flows.moved import ledger_moved
from recobro.parties.models import Account, Contact, Customer
from recobro.policies.actions import publish, publish_shipped

TUESDAY = date(2026, 6, 2)
MADRID = ZoneInfo("Europe/Madrid")
_next = count(1)


def portfolio(country: str = "ES", *, shipped: bool = True, region: str = "MD") -> Scope:
    """A portfolio with its ladders; releases are not capped."""
    code = f"cartera-{next(_next)}"
    create_portfolio(code, country=country, name="Luz de Ejemplo", region=region if country == "ES" else "")
    Portfolio.objects.filter(code=code).update(capped_releases=0)
    scope = system_scope(code)
    if shipped:
        publish_shipped(scope)
    return scope


def account(scope: Scope, *, segment: str = "household", email: str | None = "cliente@example.org") -> Account:
    """A customer with one contract and, unless None, an e-mail address."""
    number = next(_next)
    moment = clock.now()
    customer = Customer.objects.create(
        portfolio_id=scope.portfolio_id,
        ref=f"C{number}",
        name=f"Ana Inventada {number}",
        segment=segment,
        created_at=moment,
    )
    if email:
        Contact.objects.create(
            portfolio_id=scope.portfolio_id,
            customer=customer,
            kind="email",
            value=email,
            source="contracts",
            seen_on=date(2026, 1, 1),
        )
    made = Account.objects.create(
        portfolio_id=scope.portfolio_id, customer=customer, ref=f"K{number}", created_at=moment
    )
    AccountBalance.objects.create(account=made, portfolio_id=scope.portfolio_id, moved_at=moment)
    return made


def invoice(of: Account, cents: int, due_on: date, *, number: str = "") -> Invoice:
    """An open invoice."""
    made = Invoice.objects.create(
        portfolio_id=of.portfolio_id,
        account=of,
        number=number or f"AUTO-{next(_next)}",
        amount_cents=cents,
        open_cents=cents,
        issued_on=due_on - timedelta(days=20),
        due_on=due_on,
    )
    _move(of, cents)
    return made


def pay(scope: Scope, bill: Invoice, cents: int | None = None) -> None:
    """Money for an invoice (all that is open by default); negative: the payment is undone."""
    bill.refresh_from_db()
    amount = bill.open_cents if cents is None else cents
    Invoice.objects.filter(pk=bill.pk).update(open_cents=bill.open_cents - amount)
    _move(bill.account, -amount)
    ledger_moved(scope, [bill.account_id])


def credit(scope: Scope, of: Account, cents: int) -> None:
    """Money of the account that belongs to no invoice."""
    _move(of, -cents)
    ledger_moved(scope, [of.pk])


def come_back(scope: Scope, bill: Invoice, on: date, reason: str = "") -> None:
    """The direct debit of an invoice returns; what was collected is open again."""
    bill.refresh_from_db()
    amount = bill.amount_cents - bill.open_cents
    Invoice.objects.filter(pk=bill.pk).update(
        open_cents=bill.amount_cents, returns=bill.returns + 1, last_return_on=on, last_reason_code=reason
    )
    _move(bill.account, amount)
    ledger_moved(scope, [bill.account_id])


def reason(scope: Scope, code: str, stops: str) -> ReturnReason:
    """What a bank's code does to the dunning: "no", "hold" or "yes"."""
    return ReturnReason.objects.create(
        portfolio_id=scope.portfolio_id,
        code=code,
        name_es=code,
        category="funds",
        retryable="yes",
        stops_dunning=stops,
        suggested_action="",
    )


def at(scope: Scope, day: date, hour: int = 10) -> datetime:
    """A moment of the portfolio's day."""
    return clock.instant(day, scope.zone, hour)


def ladder(scope: Scope, text: str) -> None:
    """Publish a ladder."""
    publish(scope, text)


def _move(of: Account, cents: int) -> None:
    balance = AccountBalance.objects.get(account=of)
    AccountBalance.objects.filter(account=of).update(balance_cents=balance.balance_cents + cents, moved_at=clock.now())
