"""Arithmetic of days over a calendar that is passed in. A day is a `date`; a term counts from the day after.

Reading of `law.md` §3: working days are Monday to Friday minus the holidays of the place; months run from date to date
and stop at the end of a shorter month.
"""

from __future__ import annotations

import calendar
from collections.abc import Container
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def is_working(day: date, holidays: Container[date]) -> bool:
    """Monday to Friday and no holiday of the place."""
    return day.weekday() < 5 and day not in holidays


def add_days(day: date, days: int) -> date:
    """Natural days after `day`; the term starts the day after."""
    return day + timedelta(days=days)


def add_working_days(day: date, days: int, holidays: Container[date]) -> date:
    """The last of `days` working days that follow `day`. Zero working days is the day itself."""
    while days > 0:
        day += ONE_DAY
        if is_working(day, holidays):
            days -= 1
    return day


def add_months(day: date, months: int) -> date:
    """Date to date, clamped to the end of a shorter month: 31 December + 2 = 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def next_working(day: date, holidays: Container[date]) -> date:
    """`day` itself when it is a working day, else the next one."""
    while not is_working(day, holidays):
        day += ONE_DAY
    return day
