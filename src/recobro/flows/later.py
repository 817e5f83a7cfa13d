"""Files and bookings that a person asks for and a worker carries out: the request only keeps the bytes.

Bytes, lot, task and job are one transaction: what was kept is read, and what is read was kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db import transaction

from recobro.access.scope import Scope
from recobro.billing.actions import lots
from recobro.billing.models import Lot
from recobro.core.errors import BadInput
from recobro.flows import take
from recobro.flows.outside import outside_world
from recobro.flows.take import Declared
from recobro.journal import tasks

CHECK = "lot.check"
APPLY = "lot.apply"
KINDS = (CHECK, APPLY)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file whose bytes are kept. `is_new`: it will be read; else these bytes have been taken before."""

    lot_id: int
    ref: str
    is_new: bool


def check(scope: Scope, source: BinaryIO, *, file_name: str, declared: Declared | None = None) -> list[Kept]:
    """Keep a file, or each file of a zip, and ask for it to be read and proved.

    `declared` is what a person types when the file states no total. Raises `RecobroError` "database_lost", "disk_full".
    """
    with outside_world():
        return [_keep(scope, member, name, declared) for name, member in take.members(source, file_name)]


def apply(scope: Scope, lot_id: int, *, declared: Declared | None = None, confirmed: bool = False) -> int:
    """Ask for a checked or waiting lot to be booked; returns the task. Asked twice, it is one task.

    Raises `BadInput`: "unknown_lot", "taken_before", "lot_cannot_be_booked".
    """
    with outside_world(), transaction.atomic():
        lot = Lot.objects.filter(portfolio_id=scope.portfolio_id, pk=lot_id).first()
        if lot is None:
            raise BadInput("unknown_lot", lot=lot_id)
        if lot.status in lots.ONCE:
            raise BadInput("taken_before", lot=lot.ref)
        if lot.status not in lots.AGAIN:
            raise BadInput("lot_cannot_be_booked", lot=lot.ref)
        if lot.kind == Lot.Kind.OPENING:
            raise BadInput("opening_has_its_page", lot=lot.ref)
        return tasks.ask(
            scope.portfolio_id,
            scope.person,
            APPLY,
            lot_id,
            total=lot.read_count,
            asked={**_typed(declared), "confirmed": confirmed},
        )


def again(scope: Scope, lot_id: int) -> int:
    """Ask once more, in the same words, for what failed; returns the task. Raises `BadInput` when nothing did."""
    with outside_world(), transaction.atomic():
        last = tasks.latest(scope.portfolio_id, KINDS, [lot_id]).get(lot_id)
        if last is None or last.state == last.State.DONE:
            raise BadInput("nothing_to_try_again")
        return tasks.ask(scope.portfolio_id, scope.person, last.kind, lot_id, total=last.total, asked=dict(last.asked))


def declared_of(asked: Mapping[str, Any]) -> Declared | None:
    """What the person typed, as the task keeps it."""
    count, cents = asked.get("declared_count"), asked.get("declared_cents")
    return None if count is cents is None else Declared(count, cents)


def _keep(scope: Scope, source: BinaryIO, file_name: str, declared: Declared | None) -> Kept:
    with transaction.atomic():
        lot, may_read = take.receive(scope, source, file_name, kind=Lot.Kind.RETURNS)
        if may_read:
            tasks.ask(scope.portfolio_id, scope.person, CHECK, lot.pk, asked=_typed(declared))
    return Kept(lot.pk, lot.ref, is_new=may_read)


def _typed(declared: Declared | None) -> dict[str, object]:
    return {} if declared is None else {"declared_count": declared.count, "declared_cents": declared.cents}
