"""The invented world of one portfolio: its customers, a year of bills and what became of them, day by day.

Everything follows from the seed: the same scale gives the same people, amounts and days, to the cent.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from recobro.core.days import add_months
from recobro.runs.demo import people
from recobro.runs.demo.events import Bill, Event, Paid, Returned, Undone, bank_day, days_after
from recobro.runs.demo.fates import debited, ordered
from recobro.runs.demo.people import Client, Habit

SEED = "recobro 2026"
OPENED_ON = date(2025, 11, 4)  # a Tuesday: the contracts are taken in, nothing is owed yet
TODAY = date(2026, 11, 24)  # an ordinary Tuesday
FIRST_MONTH = date(2025, 11, 1)
MONTHS = 13
SEASON = (118, 122, 112, 92, 84, 88, 104, 108, 90, 88, 104, 120)  # electricity by month, percent of the mean
LAST_REMITTANCE = date(2026, 11, 20)
STRAIN = 2.4  # more of the last remittance comes back, so that the demo's day has something to show
CUSTOMERS = {"ES": 400, "EC": 300}
# When the bills of a cycle are issued, and after how many days they are presented or due. Twenty are the law's for
# homes in Spain (ELE-03); the telecom's three cycles spread the reminders over the month.
CYCLES = {"ES": ((1, 19), (15, 20)), "EC": ((5, 18), (25, 20), (15, 21))}
PAY_TODAY = 6
CREDIT_NOTES = {"ES": 0.02, "EC": 0.004}  # of the bills that come back, of all bills


@dataclass(frozen=True, slots=True)
class World:
    """One portfolio as the world outside knows it."""

    country: str
    clients: list[Client]
    bills: list[Bill]  # by day of issue; credit notes among them
    events: dict[date, list[Event]]  # by the day on which bank or ERP knows of it

    def between(self, after: date, until: date) -> list[Event]:
        """Everything that became known after one day, until another, in order."""
        days = sorted(day for day in self.events if after < day <= until)
        return [event for day in days for event in self.events[day]]

    def billed(self, after: date, until: date) -> list[Bill]:
        """The bills issued after one day, until another."""
        return [bill for bill in self.bills if after < bill.issued_on <= until]

    def standing(self, until: date) -> dict[Bill, int]:
        """What is open of each bill on a day, in cents: what the ledger must say too.

        A debited bill is nobody's business until it comes back; a bill that the customer pays himself counts from its
        issue. A credit note counts from its own day.
        """
        debited = self.country == "ES"
        open_cents = {
            bill: bill.cents for bill in self.bills if bill.issued_on <= until and not (debited and bill.cents > 0)
        }
        for event in self.between(date.min, until):
            match event:
                case Returned(bill=bill, ordinal=1):
                    open_cents[bill] = open_cents.get(bill, 0) + bill.cents
                case Paid(bill=Bill() as bill, cents=cents):
                    open_cents[bill] = open_cents.get(bill, 0) - cents
                case Undone(payment=Paid(bill=Bill() as bill, cents=cents)):
                    open_cents[bill] += cents
                case _:  # a second return only undoes its own presentation; a payment without a bill is a credit
                    pass
        return open_cents


def retired_on(client: Client) -> date:
    """When the telecom retires the line of somebody who has gone: four months after the first unpaid bill."""
    return add_months(FIRST_MONTH, client.turn + 4).replace(day=12) if client.habit is Habit.GONE else date.max


def build(country: str, scale: float = 1.0) -> World:
    """Make the world. `scale` 1 is the demo's size; tests take a hundredth."""
    chance = Random(f"{SEED}:{country}")  # noqa: S311 - invented data, nothing is protected by it
    count = max(8, round(CUSTOMERS[country] * scale))
    clients = (people.spanish if country == "ES" else people.ecuadorian)(count, chance)
    bills = _bills(country, clients, chance)
    events: dict[date, list[Event]] = defaultdict(list)
    credit_notes: list[Bill] = []
    for bill, month in bills:
        strain = STRAIN if bill.due_on == LAST_REMITTANCE else 1.0
        fate = debited(bill, month, strain, chance) if country == "ES" else ordered(bill, month, chance)
        for event in fate:
            events[event.day].append(event)
        seen_on = bill.issued_on if country == "EC" else fate[0].day if fate else None
        if seen_on and chance.random() < CREDIT_NOTES[country]:
            credit_notes.append(_credit_note(bill, seen_on, len(credit_notes), chance))
    papers = [bill for bill, _ in bills] + credit_notes
    made = World(country, clients, sorted(papers, key=lambda bill: bill.issued_on), events)
    if country == "ES":
        _pay_today(made)
    return made


def _pay_today(made: World) -> None:
    """Some of those who owe for weeks pay on the demo's day, so that it shows what a payment does."""
    owing = [
        bill
        for bill, cents in made.standing(TODAY - timedelta(days=1)).items()
        if cents == bill.cents > 0 and bill.client.habit in (Habit.TIGHT, Habit.BAD)
    ]
    for nth, bill in enumerate(owing[-PAY_TODAY:]):
        made.events[TODAY].append(Paid(TODAY, bill.client, bill.cents, f"2611243101{nth:02d}", bill))


def _bills(country: str, clients: list[Client], chance: Random) -> list[tuple[Bill, int]]:
    """One bill per customer and month, with the number of the month (0 is the first)."""
    serial = 104_417
    found: list[tuple[Bill, int]] = []
    for month in range(MONTHS):
        first = add_months(FIRST_MONTH, month)
        for cycle, (day, _) in enumerate(CYCLES[country]):
            issued_on = first.replace(day=day)
            if not OPENED_ON < issued_on <= TODAY:
                continue
            for client in clients:
                if client.cycle != cycle or (country == "EC" and issued_on > retired_on(client)):
                    continue
                serial += chance.randint(1, 9)
                bill = Bill(
                    number=f"FE{issued_on:%y}-{serial}" if country == "ES" else f"001-002-{serial:09d}",
                    client=client,
                    cents=_amount(country, client, issued_on, chance),
                    issued_on=issued_on,
                    due_on=_due(country, cycle, issued_on),
                )
                found.append((bill, month))
    return found


def _amount(country: str, client: Client, issued_on: date, chance: Random) -> int:
    if country == "EC":
        return client.mean_cents + (chance.randint(40, 390) if chance.random() < 0.2 else 0)  # calls beyond the plan
    return client.mean_cents * SEASON[issued_on.month - 1] * chance.randint(86, 114) // 10_000


def _due(country: str, cycle: int, issued_on: date) -> date:
    """The last day to pay; in Spain the debit is presented then, on a day on which banks settle."""
    day = issued_on + timedelta(days=CYCLES[country][cycle][1])
    return bank_day(day) if country == "ES" else day


def _credit_note(bill: Bill, seen_on: date, nth: int, chance: Random) -> Bill:
    """Takes back a part of a bill that was wrong."""
    day = min(days_after(seen_on, chance.randint(6, 30)), TODAY - timedelta(days=1))
    series, year = ("AB", f"{day:%y}") if bill.number.startswith("FE") else ("001-004", "")
    number = f"{series}{year}-{3_100 + nth * 7}" if year else f"{series}-{3_100 + nth * 7:09d}"
    cents = -(bill.cents * chance.choice((10, 15, 25, 40)) // 100)
    return Bill(number, bill.client, cents, day, day)
