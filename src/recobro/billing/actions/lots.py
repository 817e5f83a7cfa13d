"""The life of a lot: received, then checked, booked, waiting, duplicate or refused; perhaps reversed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from recobro.access.scope import Scope
from recobro.billing.models import Lot
from recobro.billing.rules import Sums, Verdict
from recobro.core import clock, sql
from recobro.core.errors import BadInput
from recobro.journal.actions import record

ONCE = (Lot.Status.BOOKED, Lot.Status.DUPLICATE)  # these bytes have said what they had to say
AGAIN = (Lot.Status.RECEIVED, Lot.Status.CHECKED, Lot.Status.WAITING, Lot.Status.REFUSED)  # nothing of them is booked
SUMS = (
    "read_count", "read_cents", "booked_count", "booked_cents", "known_count", "known_cents",
    "waiting_count", "waiting_cents", "faulty_count", "faulty_cents", "ignored_count",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """What the file says of itself."""

    kind: str
    format: str
    currency: str
    message_id: str = ""
    sender: str = ""
    file_on: date | None = None


def receive(scope: Scope, sha256: str, *, file_name: str, kind: str) -> tuple[Lot, bool]:
    """The lot of these bytes, and whether it may be read now. The same bytes are one lot, whatever their name."""
    sql.lock("lot_number", scope.portfolio_id)
    known = Lot.objects.filter(portfolio_id=scope.portfolio_id, sha256=sha256)
    once = known.filter(status__in=ONCE).order_by("-id").first()
    if once is not None:
        return once, False
    lot = known.filter(status__in=AGAIN).order_by("-id").first()
    if lot is not None:
        return lot, True
    moment = clock.now()
    last = Lot.objects.filter(portfolio_id=scope.portfolio_id).aggregate(last=Max("number"))["last"]
    lot = Lot.objects.create(
        portfolio_id=scope.portfolio_id,
        number=(last or 0) + 1,
        kind=kind,
        format="",
        status=Lot.Status.RECEIVED,
        file_name=file_name[:200],
        blob_id=sha256,
        sha256=sha256,
        currency=scope.currency,
        received_by=scope.person,
        received_at=moment,
    )
    record(scope.portfolio_id, scope.person, "lot.received", f"lot:{lot.pk}", sha256=sha256)
    return lot, True


def claim(scope: Scope, lot_id: int) -> Lot:
    """Take the lot for reading or booking; whoever comes second waits here and then sees what the first did."""
    lot = Lot.objects.select_for_update().filter(portfolio_id=scope.portfolio_id, pk=lot_id).first()
    if lot is None:
        raise BadInput("unknown_lot", lot=lot_id)
    return lot


def close(
    scope: Scope,
    lot: Lot,
    status: str,
    heading: Heading,
    *,
    sums: Sums,
    verdict: Verdict,
    notes: list[dict[str, object]],
) -> Lot:
    """Write what became of the lot, with its journal entry."""
    lot.status = status
    lot.kind, lot.format, lot.currency = heading.kind, heading.format[:40], heading.currency
    lot.message_id, lot.sender, lot.file_on = heading.message_id[:80], heading.sender[:80], heading.file_on
    lot.reason, lot.reason_data = verdict.reason[:40], verdict.data
    lot.declared_count, lot.declared_cents = verdict.declared_count, verdict.declared_cents
    lot.declared_by = verdict.declared_by
    lot.notes = notes
    for name in SUMS:
        setattr(lot, name, getattr(sums, name))
    lot.booked_at = clock.now() if status == Lot.Status.BOOKED else None
    lot.save()
    record(
        scope.portfolio_id,
        scope.person,
        f"lot.{status}",
        f"lot:{lot.pk}",
        sha256=lot.sha256,
        reason=lot.reason,
        declared_count=lot.declared_count,
        declared_cents=lot.declared_cents,
        booked_count=lot.booked_count,
        booked_cents=lot.booked_cents,
        waiting_count=lot.waiting_count,
        faulty_count=lot.faulty_count,
    )
    return lot


def refuse(scope: Scope, lot: Lot, reason: str, data: dict[str, object], *, file_format: str = "") -> Lot:
    """Refuse a file that cannot be read as a whole: its bytes are kept, nothing else."""
    sql.run("billing/forget_rows", portfolio_id=scope.portfolio_id, lot_id=lot.pk)
    lot.status, lot.reason, lot.format = Lot.Status.REFUSED, reason[:40], file_format[:40]
    lot.reason_data = {key: value if isinstance(value, int) else str(value)[:500] for key, value in data.items()}
    lot.save(update_fields=["status", "reason", "format", "reason_data"])
    record(scope.portfolio_id, scope.person, "lot.refused", f"lot:{lot.pk}", reason=reason)
    return lot


def ask_columns(scope: Scope, lot: Lot, reason: str, data: dict[str, object], *, file_format: str) -> Lot:
    """Let a sheet wait for a person to say what it is and what its columns hold; nothing of it is read yet."""
    sql.run("billing/forget_rows", portfolio_id=scope.portfolio_id, lot_id=lot.pk)
    lot.status, lot.reason, lot.format = Lot.Status.WAITING, reason[:40], file_format[:40]
    lot.reason_data = {key: value if isinstance(value, int) else str(value)[:500] for key, value in data.items()}
    for name in SUMS:
        setattr(lot, name, 0)
    lot.declared_count = lot.declared_cents = None
    lot.save()
    record(scope.portfolio_id, scope.person, "lot.waiting", f"lot:{lot.pk}", reason=reason)
    return lot


def set_kind(scope: Scope, lot: Lot, kind: str) -> Lot:
    """What a person says that a sheet is. A lot that is booked is what it is: `BadInput` "lot_cannot_be_booked"."""
    if lot.status not in AGAIN:
        raise BadInput("lot_cannot_be_booked", lot=lot.ref)
    if lot.kind != kind:
        record(scope.portfolio_id, scope.person, "lot.kind_set", f"lot:{lot.pk}", old=lot.kind, new=kind)
        lot.kind = kind
        lot.save(update_fields=["kind"])
    return lot


def discard(scope: Scope, lot: Lot) -> Lot:
    """Give up a lot of which nothing is booked. Its bytes may be taken again."""
    if lot.status not in AGAIN:
        raise BadInput("lot_cannot_be_discarded", lot=lot.ref)
    return refuse(scope, lot, "discarded", {}, file_format=lot.format)


def message_seen(scope: Scope, lot: Lot, heading: Heading) -> bool:
    """Whether another living lot brought the same message."""
    return bool(heading.message_id) and (
        Lot.objects.filter(
            portfolio_id=scope.portfolio_id, message_id=heading.message_id[:80], status=Lot.Status.BOOKED
        )
        .exclude(pk=lot.pk)
        .exists()
    )
