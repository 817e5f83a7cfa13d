"""Who holds a data directory. The pid file is never believed: after a power cut its number may be anybody's.

Two witnesses, and either is enough to leave the data alone:
the *life lock*, a flock whose open file every process of the server inherits, so that the kernel frees it when the
last one is gone (it also sees a server in another container on the same volume); and the processes named postgres whose
working directory is the data directory (they also tell of servers that were not started by us, and on file systems
where such a lock does not outlive its taker).
"""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from recobro.core.errors import BadInput
from recobro.core.postgres.machine import Machine

PROGRAM = "postgres"
RECOVERY = "postgres: startup"
CHILD = "postgres:"  # a server's child calls itself "postgres: checkpointer" …


def open_lock(path: Path) -> int:
    """A descriptor to take a lock on. It closes on exec unless it is handed on by name."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def grab(lock: int, *, shared: bool = False) -> bool:
    """Take the lock now or say no."""
    try:
        fcntl.flock(lock, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def alone(path: Path, machine: Machine) -> Iterator[int]:
    """Only one at a time; the others wait for it, and a killed one lets go. A child given the lock holds it as well."""
    lock = open_lock(path)
    try:
        until = machine.monotonic() + machine.wait_seconds
        while not grab(lock):
            if machine.monotonic() > until:
                raise BadInput("pg_busy", path=str(path))
            machine.sleep(0.05)
        yield lock
    finally:
        os.close(lock)


def is_alive(life_lock: Path, data: Path) -> bool:
    """True while any process of a server on this data lives."""
    if not data.exists():
        return False
    lock = open_lock(life_lock)
    try:
        return not grab(lock, shared=True) or bool(processes(data))  # shared: two who look do not see each other
    finally:
        os.close(lock)


def processes(data: Path) -> list[psutil.Process]:
    """The living processes of servers on this data directory."""
    home = data.stat()
    found = []
    for process in psutil.process_iter(["name"]):
        if process.info["name"] != PROGRAM:
            continue
        with suppress(psutil.Error, OSError):  # gone meanwhile, or another user's
            if process.status() != psutil.STATUS_ZOMBIE and os.path.samestat(Path(process.cwd()).stat(), home):
                found.append(process)
    return found


def postmaster(data: Path) -> psutil.Process | None:
    """The server's first process; None when there are only children that it left behind, or nobody."""
    family = processes(data)
    pids = {process.pid for process in family}
    for process in family:
        with suppress(psutil.Error):
            if process.ppid() not in pids and not " ".join(process.cmdline()).startswith(CHILD):
                return process
    return None


def is_recovering(data: Path) -> bool:
    """True while somebody works on making a server ready; one that says "not yet" without this child never will be."""
    for process in processes(data):
        with suppress(psutil.Error):
            if " ".join(process.cmdline()).startswith(RECOVERY):
                return True
    return False


def quit_server(data: Path) -> None:
    """End a server at once, as a crash would: the next start recovers what was committed."""
    if first := postmaster(data):
        with suppress(psutil.Error):
            first.send_signal(signal.SIGQUIT)


def quit_orphans(data: Path) -> int:
    """End the children of a dead server that did not notice, busy with a long query nobody will hear the result of."""
    if postmaster(data):
        return 0
    orphans = processes(data)
    for orphan in orphans:
        with suppress(psutil.Error):
            orphan.send_signal(signal.SIGQUIT)
    return len(orphans)
