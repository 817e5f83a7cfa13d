"""What can happen to a bill, as plain dated facts: what the banks' and the ERP's files are written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

from recobro.core.days import add_working_days, is_working, next_working
from recobro.runs.demo.people import Client

FEE_CENTS = 180  # what one of our banks takes per return


@dataclass(frozen=True, slots=True)
class Bill:
    """One monthly invoice; a credit note has a negative amount."""

    number: str
    client: Client
    cents: int
    issued_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Returned:
    """We learn that a direct debit came back; the bank booked it the day before.

    `rejected`: before settlement, the money never arrived.
    """

    day: date
    bill: Bill
    ordinal: int
    reason: str
    presented_on: date
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class Paid:
    """Money of a customer. Without a bill it names only the customer; `channel` is the way as the ERP calls it."""

    day: date
    client: Client
    cents: int
    reference: str
    bill: Bill | None = None
    channel: str = "Transferencia"


@dataclass(frozen=True, slots=True)
class Undone:
    """A payment that the bank took back."""

    day: date
    payment: Paid


Event = Returned | Paid | Undone


@cache
def bank_holidays() -> frozenset[date]:
    """Days on which the European settlement system stands still."""
    return frozenset(holidays.financial_holidays("ECB", years=(2025, 2026)))


def bank_day(day: date) -> date:
    """That day, or the next one on which banks settle."""
    return next_working(day, bank_holidays())


def bank_day_before(day: date) -> date:
    """The settlement day before: banks tell in the morning what they booked the day before."""
    day -= timedelta(days=1)
    while not is_working(day, bank_holidays()):
        day -= timedelta(days=1)
    return day


def bank_days_after(day: date, days: int) -> date:
    """So many settlement days later."""
    return add_working_days(day, days, bank_holidays())


def days_after(day: date, days: int) -> date:
    """So many days later, moved off the weekend as transfers are."""
    return bank_day(day + timedelta(days=days))
