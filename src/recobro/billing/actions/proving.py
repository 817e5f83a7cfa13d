"""The only writer of snapshots, differences and ticks of what is entered in the ERP. Nothing here loops over rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import connection

from recobro.access.scope import Scope
from recobro.billing.actions.staging import MANY
from recobro.billing.models import Difference, ErpEntry, Lot, LotRow, Snapshot
from recobro.billing.proof.queries import newest, older, sums
from recobro.billing.proof.rules import OWNER
from recobro.core import clock, sql
from recobro.core.errors import BadInput, Stale
from recobro.journal.actions import record


def compare(scope: Scope, lot: Lot) -> list[int]:
    """Compare a list just booked with the one before, and prove bank, ERP and ledger; returns the accounts touched.

    A list of an older day than the newest only adds what vanished since; the newest goes on saying how it is.
    """
    day = listed_on(scope, lot.file_on, lot.received_at)
    before = older(scope, day, lot.pk)
    changes(scope, lot.pk, before.lot_id if before else None, many=lot.read_count >= MANY)
    found = sql.one("billing/proof_changes")
    count, cents = (before.count, before.cents) if before else (0, 0)
    Snapshot.objects.create(
        portfolio_id=scope.portfolio_id,
        lot=lot,
        listed_on=day,
        before_id=before.lot_id if before else None,
        count=count + found["new_count"] - found["gone_count"],
        cents=cents + found["new_cents"] - found["gone_cents"] + found["changed_cents"],
        before_count=count,
        before_cents=cents,
        **found,
    )
    record(scope.portfolio_id, scope.person, "list.compared", f"lot:{lot.pk}", **found)
    last = newest(scope)
    assert last is not None, "the list just compared is one"
    if last.lot_id != lot.pk:
        changes(scope, last.lot_id, lot.pk, many=lot.read_count >= MANY)
    touched = _prove(scope, last, lists=int(last.lot_id == lot.pk), many=lot.read_count >= MANY)
    if last.lot_id == lot.pk:
        last.sums = asdict(sums(scope, last))
        last.save(update_fields=["sums"])
    return touched


def refresh(scope: Scope) -> list[int]:
    """Prove all anew against the newest list that stands: one was taken back. Returns the accounts touched."""
    last = newest(scope)
    changes(scope, last.lot_id if last else None, last.before_id if last else None, many=True)
    return _prove(scope, last, lists=0, many=True)


def settle(scope: Scope, account_ids: Sequence[int] | None = None) -> list[int]:
    """Look at the open differences again, all or of these accounts: what evidence has ended is closed.

    Returns the accounts touched.
    """
    found = Difference.objects.filter(portfolio_id=scope.portfolio_id, closed_at=None)
    if account_ids is not None:
        found = found.filter(account_id__in=account_ids)
    if not found.exists():
        return []
    last = newest(scope)
    changes(scope, None, None, many=False)
    return _prove(scope, last, lists=0, many=False, whole=False, account_ids=account_ids)


def answer(scope: Scope, difference_ids: Sequence[int], why: str) -> list[int]:
    """A person ends differences with a reason. Raises `Stale` when one of them has ended meanwhile."""
    if not why.strip():
        raise BadInput("answer_needs_reason")
    open_ones = Difference.objects.select_for_update().filter(
        portfolio_id=scope.portfolio_id, pk__in=list(difference_ids), closed_at=None
    )
    found = list(open_ones.order_by("id").values_list("id", "account_id", "kind"))
    if len(found) != len(set(difference_ids)):
        raise Stale("differences_changed")
    moment = clock.now()
    Difference.objects.filter(portfolio_id=scope.portfolio_id, pk__in=[pk for pk, _, _ in found]).update(
        closed_at=moment,
        closed_on=clock.today(scope.zone),
        closed_by=scope.person,
        outcome="answered",
        why=why.strip()[:200],
    )
    sql.run("billing/proof_tell_answers", portfolio_id=scope.portfolio_id, moment=moment, by=scope.person)
    return sorted({account_id for _, account_id, _ in found if account_id is not None})


def enter(scope: Scope, lot: Lot, row_id: int | None = None) -> None:
    """Operaciones says that the lot, or one row of it, is entered in the ERP. Saying it twice changes nothing.

    What a list has contradicted is said anew: the next list is asked again.
    """
    if lot.status != Lot.Status.BOOKED or lot.kind != Lot.Kind.RETURNS:
        raise BadInput("lot_not_to_enter", lot=lot.ref)
    if row_id is not None and not LotRow.objects.filter(lot=lot, pk=row_id, status__in=("booked", "known")).exists():
        raise BadInput("row_not_to_enter", lot=lot.ref)
    entry, new = ErpEntry.objects.get_or_create(
        portfolio_id=scope.portfolio_id,
        lot=lot,
        lot_row_id=row_id,
        defaults={"by": scope.person, "said_at": clock.now()},
    )
    if not new:
        if entry.checked_lot_id is None or entry.proved_at is not None:
            return
        entry.by, entry.said_at, entry.checked_lot, entry.missing_count = scope.person, clock.now(), None, 0
        entry.save(update_fields=["by", "said_at", "checked_lot", "missing_count"])
    record(scope.portfolio_id, scope.person, "erp_entry.said", f"lot:{lot.pk}", entry=entry.pk, row=row_id)


def listed_on(scope: Scope, file_on: date | None, received_at: datetime) -> date:
    """The day a list speaks of: its own, but never one that had not come when it was received."""
    received_on = received_at.astimezone(scope.zone).date()
    return min(file_on, received_on) if file_on else received_on


def changes(scope: Scope, lot_id: int | None, before_id: int | None, *, many: bool) -> None:
    """Find what two lists have in difference, into `proof_change`; None is no list."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")  # two lists in memory; only in this transaction
    sql.run("billing/proof_clear")
    sql.run("billing/proof_change", portfolio_id=scope.portfolio_id, lot_id=lot_id, before_id=before_id)
    _analyze("proof_change", many=many)


