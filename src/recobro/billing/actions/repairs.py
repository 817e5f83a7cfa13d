"""A cell put right by a person: kept beside what the file says, and its row booked again into a booked lot."""

from __future__ import annotations

from recobro.access.scope import Scope
from recobro.billing.actions import booking, rows
from recobro.billing.models import CellRepair, Lot, LotRow
from recobro.billing.rules import Sums
from recobro.core import clock, sql
from recobro.core.errors import BadInput
from recobro.core.money import figure


def keep(scope: Scope, row: LotRow, field: str, found: str, typed: str, why: str) -> CellRepair:
    """Keep what a person typed for a cell; the bytes of the file stay as they came."""
    made = CellRepair.objects.create(
        portfolio_id=scope.portfolio_id,
        lot_id=row.lot_id,
        line=row.line,
        field=field[:80],
        found=found[:200],
        typed=typed[:200],
        why=why,
        by=scope.person,
        at=clock.now(),
    )
    rows.note(scope, row, "row.repaired", repair=made.pk)
    return made


def instead_of(scope: Scope, row: LotRow) -> None:
    """The one staged row takes the place of the faulty one: same line, same id."""
    sql.run("billing/mend_stage", row_id=row.pk)
    LotRow.objects.filter(portfolio_id=scope.portfolio_id, pk=row.pk).delete()


def recount(scope: Scope, lot: Lot, row: LotRow, sums: Sums) -> None:
    """Move the row from the faulty ones to what became of it. Raises `BadInput` when the lot would not add up."""
    before, cents = row.amount_cents or 0, sums.booked_cents + sums.waiting_cents + sums.faulty_cents
    if sums.read_count != 1 or sums.unreadable_count or sums.foreign_count or cents != before:
        declared = lot.declared_cents or 0
        raise BadInput("repair_breaks_total", expected=figure(declared), found=figure(declared - before + cents))
    Lot.objects.filter(portfolio_id=scope.portfolio_id, pk=lot.pk).update(
        booked_count=lot.booked_count + sums.booked_count,
        booked_cents=lot.booked_cents + sums.booked_cents,
        known_count=lot.known_count + sums.known_count,
        known_cents=lot.known_cents + sums.known_cents,
        waiting_count=lot.waiting_count + sums.waiting_count,
        waiting_cents=lot.waiting_cents + sums.waiting_cents,
        faulty_count=lot.faulty_count - 1 + sums.faulty_count,
        faulty_cents=lot.faulty_cents - before + sums.faulty_cents,
    )


def keep_row(scope: Scope, *, waits: bool) -> None:
    """Write the row as it was read again, with its guesses when it waits."""
    sql.run("billing/insert_rows", portfolio_id=scope.portfolio_id, only_faults=False)
    if waits:
        booking.propose(scope, held=False)
