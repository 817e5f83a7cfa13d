"""A cell that cannot be read is put right in its place: what the file said stays, the row is read by the same rules.

In a booked lot the row is matched and booked at once and the lot's equation is proved again. While the whole lot waits,
the file is read again with the repair, so that it can be applied when nothing else is missing.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.billing import repairs
from recobro.billing.actions import booking, lots, rows, staging
from recobro.billing.actions import repairs as repairing
from recobro.billing.models import Lot, LotRow
from recobro.core import clock, sql
from recobro.core.errors import BadInput, Stale
from recobro.core.wording import say
from recobro.flows import take
from recobro.flows.heading import family_of
from recobro.flows.moved import tell_rooms
from recobro.flows.rows import Done
from recobro.flows.settle import look_again
from recobro.parties import actions as parties
from recobro.readers.rows import Fault

Status = LotRow.Status


def repair(scope: Scope, row_id: int, column: str, typed: str, why: str) -> Done:
    """Put the cell of a faulty row right. Raises `BadInput` when the row still cannot be read, and nothing is kept.

    Another fault of the same row is told as the row's new reason: it is put right next.
    """
    if not typed.strip():
        raise BadInput("repair_needs_value")
    if not why.strip():
        raise BadInput("act_needs_reason")
    found = LotRow.objects.filter(portfolio_id=scope.portfolio_id, pk=row_id).select_related("lot").first()
    if found is None:
        raise BadInput("unknown_row")
    if found.lot.format not in repairs.SHEETS:
        raise BadInput("repair_only_sheets")
    told = (column.strip(), typed.strip()[:200], why.strip()[:200])
    if found.lot.status == Lot.Status.BOOKED:
        scope.demand(Right.BOOK_LOTS)
        _in_booked_lot(scope, row_id, *told)
        look_again(scope)
    else:
        scope.demand(Right.TAKE_FILES)
        _in_waiting_lot(scope, row_id, found.lot_id, *told)
    row = LotRow.objects.get(portfolio_id=scope.portfolio_id, lot_id=found.lot_id, line=found.line)
    return Done(row.pk, row.status, row.reason)


@transaction.atomic
def _in_booked_lot(scope: Scope, row_id: int, column: str, typed: str, why: str) -> None:
    sql.lock("booking", scope.portfolio_id)
    row = rows.claim(scope, row_id, Status.FAULTY)
    lot = Lot.objects.select_for_update().get(portfolio_id=scope.portfolio_id, pk=row.lot_id)
    if lot.status != Lot.Status.BOOKED:
        raise Stale
    _keep(scope, row, lot, column, typed, why)
    item = repairs.read_line(scope, lot, row.line)
    if item is None:
        raise BadInput("row_vanished", line=row.line)
    if isinstance(item, Fault):
        told = {"found": item.found, "field": item.field, "expected": item.expected, "line": item.line}
        _demand_better(row, column, item.code, told, typed)
    staging.open_stage(lot.pk, family_of(lot.format))
    staging.stage(iter([item]), None)
    repairing.instead_of(scope, row)
    _settle(scope, lot)
    sums = booking.sums(scope)
    repairing.recount(scope, lot, row, sums)
    repairing.keep_row(scope, waits=bool(sums.waiting_count) and lot.kind != Lot.Kind.CONTRACTS)


def _settle(scope: Scope, lot: Lot) -> None:
    """Match and book the one staged row, as `take` does for a whole file."""
    staged = staging.staged()
    if lot.kind == Lot.Kind.CONTRACTS:
        parties.read_contracts(scope)
        booking.settle_contracts()
        parties.take_contracts(scope, many=False)
        return
    booking.match(scope, staged, partial(parties.open_stubs, many=False))
    booking.settle(scope, staged, lot.file_on or clock.today(scope.zone))
    booking.book(scope, staged, lot_id=lot.pk, said=lambda phase: None)
    tell_rooms(scope)


@transaction.atomic
def _in_waiting_lot(scope: Scope, row_id: int, lot_id: int, column: str, typed: str, why: str) -> None:
    lot = lots.claim(scope, lot_id)
    if lot.status not in (Lot.Status.WAITING, Lot.Status.CHECKED):
        raise Stale
    row = rows.claim(scope, row_id, Status.FAULTY)
    _keep(scope, row, lot, column, typed, why)
    read = take.look(scope, lot.pk)
    if read.status == Lot.Status.REFUSED:
        raise BadInput("repair_breaks_total", **read.reason_data)
    after = LotRow.objects.filter(portfolio_id=scope.portfolio_id, lot_id=lot_id, line=row.line).first()
    if after is None:
        raise BadInput("row_vanished", line=row.line)
    if after.status == Status.FAULTY:
        _demand_better(row, column, after.reason, after.data, typed)


def _keep(scope: Scope, row: LotRow, lot: Lot, column: str, typed: str, why: str) -> None:
    """Keep the repair; the column must be one of the sheet's."""
    cells = {cell.label: cell for cell in repairs.cells(scope, lot, row.line)}
    column = column or str(row.data.get("field") or "")
    if column not in cells:
        raise BadInput("repair_no_column", found=column, known=", ".join(cells))
    repairing.keep(scope, row, column, cells[column].found, typed, why)


def _demand_better(row: LotRow, column: str, code: str, told: dict[str, Any], typed: str) -> None:
    """A fault that remains must be another one: neither in the cell that was typed nor in the one that had to be."""
    mended = {column, str(row.data.get("field") or "")} - {""}
    if str(told.get("field") or "") in mended or not mended:
        raise BadInput("repair_not_enough", typed=typed, why=say(code, **told))
