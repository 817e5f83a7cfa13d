"""Reads for the import pages: lots received, one lot with its rows, the tray of rows that wait in the open."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce

from recobro.access.scope import Scope
from recobro.billing.models import LedgerEntry, Lot
from recobro.core import sql
from recobro.core.wording import say

PAGE = 50
NOTHING_TO_GIVE_BACK = ("no_payment_to_undo", "refund_beyond_payments")
IN_THE_OPEN = ("booked",)  # lots whose rows form the tray: what was only checked is shown on its own page
ANY_LOT = ("received", "checked", "booked", "waiting", "duplicate", "refused", "reversed")


@dataclass(frozen=True, slots=True)
class LotLine:
    """One row of a file with what became of it, and the best guess where it waits."""

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
    booked_on: date | None
    lot_number: int
    lot_kind: str
    received_at: datetime
    file_name: str
    lot_status: str
    reason_name: str
    candidates: int
    proposal_id: int | None
    confidence: int | None
    why: str | None
    customer: str | None
    invoice: str | None

    @property
    def lot_ref(self) -> str:
        """As `Lot.ref` says it."""
        return Lot(number=self.lot_number, kind=self.lot_kind, received_at=self.received_at).ref

    @property
    def said(self) -> str:
        """Who or what the bank names."""
        return str(self.data.get("debtor_name") or self.data.get("text") or self.end_to_end_id or "")

    @property
    def waits_because(self) -> str:
        """Why it waits or cannot be read, as a sentence with what stands in the file."""
        return say(self.reason, found=self.found, field=self.field, expected=self.expected, line=self.line)

    @property
    def rests_on(self) -> str:
        """Why the guess was made, as a sentence."""
        return say(self.why) if self.why else ""

    @property
    def may_be_accepted(self) -> bool:
        """One guess, and booking it so can succeed: there is money to give back."""
        return self.candidates == 1 and self.status == "waiting" and self.reason not in NOTHING_TO_GIVE_BACK

    @property
    def found(self) -> str:
        """What stands in the file where something else was expected."""
        return str(self.data.get("found") or "")

    @property
    def expected(self) -> str:
        """What should have stood there."""
        return str(self.data.get("expected") or "")

    @property
    def field(self) -> str:
        """Which column or element cannot be read."""
        return str(self.data.get("field") or "")


@dataclass(frozen=True, slots=True)
class Lines:
    """Some rows, and after which one the next page begins (None: there is none)."""

    rows: list[LotLine]
    after: int | None


def lots(scope: Scope, *, before: int | None = None, limit: int = PAGE) -> tuple[list[Lot], int | None]:
    """The newest lots, and the number before which the next page begins."""
    found = Lot.objects.filter(portfolio_id=scope.portfolio_id)
    if before is not None:
        found = found.filter(number__lt=before)
    rows = list(found.order_by("-number")[: limit + 1])
    return rows[:limit], rows[limit - 1].number if len(rows) > limit else None


def waiting_lots(scope: Scope) -> list[Lot]:
    """Lots that a person has to look at: checked and not yet applied, or waiting for something."""
    statuses = (Lot.Status.RECEIVED, Lot.Status.CHECKED, Lot.Status.WAITING)
    return list(Lot.objects.filter(portfolio_id=scope.portfolio_id, status__in=statuses).order_by("-number")[:PAGE])


def lot_by_ref(scope: Scope, ref: str) -> Lot | None:
    """The lot that people call so, or called so before its kind was read; its number alone says which. Or None."""
    number = ref.rpartition("-")[2]
    if not number.isdecimal() or len(number) > 9:
        return None
    return Lot.objects.filter(portfolio_id=scope.portfolio_id, number=int(number)).first()


def refs(scope: Scope, lot_ids: list[int]) -> list[str]:
    """What people call these lots."""
    found = Lot.objects.filter(portfolio_id=scope.portfolio_id, pk__in=lot_ids).order_by("number")
    return [one.ref for one in found]


def lines(
    scope: Scope,
    statuses: tuple[str, ...],
    *,
    lot_id: int | None = None,
    kinds: tuple[str, ...] | None = None,
    after: int = 0,
    limit: int = PAGE,
) -> Lines:
    """Rows of one lot, or of the tray when no lot is named."""
    found = sql.rows(
        "billing/tray",
        portfolio_id=scope.portfolio_id,
        statuses=list(statuses),
        lot_id=lot_id,
        kinds=list(kinds) if kinds else None,
        lot_statuses=list(ANY_LOT if lot_id else IN_THE_OPEN),
        after=after,
        limit=limit + 1,
    )
    rows = [LotLine(**{**row, "data": json.loads(row["data"])}) for row in found]
    return Lines(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


def effect(scope: Scope, lot_id: int) -> int:
    """Cents by which the entries of this lot changed what the portfolio is owed; 0 before it is booked."""
    found = LedgerEntry.objects.filter(portfolio_id=scope.portfolio_id, lot_id=lot_id)
    return int(found.aggregate(cents=Coalesce(Sum("amount_cents"), 0))["cents"])
