"""A proof arrived: the step is done, its items rise to the rungs that this kind of proof opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.cases import actions as cases
from recobro.core import clock
from recobro.core.errors import Stale
from recobro.policies.rules import ProofKind


@transaction.atomic
def accepted(scope: Scope, step_ids: Sequence[int], kind: ProofKind, proved_on: date) -> None:
    """Notices of these steps left, or arrived, on that day."""
    cases.prove(scope, step_ids, kind, proved_on)
    cases.move_steps(scope, step_ids, "done", seen=["handed", "failed"])


@transaction.atomic
def call_made(scope: Scope, step_id: int) -> None:
    """A person called the customer. Raises `Stale` when the call is no longer on anybody's list."""
    scope.demand(Right.TELL_AMOUNT)
    cases.prove(scope, [step_id], ProofKind.DONE, clock.today(scope.zone))
    if not cases.move_steps(scope, [step_id], "done", seen=["released"]):
        raise Stale(step=step_id)
