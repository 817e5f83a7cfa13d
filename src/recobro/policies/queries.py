"""Which ladders stand, and the text of any that a case still follows."""

from __future__ import annotations

from functools import lru_cache

from recobro.access.scope import Scope
from recobro.policies.loader import load
from recobro.policies.models import PolicyVersion
from recobro.policies.rules import Ladder, Published


@lru_cache(maxsize=256)
def _read(sha256: str, text: str) -> Ladder:
    return load(text)


def current(scope: Scope) -> list[Published]:
    """The newest version of each ladder of the portfolio."""
    newest = PolicyVersion.objects.filter(portfolio_id=scope.portfolio_id).order_by("name", "-version").distinct("name")
    return [Published(one.pk, one.version, _read(one.sha256, one.text)) for one in newest]


def all_by_id(scope: Scope) -> dict[int, Published]:
    """Every version ever published: cases in flight keep theirs."""
    found = PolicyVersion.objects.filter(portfolio_id=scope.portfolio_id)
    return {one.pk: Published(one.pk, one.version, _read(one.sha256, one.text)) for one in found}
