"""From staged rows to posted entries, set by set: match, lock, settle, prove, post. Nothing here loops over rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from recobro.access.scope import Scope
from recobro.billing.actions import remitting
from recobro.billing.actions.staging import Staged
from recobro.billing.rules import Sums
from recobro.core import clock, sql

Step = Callable[[str], None]


def match(scope: Scope, staged: Staged, open_stubs: Callable[[Scope], int] | None) -> None:
    """Find account and invoice of each row where there is exactly one answer.

    `open_stubs` (None when only looking) makes unverified accounts for debts that only the ERP knows; then all is
    matched again.
    """
    _match(scope, staged)
    if staged.told:
        remitting.find_told(scope)
    if open_stubs is not None and staged.lanes & {"unpaid", "invoice"} and open_stubs(scope):
        sql.run("billing/forget_matches")
        _match(scope, staged)
    sql.run("billing/lock_accounts", portfolio_id=scope.portfolio_id)


def _match(scope: Scope, staged: Staged) -> None:
    sql.run("billing/take_clues", portfolio_id=scope.portfolio_id)
    staged.analyze("take_clue")
    sql.run("billing/take_match", portfolio_id=scope.portfolio_id)
    staged.analyze("take_match")
    sql.run("billing/take_foreign", portfolio_id=scope.portfolio_id)


def settle(scope: Scope, staged: Staged, file_on: date, *, believe: bool = False, reopens: bool = False) -> None:
    """Say what becomes of each matched row: booked, known, or waiting with its reason. Writes working tables only.

    `file_on` dates what carries no day. `believe`: a person decided, so money, returns and invoices that look known or
    repeated count. `reopens`: what goes back and the credit does not cover may open a paid invoice again.
    """
    portfolio_id = scope.portfolio_id
    if staged.debts:
        _settle_debts(scope, staged, file_on, believe=believe)
    if staged.money:
        if not believe:
            sql.run("billing/settle_history", portfolio_id=portfolio_id)
        sql.run("billing/take_payment", portfolio_id=portfolio_id, file_on=file_on)
        if believe:
            sql.run("billing/believe_payments")
        sql.run("billing/settle_payments")
        sql.run("billing/take_undo", portfolio_id=portfolio_id, file_on=file_on)
        sql.run("billing/take_stretch", portfolio_id=portfolio_id, reopens=reopens)
        sql.run("billing/take_refund", portfolio_id=portfolio_id, believe=believe)
        sql.run("billing/settle_undone")
    if staged.presented:
        remitting.settle_presented(scope, file_on)
    if staged.told:
        sql.run("billing/settle_told")
    sql.run("billing/settle_waiting")


def settle_events(scope: Scope, staged: Staged, file_on: date, *, believe: bool = False) -> None:
    """Say which invoices the rows open, and what becomes of those that tell of a return."""
    portfolio_id = scope.portfolio_id
    sql.run("billing/take_fresh", portfolio_id=portfolio_id, file_on=file_on)
    sql.run("billing/take_return", file_on=file_on)
    staged.analyze("take_fresh", "take_return")
    sql.run("billing/take_known", portfolio_id=portfolio_id)
    if believe:
        sql.run("billing/believe_returns")
    sql.run("billing/take_new", portfolio_id=portfolio_id)
    staged.analyze("take_known", "take_new")
    sql.run("billing/settle_returns")
    sql.run("billing/take_covered", portfolio_id=portfolio_id)
    sql.run("billing/settle_covered")


def _settle_debts(scope: Scope, staged: Staged, file_on: date, *, believe: bool) -> None:
    portfolio_id = scope.portfolio_id
    settle_events(scope, staged, file_on, believe=believe)
    if "unpaid" in staged.lanes:
        sql.run("billing/settle_unpaid", portfolio_id=portfolio_id)
    if "invoice" in staged.lanes:
        sql.run("billing/settle_invoices", portfolio_id=portfolio_id)
        if believe:
            sql.run("billing/believe_invoices")


def settle_contracts() -> None:
    """Take over what parties said of the contract rows."""
    sql.run("billing/settle_contracts")


def sums(scope: Scope) -> Sums:
    """The rows of the staged lot by what became of them."""
    return Sums(**sql.one("billing/lot_sums", currency=scope.currency))


def keep_rows(scope: Scope, lot_id: int, *, only_faults: bool) -> None:
    """Keep every row as read, instead of those of an earlier look at the same lot.

    `only_faults`: of a refused lot only what cannot be read.
    """
    sql.run("billing/forget_rows", portfolio_id=scope.portfolio_id, lot_id=lot_id)
    sql.run("billing/insert_rows", portfolio_id=scope.portfolio_id, only_faults=only_faults)


def propose(scope: Scope, *, held: bool) -> None:
    """Write down whom the waiting rows may belong to, and why. `held`: the whole lot waits, so all its rows do."""
    sql.run("billing/propose_matched", portfolio_id=scope.portfolio_id, held=held)
    sql.run("billing/propose_clues", portfolio_id=scope.portfolio_id)
    sql.run("billing/propose_likely", portfolio_id=scope.portfolio_id)


def propose_refunds(scope: Scope) -> None:
    """Say which paid invoice a waiting refund would open again; what was proposed for it before is over."""
    sql.run("billing/propose_refunds", portfolio_id=scope.portfolio_id, now=clock.now())


def book(scope: Scope, staged: Staged, *, lot_id: int | None, said: Step) -> None:
    """Post the settled rows. `said` is told before each part; the account locks are held since `match`."""
    opened = undone = collected = 0
    posted_at = moment(scope)
    if staged.presented:
        remitting.write_presented(scope)
    if staged.told:
        said("collections")
        collected = collect(scope, posted_at, staged)
    if staged.debts:
        opened = _write_debts(scope, staged, said)
    said("ledger")
    if staged.debts:
        post(scope, posted_at, staged)
    said("payments")
    if staged.money:
        undone = undo(scope, posted_at)
        refund(scope, posted_at)
    if opened or undone or collected:
        use_credit(scope, posted_at, lot_id=lot_id)
    if staged.money:
        if opened:
            sql.run("billing/add_credit_notes", portfolio_id=scope.portfolio_id)
        spread(scope, posted_at, staged)


def _write_debts(scope: Scope, staged: Staged, said: Step) -> int:
    """Write invoices, attempts and returns, and prepare their entries; returns how many invoices were opened."""
    portfolio_id = scope.portfolio_id
    said("invoices")
    opened = sql.run("billing/insert_invoices", portfolio_id=portfolio_id)
    opened += sql.run("billing/revive_invoices", portfolio_id=portfolio_id)
    if "invoice" in staged.lanes:
        sql.run("billing/enrich_invoices", portfolio_id=portfolio_id)
    said("returns")
    sql.run("billing/insert_attempts", portfolio_id=portfolio_id)
    sql.run("billing/insert_returns", portfolio_id=portfolio_id)
    sql.run("billing/mark_returned", portfolio_id=portfolio_id)
    if sql.run("billing/insert_evidence", portfolio_id=portfolio_id):
        sql.run("billing/count_evidence", portfolio_id=portfolio_id)
        sql.run("billing/learn_reasons", portfolio_id=portfolio_id)
    sql.run("billing/keep_covered", portfolio_id=portfolio_id)
    sql.run("billing/entries_of_charges")
    sql.run("billing/entries_of_returns")
    return opened


def moment(scope: Scope) -> datetime:
    """The instant of a posting.

    A report that closes a moment takes the same lock alone, so nothing is posted behind its back.
    """
    sql.lock("posting", scope.portfolio_id, shared=True)
    return clock.now()


def collect(scope: Scope, posted_at: datetime, staged: Staged | None = None) -> int:
    """Post what the bank credited of our presentations, and note what it told of them; returns how many entries."""
    prepared = sql.run("billing/entries_of_collected", portfolio_id=scope.portfolio_id)
    if prepared:
        sql.run("billing/charge_collected", portfolio_id=scope.portfolio_id)
        post(scope, posted_at, staged)
    remitting.mark_told(scope)
    return prepared


def undo(scope: Scope, posted_at: datetime) -> int:
    """Take back the payments lined up in `take_undo`; returns how many entries that took."""
    prepared = sql.run("billing/entries_of_undone", portfolio_id=scope.portfolio_id)
    if prepared:
        sql.run("billing/mark_undone", portfolio_id=scope.portfolio_id, now=posted_at)
        post(scope, posted_at)
    return prepared


def refund(scope: Scope, posted_at: datetime) -> None:
    """Post what went back to customers: out of the credit, before anything else may use it."""
    if sql.run("billing/insert_refunds", portfolio_id=scope.portfolio_id):
        sql.run("billing/entries_of_refunds")
        post(scope, posted_at)


def spread(scope: Scope, posted_at: datetime, staged: Staged | None = None) -> None:
    """Post the money lined up in `take_payment`: on the invoice it names, then on the oldest, the rest as credit."""
    sql.run("billing/insert_payments", portfolio_id=scope.portfolio_id)
    sql.run("billing/spread_named", portfolio_id=scope.portfolio_id)
    sql.run("billing/spread_oldest", portfolio_id=scope.portfolio_id)
    sql.run("billing/spread_rest")
    post(scope, posted_at, staged)


def use_credit(scope: Scope, posted_at: datetime, *, lot_id: int | None) -> None:
    """Let the credit of the accounts moved so far pay what they owe now."""
    value_on = posted_at.astimezone(scope.zone).date()
    if sql.run("billing/use_credit", portfolio_id=scope.portfolio_id, lot_id=lot_id, value_on=value_on):
        post(scope, posted_at)


def post(scope: Scope, posted_at: datetime, staged: Staged | None = None) -> None:
    """Post what was prepared: entries, open cents of invoices, balances of accounts."""
    if staged is not None:
        staged.analyze("take_entry")
    if not sql.run("billing/post_entries", portfolio_id=scope.portfolio_id, posted_at=posted_at):
        return
    sql.run("billing/post_open", portfolio_id=scope.portfolio_id)
    sql.run("billing/post_balances", portfolio_id=scope.portfolio_id, posted_at=posted_at)
    sql.run("billing/post_moved")
    sql.run("billing/forget_entries")
