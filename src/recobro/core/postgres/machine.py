"""What the supervisor needs of the machine it runs on. Tests hand in another one: a fast clock, a full disk."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from recobro.core.home import SYSTEM

MEGABYTE = 2**20


def disk_free(path: Path) -> int:
    """Bytes that an ordinary account may still write where `path` lies (or will lie)."""
    there = next(place for place in (path, *path.parents) if place.exists())
    return shutil.disk_usage(there).free


def silent(code: str, data: Mapping[str, object]) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Machine:
    """Clock, disk and limits."""

    say: Callable[[str, Mapping[str, object]], None] = silent  # progress: a code of `texts`, and its data
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    disk_free: Callable[[Path], int] = disk_free
    system: Path = SYSTEM  # programs and out-of-home data when root starts the server
    wait_seconds: float = 600.0  # recovery after a crash may take minutes
    tries: int = 5
    # One segment of the write-ahead log is 16 MB, and a server that cannot write it stops dead (PANIC).
    free_floor_bytes: int = 200 * MEGABYTE
