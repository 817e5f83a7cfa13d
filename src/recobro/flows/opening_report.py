"""What the look at the old table of unpaid invoices answers: totals, parts, doubts, for people and programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from recobro.billing.opening.rules import Doubt, OldRow, Part
from recobro.core.money import spoken, units
from recobro.core.wording import say
from recobro.flows.lot_report import LotReport


@dataclass(frozen=True, slots=True)
class ToldDoubt:
    """One doubt as a person reads it. `cents` None: the amount cannot be read."""

    line: int
    code: str
    stops: bool
    may_stay: bool
    text: str
    debtor_name: str
    invoice_number: str
    cents: int | None

    def as_json(self) -> dict[str, Any]:
        """Amounts as units."""
        return {
            "line": self.line,
            "code": self.code,
            "stops": self.stops,
            "text": self.text,
            "customer": self.debtor_name,
            "invoice": self.invoice_number,
            "amount": None if self.cents is None else units(self.cents),
        }


@dataclass(frozen=True, slots=True)
class OldPayments:
    """The payments workbook beside the table: what it says up to the day of the table, and after it."""

    before_count: int = 0
    before_cents: int = 0
    since_count: int = 0
    since_cents: int = 0
    unreadable_count: int = 0


@dataclass(frozen=True, slots=True)
class OpeningReport:
    """The lot with its equation, and all that the look at the table found."""

    lot: LotReport
    as_of: date
    segments: tuple[Part, ...]
    months: tuple[Part, ...]
    yellow_count: int
    red_count: int
    colours_read: bool
    doubts: tuple[ToldDoubt, ...]
    payments: OldPayments
    later: LotReport | None = None  # the payments since, when they were taken too

    @property
    def stops_count(self) -> int:
        """Doubts that a person has to settle first."""
        return sum(1 for doubt in self.doubts if doubt.stops)

    def as_json(self) -> dict[str, Any]:
        """`recobro opening --json`."""
        return {
            **self.lot.as_json(),
            "as_of": self.as_of.isoformat(),
            "segments": [_part(part) for part in self.segments],
            "months": [_part(part) for part in self.months],
            "yellow_count": self.yellow_count,
            "red_count": self.red_count,
            "colours_read": self.colours_read,
            "stops_count": self.stops_count,
            "doubts": [doubt.as_json() for doubt in self.doubts],
            "payments": {
                "before_count": self.payments.before_count,
                "before_total": units(self.payments.before_cents),
                "since_count": self.payments.since_count,
                "since_total": units(self.payments.since_cents),
                "unreadable_count": self.payments.unreadable_count,
                "taken": None if self.later is None else self.later.as_json(),
            },
        }


def tell(
    found: Sequence[Doubt], rows: Mapping[int, OldRow], may_stay: frozenset[str], currency: str
) -> list[ToldDoubt]:
    """Doubts as sentences, in the order of the table."""
    return [
        ToldDoubt(
            line=doubt.line,
            code=doubt.code.value,
            stops=doubt.stops,
            may_stay=doubt.code.value in may_stay,
            text=sentence(doubt, currency),
            debtor_name=rows[doubt.line].debtor_name,
            invoice_number=rows[doubt.line].invoice_number,
            cents=rows[doubt.line].amount_cents,
        )
        for doubt in found
    ]


def sentence(doubt: Doubt, currency: str) -> str:
    """A doubt in Spanish. An unreadable cell and a row that cannot be placed say why in their own words."""
    data: dict[str, object] = {**doubt.data}
    if doubt.data.get("why"):
        data["why"] = say(doubt.data["why"], **{**doubt.data, "line": str(doubt.line)})
    if "cents" in doubt.data:
        data["amount"] = spoken(int(doubt.data["cents"]), currency)
    return say(doubt.code.value, **data)


def _part(part: Part) -> dict[str, Any]:
    return {"code": part.code, "count": part.count, "total": units(part.cents)}
