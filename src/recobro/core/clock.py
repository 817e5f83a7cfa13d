"""The only place that asks the time. Everything else is given the moment as an argument.

The demo pins its day: a file `clock` in the data directory holds one ISO instant. `with at(moment):` does the same for
the seeded year and for tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_pinned: ContextVar[datetime | None] = ContextVar("pinned", default=None)
_fixed_day: datetime | None = None


def now() -> datetime:
    """The present instant, in UTC."""
    pinned = _pinned.get() or _fixed_day
    return pinned if pinned else datetime.now(UTC)


def today(zone: ZoneInfo) -> date:
    """The portfolio's day, not the server's."""
    return now().astimezone(zone).date()


def is_fixed() -> bool:
    """True in the demo, whose clock stands still on an invented day."""
    return _fixed_day is not None


def fix(moment: datetime | None) -> None:
    """Pin the clock of this whole process (the demo's data directory says when)."""
    global _fixed_day
    _fixed_day = moment.astimezone(UTC) if moment else None


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside the block it is `moment`: for the seeded year and for tests."""
    token = _pinned.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pinned.reset(token)


def instant(day: date, zone: ZoneInfo, hour: int = 9, minute: int = 0) -> datetime:
    """A clock time of a portfolio's day as an instant in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """First instant of the day and of the next one, in UTC: [from, to)."""
    return instant(day, zone, 0), instant(day + timedelta(days=1), zone, 0)
