"""Every evening the office's own table is compared with the ledger; the controller signs the days that agree."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from django.db import transaction

from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.billing.actions import parallel as actions
from recobro.billing.parallel import queries
from recobro.billing.parallel.models import ParallelRun
from recobro.billing.parallel.rules import Theirs, compare, explain
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.flows.opening_files import SHEETS
from recobro.flows.outside import outside_world
from recobro.journal import blobs
from recobro.readers.open import read_file
from recobro.readers.rows import BadFile, Fault, Row, RowKind


def compare_evening(scope: Scope, source: BinaryIO, *, file_name: str, day: date | None = None) -> ParallelRun:
    """Compare a table with the ledger as it stood at the end of `day` (None: today), and keep what differs.

    Raises `BadInput`: "parallel_not_come" for a day to come, "parallel_signed"; `BadFile` for what is no table.
    """
    scope.demand(Right.TAKE_FILES)
    today = clock.today(scope.zone)
    day = day or today
    if day > today:
        raise BadInput("parallel_not_come", day=f"{day:%d/%m/%Y}")
    start, end = clock.day_bounds(day, scope.zone)
    theirs = read_theirs(source)
    with outside_world(), transaction.atomic():
        sha256 = blobs.keep_file(source, "application/octet-stream")
        found = compare(queries.ours(scope, day, end), theirs)
        numbers = {one.number for one in found.differences if one.number}
        found = explain(found, queries.known(scope, sorted(numbers), start, end))
        return actions.keep(scope, day, found, sha256=sha256, file_name=file_name)


def sign(scope: Scope, day: date, seen_digest: str) -> ParallelRun:
    """The controller signs a day whose differences are all explained; it never changes again."""
    scope.demand(Right.SIGN_PARALLEL)
    with transaction.atomic():
        return actions.sign(scope, day, seen_digest)


def read_theirs(source: BinaryIO) -> list[Theirs]:
    """The rows of the office's table; what says that it is settled is none."""
    form, items = read_file(source, kind="unpaid")
    if form.family not in SHEETS:
        raise BadFile("opening_not_a_sheet", found=form.name)
    found: list[Theirs] = []
    for item in items:
        if isinstance(item, Row) and item.kind is RowKind.UNPAID:
            found.append(Theirs(item.line, item.invoice_number, item.amount_cents, item.debtor_name))
        elif isinstance(item, Fault) and item.kind is not RowKind.OTHER:
            row = item.row
            number, who = (row.invoice_number, row.debtor_name) if row else ("", "")
            found.append(Theirs(item.line, number, None, who))
    source.seek(0)
    return found
