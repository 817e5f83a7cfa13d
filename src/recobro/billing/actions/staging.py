"""A file's items into the staging table, as they come: memory stays flat however long the file is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DataError, connection

from recobro.access.scope import Scope
from recobro.core import sql
from recobro.readers.prove import Control, Tally
from recobro.readers.rows import BadFile, Fault, Header, Item, Row, RowKind, WholeAccept, WholeReject

COLUMNS = (*Row._fields, "fault_record", "fault_code", "fault_found", "fault_field", "fault_expected")
TOLD = frozenset({RowKind.COLLECTION, RowKind.ACCEPTED, RowKind.REFUSED, RowKind.VOIDED})  # beside the equation
NO_FAULT = ("", "", "", "", "")
EVERY = 10_000  # rows between two words to whoever watches
Progress = Callable[[str, int], None]  # phase ("read", "match", "book"), rows so far

MANY = 1000  # rows from which the planner is worth asking: below, any plan is quick
_BLANK = Row(0, RowKind.OTHER, None, "")


@dataclass(frozen=True, slots=True)
class Staged:
    """How much lies in the staging table, and of what: parts of the booking are left out when nothing is theirs."""

    rows: int
    lanes: frozenset[str]

    @property
    def debts(self) -> bool:
        """Something may open or return an invoice."""
        return bool(self.lanes & {"return", "reject", "unpaid", "invoice"})

    @property
    def money(self) -> bool:
        """Something may be spread over invoices: payments, credit notes."""
        return bool(self.lanes & {"payment", "invoice"})

    @property
    def presented(self) -> bool:
        """Our own remittance."""
        return "remittance" in self.lanes

    @property
    def told(self) -> bool:
        """A bank speaks of our remittances: credited, taken, or refused as a whole."""
        return bool(self.lanes & TOLD)

    @property
    def many(self) -> bool:
        """The file is long: how its rows are joined decides whether time grows with them or with their square."""
        return self.rows >= MANY

    def analyze(self, *tables: str) -> None:
        """Tell the planner what the working tables hold: nothing else does it for temporary ones."""
        if self.many:
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {', '.join(tables)}")


def open_stage(lot_id: int, family: str) -> None:
    """Make the working tables of one lot, dropped with the transaction. `family` is the kind of message of its rows."""
    sql.run("billing/take_clear")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")  # joins of a whole file in memory; only in this transaction
    sql.run("billing/take_stage", lot_id=lot_id, family=family)
    sql.run("billing/take_done")
    sql.run("billing/take_entry")
    sql.run("billing/take_moved")
    sql.run("billing/take_told")


def stage(items: Iterator[Item], progress: Progress | None) -> Control:
    """Copy rows and faults as the reader yields them; everything else is kept in the `Control`."""
    tally = Tally()
    rows = 0
    try:
        with sql.copy_into("take_stage", COLUMNS) as copy:
            for item in tally.watch(items):
                if item.__class__ is Row:
                    copy.write_row(item + NO_FAULT)
                elif isinstance(item, Fault):
                    copy.write_row(_faulty(item))
                elif isinstance(item, (WholeReject, WholeAccept)):
                    copy.write_row(_whole(item, tally.control.header) + NO_FAULT)
                else:
                    continue
                rows += 1
                if progress is not None and rows % EVERY == 0:
                    progress("read", rows)
    except DataError as exc:
        raise BadFile("text_unusable", found=str(exc)[:120]) from exc
    if progress is not None:
        progress("read", rows)
    return tally.control


def mend(scope: Scope) -> None:
    """Take over what a person said of unreadable rows when the lot was looked at before."""
    sql.run("billing/take_set_aside", portfolio_id=scope.portfolio_id)


def staged() -> Staged:
    """What lies in the staging table now."""
    found = sql.one("billing/staged")
    here = Staged(found["rows"], frozenset(found["lanes"] or ()))
    here.analyze("take_stage")
    return here


def _whole(item: WholeReject | WholeAccept, header: Header | None) -> Row:
    """A file or batch of which the bank names no transaction, as one row. One of transfers is none of our business."""
    row = Row(
        item.line,
        RowKind.ACCEPTED,
        None,
        "",
        batch_id=item.batch_id,
        booked_on=header.created_on if header else None,
        text=item.scope,
        message_id=item.original_message_id,
    )
    if isinstance(item, WholeAccept):
        return row
    kind = RowKind.VOIDED if item.ours else RowKind.REFUSED
    kind = RowKind.OTHER if item.direct_debits is False else kind
    return row._replace(kind=kind, reason_code=item.reason_code, reason_text=item.reason_text)


def _faulty(fault: Fault) -> tuple[Any, ...]:
    head = (fault.line, fault.kind or "", fault.amount_cents, fault.currency)
    tail = (fault.record, fault.code, fault.found[:200], fault.field[:80], fault.expected[:200])
    return (*head, *(fault.row or _BLANK)[len(head) :], *tail)
