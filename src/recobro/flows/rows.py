"""What a person does with a row of the trays: accept, match by hand, tell apart, put aside, give back, bring back.

Each act is one transaction under the booking lock of the portfolio, with its journal entry. Done twice, or by two
people at once, the second changes nothing and hears how the row stands (`Stale`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.billing import trays
from recobro.billing.actions import lots, rows, waiting
from recobro.billing.fit import DOUBTFUL, refusal
from recobro.billing.models import Lot, LotRow, MatchProposal
from recobro.core import sql
from recobro.core.errors import BadInput, Stale
from recobro.flows.settle import book_as, look_again

Status = LotRow.Status
STANDS: dict[str, str] = {status.value: code for status, code in rows.STANDS.items()}  # why an act comes too late
NOW: dict[str, str] = {  # what to say when an act is done
    Status.BOOKED.value: "now_booked",
    Status.KNOWN.value: "now_known",
    Status.WAITING.value: "now_waiting",
    Status.FAULTY.value: "now_faulty",
    Status.SET_ASIDE.value: "now_set_aside",
    Status.SENT_BACK.value: "now_sent_back",
}
AT_ONCE = 500  # rows that one confirmation takes
MOST_OWNED = 200  # rows given to somebody at once


@dataclass(frozen=True, slots=True)
class Done:
    """How the row stands after the act. `reason`: why it still waits, as a wording key."""

    row_id: int
    status: str
    reason: str = ""


def accept(scope: Scope, proposal_id: int) -> Done:
    """Book a waiting row as one of its guesses says. Raises `Stale` when somebody was faster.

    Money that then looks like a payment already there goes on waiting, with that question: `both` answers it.
    """
    scope.demand(Right.BOOK_LOTS)
    done = _accept(scope, proposal_id)
    look_again(scope)
    return done


@transaction.atomic
def _accept(scope: Scope, proposal_id: int) -> Done:
    sql.lock("booking", scope.portfolio_id)
    row = rows.claim(scope, waiting.row_of(scope, proposal_id), Status.WAITING)
    proposal = waiting.proposal_of(scope, proposal_id)
    _demand_booked(row)
    return _book(scope, row, proposal, believe=row.reason in DOUBTFUL)


def match(scope: Scope, row_id: int, account_id: int, invoice_id: int | None, why: str) -> Done:
    """Match a waiting row by hand to an account, or to one of its invoices. Refuses what the certain rules refuse."""
    scope.demand(Right.BOOK_LOTS)
    done = _match(scope, row_id, account_id, invoice_id, why)
    look_again(scope)
    return done


@transaction.atomic
def _match(scope: Scope, row_id: int, account_id: int, invoice_id: int | None, why: str) -> Done:
    why = _reason(why)
    sql.lock("booking", scope.portfolio_id)
    row = rows.claim(scope, row_id, Status.WAITING)
    _demand_booked(row)
    no = refusal(rows.told(row), rows.place(scope, row, account_id, invoice_id))
    if no:
        raise BadInput(no)
    chosen = rows.choose(scope, row, account_id, invoice_id)
    return _book(scope, row, chosen, believe=row.reason in DOUBTFUL, why=why)


def both(scope: Scope, row_id: int, why: str) -> Done:
    """A row that looks like something already there is another one: book it too.

    For a row that waits with that question, and for one that was taken for known.
    """
    scope.demand(Right.BOOK_LOTS)
    done = _both(scope, row_id, why)
    look_again(scope)
    return done


@transaction.atomic
def _both(scope: Scope, row_id: int, why: str) -> Done:
    why = _reason(why)
    sql.lock("booking", scope.portfolio_id)
    row = rows.claim(scope, row_id, Status.WAITING, Status.KNOWN)
    if row.status == Status.KNOWN:
        return _book(scope, row, _woken(scope, row), believe=True, why=why)
    if row.reason not in DOUBTFUL:
        raise BadInput("not_a_repetition")
    guesses = list(MatchProposal.objects.filter(lot_row=row, settled_at=None).order_by("-confidence", "id"))
    if not guesses:
        raise BadInput("no_candidates")
    if len(guesses) > 1 and guesses[0].reason != "chosen_by_person":
        raise BadInput("several_candidates", count=len(guesses))
    return _book(scope, row, guesses[0], believe=True, why=why)


@transaction.atomic
def set_aside(scope: Scope, row_id: int, why: str, cents: int | None = None) -> Lot:
    """Put a row aside by name, with its amount when only a person can read it: it books nothing and holds nobody."""
    scope.demand(Right.BOOK_LOTS)
    row = _claim_to_leave(scope, row_id)
    return rows.leave(scope, row, Status.SET_ASIDE, "row.set_aside", _reason(why), cents)


@transaction.atomic
def send_back(scope: Scope, row_id: int, why: str) -> Lot:
    """Give a row back to the bank, which has to say what it is; until then it books nothing and holds nobody."""
    scope.demand(Right.BOOK_LOTS)
    row = _claim_to_leave(scope, row_id)
    _demand_booked(row)
    return rows.leave(scope, row, Status.SENT_BACK, "row.sent_back", _reason(why))


def come_back(scope: Scope, row_id: int, why: str) -> Done:
    """A row that was put aside or given back is in its tray again, and is matched if something certain is known now."""
    scope.demand(Right.BOOK_LOTS)
    with transaction.atomic():
        sql.lock("booking", scope.portfolio_id)
        row = rows.claim(scope, row_id, Status.SET_ASIDE, Status.SENT_BACK)
        _demand_booked(row)
        rows.come_back(scope, row, _reason(why))
    look_again(scope)
    row.refresh_from_db()
    return Done(row.pk, row.status, row.reason)


@transaction.atomic
def assign(scope: Scope, row_ids: list[int], person_id: int | None) -> int:
    """Give rows to a person of the portfolio, or to nobody; returns how many changed hands."""
    scope.demand(Right.TAKE_FILES)
    if len(row_ids) > MOST_OWNED:
        raise BadInput("too_many_files", limit=MOST_OWNED)
    found = LotRow.objects.select_for_update().filter(portfolio_id=scope.portfolio_id, pk__in=row_ids).order_by("id")
    listed = list(found)
    if len(listed) != len(set(row_ids)):
        raise BadInput("unknown_row")
    return rows.own(scope, listed, person_id)


@transaction.atomic
def accept_sure(scope: Scope, seen: str) -> tuple[int, int]:
    """Book all rows that one sure guess explains, as a person saw them (`seen`: `trays.sure(scope).digest`).

    Returns how many were booked, and how many go on waiting because they look like something already there.
    Raises `Stale` "sure_rows_changed" when they are not those that the person saw.
    """
    scope.demand(Right.BOOK_LOTS)
    sql.lock("booking", scope.portfolio_id)
    sure = trays.sure(scope, limit=AT_ONCE)
    if not sure.lines:
        raise BadInput("nothing_sure")
    if sure.digest != seen:
        raise Stale("sure_rows_changed")
    row_ids = [line.row_id for line in sure.lines]
    book_as(scope, [line.proposal_id for line in sure.lines], row_ids, believe=False)
    after = list(LotRow.objects.filter(portfolio_id=scope.portfolio_id, pk__in=row_ids).select_related("lot"))
    booked = [row for row in after if row.status in (Status.BOOKED, Status.KNOWN)]
    for row in booked:
        rows.note(scope, row, "row.matched", account_id=row.account_id, invoice=row.invoice_id, together=len(booked))
    return len(booked), len(after) - len(booked)


def _book(scope: Scope, row: LotRow, chosen: MatchProposal, *, believe: bool, why: str = "") -> Done:
    """Book the claimed row where it was chosen to go. What cannot be booked there is refused with its reason."""
    no = refusal(rows.told(row), rows.place(scope, row, chosen.account_id, chosen.invoice_id))
    if no:
        raise BadInput(no)
    reopens = chosen.invoice_id is not None or chosen.reason == waiting.REOPENS
    book_as(scope, [chosen.pk], [row.pk], believe=believe, reopens=reopens)
    row.refresh_from_db()
    if row.status == Status.WAITING and row.reason in DOUBTFUL and not believe:
        rows.choose(scope, row, chosen.account_id, chosen.invoice_id)
    elif row.status == Status.WAITING:
        raise BadInput(row.reason, line=row.line)
    rows.note(
        scope,
        row,
        "row.matched" if row.status != Status.WAITING else "row.chosen",
        account_id=chosen.account_id,
        invoice=chosen.invoice_id,
        cents=row.amount_cents,
        guess=chosen.reason,
        confidence=chosen.confidence,
        why=why,
        apart=believe,
    )
    return Done(row.pk, row.status, row.reason)


def _woken(scope: Scope, row: LotRow) -> MatchProposal:
    """A known row speaks for itself, for the account that it was taken to repeat."""
    if row.kind not in ("payment", "return", "reject") or row.account_id is None:
        raise BadInput("not_a_repetition")
    _demand_booked(row)
    rows.wake(scope, row)
    return rows.choose(scope, row, row.account_id, row.invoice_id)


def _claim_to_leave(scope: Scope, row_id: int) -> LotRow:
    """A waiting or unreadable row, under the lock of what else may change it: its waiting lot, or the booking."""
    found = LotRow.objects.filter(portfolio_id=scope.portfolio_id, pk=row_id).select_related("lot").first()
    if found is None:
        raise BadInput("unknown_row")
    if found.lot.status == Lot.Status.BOOKED:
        sql.lock("booking", scope.portfolio_id)
    else:
        lots.claim(scope, found.lot_id)
    row = rows.claim(scope, row_id, Status.WAITING, Status.FAULTY)
    if row.lot.status != found.lot.status:
        raise Stale
    if row.lot.status != Lot.Status.BOOKED and row.status == Status.WAITING:
        raise BadInput("row_waits_with_lot")
    return row


def _demand_booked(row: LotRow) -> None:
    if row.lot.status != Lot.Status.BOOKED:
        raise BadInput("row_waits_with_lot")


def _reason(why: str) -> str:
    if not why.strip():
        raise BadInput("act_needs_reason")
    return why.strip()[:200]
