"""A file comes in: its bytes are kept first, then it is read, matched, proved and booked whole, or not at all.

Killed anywhere and taken again it ends as one undisturbed run: the first transaction keeps bytes and lot, the second
does the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO

from django.db import transaction

from recobro.access.scope import Scope
from recobro.billing import layouts, repairs
from recobro.billing.actions import booking, lots, remitting, staging
from recobro.billing.actions.staging import Staged
from recobro.billing.models import Lot
from recobro.billing.rules import MOVES_NO_MONEY, Declared, Outcome, Sums, Verdict, is_repeated, judge
from recobro.core import clock, sql
from recobro.core.errors import BadInput
from recobro.flows import told
from recobro.flows.heading import family_of, heading_of, notes_of
from recobro.flows.lot_report import LotReport, report
from recobro.flows.moved import tell_rooms
from recobro.flows.outside import outside_world
from recobro.flows.papers import open_file
from recobro.flows.proof import list_before, list_came
from recobro.flows.settle import look_again
from recobro.journal import blobs
from recobro.parties import actions as parties
from recobro.readers.archive import check_zip, open_zip
from recobro.readers.detect import detect
from recobro.readers.prove import Control
from recobro.readers.rows import AskColumns, BadFile
from recobro.readers.sheet_columns import ColumnMap

__all__ = ["Declared", "LotReport", "apply", "discard", "look", "members", "receive", "take"]

Progress = Callable[[str, int], None]
OWN_WORD = (Lot.Kind.RETURNS, Lot.Kind.REMITTANCE)  # files that say themselves what they are


@dataclass(frozen=True, slots=True)
class Wish:
    """How a file is to be taken."""

    kind: str | None = None
    declared: Declared | None = None
    confirmed: bool = False
    columns: ColumnMap | None = None
    only_look: bool = False
    progress: Progress | None = None


def take(
    scope: Scope,
    source: BinaryIO,
    *,
    file_name: str,
    kind: str | None = None,
    declared: Declared | None = None,
    confirmed: bool = False,
    dry_run: bool = False,
    columns: ColumnMap | None = None,
    progress: Progress | None = None,
) -> list[LotReport]:
    """Take a seekable file and book it. A zip gives one report per file inside.

    `declared` is what a person types when the file states no total; `confirmed` their yes to what the reader asks.
    A file that cannot be used is reported as refused, not raised. Raises `RecobroError` "database_lost" or "disk_full".
    """
    wish = Wish(kind, declared, confirmed, columns, progress=progress)
    with outside_world():
        if not dry_run:
            return [_take_one(scope, member, name, wish) for name, member in members(source, file_name)]
        with transaction.atomic():
            reports = [_take_one(scope, member, name, wish) for name, member in members(source, file_name)]
            transaction.set_rollback(True)
        return reports


def look(scope: Scope, lot_id: int, *, declared: Declared | None = None, progress: Progress | None = None) -> LotReport:
    """Read and prove a received lot without booking it, so that a person sees its rows first."""
    return _kept(scope, lot_id, Wish(declared=declared, only_look=True, progress=progress))


def apply(
    scope: Scope,
    lot_id: int,
    *,
    declared: Declared | None = None,
    confirmed: bool = False,
    columns: ColumnMap | None = None,
    progress: Progress | None = None,
) -> LotReport:
    """Book a lot that was checked or waits: its kept bytes are read again."""
    return _kept(scope, lot_id, Wish(declared=declared, confirmed=confirmed, columns=columns, progress=progress))


def discard(scope: Scope, lot_id: int) -> LotReport:
    """Give up a lot of which nothing is booked."""
    with transaction.atomic():
        return report(lots.discard(scope, lots.claim(scope, lot_id)))


def members(source: BinaryIO, file_name: str) -> Iterator[tuple[str, BinaryIO]]:
    """The file itself, or the files of a zip. A zip that cannot be opened goes on as itself, to be refused."""
    try:
        if detect(source).family == "zip":
            check_zip(source)
            for name, member in open_zip(source):
                with member:
                    yield f"{file_name}/{name}", member
            return
    except BadFile:
        source.seek(0)
    yield file_name, source


def receive(scope: Scope, source: BinaryIO, file_name: str, *, kind: str) -> tuple[Lot, bool]:
    """Keep the bytes, in the transaction of the caller; their lot, and whether it may be read now."""
    sha256 = blobs.keep_file(source, "application/octet-stream")
    return lots.receive(scope, sha256, file_name=file_name, kind=kind)


def _take_one(scope: Scope, source: BinaryIO, file_name: str, wish: Wish) -> LotReport:
    with transaction.atomic():
        lot, may_read = receive(scope, source, file_name, kind=wish.kind or Lot.Kind.RETURNS)
    if may_read:
        found = _read_and_book(scope, lot, source, wish)
    else:
        found = report(lot, status=Lot.Status.DUPLICATE, file_name=file_name)
    if _look_again(scope):
        lot.refresh_from_db()
        return report(lot, status=found.status, file_name=found.file)
    return found


def _look_again(scope: Scope) -> int:
    """Match again what waits, and read again the lots that waited for a remittance; returns how many rows changed."""
    changed = look_again(scope)
    for lot_id in remitting.lots_to_wake(scope):
        _kept(scope, lot_id, Wish(), again=look_again)
    return changed


def _kept(scope: Scope, lot_id: int, wish: Wish, *, again: Callable[[Scope], int] = _look_again) -> LotReport:
    """Read the bytes that were kept of a lot. A total that a person typed when it was read before still holds."""
    with outside_world():
        lot = Lot.objects.filter(portfolio_id=scope.portfolio_id, pk=lot_id).first()
        if lot is None:
            raise BadInput("unknown_lot", lot=lot_id)
        if lot.status not in (*lots.ONCE, *lots.AGAIN):
            raise BadInput("lot_cannot_be_booked", lot=lot.ref)
        if lot.kind == Lot.Kind.OPENING and lot.status in lots.AGAIN:
            raise BadInput("opening_has_its_page", lot=lot.ref)
        if lot.status in lots.ONCE:
            found = report(lot, status=Lot.Status.DUPLICATE)
        else:
            sheet = None if lot.kind in OWN_WORD else lot.kind
            declared = wish.declared
            if declared is None and lot.declared_by == "person" and not wish.only_look:
                declared = Declared(lot.declared_count, lot.declared_cents)
            with blobs.open_file(lot.sha256) as source:
                found = _read_and_book(scope, lot, source, replace(wish, kind=sheet, declared=declared))
        if not wish.only_look:  # also of a lot that is booked: whoever booked it may not have lived to do this
            again(scope)
        return found


def _read_and_book(scope: Scope, lot: Lot, source: BinaryIO, wish: Wish) -> LotReport:
    form = ""
    try:
        with transaction.atomic():
            lot = lots.claim(scope, lot.pk)
            if lot.status not in lots.AGAIN:  # somebody else was faster
                return report(lot, status=Lot.Status.DUPLICATE)
            sheet = None if wish.kind is None or wish.kind in OWN_WORD else wish.kind
            columns = repairs.into(scope, lot.pk, wish.columns)
            known = layouts.known(scope.portfolio_id)
            found, items = open_file(scope, source, lot.file_name, kind=sheet, columns=columns, known=known)
            form = found.name
            staging.open_stage(lot.pk, family_of(form))
            control = staging.stage(items, wish.progress)
            blobs.prove_unchanged(source, lot.sha256)
            return report(_settle(scope, lot, form, control, wish))
    except AskColumns as exc:
        with transaction.atomic():
            lot = lots.claim(scope, lot.pk)
            return report(lots.ask_columns(scope, lot, exc.code, exc.data, file_format=form))
    except BadFile as exc:
        with transaction.atomic():
            return report(lots.refuse(scope, lots.claim(scope, lot.pk), exc.code, exc.data, file_format=form))


def _settle(scope: Scope, lot: Lot, form: str, control: Control, wish: Wish) -> Lot:
    """Match the staged rows, prove the equation, and book when it holds."""
    said = _teller(wish.progress, control)
    heading = heading_of(scope, form, control)
    staging.mend(scope)
    sql.lock("booking", scope.portfolio_id)  # one lot of a portfolio at a time
    said("match")
    ours = remitting.expand_wholes(scope) if control.whole_rejects else frozenset()
    staged = staging.staged()
    before = transaction.savepoint()
    if heading.kind == Lot.Kind.CONTRACTS:
        parties.read_contracts(scope)
        staged.analyze("take_contract")
        booking.settle_contracts()
    elif heading.kind == Lot.Kind.NOTICES:
        told.read(scope, lot)
    else:
        booking.match(scope, staged, None if wish.only_look else partial(parties.open_stubs, many=staged.many))
        booking.settle(scope, staged, heading.file_on or clock.today(scope.zone))
    sums = booking.sums(scope)
    verdict = judge(
        heading.kind,
        control,
        sums,
        typed=wish.declared,
        confirmed=wish.confirmed,
        currency=scope.currency,
        ours=ours,
        before=list_before(scope, lot, heading.kind, heading.file_on),
    )
    status = _status(verdict, sums, wish, message_seen=lots.message_seen(scope, lot, heading))
    if status == Lot.Status.BOOKED:
        _book(scope, lot, heading.kind, staged, said)
    elif status in (Lot.Status.WAITING, Lot.Status.REFUSED):
        transaction.savepoint_rollback(before)  # also what was opened to match it
        sums = booking.sums(scope)
        if status == Lot.Status.WAITING:
            sums = sums.all_waiting()
    said("rows")
    booking.keep_rows(scope, lot.pk, only_faults=status == Lot.Status.REFUSED)
    if sums.waiting_count or staged.lanes & {"pending", "fault"} or status == Lot.Status.CHECKED:
        _propose(scope, heading, staged, status)
    lot = lots.close(scope, lot, status, heading, sums=sums, verdict=verdict, notes=notes_of(control))
    list_came(scope, lot)
    return lot


def _book(scope: Scope, lot: Lot, kind: str, staged: Staged, said: Callable[[str], None]) -> None:
    if kind == Lot.Kind.CONTRACTS:
        parties.take_contracts(scope, many=staged.many)
    elif kind == Lot.Kind.NOTICES:
        told.book(scope, lot)
    else:
        booking.book(scope, staged, lot_id=lot.pk, said=said)
        tell_rooms(scope)


def _propose(scope: Scope, heading: lots.Heading, staged: Staged, status: str) -> None:
    """Whoever may have paid is left alone, also while the lot itself waits."""
    if heading.kind in MOVES_NO_MONEY or status in (Lot.Status.REFUSED, Lot.Status.DUPLICATE):
        return
    if status == Lot.Status.WAITING:  # its matches went with what was rolled back
        booking.match(scope, staged, None)
    booking.propose(scope, held=status != Lot.Status.BOOKED)


def _status(verdict: Verdict, sums: Sums, wish: Wish, *, message_seen: bool) -> str:
    if verdict.outcome is not Outcome.BOOK:
        return verdict.outcome.value
    if wish.only_look:
        return Lot.Status.CHECKED
    return Lot.Status.DUPLICATE if is_repeated(sums, message_seen=message_seen) else Lot.Status.BOOKED


def _teller(progress: Progress | None, control: Control) -> Callable[[str], None]:
    rows = sum(total.count for total in control.read.values())
    return (lambda phase: progress(phase, rows)) if progress is not None else (lambda phase: None)
