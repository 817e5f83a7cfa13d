"""An office moves in: its old table of unpaid invoices becomes one opening lot, whole, when a typed total agrees.

First it is looked at, beside the payments workbook: totals and every doubtful row. Rows are mended in the table, put
aside by name, or said to stay; only then a person books it. What the table claims of cuts and notices is kept as a
claim and lifts no rung: every case begins at rung 1 until proofs come in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from functools import partial
from typing import BinaryIO

from django.db import transaction

from recobro.access.queries import portfolio
from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.billing.actions import booking, lots, staging
from recobro.billing.actions import opening as actions
from recobro.billing.actions.staging import Staged
from recobro.billing.models import Lot, LotRow
from recobro.billing.opening import rules
from recobro.billing.rules import Declared, Outcome, Verdict, judge
from recobro.core import clock, sql
from recobro.core.errors import BadInput, Stale
from recobro.core.money import figure
from recobro.flows import take
from recobro.flows.lot_report import report
from recobro.flows.moved import tell_rooms
from recobro.flows.opening_files import SHEETS, marks, old_payments
from recobro.flows.opening_lot import Look, Papers, Said, Seen, close, told
from recobro.flows.opening_report import OldPayments, OpeningReport
from recobro.flows.outside import outside_world
from recobro.flows.settle import look_again
from recobro.guards.electricity import may_cut_on
from recobro.journal import blobs
from recobro.laws.calendars import around
from recobro.parties import actions as parties
from recobro.readers.open import read_file
from recobro.readers.prove import Control
from recobro.readers.rows import BadFile
from recobro.readers.sheet_colours import Mark

__all__ = ["Papers", "Said", "again", "check", "dry_run", "let_stay", "open_books", "set_aside"]


def dry_run(scope: Scope, papers: Papers, said: Said) -> OpeningReport:
    """Look at everything and keep nothing, not even the files."""
    with outside_world(), transaction.atomic():
        found = check(scope, papers, said)
        transaction.set_rollback(True)
    return found


def check(scope: Scope, papers: Papers, said: Said) -> OpeningReport:
    """Take the contracts, keep the table and tell what is in it. No debt is booked.

    Raises `BadInput`: "opening_exists", "aside_needs_reason". A table that cannot be used is reported as refused.
    """
    scope.demand(Right.TAKE_FILES)
    with outside_world():
        return _bring(scope, papers, said, book=False)


def open_books(scope: Scope, papers: Papers, said: Said) -> OpeningReport:
    """Look at everything and book it when nothing stops it; the payments since then follow as a lot of their own."""
    scope.demand(Right.BOOK_LOTS)
    with outside_world():
        return _bring(scope, papers, said, book=True)


def again(scope: Scope, lot_id: int, said: Said, *, book: bool) -> OpeningReport:
    """Look once more at the table that was kept, or book it as a person decided. Raises `Stale` for another lot."""
    scope.demand(Right.BOOK_LOTS if book else Right.TAKE_FILES)
    lot = Lot.objects.filter(portfolio_id=scope.portfolio_id, pk=lot_id, kind=Lot.Kind.OPENING).first()
    if lot is None:
        raise Stale(lot=lot_id)
    if said.total_cents is None and lot.declared_by:
        said = replace(said, total_cents=lot.declared_cents)
    kept = lot.reason_data
    as_of = date.fromisoformat(kept["as_of"]) if "as_of" in kept else clock.today(scope.zone)
    with outside_world(), ExitStack() as opened:
        table = opened.enter_context(blobs.open_file(lot.sha256))
        payments = opened.enter_context(blobs.open_file(kept["payments"])) if kept.get("payments") else None
        look = Look(said, as_of, payments, str(kept.get("payments_name", "")), book)
        return _read(scope, lot, table, look)


def set_aside(scope: Scope, lot_id: int, line: int, why: str, cents: int | None = None) -> OpeningReport:
    """Put one row of a table that was looked at aside by name, and look again."""
    scope.demand(Right.BOOK_LOTS)
    row = LotRow.objects.filter(portfolio_id=scope.portfolio_id, lot_id=lot_id, line=line).first()
    if row is None:
        raise Stale(line=line)
    if row.amount_cents is None and cents is None:
        raise BadInput("amount_needed", line=line)
    return again(scope, lot_id, Said(asides={line: cents}, why=why), book=False)


def let_stay(scope: Scope, lot_id: int, line: int, why: str) -> OpeningReport:
    """Say of one row that it stays open although a payment speaks against it, and look again."""
    scope.demand(Right.BOOK_LOTS)
    with transaction.atomic():
        actions.let_stay(scope, lots.claim(scope, lot_id), line, why)
    return again(scope, lot_id, Said(), book=False)


def _bring(scope: Scope, papers: Papers, said: Said, *, book: bool) -> OpeningReport:
    if papers.contracts is not None:
        take.take(scope, papers.contracts, file_name=papers.contracts_name, kind=Lot.Kind.CONTRACTS)
    as_of = papers.as_of or clock.today(scope.zone)
    look = Look(said, as_of, papers.payments, papers.payments_name, book)
    with transaction.atomic():
        sha256 = blobs.keep_file(papers.table, "application/octet-stream")
        actions.refuse_second(scope, sha256)
        lot, may_read = lots.receive(scope, sha256, file_name=papers.table_name, kind=Lot.Kind.OPENING)
        if not may_read:
            return _untouched(lot, as_of)
        actions.discard_others(scope, lot)
    return _read(scope, lot, papers.table, look)


def _read(scope: Scope, lot: Lot, table: BinaryIO, look: Look) -> OpeningReport:
    form = ""
    try:
        with transaction.atomic():
            lot = lots.claim(scope, lot.pk)
            actions.refuse_second(scope, lot.sha256)
            if lot.status not in lots.AGAIN:
                return _untouched(lot, look.as_of)
            found, items = read_file(table, kind="unpaid")
            form = found.name
            if found.family not in SHEETS:
                raise BadFile("opening_not_a_sheet", found=form)
            staging.open_stage(lot.pk, actions.FAMILY)
            control = staging.stage(items, None)
            blobs.prove_unchanged(table, lot.sha256)
            title = control.header.sender if control.header else ""
            claims = marks(table, found, title, look.as_of)
            opened = _settle(scope, lot, form, control, look, claims)
    except BadFile as exc:
        with transaction.atomic():
            refused = lots.refuse(scope, lots.claim(scope, lot.pk), exc.code, exc.data, file_format=form)
            return _untouched(refused, look.as_of, status=Lot.Status.REFUSED)
    return _and_since(scope, opened, look)


def _settle(
    scope: Scope, lot: Lot, form: str, control: Control, look: Look, claims: Mapping[int, Mark] | None
) -> OpeningReport:
    """Match, find the doubts, and book when nothing stands against it."""
    sql.lock("booking", scope.portfolio_id)
    kept = actions.staying(scope, lot)
    actions.put_aside(scope, lot, look.said.asides, look.said.why)
    staged = staging.staged()
    booking.match(scope, staged, None)
    paid, payments = old_payments(look.payments, look.as_of)
    rows = actions.rows(scope)
    closed = _closed(scope, look.as_of)
    found = rules.doubts(rows, claims or {}, paid, kept=frozenset(kept), as_of=look.as_of, closed=closed)
    seen = Seen(rows, claims, found, payments, kept)
    before = transaction.savepoint()
    actions.settle(scope, staged, look.as_of)
    verdict = _judge(scope, control, seen, look.said)
    if look.book and verdict.outcome is Outcome.BOOK:
        status = Lot.Status.BOOKED
        transaction.savepoint_rollback(before)
        _book(scope, lot, staged, look.as_of)
    else:
        status = Lot.Status.CHECKED if verdict.outcome is Outcome.BOOK else Lot.Status(verdict.outcome.value)
    lot = close(scope, lot, form, control, look, seen, verdict, status)
    return told(scope, lot, seen, look.as_of)


def _judge(scope: Scope, control: Control, seen: Seen, said: Said) -> Verdict:
    """What a file that contradicts itself is, then the doubts, then the typed total, which is always needed."""
    sums = booking.sums(scope)
    typed = Declared(None, said.total_cents)
    found = judge(Lot.Kind.OPENING, control, sums, typed=typed, confirmed=False, currency=scope.currency)
    stops = sum(1 for doubt in seen.doubts if doubt.stops)
    if found.outcome is Outcome.REFUSE:
        return found
    if stops:
        return replace(found, outcome=Outcome.WAIT, reason="opening_doubts", data={"count": stops})
    if said.total_cents is None:
        data: dict[str, object] = {"count": sums.read_count, "total": figure(sums.read_cents)}
        return replace(found, outcome=Outcome.WAIT, reason="opening_total_needed", data=data)
    return found


def _book(scope: Scope, lot: Lot, staged: Staged, as_of: date) -> None:
    actions.match_again(scope, staged, partial(parties.open_stubs, many=staged.many))
    actions.settle(scope, staged, as_of)
    waits = booking.sums(scope).waiting_count
    if waits:  # cannot be: each such row is a doubt that stops
        raise BadInput("opening_doubts", count=waits)
    booking.book(scope, staged, lot_id=lot.pk, said=lambda phase: None)
    tell_rooms(scope)


def _and_since(scope: Scope, opened: OpeningReport, look: Look) -> OpeningReport:
    """After the opening, the payments workbook comes in like any file: what is older than the table posts nothing."""
    if opened.lot.status != Lot.Status.BOOKED:
        return opened
    look_again(scope)
    if look.payments is None:
        return opened
    look.payments.seek(0)
    typed = Declared(None, look.said.payments_cents) if look.said.payments_cents is not None else None
    (later,) = take.take(scope, look.payments, file_name=look.payments_name, kind=Lot.Kind.PAYMENTS, declared=typed)
    return replace(opened, later=later)


def _untouched(lot: Lot, as_of: date, *, status: str = Lot.Status.DUPLICATE) -> OpeningReport:
    return OpeningReport(
        report(lot, status=status), as_of, (), (), 0, 0, colours_read=False, doubts=(), payments=OldPayments()
    )


def _closed(scope: Scope, as_of: date) -> Callable[[date], bool]:
    """Days on which nobody is cut, by the portfolio's calendar."""
    calendar = around(scope.country, portfolio(scope).region, as_of)
    return lambda day: not may_cut_on(day, calendar)
