"""One row of the trays: chosen for a place, put aside, given back to the bank, brought back, given to somebody.

Whoever calls holds the booking lock of the portfolio (or, while the lot itself waits, the lot): so of two people who
act on the same row at once the second sees what the first did.
"""

from __future__ import annotations

from recobro.access.queries import people_with
from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.billing.actions.staging import TOLD
from recobro.billing.fit import Target, Told
from recobro.billing.models import Lot, LotRow, MatchProposal, RowOwner
from recobro.core import clock, sql
from recobro.core.errors import BadInput, Stale
from recobro.journal.actions import record

Status = LotRow.Status
STANDS = {
    Status.BOOKED: "row_is_booked",
    Status.KNOWN: "row_is_known",
    Status.WAITING: "row_is_waiting",
    Status.FAULTY: "row_is_faulty",
    Status.SET_ASIDE: "row_is_set_aside",
    Status.SENT_BACK: "row_is_sent_back",
    Status.IGNORED: "row_is_ignored",
}
LEFT = (Status.SET_ASIDE, Status.SENT_BACK)  # counted beside the faulty rows: they never booked


def claim(scope: Scope, row_id: int, *statuses: str) -> LotRow:
    """The row, locked, when it stands in one of these. Raises "unknown_row", or `Stale` with how it stands."""
    row = (
        LotRow.objects.select_for_update(of=("self",))
        .filter(portfolio_id=scope.portfolio_id, pk=row_id)
        .select_related("lot")
        .first()
    )
    if row is None:
        raise BadInput("unknown_row")
    if row.status not in statuses:
        raise Stale(STANDS[Status(row.status)])
    return row


def told(row: LotRow) -> Told:
    """What the row says, for the rules of a match by hand."""
    number = row.end_to_end_id.strip() or row.invoice_number.strip()
    return Told(row.kind, row.amount_cents, number.upper())


def place(scope: Scope, row: LotRow, account_id: int, invoice_id: int | None) -> Target:
    """What is known of a chosen place. Raises `BadInput` when account or invoice are not of this portfolio."""
    found = sql.rows(
        "billing/target",
        portfolio_id=scope.portfolio_id,
        account_id=account_id,
        invoice_id=invoice_id,
        number=told(row).number,
    )
    if not found:
        raise BadInput("unknown_account", account=account_id)
    if found[0]["invoice_id"] != invoice_id:
        raise BadInput("unknown_invoice", number=invoice_id)
    return Target(**found[0])


def choose(scope: Scope, row: LotRow, account_id: int, invoice_id: int | None) -> MatchProposal:
    """Keep a person's choice as the surest guess of the row."""
    MatchProposal.objects.bulk_create(
        [
            MatchProposal(
                portfolio_id=scope.portfolio_id,
                lot_row=row,
                account_id=account_id,
                invoice_id=invoice_id,
                reason="chosen_by_person",
                confidence=100,
            )
        ],
        ignore_conflicts=True,
    )
    mine = MatchProposal.objects.filter(portfolio_id=scope.portfolio_id, lot_row=row, account_id=account_id)
    mine = mine.filter(invoice_id__isnull=True) if invoice_id is None else mine.filter(invoice_id=invoice_id)
    mine.update(reason="chosen_by_person", confidence=100, settled_at=None)
    return mine.get()


def wake(scope: Scope, row: LotRow) -> None:
    """Let a row that was taken for a repetition wait again, to be booked as another event."""
    sql.run("billing/wake_one", portfolio_id=scope.portfolio_id, row_id=row.pk)


def leave(scope: Scope, row: LotRow, status: str, verb: str, why: str, cents: int | None = None) -> Lot:
    """The row leaves the trays: it books nothing and holds nobody. Whoever calls has claimed the row.

    A row whose amount cannot be read needs `cents`, as the person reads it: the equation counts it.
    """
    if row.amount_cents is None and cents is None:
        raise BadInput("amount_needed", line=row.line)
    lot = Lot.objects.select_for_update().get(portfolio_id=scope.portfolio_id, pk=row.lot_id)
    was = row.status
    row.amount_cents = cents if row.amount_cents is None else row.amount_cents
    row.status, row.data = status, {**row.data, "left_by": scope.person, "left_as": was}
    row.save(update_fields=["amount_cents", "status", "data"])
    MatchProposal.objects.filter(lot_row=row, settled_at=None).update(settled_at=clock.now())
    if lot.status == Lot.Status.BOOKED and was == Status.WAITING and row.kind not in TOLD:
        _move(lot, row, to_faulty=True)
    note(scope, row, verb, why=why, cents=row.amount_cents)
    return lot


def come_back(scope: Scope, row: LotRow, why: str) -> str:
    """A row that had left is again as it was; its guesses hold again. Returns its status."""
    lot = Lot.objects.select_for_update().get(portfolio_id=scope.portfolio_id, pk=row.lot_id)
    data = dict(row.data)
    was = data.pop("left_as", Status.WAITING if not data.get("record") else Status.FAULTY)
    data.pop("left_by", None)
    row.status, row.data = was, data
    row.save(update_fields=["status", "data"])
    if was == Status.WAITING:
        MatchProposal.objects.filter(lot_row=row).update(settled_at=None)
        if lot.status == Lot.Status.BOOKED and row.kind not in TOLD:
            _move(lot, row, to_faulty=False)
    note(scope, row, "row.came_back", why=why)
    return str(was)


def own(scope: Scope, rows: list[LotRow], person_id: int | None) -> int:
    """Give rows to a person of the portfolio, or to nobody; returns how many changed hands."""
    if person_id is not None and person_id not in {one.pk for one in people_with(scope, Right.TAKE_FILES)}:
        raise BadInput("unknown_owner")
    changed = 0
    for row in rows:
        mine = RowOwner.objects.filter(portfolio_id=scope.portfolio_id, lot_id=row.lot_id, line=row.line)
        if mine.values_list("person_id", flat=True).first() == person_id:
            continue
        changed += 1
        _give(scope, row, person_id)
        note(scope, row, "row.assigned", person=person_id)
    return changed


def note(scope: Scope, row: LotRow, verb: str, *, account_id: int | None = None, **data: object) -> None:
    """One entry of the journal about the row, found by its lot and line whatever its id becomes."""
    subject = f"row:{row.lot_id}:{row.line}"
    record(scope.portfolio_id, scope.person, verb, subject, account_id=account_id, lot=row.lot_id, **data)


def _give(scope: Scope, row: LotRow, person_id: int | None) -> None:
    """Write the owner; the last word counts."""
    if person_id is None:
        RowOwner.objects.filter(portfolio_id=scope.portfolio_id, lot_id=row.lot_id, line=row.line).delete()
        return
    RowOwner.objects.bulk_create(
        [
            RowOwner(
                portfolio_id=scope.portfolio_id,
                lot_id=row.lot_id,
                line=row.line,
                person_id=person_id,
                assigned_at=clock.now(),
            )
        ],
        update_conflicts=True,
        unique_fields=["lot", "line"],
        update_fields=["person", "assigned_at"],
    )


def _move(lot: Lot, row: LotRow, *, to_faulty: bool) -> None:
    """What left counts beside the faulty rows; what comes back waits again. Their sum stays."""
    sign = 1 if to_faulty else -1
    cents = row.amount_cents or 0
    Lot.objects.filter(pk=lot.pk).update(
        waiting_count=lot.waiting_count - sign,
        waiting_cents=lot.waiting_cents - sign * cents,
        faulty_count=lot.faulty_count + sign,
        faulty_cents=lot.faulty_cents + sign * cents,
    )
