"""What a lot is called and where its rows come from, told by the file itself."""

from __future__ import annotations

from recobro.access.scope import Scope
from recobro.billing.actions import lots
from recobro.billing.models import Lot
from recobro.readers.prove import Control
from recobro.readers.rows import Note, RowKind

KIND_OF = {
    RowKind.UNPAID: Lot.Kind.UNPAID,
    RowKind.PAYMENT: Lot.Kind.PAYMENTS,
    RowKind.CONTRACT: Lot.Kind.CONTRACTS,
    RowKind.INVOICE: Lot.Kind.INVOICES,
    RowKind.REMITTANCE: Lot.Kind.REMITTANCE,
}
FAMILIES = (
    "camt.053", "camt.054", "pain.002", "pain.008", "csb19.14", "csb19.15", "csb19.44", "csb19", "csb57", "norma43",
)  # fmt: skip
ONLY_PAYMENTS = ("csb57",)
MOST_NOTES = 100


def heading_of(scope: Scope, form: str, control: Control) -> lots.Heading:
    """The lot's head from what the reader told: kind, message, sender and day."""
    header = control.header
    kinds = [KIND_OF[kind] for kind in KIND_OF if kind in control.kinds]
    from_bank = family_of(form) not in ("sheet", *ONLY_PAYMENTS) and RowKind.REMITTANCE not in control.kinds
    sheet_kind = header.sheet_kind if header else ""
    if sheet_kind:
        kinds = [Lot.Kind.RETURNS if sheet_kind == "results" else Lot.Kind(sheet_kind)]
    return lots.Heading(
        kind=Lot.Kind.RETURNS if from_bank or not kinds else kinds[0],
        format=form,
        currency=scope.currency,
        message_id=header.message_id if header else "",
        sender=header.sender if header else "",
        file_on=header.created_on if header else None,
    )


def family_of(form: str) -> str:
    """The kind of message, whatever its version: "camt.054.001.08" is one of camt.054."""
    for family in FAMILIES:
        if form.startswith(family):
            return family
    return "sheet"


def notes_of(control: Control) -> list[dict[str, object]]:
    """What a person should know of the file, as the lot keeps it; the first hundred.

    A remittance of transfers refused as a whole is no customer's, but must not pass in silence.
    """
    transfers = [
        Note("transfers_rejected", f"{whole.batch_id or whole.original_message_id} ({whole.reason_code})", whole.line)
        for whole in control.whole_rejects
        if whole.direct_debits is False
    ]
    notes = (*control.notes, *transfers)[:MOST_NOTES]
    return [{"code": note.code, "found": note.found, "line": note.line} for note in notes]
