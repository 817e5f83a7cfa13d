"""The rows of the old table of unpaid invoices: put aside, matched, settled, kept with what the table claims."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from recobro.access.scope import Scope
from recobro.billing.actions import booking, lots
from recobro.billing.actions.staging import Staged
from recobro.billing.models import Lot, LotRow
from recobro.billing.opening.rules import OldRow
from recobro.core import sql
from recobro.core.errors import BadInput, Stale
from recobro.journal.actions import record

FAMILY = "opening"  # of staged rows: they open debts and tell of no event
LIVING = (Lot.Status.CHECKED, Lot.Status.WAITING)


def refuse_second(scope: Scope, sha256: str) -> None:
    """A portfolio is opened once. Raises `BadInput` "opening_exists", unless these very bytes did it."""
    first = Lot.objects.filter(portfolio_id=scope.portfolio_id, kind=Lot.Kind.OPENING, status=Lot.Status.BOOKED).first()
    if first is not None and first.sha256 != sha256:
        raise BadInput("opening_exists", lot=first.ref)


def discard_others(scope: Scope, lot: Lot) -> None:
    """A corrected table takes the place of the one looked at before: of that one nothing is booked."""
    others = Lot.objects.filter(portfolio_id=scope.portfolio_id, kind=Lot.Kind.OPENING, status__in=LIVING)
    for other in others.exclude(pk=lot.pk):
        lots.discard(scope, lots.claim(scope, other.pk))


def put_aside(scope: Scope, lot: Lot, asides: Mapping[int, int | None], why: str) -> None:
    """Put rows aside by their line, with the amount that a person read in those that cannot be read.

    Those put aside when the lot was looked at before stay so. Raises `BadInput`: "aside_needs_reason".
    """
    if asides and not why.strip():
        raise BadInput("aside_needs_reason")
    lines, cents = list(asides), list(asides.values())
    sql.run("billing/opening_aside", portfolio_id=scope.portfolio_id, lot_id=lot.pk, lines=lines, cents=cents)
    for line in lines:
        record(scope.portfolio_id, scope.person, "opening.row_set_aside", f"lot:{lot.pk}", line=line, why=why[:200])


def staying(scope: Scope, lot: Lot) -> dict[int, str]:
    """Lines that a person said stay although a payment speaks against them, and who said it."""
    found = sql.rows("billing/opening_kept", portfolio_id=scope.portfolio_id, lot_id=lot.pk)
    return {row["line"]: row["stays_by"] for row in found}


def let_stay(scope: Scope, lot: Lot, line: int, why: str) -> None:
    """A person says that a row stays open although a payment speaks against it. Raises `Stale` without such a row."""
    row = LotRow.objects.select_for_update().filter(portfolio_id=scope.portfolio_id, lot=lot, line=line).first()
    if row is None or lot.status not in LIVING:
        raise Stale(line=line)
    if not why.strip():
        raise BadInput("stay_needs_reason")
    row.data = {**row.data, "stays_by": scope.person}
    row.save(update_fields=["data"])
    record(scope.portfolio_id, scope.person, "opening.row_stays", f"lot:{lot.pk}", line=line, why=why[:200])


def rows(scope: Scope) -> list[OldRow]:
    """The staged rows with what is known of them before anything is opened for them, in the order of the table."""
    return [OldRow(**row) for row in sql.rows("billing/opening_rows", portfolio_id=scope.portfolio_id)]


def match_again(scope: Scope, staged: Staged, open_stubs: Callable[[Scope], int]) -> None:
    """Match once more, now opening unverified accounts for debts without a contract."""
    sql.run("billing/forget_matches")
    booking.match(scope, staged, open_stubs)


def settle(scope: Scope, staged: Staged, as_of: date) -> None:
    """Say what becomes of each row: it opens its invoice, or waits. Writes working tables only."""
    booking.settle_events(scope, staged, as_of)  # finds invoices to open and no event: the table tells of none
    sql.run("billing/opening_settle", portfolio_id=scope.portfolio_id)
    sql.run("billing/settle_waiting")


def keep_claims(scope: Scope, lot: Lot, told: Mapping[int, Mapping[str, Any]]) -> None:
    """Keep with each row what the table claims of it and what is doubtful in it."""
    if told:
        data = [json.dumps(one, ensure_ascii=False) for one in told.values()]
        sql.run("billing/opening_claims", portfolio_id=scope.portfolio_id, lot_id=lot.pk, lines=list(told), data=data)


def keep_reasons(scope: Scope, lot: Lot) -> int:
    """Give the opened invoices the last return that the table tells of; returns how many had one."""
    return sql.run("billing/opening_reasons", portfolio_id=scope.portfolio_id, lot_id=lot.pk)
