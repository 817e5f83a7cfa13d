"""The chain over the journal: batches of entries are sealed, each seal holds the hash of the one before.

Whoever changes, removes or slips in an entry breaks the seal that covers it; whoever replaces a seal breaks all that
follow. Only the newest seals could be cut off unseen, so the head is told to people (`recobro check`, the day's mails).
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from recobro.core import clock, sql

BATCH = 100_000  # entries per seal: a broken one is found within so many
PAUSE = 0.05  # seconds between two looks at who still writes


@dataclass(frozen=True, slots=True)
class Broken:
    """The first seal that does not hold."""

    seal_id: int
    from_id: int
    to_id: int
    entries_hold: bool  # False: entries were changed, removed or slipped in; True: the seal itself was


@dataclass(frozen=True, slots=True)
class Chain:
    """What the verification found."""

    seals: int
    entries: int  # covered by seals
    unsealed: int  # ids written after the last seal
    head: str  # hash of the last seal, in hex; "" when nothing is sealed yet
    broken: Broken | None


def seal(patience: float = 2.0) -> int:
    """Seal all that is written; returns how many entries. None when somebody writes all the `patience` seconds.

    An id is given out before its row is visible, so a lower id may appear after a higher one; the number of the writing
    transaction does not tell either, as it may be given later than the id. So the highest id is read first, then who is
    writing at that moment; when all of these have ended, nothing at or below that id can appear any more.
    """
    horizon = sql.one("journal/seal_horizon")
    if not _settled(patience):
        return 0
    after, sealed = horizon["sealed"], 0
    while after < horizon["written"]:
        written = sql.run("journal/seal", after=after, until=horizon["written"], most=BATCH, moment=clock.now())
        if not written:
            break  # another sealer was faster, or the rest of the ids was never used
        sealed += written
        after = sql.one("journal/seal_horizon")["sealed"]
    return sealed


def verify() -> Chain:
    """Recompute every seal from its entries and name the first that does not hold."""
    seals = sql.rows("journal/verify_chain")
    horizon = sql.one("journal/seal_horizon")
    broken = next((one for one in seals if not (one["entries_hold"] and one["follows"])), None)
    return Chain(
        seals=len(seals),
        entries=sum(one["entries"] for one in seals),
        unsealed=max(0, horizon["written"] - horizon["sealed"]),
        head=seals[-1]["hash"] if seals else "",
        broken=Broken(broken["id"], broken["from_id"], broken["to_id"], broken["entries_hold"]) if broken else None,
    )


def _settled(patience: float) -> bool:
    """Wait until everybody who is writing now has ended; whoever begins later does not matter."""
    writers = _writing(None)
    for _ in range(int(patience / PAUSE)):
        if not writers:
            return True
        time.sleep(PAUSE)
        writers = _writing(writers)
    return not writers


def _writing(among: list[str] | None) -> list[str]:
    return [row["writer"] for row in sql.rows("journal/seal_writers", writers=among)]
