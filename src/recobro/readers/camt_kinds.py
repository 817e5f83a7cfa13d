"""What a line of a bank statement is for us, from direction, transaction family and return information. Pure.

Families are the ISO external codes (BkTxCd/Domn/Fmly): IDDT are the direct debits *we* issued, RDDT those others
issued against us. Sources: formats.md §1.1 and §1.4 rules 1, 5 and 6.
"""

from __future__ import annotations

from dataclasses import dataclass

from recobro.readers.rows import RowKind

OURS_FAMILY = "IDDT"
UNPAID_SUBFAMILIES = frozenset({"UPDD", "PRDD", "RCDD"})  # unpaid, reversal due to payment reversal, reversal of ours
FEE_SUBFAMILIES = frozenset({"CHRG", "FEES", "COMM", "COME", "COMI", "COMT", "TAXE", "INTR", "ADJT"})
PAYMENT_FAMILIES = frozenset({"RCDT", "RRCT", "CNTR", "LBOX", "RCHQ", "CCRD", "MCRD"})


@dataclass(slots=True)
class Marks:
    """What the bank says of one transaction, its own values before those of the entry."""

    debit: bool
    reversal: bool
    family: str  # "" when the bank gives only its own code
    subfamily: str
    returned: bool  # RtrInf is there
    detailed: bool  # a TxDtls, not a bare statement line
    mandate: bool


def kind_of(marks: Marks) -> RowKind:
    """RtrInf alone is no unpaid bill: returned transfers carry it too. A debit in our direct debit family is one."""
    if marks.debit:
        return RowKind.RETURN if _is_return(marks) else RowKind.OTHER
    if marks.returned or marks.reversal:
        return RowKind.OTHER
    if marks.family == OURS_FAMILY:
        return RowKind.COLLECTION
    if marks.family in PAYMENT_FAMILIES or (not marks.family and marks.detailed):
        return RowKind.PAYMENT
    return RowKind.OTHER


def _is_return(marks: Marks) -> bool:
    if marks.family == OURS_FAMILY:
        if marks.subfamily in FEE_SUBFAMILIES and not marks.returned:
            return False
        return marks.detailed or marks.returned
    if marks.subfamily in UNPAID_SUBFAMILIES:
        return marks.detailed or marks.returned
    return not marks.family and marks.returned and marks.mandate


def doubt(marks: Marks, kind: RowKind) -> str:
    """The code of a note when a person should look at a line that we leave alone, else ""."""
    if kind is not RowKind.OTHER:
        return ""
    if marks.debit and not marks.detailed and marks.family == OURS_FAMILY and marks.subfamily not in FEE_SUBFAMILIES:
        return "return_without_detail"
    if marks.debit and marks.returned and not marks.family:
        return "return_without_family"
    if marks.reversal and marks.family == OURS_FAMILY:
        return "return_undone"
    if marks.reversal and marks.debit and marks.family in PAYMENT_FAMILIES:
        return "payment_undone"
    return ""
