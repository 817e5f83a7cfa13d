"""When electricity may be cut for debt: the day, the demands, the protections. First pure form (law.md ELE-*).

Every reason is given, none hides another. What is not known counts as a no.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from recobro.core.days import ONE_DAY, add_months, add_working_days
from recobro.laws.calendars import Calendar
from recobro.policies.rules import Floor

HORIZON = timedelta(days=400)


class Refusal(StrEnum):
    """Why it may not be cut (yet)."""

    DAY_FORBIDDEN = "cut_day_forbidden"  # ELE-17
    CALENDAR_UNKNOWN = "cut_calendar_unknown"  # GEN-01
    PROTECTION_UNKNOWN = "cut_protection_unknown"  # ELE-10…16: nobody has checked
    PROTECTED = "cut_protected"
    DEMAND_UNPROVED = "cut_demand_unproved"  # ELE-05, ELE-08
    TERM_RUNNING = "cut_term_running"  # ELE-07
    MONEY_IN_FLIGHT = "cut_money_in_flight"  # ELE-21
    NOTHING_OWED = "cut_nothing_owed"


@dataclass(frozen=True, slots=True)
class CutFacts:
    """What is known of one supply when a cut is thought of. None: nobody knows."""

    owed_cents: int
    money_in_flight: bool
    protected: bool | None
    demands_certified: int  # demands with proof of receipt; a plain e-mail is none
    demands_required: int
    term_ends_on: date | None  # end of the term that runs from the last demand


def may_cut_on(day: date, calendar: Calendar) -> bool:
    """ELE-17: not on a holiday nor its eve, not without service that day and the next. With Monday to Friday service
    this also forbids Friday, Saturday and Sunday. R897 19.4, R88 47.2.
    """
    return calendar.is_working(day) and calendar.is_working(day + ONE_DAY)


def first_cut_day(start: date, calendar: Calendar) -> date | None:
    """The first day from `start` on which a cut is allowed; None when the calendar ends before one is found."""
    day = start
    while calendar.knows(day) and day <= start + HORIZON:
        if may_cut_on(day, calendar):
            return day
        day += ONE_DAY
    return None


def planned_cut_day(demand_on: date, floor: Floor, today: date, calendar: Calendar) -> date | None:
    """First day on which a cut could be done: the floor after the last proved demand, never before tomorrow."""
    after_months = add_months(demand_on, floor.months)
    after_working = add_working_days(demand_on, floor.working_days, calendar.holidays)
    return first_cut_day(max(after_months, after_working, today + ONE_DAY), calendar)


def refusals(facts: CutFacts, day: date, calendar: Calendar) -> list[Refusal]:
    """All reasons why it may not be cut on `day`. Empty: nothing known here speaks against it."""
    found = {
        Refusal.CALENDAR_UNKNOWN: not (calendar.knows(day) and calendar.knows(day + ONE_DAY)),
        Refusal.DAY_FORBIDDEN: not may_cut_on(day, calendar),
        Refusal.PROTECTION_UNKNOWN: facts.protected is None,
        Refusal.PROTECTED: facts.protected is True,
        Refusal.DEMAND_UNPROVED: facts.demands_certified < facts.demands_required,
        Refusal.TERM_RUNNING: facts.term_ends_on is None or day < facts.term_ends_on,
        Refusal.MONEY_IN_FLIGHT: facts.money_in_flight,
        Refusal.NOTHING_OWED: facts.owed_cents <= 0,
    }
    return [refusal for refusal, hit in found.items() if hit]
