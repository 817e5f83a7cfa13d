"""What every measurement shares: a line of figures, a stopwatch, peak memory of a child process."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One claim: our figure against a peer measured in the same run, and how far apart they may be."""

    what: str
    ours: float
    peer: float
    limit: float  # ours / peer may not be more
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return self.ours / self.peer

    @property
    def holds(self) -> bool:
        return self.ratio <= self.limit

    def row(self) -> str:
        """A row of the table in docs/benchmarks.md."""
        verdict = "yes" if self.holds else "**no**"
        return (
            f"| {self.what} | {self.ours:.3g} {self.unit} | {self.peer:.3g} {self.unit} "
            f"| {self.ratio:.2f} | ≤ {self.limit:g} | {verdict} |"
        )


class Watch:
    """Wall seconds of a `with timing() as watch:` block."""

    seconds = 0.0


@contextmanager
def timing() -> Iterator[Watch]:
    """Measure the block."""
    watch, start = Watch(), time.perf_counter()
    yield watch
    watch.seconds = time.perf_counter() - start


def peak_mb() -> float:
    """Peak resident memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


HEADER = "| what | ours | peer | ratio | limit | holds |\n|---|---|---|---|---|---|"
