"""The invented world of the pages: a retailer in Spain, a telecom in Ecuador, somebody in every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from recobro.access.models import Person, Portfolio
from recobro.access.queries import system_scope
from recobro.access.roles import Role
from recobro.billing.models import Invoice, LedgerEntry, Lot
from recobro.cases.models import Case
from recobro.flows import opening, parallel
from recobro.flows.opening import Papers, Said
from recobro.flows.portfolio import create_portfolio
from recobro.notices.models import Notice, Proof
from tests.db.billing.old_table import EVENING, RED, YELLOW, Old, table
from tests.web import desk_factories as make
from tests.web.proof_factories import proof
from tests.web.sheets import strange_sheet

NAMES = (
    "Julián Herrero Sanz",
    "Pilar Méndez Arias",
    "Bar La Plazuela S.L.",
    "C.P. Olivos 12",
    "Lucía Cevallos Ortiz",
    "Wilson Toapanta Chicaiza",
    "Rosa Guamán Pilco",
    "Farmacia Santa Rita S.A.",
)


@dataclass
class World:
    """What the tests name."""

    spain: Portfolio
    ecuador: Portfolio
    people: dict[Role, Person] = field(default_factory=dict)  # in Spain
    callers: dict[Role, Person] = field(default_factory=dict)  # in Ecuador
    cases: list[Case] = field(default_factory=list)  # in Spain, in the order of NAMES
    hidden: Case | None = None  # in Ecuador: extrajudicial, so its amount is for advisors alone
    told: Case | None = None  # in Ecuador: early and derived, so the first line tells it
    billed: Invoice | None = None  # in Spain: owed, never returned; a file of today may bring it back
    lots: dict[str, Lot] = field(default_factory=dict)
    newcomer: Person | None = None  # controller of an office that is moving in
    sessions: dict[int, str] = field(default_factory=dict)  # person → key of a session, as the sign-in would make it


def build() -> World:
    """Everything, in a few hundred rows."""
    world = World(make.portfolio(), make.portfolio("ANDINA", country="EC", name="Telefonía Andina"))
    for role in Role:
        world.people[role] = make.person(world.spain, role)
        world.callers[role] = make.person(world.ecuador, role, full_name="Gabriela Paredes")
    make.also_in(world.people[Role.SUPERVISOR], world.ecuador, Role.SUPERVISOR)
    _spain(world)
    _ecuador(world)
    _moving(world)
    assert world.newcomer is not None
    for one in (*world.people.values(), *world.callers.values(), world.newcomer):
        world.sessions[one.pk] = _session(one)
    return world


def _moving(world: World) -> None:
    """Spain runs in parallel; another office has just brought its old table, and a controller of its own."""
    rows = (Old("F-9001", 61.08, "Nadie Conocido"), Old("F-9001", 61.08, "Nadie Conocido"))
    parallel.compare_evening(system_scope(world.spain.code), table(*rows), file_name="TABLA 24-11.xlsx")
    create_portfolio("NUEVA", country="ES", name="Eléctrica Nueva")
    world.newcomer = make.person(Portfolio.objects.get(code="NUEVA"), Role.CONTROLLER, full_name="Inés Vidal Ortega")
    old = (
        Old(colour=YELLOW),
        Old("F-2", 50.25, "Luis Ejemplo Gil", "ES0021000000000002CD", colour=RED, cut=date(2026, 11, 12)),
        Old("F-3", "12..34", "Eva Gil Moreno", ""),
        Old("F-4", 80.0, "Talleres Ejemplo, S.L.", "ES0021000000000004GH", says="pagado 20/11"),
    )
    opening.check(system_scope("NUEVA"), Papers(table(*old), "TABLA DE IMPAGOS.xlsx", EVENING), Said(242_59))


def _session(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    assert session.session_key
    return session.session_key


def _spain(world: World) -> None:
    house = world.spain
    for n, name in enumerate(NAMES):
        owner = make.account(house, name)
        bills = [
            make.invoice(
                owner, 11335 + 2517 * n + 900 * k, overdue=15 + 12 * n + 31 * k, posted=make.NOON - timedelta(days=n)
            )
            for k in range(1 + n % 3)
        ]
        rung = (2, 3, 1, 0, 0, 1, 0, 0)[n]
        held = {3: "money_in_flight", 7: "wait_not_over"}.get(n, "")
        one = make.case(owner, bills, rung=rung, held_by=held, next_on=make.TODAY + timedelta(days=(n - 3) * 4))
        world.cases.append(one)
        _steps(one, n)
    world.billed = make.bill(make.account(house, "Nuria Campos Vidal"), 6108)
    for status in ("booked", "checked"):
        world.lots[status] = make.lot(house, status)
    world.lots["wrong"] = make.lot(house, "checked", gap=150)
    world.lots["no_total"] = make.lot(house, "waiting", declared=None)
    world.lots["refused"] = make.lot(house, "refused")
    world.lots["columns"] = strange_sheet(house)
    world.lots["list"] = proof(house, world.lots["booked"], world.cases)
    first, second = list(world.lots["booked"].rows.filter(status="waiting"))
    make.guess(first, world.cases[0].account, world.cases[0].items.order_by("id")[0].invoice, 97)
    for n in (1, 2):
        make.guess(second, world.cases[n].account, world.cases[n].items.order_by("id")[0].invoice, 50)
    paid = world.cases[4].account
    LedgerEntry.objects.create(
        portfolio=house, account=paid, kind="collected", amount_cents=-1250, value_on=make.TODAY, posted_at=make.NOON
    )
    paid.accountbalance.balance_cents -= 1250
    paid.accountbalance.save()


def _steps(one: Case, n: int) -> None:
    """A past and an open step for most."""
    if one.rung:
        sent = make.step(one, state="done", ago=12)
        notice = Notice.objects.create(
            portfolio=one.portfolio,
            account=one.account,
            step=sent,
            channel="email",
            recipient="persona@example.es",
            template="es_household/aviso_1",
            template_sha256="0" * 64,
            subject="Aviso",
            body="Texto",
            owed_cents=one.owed_cents,
            state="sent",
            queued_at=make.NOON - timedelta(days=12),
            sent_at=make.NOON - timedelta(days=12),
        )
        Proof.objects.create(
            portfolio=one.portfolio,
            account=one.account,
            step=sent,
            notice=notice,
            kind="accepted",
            grade="C",
            on=make.TODAY - timedelta(days=12),
            sha256="ab12" * 16,
            created_at=make.NOON - timedelta(days=12),
        )
    if n == 0:
        make.step(one, rung=3, rung_id="aviso_3")
    elif n == 1:
        make.step(one, "call", rung=4, rung_id="llamada", state="released", ago=3)
    elif n == 2:
        make.step(one, "propose_cut", rung=5, rung_id="candidato_corte")
    elif n in (4, 6):
        make.step(one)


def _ecuador(world: World) -> None:
    house = world.ecuador
    for n, (name, stage, opened_by) in enumerate(
        (
            ("María Fernanda Quishpe Lema", "early", "ledger"),
            ("Comercial Andina Sur Cía. Ltda.", "early", "ledger"),
            ("Lucía del Carmen Cevallos Ortiz", "extrajudicial", "ledger"),
            ("Transportes Río Verde S.A.", "coercive", "ledger"),
            ("Klever Rodrigo Sinchi Morocho", "early", "person"),
        )
    ):
        owner = make.account(house, name, town="Quito")
        bills = [make.invoice(owner, 77701 + 1111 * n, overdue=21 + 60 * n)]
        one = make.case(owner, bills, stage=stage, opened_by=opened_by, next_on=make.TODAY + timedelta(days=n))
        if stage == "early" and opened_by == "ledger":
            world.told = world.told or one
            make.step(one, "call", rung=2, rung_id="llamada", state="released", ago=n)
        elif stage == "extrajudicial":
            world.hidden = one


def day() -> date:
    """The world's day."""
    return make.TODAY
