"""What `take` answers for one file: the equation, the faults and the reasons, as people and programs read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from recobro.billing.models import Lot, LotRow
from recobro.core import sql
from recobro.core.money import units
from recobro.core.wording import say

MOST_FAULTS = 1000  # listed one by one; `faulty_count` counts them all


@dataclass(frozen=True, slots=True)
class LotReport:
    """One file and what became of it. Money in cents of `currency`; None: nobody declared it."""

    file: str
    format: str
    sha256: str
    status: str
    currency: str
    lot_id: int
    lot_ref: str
    kind: str
    reason: str
    reason_data: dict[str, Any]
    declared_count: int | None
    declared_cents: int | None
    declared_by: str
    read: tuple[int, int]  # count, cents; so are the next four
    booked: tuple[int, int]
    known: tuple[int, int]
    waiting: tuple[int, int]
    faulty: tuple[int, int]
    ignored_count: int
    faults: tuple[dict[str, Any], ...]
    reasons: dict[str, int]
    notes: tuple[dict[str, Any], ...]

    @property
    def sentence(self) -> str:
        """Why the lot is as it is, in words; "" when it is simply booked."""
        return say(self.reason, **self.reason_data) if self.reason else ""

    def as_json(self) -> dict[str, Any]:
        """The contract of `recobro take --json` (design §5)."""
        found: dict[str, Any] = {
            "file": self.file,
            "format": self.format,
            "sha256": self.sha256,
            "status": self.status,
            "currency": self.currency,
            "lot_ref": self.lot_ref,
            "kind": self.kind,
            "reason": self.reason,
            "text": self.sentence,
            "declared_count": self.declared_count,
            "declared_total": None if self.declared_cents is None else units(self.declared_cents),
            "declared_by": self.declared_by,
        }
        for name in ("read", "booked", "known", "waiting", "faulty"):
            count, cents = getattr(self, name)
            found |= {f"{name}_count": count, f"{name}_total": units(cents)}
        notes = [{**note, "text": say(note["code"], **note)} for note in self.notes]
        return found | {
            "ignored_count": self.ignored_count,
            "faults": list(self.faults),
            "reasons": self.reasons,
            "notes": notes,
        }


def report(lot: Lot, *, status: str = "", file_name: str = "") -> LotReport:
    """The report of a lot as it stands. `status` replaces its own when the file had been taken before."""
    repeated = status == Lot.Status.DUPLICATE
    rows = LotRow.objects.filter(lot=lot, status__in=("faulty", "set_aside", "sent_back")).order_by("line", "id")[
        :MOST_FAULTS
    ]
    reasons = sql.rows("billing/reasons_of_lot", portfolio_id=lot.portfolio_id, lot_id=lot.pk)
    return LotReport(
        file=file_name or lot.file_name,
        format=lot.format,
        sha256=lot.sha256,
        status=status or lot.status,
        currency=lot.currency,
        lot_id=lot.pk,
        lot_ref=lot.ref,
        kind=lot.kind,
        reason="taken_before" if repeated else lot.reason,
        reason_data={"lot": lot.ref} if repeated else dict(lot.reason_data),
        declared_count=lot.declared_count,
        declared_cents=lot.declared_cents,
        declared_by=lot.declared_by,
        read=(lot.read_count, lot.read_cents),
        booked=(lot.booked_count, lot.booked_cents),
        known=(lot.known_count, lot.known_cents),
        waiting=(lot.waiting_count, lot.waiting_cents),
        faulty=(lot.faulty_count, lot.faulty_cents),
        ignored_count=lot.ignored_count,
        faults=tuple(_fault(row) for row in rows),
        reasons={row["reason_code"]: row["rows"] for row in reasons},
        notes=tuple(lot.notes),
    )


def _fault(row: LotRow) -> dict[str, Any]:
    told = {name: row.data.get(name, "") for name in ("found", "field", "expected")}
    return {
        "line": row.line,
        "record": row.data.get("record", ""),
        "code": row.reason,
        "text": say(row.reason, **told, line=row.line),
    }
