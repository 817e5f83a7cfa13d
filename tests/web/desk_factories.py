"""Small invented portfolios for the pages: just enough rows to draw everything, made directly in the tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

from recobro.access.actions import create_person
from recobro.access.models import Membership, Person, Portfolio
from recobro.access.queries import scopes_of
from recobro.access.roles import Role
from recobro.access.scope import Scope
from recobro.billing.models import (
    AccountBalance,
    CollectionAttempt,
    DebitReturn,
    Invoice,
    LedgerEntry,
    Lot,
    LotRow,
    MatchProposal,
)
from recobro.cases.models import Case, Item, Step
from recobro.flows.portfolio import create_portfolio
from recobro.journal.actions import keep
from recobro.parties.models import Account, Contact, Customer, Number, Supply
from recobro.policies.models import PolicyVersion

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # an ordinary Tuesday
TODAY = date(2026, 11, 24)
PASSWORD = "una-clave-de-prueba"
_next = count(1)


def portfolio(code: str = "VALLE", country: str = "ES", name: str = "Eléctrica del Valle") -> Portfolio:
    """A portfolio with its shipped ladders and reasons of return."""
    return create_portfolio(code, country=country, name=name, region="MD" if country == "ES" else "")


def person(house: Portfolio, role: Role, name: str = "", full_name: str = "") -> Person:
    """Somebody with this role; the name of the role is also the name to sign in with."""
    name = name or f"{role.value}.{house.code.lower()}"
    return create_person(
        name, portfolio_code=house.code, role=role, password=PASSWORD, full_name=full_name or "Marta Ibáñez"
    )


def also_in(someone: Person, house: Portfolio, role: Role) -> None:
    """A second role, in another portfolio."""
    Membership.objects.create(person=someone, portfolio=house, role=role)


def scope_of(someone: Person) -> Scope:
    """The scope in the first of the person's portfolios."""
    return scopes_of(someone.pk)[0]


def account(house: Portfolio, name: str, *, tax_id: str = "", town: str = "Valladolid", product: str = "") -> Account:
    """A customer with one account, its supply or service number, an address of e-mail and a telephone."""
    n = next(_next)
    customer = Customer.objects.create(
        portfolio=house, ref=f"C{n:05}", name=name, tax_id=tax_id or f"{n:08}T", created_at=NOON
    )
    supply = Supply.objects.create(
        portfolio=house, code=f"ES00214000{n:08}AA", address=f"C. Olmo {n}, 3.º B", town=town, tariff="2.0TD"
    )
    made = Account.objects.create(
        portfolio=house,
        customer=customer,
        supply=supply,
        ref=f"CT-{n:05}",
        product=product or ("Electricidad" if house.country == "ES" else "Internet fijo"),
        created_at=NOON,
    )
    kind, value = ("cups", supply.code) if house.country == "ES" else ("service", f"0{n:08}")
    Number.objects.create(portfolio=house, account=made, kind=kind, value=value)
    for way, what in (
        ("email", f"facturas.de.una.persona.con.nombre.largo.{n}@correo.example.es"),
        ("phone", f"+3460000{n:04}"),
    ):
        Contact.objects.create(
            portfolio=house, customer=customer, kind=way, value=what, source="contracts", seen_on=TODAY
        )
    AccountBalance.objects.create(account_id=made.pk, portfolio=house, balance_cents=0, moved_at=NOON)
    return made


def invoice(owner: Account, cents: int, *, overdue: int = 30, reason: str = "AM04", posted: datetime = NOON) -> Invoice:
    """An unpaid invoice that came back from the bank, with the entries that say so."""
    n = next(_next)
    due = TODAY - timedelta(days=overdue)
    made = Invoice.objects.create(
        portfolio=owner.portfolio,
        account=owner,
        number=f"FE26-{n:06}",
        amount_cents=cents,
        open_cents=cents,
        issued_on=due - timedelta(days=20),
        due_on=due,
        returns=1,
        last_return_on=due + timedelta(days=1),
        last_reason_code=reason,
    )
    attempt = CollectionAttempt.objects.create(
        portfolio=owner.portfolio,
        account=owner,
        invoice=made,
        ordinal=1,
        end_to_end_id=made.number,
        amount_cents=cents,
        due_on=due,
    )
    for kind, amount in (("charged", cents), ("collected", -cents), ("returned", cents)):
        LedgerEntry.objects.create(
            portfolio=owner.portfolio,
            account=owner,
            invoice_id=made.pk,
            kind=kind,
            amount_cents=amount,
            value_on=due,
            posted_at=posted,
            attempt_id=attempt.pk,
            assumed=kind == "collected",
        )
    DebitReturn.objects.create(
        portfolio=owner.portfolio,
        account=owner,
        invoice=made,
        attempt=attempt,
        lot_row_id=0,
        source="camt.054",
        reason_code=reason,
        amount_cents=cents,
        returned_on=due + timedelta(days=1),
    )
    balance = AccountBalance.objects.get(account=owner)
    balance.balance_cents += cents
    balance.save()
    return made


