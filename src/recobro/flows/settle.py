"""Rows that wait are settled: by what later files make known, or as a person decided (the acts: `flows.rows`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.db import transaction

from recobro.access.scope import Scope
from recobro.billing.actions import booking, waiting
from recobro.billing.actions.staging import Staged
from recobro.core import clock, sql
from recobro.flows.moved import tell_rooms
from recobro.parties import actions as parties


def look_again(scope: Scope) -> int:
    """Match the waiting rows of all booked lots once more, by the same certain rules; returns how many changed.

    So the order in which files come makes no difference: a payment that waited for its contract books when it comes.
    What banks say of our remittances comes after the rest, because it rests on it. What one round settles may be what
    another row waited for; each round leaves fewer, so there is a last one.
    """
    changed = 0
    while found := _one_round(scope, waiting.stage) or _one_round(scope, waiting.stage_told):
        changed += found
    return changed


@transaction.atomic
def _one_round(scope: Scope, stage: Callable[[Scope], Staged | None]) -> int:
    sql.lock("booking", scope.portfolio_id)
    staged = stage(scope)
    if staged is None:
        return 0
    waiting.match(scope, staged, partial(parties.open_stubs, many=staged.many))
    booking.settle(scope, staged, clock.today(scope.zone))
    changed = _book(scope, staged)
    if staged.money:
        booking.propose_refunds(scope)
    return changed


def book_as(scope: Scope, proposal_ids: list[int], row_ids: list[int], *, believe: bool, reopens: bool = False) -> int:
    """Book waiting rows as a person decided, one guess for each; returns how many changed.

    Call it in a transaction that holds the booking lock. `believe`: also what looks known or repeated counts.
    `reopens`: what goes back may open a paid invoice again.
    """
    staged = waiting.stage(scope, row_ids)
    if staged is None:
        return 0
    waiting.match_as(scope, proposal_ids)
    if not believe:
        waiting.defer()
    booking.settle(scope, staged, clock.today(scope.zone), believe=believe, reopens=reopens)
    return _book(scope, staged)


def _book(scope: Scope, staged: Staged) -> int:
    booking.book(scope, staged, lot_id=None, said=lambda phase: None)
    tell_rooms(scope)
    return waiting.close(scope)
