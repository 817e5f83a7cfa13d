"""What is brought to a look at the old table, what it found, and how both are kept with the opening lot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, BinaryIO

from recobro.access.scope import Scope
from recobro.billing.actions import booking, lots
from recobro.billing.actions import opening as actions
from recobro.billing.models import Lot
from recobro.billing.opening import rules
from recobro.billing.opening.rules import Doubt, OldRow
from recobro.billing.rules import Verdict
from recobro.flows.heading import heading_of, notes_of
from recobro.flows.lot_report import report
from recobro.flows.opening_report import OldPayments, OpeningReport, tell
from recobro.journal import blobs
from recobro.readers.prove import Control
from recobro.readers.rows import Note
from recobro.readers.sheet_colours import Fill, Mark

MAY_STAY = frozenset(code.value for code in rules.MAY_STAY)


@dataclass(frozen=True, slots=True)
class Papers:
    """What an office brings. `contracts` and `payments` are optional; only the payments after `as_of` are booked."""

    table: BinaryIO
    table_name: str
    as_of: date | None = None  # the evening of the table; None: today
    contracts: BinaryIO | None = None
    contracts_name: str = ""
    payments: BinaryIO | None = None
    payments_name: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person types: totals, and rows put aside by their line, with the amount of those that cannot be read."""

    total_cents: int | None = None
    payments_cents: int | None = None
    asides: Mapping[int, int | None] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How the table is to be read this time."""

    said: Said
    as_of: date
    payments: BinaryIO | None
    payments_name: str
    book: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in the table."""

    rows: list[OldRow]
    marks: Mapping[int, Mark] | None
    doubts: list[Doubt]
    paid: OldPayments
    staying: Mapping[int, str]  # line → who said so


def close(
    scope: Scope, lot: Lot, form: str, control: Control, look: Look, seen: Seen, verdict: Verdict, status: str
) -> Lot:
    """Keep the rows with their claims, and what the lot has to remember: its evening and the payments beside it."""
    sums = booking.sums(scope)
    if status == Lot.Status.WAITING:
        sums = sums.all_waiting()
    booking.keep_rows(scope, lot.pk, only_faults=status == Lot.Status.REFUSED)
    actions.keep_claims(scope, lot, _claims(seen))
    if status == Lot.Status.BOOKED:
        actions.keep_reasons(scope, lot)
    data: dict[str, object] = {**verdict.data, "as_of": look.as_of.isoformat(), "colours": seen.marks is not None}
    if look.payments is not None:
        data["payments"] = blobs.keep_file(look.payments, "application/octet-stream")
        data["payments_name"] = look.payments_name[:200]
    heading = replace(heading_of(scope, form, control), kind=Lot.Kind.OPENING, file_on=look.as_of)
    unused = "columns_ignored"  # the cut dates and remarks that its reader passes over are read with the colours
    notes = [note for note in notes_of(control) if seen.marks is None or note["code"] != unused]
    if seen.marks is None:
        notes.append({"code": Note("opening_colours_unread").code, "found": form, "line": 0})
    return lots.close(scope, lot, status, heading, sums=sums, verdict=replace(verdict, data=data), notes=notes)


def _claims(seen: Seen) -> dict[int, dict[str, Any]]:
    """What is kept with each row: what the table claims, what is doubtful, and who said that it stays."""
    told: dict[int, dict[str, Any]] = {}
    for line, mark in (seen.marks or {}).items():
        if mark.fill is not Fill.NONE or mark.cut_on or mark.says:
            cut_on = mark.cut_on.isoformat() if mark.cut_on else None
            told[line] = {"fill": mark.fill.value, "cut_on": cut_on, "says": mark.says, "legend": mark.legend}
    for doubt in seen.doubts:
        row = told.setdefault(doubt.line, {})
        row.setdefault("doubts", []).append({"code": doubt.code.value, **doubt.data})
    for line, person in seen.staying.items():
        told.setdefault(line, {})["stays_by"] = person
    return told


def told(scope: Scope, lot: Lot, seen: Seen, as_of: date) -> OpeningReport:
    fills = [mark.fill for row in seen.rows if (mark := (seen.marks or {}).get(row.line))]
    return OpeningReport(
        lot=report(lot),
        as_of=as_of,
        segments=tuple(rules.parts(seen.rows, rules.segment_of)),
        months=tuple(rules.parts(seen.rows, rules.month_of)),
        yellow_count=fills.count(Fill.OPEN),
        red_count=fills.count(Fill.CUT),
        colours_read=seen.marks is not None,
        doubts=tuple(tell(seen.doubts, {row.line: row for row in seen.rows}, MAY_STAY, scope.currency)),
        payments=seen.paid,
    )
