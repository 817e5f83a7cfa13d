"""What the panel page shows, gathered in a few statements: the total and its proof, decisions, age, recovery, cuts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from recobro.access.scope import Scope
from recobro.core import clock, sql
from recobro.core.money import units
from recobro.reports.ageing import Bucket, buckets
from recobro.reports.near_cuts import CutDay, calendar
from recobro.reports.recovery import Curve, curves
from recobro.reports.today import rhythm
from recobro.reports.totals import Split, Totals, read, read_split

# code → (what the line says, address of the list it opens), in the order of the page
DECISIONS = {
    "lots_to_confirm": ("Ficheros por confirmar", "/importar/"),
    "returns_unmatched": ("Devoluciones sin emparejar", "/importar/"),
    "payments_unmatched": ("Pagos sin emparejar", "/pagos/"),
    "rows_faulty": ("Filas ilegibles", "/importar/"),
    "cuts_to_review": ("Candidatos a corte por revisar", "/propuestas/"),
    "notices_to_release": ("Avisos propuestos por liberar", "/propuestas/"),
    "calls_to_release": ("Llamadas propuestas por liberar", "/propuestas/"),
    "steps_failed": ("Avisos que no se pudieron entregar", "/avisos/"),
    "sending_uncertain": ("Envíos sin confirmar", "/avisos/"),
    "cases_held": ("Expedientes retenidos", "/cola/"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One kind of thing that waits for a person. `list_code` says what the list behind `address` must show."""

    list_code: str
    label: str
    address: str
    count: int
    cents: int

    def as_json(self) -> dict[str, object]:
        """Amounts as units."""
        return {
            "code": self.list_code,
            "label": self.label,
            "address": self.address,
            "count": self.count,
            "amount": units(self.cents),
        }


@dataclass(frozen=True, slots=True)
class Panel:
    """All figures carry the time at which they were read."""

    as_of: datetime
    today: date
    totals: Totals  # from midnight of the portfolio's day; `is_proved` may be false: then the page says so
    split: Split
    decisions: tuple[Decision, ...]
    ageing: tuple[Bucket, ...]
    recovery: tuple[Curve, ...]
    calendar: tuple[CutDay, ...]

    @property
    def is_proved(self) -> bool:
        """Everything on the page adds up: the equation, the balances, the parts, the buckets."""
        aged = sum(bucket.cents for bucket in self.ageing)
        return self.totals.is_proved and self.split.gap == 0 and aged == self.split.overdue

    @property
    def change(self) -> int:
        """Cents since yesterday."""
        return self.totals.closing - self.totals.opening

    def as_json(self, currency: str) -> dict[str, object]:
        """The page's figures for machines."""
        return {
            "as_of": self.as_of.isoformat(),
            "date": self.today.isoformat(),
            "proved": self.is_proved,
            "totals": self.totals.as_json(currency),
            "split": self.split.as_json(currency),
            "decisions": [decision.as_json() for decision in self.decisions],
            "ageing": [bucket.as_json() for bucket in self.ageing],
            "recovery": [curve.as_json() for curve in self.recovery],
            "cuts": [day.as_json() for day in self.calendar],
        }


def panel(scope: Scope, today: date) -> Panel:
    """The whole page of one instant, in the same few statements whatever the portfolio holds."""
    with sql.snapshot():
        return Panel(
            as_of=clock.now(),
            today=today,
            totals=read(scope, *clock.day_bounds(today, scope.zone)),
            split=read_split(scope, today),
            decisions=decisions(scope),
            ageing=buckets(scope, today),
            recovery=curves(scope, today),
            calendar=calendar(scope, today),
        )


def decisions(scope: Scope) -> tuple[Decision, ...]:
    """What waits for a person, without the lines that have nothing."""
    found = {
        row["code"]: row for row in sql.rows("reports/decisions", portfolio_id=scope.portfolio_id, rhythm=rhythm())
    }
    return tuple(
        Decision(code, label, address, found[code]["count"], found[code]["cents"])
        for code, (label, address) in DECISIONS.items()
        if code in found and found[code]["count"]
    )
