"""The moves of a step. Whoever moves one says which state it saw."""

from __future__ import annotations

from recobro.core.errors import RuleBroken

MOVES: dict[str, frozenset[str]] = {
    "proposed": frozenset({"released", "dropped", "withdrawn", "failed"}),
    "released": frozenset({"handed", "done", "withdrawn", "failed"}),
    "handed": frozenset({"done", "failed", "released"}),  # back to released: the channel asked to try again later
    "failed": frozenset({"dropped", "done"}),  # a person decides: try again, or a proof came after all
    "done": frozenset(),
    "dropped": frozenset(),
    "withdrawn": frozenset(),
}
FREES = frozenset({"dropped", "withdrawn"})  # the rung was not climbed: it may be proposed again


def seen_before(to: str) -> list[str]:
    """The states from which a step may move there."""
    seen = [state for state, targets in MOVES.items() if to in targets]
    if not seen:
        raise RuleBroken("illegal_move", to=to)
    return seen
