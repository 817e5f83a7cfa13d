"""The ladder as data: rungs, their waits and conditions, and which ladder serves whom. Pure; numbers come from TOML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What a rung does."""

    NOTIFY = "notify"
    CALL = "call"
    PROPOSE_CUT = "propose_cut"


class By(StrEnum):
    """Who does a rung: we, or the billing system, whose notices then come in from outside."""

    US = "us"
    ERP = "erp"


class Release(StrEnum):
    """Who lets it out: a person, or the run when it is told to."""

    REVIEW = "review"
    AUTO = "auto"


class Count(StrEnum):
    """How days are counted."""

    NATURAL = "natural"
    WORKING = "working"


class Anchor(StrEnum):
    """From which day a wait is counted."""

    DUE = "due"  # last day to pay
    RETURN = "return"  # day the direct debit came back; without one, the day after the last day to pay
    PROOF = "proof"  # day on which the previous rung was proved


class Otherwise(StrEnum):
    """What an item does at a rung whose conditions do not hold."""

    WAIT = "wait"
    PASS = "pass"  # the policy says aloud that this rung is not for it  # noqa: S105 - no password


class ProofKind(StrEnum):
    """Evidence that a rung was done, weakest first. `done` is a person's word that a call was made."""

    DONE = "done"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    CERTIFIED = "certified"


PROOF_RANK = {kind: rank for rank, kind in enumerate(ProofKind)}


@dataclass(frozen=True, slots=True)
class Wait:
    """Days that must pass after the anchor before the rung opens."""

    days: int
    count: Count
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class When:
    """Conditions of a rung; all must hold."""

    min_invoices: int = 1
    min_total_cents: int = 0
    min_oldest_days: int = 0  # natural days since the last day to pay of the oldest unpaid invoice
    segments: frozenset[str] = frozenset()  # empty: all that the ladder serves


@dataclass(frozen=True, slots=True)
class Floor:
    """Time that the law or the contract leaves between the last proved demand and a cut."""

    months: int = 0
    working_days: int = 0


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder. `number` counts from 1."""

    number: int
    id: str
    act: Act
    wait: Wait
    release: Release
    when: When = When()
    otherwise: Otherwise = Otherwise.WAIT
    proof: ProofKind | None = None  # what opens the next rung; None for a proposed cut, which ends this ladder
    channels: tuple[str, ...] = ()
    template: str = ""
    floor: Floor = Floor()
    by: By = By.US


@dataclass(frozen=True, slots=True)
class Ladder:
    """What comes next for an unpaid account, and when."""

    name: str
    title: str
    country: str
    stages: frozenset[str]
    segments: frozenset[str]
    tolerance_cents: int  # in the currency of its country: what is left below or at this is not worth a notice
    rest_after_drop_days: int  # natural days during which a dropped proposal does not come back
    rungs: tuple[Rung, ...]

    def rung(self, number: int) -> Rung | None:
        """The rung with this number, if the ladder has it."""
        return self.rungs[number - 1] if 0 < number <= len(self.rungs) else None


# Months (ELE-07, R897 19.4; R88 47) and working days (contract term, timeline 4.3) before which nobody may be cut.
LAW_FLOORS: dict[tuple[str, str], Floor] = {
    ("ES", "household"): Floor(months=2),
    ("ES", "public_body"): Floor(months=4),
    ("ES", "business"): Floor(working_days=15),
}
DEMANDS_BEFORE_CUT = 2  # ELE-05 and ELE-08: a first and a second demand


@dataclass(frozen=True, slots=True)
class Published:
    """A ladder with the id under which it was published."""

    policy_id: int
    version: int
    ladder: Ladder


def serves(ladder: Ladder, stage: str, segment: str) -> bool:
    """Whether the ladder is meant for this kind of collection and class of customer."""
    return stage in ladder.stages and segment in ladder.segments


def winner(published: Iterable[Published], stage: str, segment: str) -> Published | None:
    """Which ladder wins: of those that serve, the one for the fewest segments, then for the fewest stages."""
    serving = [one for one in published if serves(one.ladder, stage, segment)]
    return min(serving, key=_breadth, default=None)


def rival(ladder: Ladder, published: Iterable[Published]) -> str:
    """Name of a ladder that is as specific as this one for somebody both serve; "" when there is none."""
    for one in published:
        other = one.ladder
        shared = other.stages & ladder.stages and other.segments & ladder.segments
        if other.name != ladder.name and shared and _breadth(one) == (len(ladder.segments), len(ladder.stages)):
            return other.name
    return ""


def _breadth(one: Published) -> tuple[int, int]:
    return len(one.ladder.segments), len(one.ladder.stages)
