"""A row of the trays as people see it: its tray, what it says, why it waits, its guesses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from recobro.access.scope import Scope
from recobro.billing.fit import DOUBTFUL, Told
from recobro.billing.lots import NOTHING_TO_GIVE_BACK
from recobro.billing.models import Lot
from recobro.core.wording import say

# A fact is missing; a later file may bring it.
LACKS = ("amount_unknown", "no_payment_to_undo", "no_invoice_number", "refund_beyond_payments")


class Tray(StrEnum):
    """Where a row of a lot waits for a hand, or has gone. `WAITING` is all of the readable ones together."""

    WAITING = "waiting"
    UNMATCHED = "unmatched"
    FAULTY = "faulty"
    DUPLICATE = "duplicate"
    LACKING = "lacking"
    SENT_BACK = "sent_back"
    SET_ASIDE = "set_aside"


STATUS = {
    Tray.UNMATCHED: "waiting",
    Tray.FAULTY: "faulty",
    Tray.DUPLICATE: "waiting",
    Tray.LACKING: "waiting",
    Tray.SENT_BACK: "sent_back",
    Tray.SET_ASIDE: "set_aside",
    Tray.WAITING: "waiting",
}


def tray_of(status: str, kind: str, reason: str) -> Tray:
    """The tray of a row. A reason that nobody has placed is unmatched: it is never hidden."""
    if status != "waiting":
        return next(tray for tray, of in STATUS.items() if of == status)
    if reason in DOUBTFUL:
        return Tray.DUPLICATE
    if reason in LACKS or (kind == "invoice" and reason == "no_match"):
        return Tray.LACKING
    return Tray.UNMATCHED


@dataclass(frozen=True, slots=True)
class Guess:
    """A place that the row may belong to, and why."""

    id: int
    confidence: int
    why: str
    account_id: int
    invoice_id: int | None
    customer: str
    account: str
    number: str
    amount_cents: int | None
    open_cents: int | None
    due_on: date | None
    candidates: int = 0

    @property
    def rests_on(self) -> str:
        """The reason as a sentence."""
        return say(self.why)


@dataclass(frozen=True, slots=True)
class TrayLine:
    """A row of a tray."""

    id: int
    line: int
    kind: str
    status: str
    reason: str
    amount_cents: int | None
    invoice_number: str
    reason_code: str
    end_to_end_id: str
    data: dict[str, Any]
    told_on: date | None
    lot_id: int
    lot_number: int
    lot_kind: str
    received_at: datetime
    file_name: str
    lot_status: str
    format: str
    sender: str
    reason_name: str
    owner_id: int | None
    owner: str
    candidates: int
    guesses: list[Guess] = field(default_factory=list)

    @property
    def lot_ref(self) -> str:
        """As `Lot.ref` says it."""
        return Lot(number=self.lot_number, kind=self.lot_kind, received_at=self.received_at).ref

    @property
    def ref(self) -> str:
        """What people and the command call the row: DEV-2026-121:14."""
        return f"{self.lot_ref}:{self.line}"

    @property
    def tray(self) -> Tray | None:
        """None once it is booked, known or none of our business."""
        return tray_of(self.status, self.kind, self.reason) if self.status in STATUS.values() else None

    @property
    def said(self) -> str:
        """Who or what the file names."""
        data = self.data
        return str(data.get("debtor_name") or data.get("text") or self.invoice_number or self.end_to_end_id or "")

    @property
    def number(self) -> str:
        """The first number that the row names."""
        return (
            self.invoice_number or self.end_to_end_id or str(self.data.get("reference") or self.data.get("cups") or "")
        )

    @property
    def may_be_accepted(self) -> bool:
        """One guess, and booking it so can succeed."""
        open_to_it = self.status == "waiting" and self.lot_status == "booked"
        return open_to_it and self.candidates == 1 and self.reason not in NOTHING_TO_GIVE_BACK

    @property
    def waits_because(self) -> str:
        """Why it waits or cannot be read, as a sentence with what stands in the file."""
        told = {name: str(self.data.get(name) or "") for name in ("found", "field", "expected")}
        return say(self.reason, **told, line=self.line) if self.reason else ""

    @property
    def told(self) -> Told:
        """What it says, for the rules of a match by hand."""
        return Told(self.kind, self.amount_cents, (self.end_to_end_id.strip() or self.invoice_number.strip()).upper())

    def days(self, today: date, scope: Scope) -> int:
        """How long it waits: days since its file was received."""
        return (today - self.received_at.astimezone(scope.zone).date()).days
