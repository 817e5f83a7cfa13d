"""The only writer of published ladders. A published text is never changed; a new version stands beside it."""

from __future__ import annotations

import hashlib
from importlib.resources import files

from django.db import transaction

from recobro.access.scope import Scope
from recobro.core import clock, sql
from recobro.core.errors import BadInput
from recobro.journal.actions import record
from recobro.policies import queries
from recobro.policies.loader import load
from recobro.policies.models import PolicyVersion
from recobro.policies.rules import rival


@transaction.atomic
def publish(scope: Scope, text: str) -> PolicyVersion:
    """Publish a ladder; the same text again is the version that stands. Cases in flight keep theirs.

    Raises `BadPolicy` for a text that cannot be used, `BadInput` for another country or when a ladder of another name
    would be as specific for the same customers.
    """
    ladder = load(text)
    if ladder.country != scope.country:
        raise BadInput("policy_other_country", country=ladder.country, portfolio=scope.code)
    sql.lock("policies.publish", scope.portfolio_id)
    other = rival(ladder, queries.current(scope))
    if other:
        raise BadInput("policy_rival", name=ladder.name, other=other)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    last = PolicyVersion.objects.filter(portfolio_id=scope.portfolio_id, name=ladder.name).order_by("-version").first()
    if last and last.sha256 == sha256:
        return last
    version = PolicyVersion.objects.create(
        portfolio_id=scope.portfolio_id,
        name=ladder.name,
        version=last.version + 1 if last else 1,
        text=text,
        sha256=sha256,
        published_at=clock.now(),
        published_by=scope.person,
    )
    record(scope.portfolio_id, scope.person, "policy.published", f"policy:{version.pk}", sha256=sha256)
    return version


def publish_shipped(scope: Scope) -> list[PolicyVersion]:
    """Publish the ladders that come with Recobro for the portfolio's country."""
    plans = sorted(files("recobro.policies").joinpath("plans").iterdir(), key=lambda plan: plan.name)
    texts = [plan.read_text(encoding="utf-8") for plan in plans if plan.name.endswith(".toml")]
    return [publish(scope, text) for text in texts if load(text).country == scope.country]
