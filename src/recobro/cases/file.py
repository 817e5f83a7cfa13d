"""Reads one case as a person needs it in ten seconds: who, what is owed, where on the ladder, how to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from recobro.access.scope import Scope
from recobro.cases.worklist import sight
from recobro.core import sql
from recobro.parties.models import Contact, Number

OPEN = ("proposed", "released", "handed")


@dataclass(frozen=True, slots=True)
class Head:
    """Who owes, what and where the work stands. Amounts are None when the role may not see them."""

    id: int
    ref: str
    stage: str
    state: str
    opened_by: str
    policy_id: int
    rung: int
    next_on: date | None
    held_by: str
    looked_at: datetime | None
    opened_on: date
    closed_on: date | None
    oldest_due_on: date | None
    account_id: int
    customer_id: int
    account_ref: str
    product: str
    account_closed_on: date | None
    verified: bool
    name: str
    tax_id: str
    segment: str
    address: str
    town: str
    tariff: str
    sees_amounts: bool
    owed_cents: int | None  # unpaid and past due, now
    credit_cents: int | None  # paid too much: the account's own


@dataclass(frozen=True, slots=True)
class Unpaid:
    """An unpaid invoice of the account."""

    number: str
    issued_on: date | None
    due_on: date
    returns: int
    last_return_on: date | None
    last_reason_code: str
    assumed: bool
    reason: str
    category: str
    rung: int
    open_cents: int | None
    amount_cents: int | None


@dataclass(frozen=True, slots=True)
class Done:
    """A step that stands: done, or on its way."""

    id: int
    rung: int
    rung_id: str
    act: str
    state: str
    day: date
    settled_at: datetime | None
    planned_on: date | None

    @property
    def is_open(self) -> bool:
        """Still to be released, sent or made."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything of a case but its history."""

    head: Head
    invoices: list[Unpaid]
    steps: list[Done]
    numbers: list[Number]
    contacts: list[Contact]

    def open_step(self, act: str = "") -> Done | None:
        """The newest step still open, of one act or of any."""
        return next((one for one in reversed(self.steps) if one.is_open and act in ("", one.act)), None)

    def done_at(self, rung: int) -> datetime | None:
        """When the rung was first done: the oldest invoice climbs ahead."""
        done = (one.settled_at for one in self.steps if one.rung == rung and one.state == "done")
        return next((at for at in done if at), None)


def case_file(scope: Scope, ref: str, today: date) -> CaseFile | None:
    """The case with this reference, or None: of another portfolio, or of none."""
    found = sql.rows("cases/case_head", portfolio_id=scope.portfolio_id, ref=ref, today=today, **sight(scope))
    if not found:
        return None
    head = Head(**found[0])
    key = {"portfolio_id": scope.portfolio_id, "case_id": head.id}
    invoices = sql.rows("cases/case_invoices", account_id=head.account_id, sees=head.sees_amounts, **key)
    return CaseFile(
        head=head,
        invoices=[Unpaid(**row) for row in invoices],
        steps=[Done(**row) for row in sql.rows("cases/case_steps", **key)],
        numbers=list(
            Number.objects.filter(portfolio_id=scope.portfolio_id, account_id=head.account_id)
            .exclude(kind=Number.Kind.MANDATE)
            .order_by("to_on", "kind", "pk")
        ),
        contacts=list(
            Contact.objects.filter(portfolio_id=scope.portfolio_id, customer_id=head.customer_id).order_by(
                "kind", "-seen_on"
            )
        ),
    )
