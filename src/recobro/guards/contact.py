"""When and how often a debtor may be contacted. Asked at the moment of sending (law.md EC-01, COM-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from recobro.core.days import ONE_DAY
from recobro.laws.calendars import Calendar


class Refusal(StrEnum):
    """Why nobody is contacted now."""

    DAY_FORBIDDEN = "contact_day_forbidden"
    HOUR_FORBIDDEN = "contact_hour_forbidden"
    TOO_OFTEN_TODAY = "contact_too_often_today"
    TOO_OFTEN_THIS_WEEK = "contact_too_often_this_week"


@dataclass(frozen=True, slots=True)
class Hours:
    """[opens, closes) on working days; how many contacts of one channel per day and of any per seven days."""

    opens: time
    closes: time
    per_day: int
    per_week: int | None


# EC: LODC 49 by way of the press (EC-01). ES: no statute fixes hours; policy by analogy with TRLGDCU 96.2 (COM-08).
HOURS = {
    "EC": Hours(time(7), time(20), per_day=1, per_week=None),
    "ES": Hours(time(9), time(21), per_day=1, per_week=3),
}


def refusals(
    country: str, moment: datetime, calendar: Calendar, *, today_count: int = 0, week_count: int = 0
) -> list[Refusal]:
    """All reasons against a contact at the local `moment`. An unknown year or country is a no."""
    hours = HOURS.get(country)
    if hours is None:
        return [Refusal.DAY_FORBIDDEN]
    found = {
        Refusal.DAY_FORBIDDEN: not calendar.is_working(moment.date()),
        Refusal.HOUR_FORBIDDEN: not hours.opens <= moment.time() < hours.closes,
        Refusal.TOO_OFTEN_TODAY: today_count >= hours.per_day,
        Refusal.TOO_OFTEN_THIS_WEEK: hours.per_week is not None and week_count >= hours.per_week,
    }
    return [refusal for refusal, hit in found.items() if hit]


def next_window(country: str, moment: datetime, calendar: Calendar, *, later_day: bool = False) -> datetime:
    """The next local moment at which a contact is allowed: now, this day's opening, or that of a following one.

    `later_day` asks for a day after this one. Beyond the known calendar the last known day's morrow is given: it will
    be asked again then.
    """
    hours = HOURS[country]
    day = moment.date() + ONE_DAY if later_day or moment.time() >= hours.closes else moment.date()
    while calendar.knows(day) and not calendar.is_working(day):
        day += timedelta(days=1)
    opening = datetime.combine(day, hours.opens, tzinfo=moment.tzinfo)
    return max(opening, moment)
