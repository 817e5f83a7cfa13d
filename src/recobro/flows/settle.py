"""Rows that wait are settled: by what later files make known, or by a person who chooses or puts aside."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from recobro.access.scope import Scope
from recobro.billing.actions import booking, waiting
from recobro.billing.actions.staging import Staged
from recobro.billing.models import Lot
from recobro.core import clock, sql
from recobro.core.errors import Stale
from recobro.flows.moved import tell_rooms
from recobro.parties import actions as parties


def look_again(scope: Scope) -> int:
    """Match the waiting rows of all booked lots once more, by the same certain rules; returns how many changed.

    So the order in which files come makes no difference: a payment that waited for its contract books when it comes.
    What one round settles may be what another row waited for; each round leaves fewer, so there is a last one.
    """
    changed = 0
    while found := _one_round(scope):
        changed += found
    return changed


@transaction.atomic
def _one_round(scope: Scope) -> int:
    sql.lock("booking", scope.portfolio_id)
    staged = waiting.stage(scope)
    if staged is None:
        return 0
    waiting.match(scope, staged, partial(parties.open_stubs, many=staged.many))
    booking.settle(scope, staged, clock.today(scope.zone))
    changed = _book(scope, staged)
    if staged.money:
        booking.propose_refunds(scope)
    return changed


def accept(scope: Scope, proposal_id: int) -> None:
    """Book a waiting row as a person decided; what waited for it books too.

    Raises `Stale` when it no longer waits, `BadInput` with the reason why it cannot be booked so.
    """
    _accept(scope, proposal_id)
    look_again(scope)


@transaction.atomic
def _accept(scope: Scope, proposal_id: int) -> None:
    sql.lock("booking", scope.portfolio_id)
    proposal = waiting.proposal_of(scope, proposal_id)
    staged = waiting.stage(scope, proposal.lot_row_id)
    if staged is None:
        raise Stale(proposal=proposal_id)
    waiting.match_as(scope, proposal)
    reopens = proposal.invoice_id is not None or proposal.reason == waiting.REOPENS
    booking.settle(scope, staged, clock.today(scope.zone), believe=True, reopens=reopens)
    _book(scope, staged)
    waiting.accepted(scope, proposal)


@transaction.atomic
def set_aside(scope: Scope, row_id: int, why: str, cents: int | None = None) -> Lot:
    """Put a row aside by name, with its amount when only a person can read it."""
    return waiting.set_aside(scope, row_id, why, cents)


def _book(scope: Scope, staged: Staged) -> int:
    booking.book(scope, staged, lot_id=None, said=lambda phase: None)
    tell_rooms(scope)
    return waiting.close(scope)
