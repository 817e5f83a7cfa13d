"""The proof bank–ERP–ledger of a day or of one lot: the sum with every difference named, and the differences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from recobro.access.scope import Scope
from recobro.billing.models import ErpEntry, Lot, Snapshot
from recobro.billing.proof import queries
from recobro.billing.proof.rules import Kind, Sums
from recobro.core import clock, sql
from recobro.core.money import units
from recobro.core.wording import say

PAGE = 50
CLOSED = "closed"
VIEWS = (*(kind.value for kind in Kind), CLOSED)
# name of the part → what the sum's line says, and its sign as people read it
PARTS = {
    "erp": "Lista del ERP",
    "only_bank": "+ En el banco y no en el ERP",
    "gone": "+ Desaparecidas del ERP",
    "to_enter": "+ Devueltas después: se vuelcan hoy",
    "only_erp": "− En el ERP y no en el banco",
    "amount": "± Importe distinto",
    "answered": "± Contestadas por una persona",
    "moved": "± Cobrado o corregido después de la lista",
    "bank": "= Banco: devuelto y sin pagar",
    "erp_debt": "+ Deuda que solo dice el ERP",
    "ledger": "= Libro: devuelto y sin pagar",
}


@dataclass(frozen=True, slots=True)
class Count:
    """Differences of one view at the end of a day. Cents of each side."""

    view: str
    count: int = 0
    bank_cents: int = 0
    erp_cents: int = 0
    ledger_cents: int = 0
    oldest_on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One difference with what a person needs to act on it."""

    id: int
    kind: str
    invoice_number: str
    bank_cents: int | None
    erp_cents: int | None
    before_cents: int | None
    ledger_cents: int | None
    owner: str
    opened_on: date
    lists_count: int
    closed_on: date | None
    closed_by: str
    outcome: str
    why: str
    customer: str
    case_ref: str
    list_number: int
    list_kind: str
    list_at: datetime
    bank_number: int | None
    bank_kind: str | None
    bank_at: datetime | None
    bank_lot_id: int | None
    bank_row_id: int | None
    ticked_by: str | None
    ticked_at: datetime | None
    contradicted: bool | None

    @property
    def list_ref(self) -> str:
        """The ERP's list that showed it."""
        return Lot(number=self.list_number, kind=self.list_kind, received_at=self.list_at).ref

    @property
    def bank_ref(self) -> str:
        """The bank's file that told of the return; "" for none."""
        if self.bank_number is None or self.bank_at is None:
            return ""
        return Lot(number=self.bank_number, kind=self.bank_kind or "", received_at=self.bank_at).ref

    @property
    def question(self) -> str:
        """What is asked, as a sentence."""
        return say(self.kind)

    @property
    def end(self) -> str:
        """What ended it, as a sentence with the person's reason."""
        told = say(self.outcome) if self.outcome else ""
        return f"{told} {self.why}".strip()

    def days(self, today: date) -> int:
        """How long it has stood."""
        return ((self.closed_on or today) - self.opened_on).days

    def as_json(self, today: date) -> dict[str, object]:
        """For machines; amounts as units."""
        amounts = {name: getattr(self, f"{name}_cents") for name in ("bank", "erp", "before", "ledger")}
        return {
            "kind": self.kind,
            "invoice": self.invoice_number,
            "customer": self.customer,
            "case": self.case_ref,
            **{name: None if cents is None else units(cents) for name, cents in amounts.items()},
            "owner": self.owner,
            "since": self.opened_on.isoformat(),
            "days": self.days(today),
            "list": self.list_ref,
            "bank_lot": self.bank_ref,
            "lists": self.lists_count,
            "closed_on": self.closed_on.isoformat() if self.closed_on else None,
            "outcome": self.outcome,
            "text": self.end or self.question,
        }