def bill(owner: Account, cents: int) -> Invoice:
    """An invoice that fell due yesterday and was neither paid nor returned."""
    made = Invoice.objects.create(
        portfolio=owner.portfolio,
        account=owner,
        number=f"FE26-{next(_next):06}",
        amount_cents=cents,
        open_cents=cents,
        issued_on=TODAY - timedelta(days=21),
        due_on=TODAY - timedelta(days=1),
    )
    LedgerEntry.objects.create(
        portfolio=owner.portfolio,
        account=owner,
        invoice_id=made.pk,
        kind="charged",
        amount_cents=cents,
        value_on=TODAY - timedelta(days=21),
        posted_at=NOON - timedelta(days=21),
    )
    AccountBalance.objects.filter(account=owner).update(balance_cents=cents)
    return made


def case(
    owner: Account,
    invoices: list[Invoice],
    *,
    stage: str = "early",
    opened_by: str = "ledger",
    held_by: str = "",
    rung: int = 0,
    next_on: date | None = None,
) -> Case:
    """An open case over these invoices."""
    house = owner.portfolio
    number = house.last_case_number = house.last_case_number + 1
    house.save()
    made = Case.objects.create(
        portfolio=house,
        account=owner,
        stage=stage,
        number=number,
        ref=f"{house.case_prefix}-2026-{number:05}",
        opened_by=opened_by,
        policy=PolicyVersion.objects.get(portfolio=house, name="es_household" if house.country == "ES" else "ec_early"),
        rung=rung,
        next_on=next_on,
        held_by=held_by,
        owed_cents=sum(one.open_cents for one in invoices),
        oldest_due_on=min(one.due_on for one in invoices),
        items_count=len(invoices),
        opened_on=TODAY - timedelta(days=20),
    )
    for one in invoices:
        Item.objects.create(
            portfolio=house, account=owner, case=made, invoice=one, rung=rung, since_on=one.due_on + timedelta(days=1)
        )
    return made


def step(
    of: Case, act: str = "notify", *, rung: int = 1, rung_id: str = "aviso_1", state: str = "proposed", ago: int = 0
) -> Step:
    """A step of the ladder for the case."""
    settled = NOON - timedelta(days=ago) if state not in ("proposed",) else None
    return Step.objects.create(
        portfolio=of.portfolio,
        account=of.account,
        case=of,
        day=TODAY - timedelta(days=ago),
        rung=rung,
        rung_id=rung_id,
        act=act,
        state=state,
        owed_cents=of.owed_cents,
        planned_on=date(2027, 1, 12) if act == "propose_cut" else None,
        by="" if state == "proposed" else "marta",
        settled_at=settled,
    )


def lot(house: Portfolio, status: str = "checked", *, declared: int | None = 3841257, gap: int = 0) -> Lot:
    """A file of returns: 203 booked, 8 waiting, 3 faulty; its rows are a sample."""
    n = Lot.objects.filter(portfolio=house).count() + 1
    made = Lot.objects.create(
        portfolio=house,
        number=n,
        kind="returns",
        format="camt.054.001.08",
        status=status,
        file_name=f"devoluciones_{n}.xml",
        blob_id=keep(f"fichero {house.pk} {n}".encode(), "application/xml"),
        sha256=f"{n:064}",
        message_id=f"MSG-{n}",
        sender="Banco de la Meseta",
        currency=house.currency,
        file_on=TODAY - timedelta(days=1),
        declared_count=None if declared is None else 214,
        declared_cents=None if declared is None else declared + gap,
        declared_by="file",
        read_count=214,
        read_cents=3841257,
        booked_count=203,
        booked_cents=3697012,
        waiting_count=8,
        waiting_cents=110425,
        faulty_count=3,
        faulty_cents=33820,
        reason="" if declared is not None else "no_declared_total",
        reason_data={} if declared is not None else {"count": 214, "total": "38412.57"},
        received_by="marta",
        received_at=NOON,
        booked_at=NOON if status == "booked" else None,
    )
    rows = (
        ("waiting", "no_match", 11335, "MD01", {"debtor_name": "J HERRERO LUZ"}),
        ("waiting", "two_candidates", 24874, "AM04", {"debtor_name": "BAR LA PLAZUELA SL"}),
        ("faulty", "bad_date", 12140, "", {"found": "31/11/2026", "field": "Fecha de devolución"}),
        ("booked", "", 16842, "AM04", {"debtor_name": "MENDEZ ARIAS PILAR"}),
    )
    for line, (state, reason, cents, code, data) in enumerate(rows, 41):
        LotRow.objects.create(
            portfolio=house,
            lot=made,
            line=line,
            kind="return",
            status=state,
            reason=reason,
            amount_cents=cents,
            end_to_end_id=f"F26-{line}",
            reason_code=code,
            data=data,
        )
    return made


def guess(row: LotRow, owner: Account, bill: Invoice, confidence: int = 88) -> MatchProposal:
    """A guess for a waiting row."""
    return MatchProposal.objects.create(
        portfolio=owner.portfolio,
        lot_row=row,
        account=owner,
        invoice=bill,
        reason="same_amount_and_name",
        confidence=confidence,
    )
