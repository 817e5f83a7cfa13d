"""The papers of the old way of working beside the table: its colours, and the payments workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import BinaryIO

from recobro.billing.opening.rules import OldPayment, Paid
from recobro.flows.opening_report import OldPayments
from recobro.readers.detect import Format
from recobro.readers.open import read_file
from recobro.readers.rows import BadFile, Fault, Row, RowKind
from recobro.readers.sheet_colours import Mark, read_marks

SHEETS = ("workbook", "csv")


def marks(source: BinaryIO, form: Format, sheet: str, as_of: date) -> Mapping[int, Mark] | None:
    """What the colours of the table claim, by line. None: this kind of file keeps none that can be read."""
    return read_marks(source, sheet, as_of) if form.name == "xlsx" else None


def old_payments(source: BinaryIO | None, as_of: date) -> tuple[Paid, OldPayments]:
    """Read the payments workbook as evidence; nothing of it is booked here. Raises `BadFile` when it is none."""
    if source is None:
        return Paid([]), OldPayments()
    form, items = read_file(source, kind="payments")
    if form.family not in SHEETS:
        raise BadFile("opening_not_a_sheet", found=form.name)
    before: list[OldPayment] = []
    since_count = since_cents = unreadable = 0
    for item in items:
        if isinstance(item, Fault):
            unreadable += 1
        elif not isinstance(item, Row) or item.kind is not RowKind.PAYMENT or item.amount_cents is None:
            continue
        elif item.booked_on is not None and item.booked_on > as_of:
            since_count, since_cents = since_count + 1, since_cents + item.amount_cents
        else:
            before.append(_payment(item, as_of))
    found = OldPayments(len(before), sum(one.cents for one in before), since_count, since_cents, unreadable)
    return Paid(before), found


def _payment(row: Row, as_of: date) -> OldPayment:
    return OldPayment(
        line=row.line,
        cents=row.amount_cents or 0,
        paid_on=row.booked_on or as_of,
        invoice_number=row.invoice_number,
        cups=row.cups,
        debtor_name=row.debtor_name,
    )
