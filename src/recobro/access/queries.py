"""Who may work where: the scope of a person or of the command line."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from recobro.access.models import Membership, Person, Portfolio
from recobro.access.roles import RIGHTS, Right, Role
from recobro.access.scope import SYSTEM, Scope
from recobro.core.errors import BadInput


def system_scope(code: str) -> Scope:
    """The scope of a run or of the command line on the machine itself. Raises `BadInput` for an unknown portfolio."""
    portfolio = Portfolio.objects.filter(code=code).first()
    if portfolio is None:
        raise BadInput("unknown_portfolio", code=code)
    return _scope(portfolio, role=None, person_id=None, person=SYSTEM)


def scope_on_behalf(portfolio_id: int, person: str) -> Scope:
    """The scope of a job that a person asked for: it bears their name; their right was asked when they did."""
    return _scope(Portfolio.objects.get(pk=portfolio_id), role=None, person_id=None, person=person)


def scopes_of(person_id: int) -> list[Scope]:
    """All portfolios of a person, in order of name."""
    found = Membership.objects.filter(person_id=person_id).select_related("portfolio", "person")
    return [
        _scope(m.portfolio, role=Role(m.role), person_id=m.person_id, person=m.person.name)
        for m in found.order_by("portfolio__name")
    ]


def portfolio(scope: Scope) -> Portfolio:
    """The portfolio of the scope, fresh from the database."""
    return Portfolio.objects.get(pk=scope.portfolio_id)


def people_with(scope: Scope, right: Right) -> list[Person]:
    """The people of the portfolio whose role has the right, by name."""
    roles = [role.value for role in RIGHTS[right]]
    members = Membership.objects.filter(portfolio_id=scope.portfolio_id, role__in=roles, person__is_active=True)
    return [one.person for one in members.select_related("person").order_by("person__full_name", "person_id")]


def _scope(portfolio: Portfolio, *, role: Role | None, person_id: int | None, person: str) -> Scope:
    return Scope(
        portfolio_id=portfolio.pk,
        code=portfolio.code,
        country=portfolio.country,
        currency=portfolio.currency,
        zone=ZoneInfo(portfolio.zone),
        role=role,
        person_id=person_id,
        person=person,
        name=portfolio.name,
    )
