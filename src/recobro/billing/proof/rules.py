"""Whether bank, ERP and ledger agree on an invoice, whose question it is when not, and the sum that proves it. Pure.

See docs/reglas/cuadre.md; the statements `billing/sql/proof_*.sql` ask the same for all invoices at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recobro.access.roles import Role

FEWER_AT_LEAST = 10  # rows: a list of five that became three is an ordinary day, whatever its share


class Kind(StrEnum):
    """Where the three differ."""

    ONLY_BANK = "only_bank"  # a bank sent it back, the ERP's list does not have it
    ONLY_ERP = "only_erp"  # the ERP's list has it, no bank has told of its return
    AMOUNT = "amount"  # both have it, with other amounts than the ledger's
    GONE = "gone"  # the list before had it, this one does not, and here it is still owed


class Outcome(StrEnum):
    """What ended a difference. Everything but `ANSWERED` is evidence and needs nobody."""

    LISTED = "listed"  # the next list has it
    UNLISTED = "unlisted"  # the ERP no longer says it
    TOLD_BY_BANK = "told_by_bank"
    AGREED = "agreed"  # the amounts are the same now
    PAID = "paid_here"
    CREDITED = "credited"
    WRITTEN_OFF = "written_off"
    RETURN_VOID = "return_void"
    LIST_REVERSED = "list_reversed"  # the list that showed it was taken back
    ANSWERED = "answered"  # by a person, with a reason


# Who has to act: Operaciones keeps the ERP up to date, Control finds out at the bank and at the customer's account.
OWNER = {
    Kind.ONLY_BANK: Role.OPERATIONS,
    Kind.ONLY_ERP: Role.CONTROLLER,
    Kind.AMOUNT: Role.CONTROLLER,
    Kind.GONE: Role.OPERATIONS,
}


@dataclass(frozen=True, slots=True)
class Sides:
    """What each of the three says of one invoice, in cents. None: nothing."""

    bank_cents: int | None  # of the last return that a bank told and that still stands
    erp_cents: int | None  # in the newest list
    ledger_cents: int  # open now
    was_listed: bool = False  # the list before had it, or it is asked already where it went
    due_in_erp: bool = True  # the bank told before the list's day, or Operaciones says that it is entered


def compare(sides: Sides) -> Kind | None:
    """The difference, if there is one. What came in since the return may lie between bank and ledger, nothing else."""
    bank, erp, ledger = sides.bank_cents, sides.erp_cents, sides.ledger_cents
    if erp is not None:
        if bank is None:
            return Kind.ONLY_ERP
        return None if erp == ledger <= bank else Kind.AMOUNT
    if ledger <= 0:
        return None
    if sides.was_listed:
        return Kind.GONE
    return Kind.ONLY_BANK if bank is not None and sides.due_in_erp else None


def far_fewer(rows: int, rows_before: int, percent: int) -> bool:
    """Whether a list is so much shorter than the one before that it may be a part of it. `percent` is the portfolio's.

    The same percent and exactly `FEWER_AT_LEAST` rows fewer is still an ordinary day.
    """
    return rows_before - rows > FEWER_AT_LEAST and rows * 100 < rows_before * percent


@dataclass(frozen=True, slots=True)
class Sums:
    """bank = ERP + only bank + gone + answered + still to enter − only ERP ± amounts ± moved since the list.

    Cents. `bank_cents` is what banks sent back and is still open; `ledger_cents` adds what only the ERP has told of.
    """

    bank_count: int = 0
    bank_cents: int = 0
    erp_count: int = 0
    erp_cents: int = 0
    ledger_count: int = 0
    ledger_cents: int = 0
    only_bank_count: int = 0
    only_bank_cents: int = 0
    gone_count: int = 0
    gone_cents: int = 0
    only_erp_count: int = 0
    only_erp_cents: int = 0
    amount_count: int = 0
    amount_cents: int = 0  # signed: ledger less ERP
    answered_count: int = 0
    answered_cents: int = 0  # signed: a person has said why, and it still differs
    to_enter_count: int = 0
    to_enter_cents: int = 0  # came back on the list's own day or later: Operaciones enters it today
    moved_count: int = 0
    moved_cents: int = 0  # signed: agreed when the list came, and money has moved since
    erp_debt_count: int = 0
    erp_debt_cents: int = 0  # open here, and no bank has told of it

    @property
    def bank_gap(self) -> int:
        """Cents between the bank's side and the ERP's with every difference named; 0 when it is proved."""
        named = self.only_bank_cents + self.gone_cents + self.amount_cents + self.answered_cents
        return self.bank_cents - (self.erp_cents + named + self.to_enter_cents + self.moved_cents - self.only_erp_cents)

    @property
    def ledger_gap(self) -> int:
        """Cents between the ledger and the bank's side with what only the ERP has told of."""
        return self.ledger_cents - self.bank_cents - self.erp_debt_cents

    @property
    def is_proved(self) -> bool:
        """Every cent has its place."""
        return not self.bank_gap and not self.ledger_gap
