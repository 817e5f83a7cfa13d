"""The days on which the year is played: once a week, and every working day of the last weeks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from recobro.runs.demo.events import bank_day
from recobro.runs.demo.world import TODAY

OPENED_ON = date(2025, 11, 4)  # a Tuesday: the contracts are taken in, nothing is owed yet
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
        after = day
        day = day + timedelta(days=7) if day < DAILY_FROM else bank_day(day + timedelta(days=1))
