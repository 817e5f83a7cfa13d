"""What becomes of one bill, by the habit of its customer: decided by the random numbers that are passed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from recobro.runs.demo.events import Bill, Event, Paid, Returned, Undone, bank_days_after, days_after
from recobro.runs.demo.people import Habit

# Of a hundred debits of such a customer, how many come back.
RETURNS = {Habit.GOOD: 0.4, Habit.TIGHT: 8, Habit.BAD: 40, Habit.GONE: 6, Habit.DISPUTES: 22}
REASONS = {"AM04": 58, "MS03": 12, "MD06": 10, "MS02": 8, "AC06": 5, "AC04": 4, "SL01": 3}
AGAIN = ("AM04", "MS03")  # what the bank is asked to collect a second time
# Of a hundred debts: how many are paid at last, after how many days (from, to), and how many of those in two parts.
SETTLES = {
    Habit.GOOD: (96, (3, 14), 3),
    Habit.TIGHT: (84, (6, 38), 14),
    Habit.BAD: (52, (18, 75), 30),
    Habit.GONE: (90, (5, 40), 10),  # before they go
    Habit.DISPUTES: (55, (15, 45), 5),
    Habit.DECEASED: (0, (1, 1), 0),
    Habit.ORDERS: (99, (-9, 3), 2),
    Habit.SLOW: (92, (4, 42), 12),
}


def debited(bill: Bill, month: int, strain: float, chance: Random) -> list[Event]:
    """A bill that is presented to the customer's bank on its due day. Nothing happens when it is collected.

    `strain` multiplies the share that comes back.
    """
    if bill.client.habit is Habit.GONE and month >= bill.client.turn:
        return [_unpaid_for_good(bill, month, chance)]
    reason = _comes_back(bill, month, strain, chance)
    if not reason:
        return _double(bill, chance)
    # Of the last remittance most comes back on the very day of the demo.
    day = bank_days_after(bill.due_on, 2) if strain > 1 else _return_day(bill, reason, chance)
    events: list[Event] = [Returned(day, bill, 1, reason, bill.due_on)]
    if reason in AGAIN and chance.random() < 0.35:
        again_on = bank_days_after(day, 6)
        if chance.random() < 0.45:  # collected at the second presentation: the ERP lists it as a payment
            reference = f"EV{again_on:%Y%m%d}-{bill.number[-6:]}"
            return [*events, Paid(again_on, bill.client, bill.cents, reference, bill, "Recibo presentado de nuevo")]
        day = bank_days_after(again_on, chance.randint(2, 3))
        events.append(Returned(day, bill, 2, reason, again_on))
    return events + list(paid_late(bill, day, chance))


def _unpaid_for_good(bill: Bill, month: int, chance: Random) -> Returned:
    """The first debit of an account that was closed is refused before it is settled; later ones come back."""
    if month == bill.client.turn and chance.random() < 0.5:
        day = bank_days_after(bill.due_on - timedelta(days=5), 1)
        return Returned(day, bill, 1, "AC04", bill.due_on, rejected=True)
    reason = chance.choice(("AM04", "AC06", "MD01") if month == bill.client.turn else ("AM04", "AM04", "MS03"))
    return Returned(bank_days_after(bill.due_on, 2), bill, 1, reason, bill.due_on)


def ordered(bill: Bill, month: int, chance: Random) -> list[Event]:
    """A bill that the customer pays himself. Some pay before the bill has come, some pay too much or twice."""
    client = bill.client
    if client.habit is Habit.GONE and month >= client.turn:
        return []
    if client.habit is Habit.ORDERS and chance.random() < 0.012:
        return [_payment(bill, days_after(bill.issued_on, -4), bill.cents, chance, named=False)]
    return [*paid_late(bill, bill.due_on, chance), *(_double(bill, chance) if client.habit is Habit.ORDERS else [])]


def paid_late(bill: Bill, since: date, chance: Random) -> Iterator[Event]:
    """What the customer pays after `since`: all, a part and perhaps the rest, a little too much, or nothing."""
    percent, (first, last), in_parts = SETTLES[bill.client.habit]
    if chance.random() * 100 >= percent:
        return
    day = days_after(since, chance.randint(first, last))
    if chance.random() * 100 < in_parts:
        part = bill.cents * chance.choice((40, 50, 60)) // 10_000 * 100 or bill.cents
        yield _payment(bill, day, part, chance)
        if chance.random() < 0.5 and part < bill.cents:
            yield _payment(bill, days_after(day, chance.randint(12, 30)), bill.cents - part, chance)
        return
    cents = bill.cents
    if chance.random() < 0.03:
        cents = -(-cents // 500) * 500  # rounded up by hand
    payment = _payment(bill, day, cents, chance)
    yield payment
    if chance.random() < 0.006:
        undone_on = bank_days_after(day, 3)
        yield Undone(undone_on, payment)
        if chance.random() < 0.6:
            yield _payment(bill, days_after(undone_on, chance.randint(6, 20)), bill.cents, chance)


def _comes_back(bill: Bill, month: int, strain: float, chance: Random) -> str:
    habit = bill.client.habit
    if habit is Habit.DECEASED:
        return "MD07" if month == bill.client.turn else ""
    if chance.random() * 100 >= RETURNS[habit] * strain:
        return ""
    if habit is Habit.DISPUTES:
        return "MD06"
    return chance.choices(list(REASONS), list(REASONS.values()))[0]


def _return_day(bill: Bill, reason: str, chance: Random) -> date:
    """Banks return within five settlement days; the customer may ask for eight weeks (formats.md §1.1, law.md §3)."""
    if reason in ("MD06", "MS02"):
        return bank_days_after(bill.due_on, chance.choice((2, 2, 4, 9, 16, 24)))
    return bank_days_after(bill.due_on, chance.choice((1, 2, 2, 2, 3, 4)))


def _double(bill: Bill, chance: Random) -> list[Event]:
    """One in four hundred pays a bill that was collected all the same: a credit of the customer."""
    if chance.random() >= 0.0025:
        return []
    return [_payment(bill, days_after(bill.due_on, 1), bill.cents, chance)]


def _payment(bill: Bill, day: date, cents: int, chance: Random, *, named: bool = True) -> Paid:
    channel = chance.choices(("Transferencia", "Tarjeta web", "Ventanilla"), (6, 3, 1))[0]
    reference = f"{day:%y%m%d}{chance.randrange(10**6):06d}"
    return Paid(day, bill.client, cents, reference, bill if named else None, channel)
