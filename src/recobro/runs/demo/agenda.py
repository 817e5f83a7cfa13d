"""The days on which the year is played: every second Tuesday, then every Tuesday, then every working day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from recobro.runs.demo.events import bank_day
from recobro.runs.demo.world import OPENED_ON, TODAY

WEEKLY_FROM = date(2026, 7, 28)
DAILY_FROM = date(2026, 10, 27)


@dataclass(frozen=True, slots=True)
class Session:
    """One day at the office: it takes in what became known since the last one."""

    after: date
    day: date


def sessions() -> Iterator[Session]:
    """All of them before today, in order."""
    after, day = OPENED_ON - timedelta(days=7), OPENED_ON
    while day < TODAY:
        yield Session(after, day)
        after, day = day, _next(day)


def _next(day: date) -> date:
    if day >= DAILY_FROM:
        return bank_day(day + timedelta(days=1))
    return day + timedelta(days=7 if day >= WEEKLY_FROM else 14)