def _prove(
    scope: Scope,
    last: Snapshot | None,
    *,
    lists: int,
    many: bool,
    whole: bool = True,
    account_ids: Sequence[int] | None = None,
) -> list[int]:
    """What differs now, against what stands open: ended, brought up to date, opened. Needs `proof_change`."""
    moment = clock.now()
    common: dict[str, Any] = {"portfolio_id": scope.portfolio_id}
    who = {**common, "account_ids": list(account_ids) if account_ids is not None else None}
    told = {**common, "moment": moment, "today": clock.today(scope.zone), "by": scope.person}
    lot_id = last.lot_id if last else None
    taken_at, booked_at = (last.lot.received_at, last.lot.booked_at) if last else (moment, moment)
    day_from = clock.day_bounds(last.listed_on, scope.zone)[0] if last else moment
    sql.run("billing/proof_list", **who, lot_id=lot_id, whole=whole)
    _analyze("proof_list", many=many)
    with sql.without_loops(many=many):
        sql.run("billing/proof_line", **who, whole=whole and last is not None, day_from=day_from, taken_at=taken_at)
    _analyze("proof_line", many=many)
    sql.run("billing/proof_answered", **common, taken_at=booked_at)
    closed = sql.run("billing/proof_close", **told, account_ids=who["account_ids"], lot_id=lot_id)
    sql.run("billing/proof_update", **common, lists=lists)
    opened = 0
    if last is not None:
        kinds, owners = [kind.value for kind in OWNER], [role.value for role in OWNER.values()]
        opened = sql.run("billing/proof_open", **told, lot_id=lot_id, kinds=kinds, owners=owners)
    if lists:
        with sql.without_loops(many=many):
            sql.run("billing/proof_tell", **common)
            sql.run("billing/proof_entries", **common, lot_id=lot_id, taken_at=taken_at, moment=moment, by=scope.person)
    if not closed and not opened:
        return []
    return [row["account_id"] for row in sql.rows("billing/proof_accounts", **common, moment=moment)]


def _analyze(table: str, *, many: bool) -> None:
    """Tell the planner what a working table of a long list holds: nothing else does it for temporary ones."""
    if many:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {table}")
