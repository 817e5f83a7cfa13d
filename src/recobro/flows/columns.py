"""A person says what the columns of a sheet hold: seen first, then kept for its source, then the lot is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.billing import layouts, repairs
from recobro.billing.actions import forget_columns, lots, name_result, save_columns
from recobro.billing.models import ColumnProfile, Lot, ResultText
from recobro.core.errors import BadInput
from recobro.flows import take
from recobro.flows.lot_report import LotReport
from recobro.journal import blobs
from recobro.readers.open import read_file
from recobro.readers.rows import BadFile, Declared, Fault, Row, RowKind
from recobro.readers.sheet_columns import KINDS, LABELS, ColumnMap, lacks, missing_columns, settle_day
from recobro.readers.sheet_peek import Peek, peek

SHOWN = 8  # rows and faults of a preview
MOST = 20_000  # rows read for it: a fraction of a second
WAITS_FOR_COLUMNS = frozenset({"missing_columns", "kind_unclear", "no_heading"})


@dataclass(slots=True)
class Preview:
    """What would be read: the first rows and faults, and the sums of all (of the first `MOST` when `is_cut`)."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    count: int = 0
    cents: int = 0
    faulty_count: int = 0
    others_count: int = 0  # lines that are none of our business
    declared_cents: int | None = None
    is_cut: bool = False
    problem: BadFile | None = None


def beginning(scope: Scope, lot: Lot, sheet: str = "") -> Peek:
    """The top of the sheet of a lot, read with what is known. Raises `BadFile` when it is none."""
    scope.demand(Right.SEE_LOTS)
    with blobs.open_file(lot.sha256) as source:
        return peek(source, sheet=sheet, known=layouts.known(scope.portfolio_id))


def preview(scope: Scope, lot: Lot, columns: ColumnMap, headings: Sequence[str]) -> Preview:
    """Read the kept bytes as a person says, and write nothing."""
    scope.demand(Right.SEE_LOTS)
    found = Preview()
    columns = repairs.into(scope, lot.pk, columns)
    try:
        _check_needed(columns, headings)
        with blobs.open_file(lot.sha256) as source:
            for item in read_file(source, kind=columns.kind, columns=columns)[1]:
                if isinstance(item, Row):
                    _count(found, item)
                elif isinstance(item, Fault):
                    found.faulty_count += 1
                    found.faults += [item] if len(found.faults) < SHOWN else []
                elif isinstance(item, Declared):
                    found.declared_cents = item.total_cents
                if found.count + found.faulty_count >= MOST:
                    found.is_cut = True
                    break
    except BadFile as problem:
        found.problem = problem
    return found


def _count(found: Preview, row: Row) -> None:
    if row.kind is RowKind.OTHER:
        found.others_count += 1
        return
    found.count += 1
    found.cents += row.amount_cents or 0
    if len(found.rows) < SHOWN:
        found.rows.append(row)


def _check_needed(columns: ColumnMap, headings: Sequence[str]) -> None:
    """Raise `BadFile` "missing_columns" when what was chosen is not enough for this kind."""
    settled = settle_day(dict(columns.places), columns.kind)
    lacking = lacks(columns.places if columns.kind == "results" else settled, columns.kind)
    if lacking:
        raise missing_columns(columns.kind, lacking, headings)


def keep(scope: Scope, lot_id: int, columns: ColumnMap, headings: Sequence[str]) -> LotReport:
    """Keep the map for every file with these headings, and check the lot with it.

    Raises `BadInput`: "source_needs_name", "unknown_kind", "missing_columns".
    """
    scope.demand(Right.TAKE_FILES)
    if not columns.source.strip():
        raise BadInput("source_needs_name")
    if columns.kind not in KINDS or not set(columns.places) <= set(LABELS) | {"day"}:
        raise BadFile("unknown_kind", found=columns.kind, expected=", ".join(KINDS))
    _check_needed(columns, headings)
    with transaction.atomic():
        lot = lots.claim(scope, lot_id)
        lots.set_kind(scope, lot, Lot.Kind.RETURNS if columns.kind == "results" else columns.kind)
        save_columns(scope, columns, list(headings))
    return take.look(scope, lot_id)


@transaction.atomic
def forget(scope: Scope, profile_id: int) -> ColumnProfile:
    """Forget a saved map. Raises `BadInput` "unknown_columns"."""
    scope.demand(Right.TAKE_FILES)
    return forget_columns(scope, profile_id)


@transaction.atomic
def name_words(scope: Scope, text: str, reason_code: str) -> ResultText:
    """Say which reason a bank's words mean, for every later file. Raises `BadInput` "unknown_reason"."""
    scope.demand(Right.BOOK_LOTS)
    return name_result(scope, text, reason_code)
