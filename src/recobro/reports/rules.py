"""Which colour a row of TABLA DE IMPAGOS has. The office reads the table by colour, so the rule stands alone."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

OPEN_STATES = frozenset({"proposed", "released", "handed"})


class Fill(StrEnum):
    """Colour of a row."""

    NONE = "none"  # handled, or nothing to do today
    YELLOW = "yellow"  # today's act on it is not done yet
    RED = "red"  # its cut was sent; the row carries the programmed date


def fill(step_state: str | None, cut_sent_on: date | None) -> Fill:
    """The colour of an unpaid invoice by the newest step of its case and the day on which its cut was sent.

    A cut that was sent stays red whatever else is to be done; a step that is done, dropped or withdrawn no longer asks
    for anything.
    """
    if cut_sent_on is not None:
        return Fill.RED
    return Fill.YELLOW if step_state in OPEN_STATES else Fill.NONE
