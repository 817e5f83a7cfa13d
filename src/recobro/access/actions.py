"""The only writer of portfolios, people and memberships."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from recobro.access.models import COUNTRIES, MailList, Membership, Person, Portfolio
from recobro.access.roles import Role
from recobro.access.scope import SYSTEM, Scope
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.journal.actions import record

MOST_REVERSAL_DAYS = 3650
PREFIXES = {"ES": "IMP", "EC": "BT"}


@transaction.atomic
def create_portfolio(code: str, *, country: str, name: str, region: str = "", by: str = SYSTEM) -> Portfolio:
    """Make a portfolio; its country sets currency and zone. Raises `BadInput` for a taken code or unknown country."""
    if country not in COUNTRIES:
        raise BadInput("unknown_country", country=country, known=", ".join(COUNTRIES))
    if Portfolio.objects.filter(code=code).exists():
        raise BadInput("portfolio_exists", code=code)
    currency, zone = COUNTRIES[country]
    portfolio = Portfolio.objects.create(
        code=code,
        name=name,
        country=country,
        currency=currency,
        zone=zone,
        region=region,
        case_prefix=PREFIXES[country],
        created_at=clock.now(),
    )
    record(portfolio.pk, by, "portfolio.created", f"portfolio:{portfolio.pk}", code=code)
    return portfolio


@transaction.atomic
def create_person(
    name: str, *, portfolio_code: str, role: str, password: str, full_name: str = "", email: str = "", by: str = SYSTEM
) -> Person:
    """Make a person with a role in one portfolio, or give an existing person a role there.

    Raises `BadInput` for an unknown portfolio or role, a weak password, or when the person already has a role there.
    """
    if role not in set(Role):
        raise BadInput("unknown_role", role=role, known=", ".join(Role))
    portfolio = Portfolio.objects.filter(code=portfolio_code).first()
    if portfolio is None:
        raise BadInput("unknown_portfolio", code=portfolio_code)
    person = Person.objects.filter(name=name).first()
    if person and person.memberships.filter(portfolio=portfolio).exists():
        raise BadInput("person_exists", name=name)
    if person is None:
        _demand_strong(password, Person(name=name, full_name=full_name))
        person = Person.objects.create_user(
            name, password, full_name=full_name or name, email=email, created_at=clock.now()
        )
    Membership.objects.create(person=person, portfolio=portfolio, role=role)
    record(portfolio.pk, by, "person.joined", f"person:{person.pk}", role=role)
    return person


def lock_portfolio(scope: Scope) -> Portfolio:
    """Hold the portfolio's row until the transaction ends: before any account's lock, so that nobody waits in a ring.

    Rows that refer to the portfolio can still be written meanwhile.
    """
    return Portfolio.objects.select_for_update(no_key=True).get(pk=scope.portfolio_id)


def reserve_case_numbers(scope: Scope, count: int) -> tuple[int, str]:
    """Reserve the next numbers of cases: the first of them, and the portfolio's prefix."""
    portfolio = lock_portfolio(scope)
    first = portfolio.last_case_number + 1
    Portfolio.objects.filter(pk=scope.portfolio_id).update(last_case_number=F("last_case_number") + count)
    return first, portfolio.case_prefix


def note_run(scope: Scope, day: date, started_at: datetime) -> None:
    """The run of a day is through: what moved before it began has been looked at."""
    Portfolio.objects.filter(pk=scope.portfolio_id).update(last_run_on=day, last_run_at=started_at)


def note_release(scope: Scope) -> None:
    """One more release went out; the first ones are capped."""
    Portfolio.objects.filter(pk=scope.portfolio_id).update(releases=F("releases") + 1)


@transaction.atomic
def set_collected_when(scope: Scope, when: str) -> None:
    """Say when a direct debit of ours counts as collected: "credited" or "due"."""
    portfolio = lock_portfolio(scope)
    old = portfolio.collected_when
    Portfolio.objects.filter(pk=scope.portfolio_id).update(collected_when=when)
    record(scope.portfolio_id, scope.person, "portfolio.set", f"portfolio:{scope.portfolio_id}", old=old, new=when)


def _demand_strong(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise BadInput("weak_password", why=" ".join(weak.messages)) from weak


@transaction.atomic
def set_mail_list(scope: Scope, kind: str, addresses: list[str]) -> None:
    """Replace the addresses of one of the office's lists."""
    MailList.objects.filter(portfolio_id=scope.portfolio_id, kind=kind).delete()
    MailList.objects.bulk_create(
        [MailList(portfolio_id=scope.portfolio_id, kind=kind, address=address) for address in addresses]
    )
    record(scope.portfolio_id, scope.person, "mail_list.set", f"mail_list:{kind}", count=len(addresses))


@transaction.atomic
def set_reversal_days(scope: Scope, days: int) -> None:
    """How many days after it was booked a lot may still be taken back as a whole."""
    if not 0 <= days <= MOST_REVERSAL_DAYS:
        raise BadInput("reversal_days_unusable")
    mine = Portfolio.objects.filter(pk=scope.portfolio_id)
    old = mine.values_list("reversal_days", flat=True).get()
    mine.update(reversal_days=days)
    record(
        scope.portfolio_id,
        scope.person,
        "portfolio.reversal_days",
        f"portfolio:{scope.portfolio_id}",
        old=old,
        new=days,
    )