@dataclass(frozen=True, slots=True)
class Proof:
    """One day: the list in force, the sum (of that list's moment, or of now for the newest), the differences."""

    day: date
    today: date
    snapshot: Snapshot | None
    sums: Sums | None
    counts: dict[str, Count]

    @property
    def open_count(self) -> int:
        """Differences that stood at the end of the day."""
        return sum(one.count for one in self.counts.values() if one.view != CLOSED)

    @property
    def is_proved(self) -> bool:
        """Every cent between the three has its place."""
        return self.sums is not None and self.sums.is_proved

    def parts(self) -> list[tuple[str, str, int, int]]:
        """(name, what the line says, count, signed cents) of the sum, without empty lines in the middle."""
        if self.sums is None:
            return []
        found = [
            (name, label, getattr(self.sums, f"{name}_count"), getattr(self.sums, f"{name}_cents"))
            for name, label in PARTS.items()
        ]
        signed = [(name, label, count, -cents if name == "only_erp" else cents) for name, label, count, cents in found]
        return [one for one in signed if one[2] or one[3] or one[0] in ("erp", "bank", "ledger")]

    def as_json(self, scope: Scope) -> dict[str, object]:
        """`recobro proof --json`."""
        snapshot = self.snapshot
        return {
            "portfolio": scope.code,
            "date": self.day.isoformat(),
            "currency": scope.currency,
            "proved": self.is_proved,
            "list": None
            if snapshot is None
            else {
                "lot": snapshot.lot.ref,
                "date": snapshot.listed_on.isoformat(),
                **{name: getattr(snapshot, f"{name}_count") for name in ("new", "same", "gone", "changed")},
                "count": snapshot.count,
                "total": units(snapshot.cents),
            },
            "sum": [
                {"part": name, "text": label, "count": count, "amount": units(cents)}
                for name, label, count, cents in self.parts()
            ],
            "gap": units(self.sums.bank_gap or self.sums.ledger_gap) if self.sums else None,
            "differences": {view: self.counts[view].count for view in VIEWS},
        }


def of_day(scope: Scope, day: date, lot_id: int | None = None) -> Proof:
    """The proof at the end of a day; of today: now. `lot_id` keeps the differences of one file, list or bank's."""
    today = clock.today(scope.zone)
    standing = Snapshot.objects.filter(portfolio_id=scope.portfolio_id, lot__status=Lot.Status.BOOKED)
    with sql.snapshot():
        newest = queries.newest(scope)
        in_force = standing.filter(listed_on__lte=day).select_related("lot").order_by("-listed_on", "-lot_id").first()
        sums = None
        if in_force is not None:
            live = newest is not None and in_force.pk == newest.pk and day >= today
            sums = queries.sums(scope, in_force) if live else Sums(**in_force.sums)
        return Proof(day, today, in_force, sums, counts(scope, day, lot_id))


def counts(scope: Scope, day: date, lot_id: int | None = None) -> dict[str, Count]:
    """Every view with its figures."""
    found = sql.rows("reports/proof_counts", portfolio_id=scope.portfolio_id, day=day, lot_id=lot_id)
    return {view: Count(view) for view in VIEWS} | {row["view"]: Count(**row) for row in found}


def lines(
    scope: Scope, day: date, view: str = "", *, lot_id: int | None = None, after: int = 0, limit: int = PAGE
) -> tuple[list[Line], int | None]:
    """Differences of a view ("" for all) at the end of a day, and after which one the next page begins."""
    rows = sql.rows("reports/proof_lines", **_wanted(scope, day, view, lot_id), after=after, limit=limit + 1)
    found = [Line(**row) for row in rows]
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def stream(scope: Scope, day: date, view: str = "", lot_id: int | None = None) -> Iterator[Line]:
    """All of them, with flat memory. Needs an open transaction."""
    wanted = {**_wanted(scope, day, view, lot_id), "after": 0, "limit": None}
    for row in sql.stream("reports/proof_lines", **wanted):
        yield Line(*row)


@dataclass(frozen=True, slots=True)
class LotProof:
    """One file in the proof: its returns beside the newest list, or a list beside the one before; and its ticks."""

    snapshot: Snapshot | None  # of a list
    newest: Snapshot | None  # beside which the returns stand
    rows: dict[str, Any] | None  # of a bank's file: the counts of proof_lot.sql
    entry: ErpEntry | None  # the tick of the whole lot
    entered_rows: int  # ticked one by one


def of_lot(scope: Scope, lot: Lot) -> LotProof:
    """What the proof says of one booked file."""
    newest = queries.newest(scope)
    snapshot = Snapshot.objects.filter(portfolio_id=scope.portfolio_id, lot=lot).first()
    ticks = ErpEntry.objects.filter(portfolio_id=scope.portfolio_id, lot=lot).select_related("checked_lot")
    rows = None
    if lot.kind == Lot.Kind.RETURNS:
        list_id = newest.lot_id if newest else None
        rows = sql.one("reports/proof_lot", portfolio_id=scope.portfolio_id, lot_id=lot.pk, list_id=list_id)
    return LotProof(
        snapshot=snapshot,
        newest=newest,
        rows=rows,
        entry=ticks.filter(lot_row_id=None).first(),
        entered_rows=ticks.exclude(lot_row_id=None).count(),
    )


def _wanted(scope: Scope, day: date, view: str, lot_id: int | None) -> dict[str, Any]:
    return {"portfolio_id": scope.portfolio_id, "day": day, "view": view, "lot_id": lot_id}
