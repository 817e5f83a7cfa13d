"""Where the server's socket lies, and whether somebody answers there.

A socket's whole path may have 103 characters at most (macOS; Linux allows 107). Below a longer home, or on a disk that
cannot hold sockets, it lies in a private directory with an unpredictable name under /tmp, which `server.json` names.
"""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import tempfile
from enum import Enum
from pathlib import Path

from recobro.core.postgres.account import ENVIRONMENT, Account
from recobro.core.postgres.cluster import Cluster, give
from recobro.core.postgres.known import DATABASE, PORT, USER, Known

LONGEST = 103  # bytes of the socket's path
FILE = f".s.PGSQL.{PORT}"
SHORT = "/tmp"  # noqa: S108  (only for a directory that mkdtemp makes there: 0700, name not to be guessed)


class Answer(Enum):
    """Exit status of pg_isready."""

    READY = 0
    NOT_YET = 1  # alive: starting, recovering or stopping
    NONE = 2
    NOT_ASKED = 3


def directory(cluster: Cluster, account: Account, known: Known | None) -> Path:
    """The usual place, or a short private one; the same as last time if that is still sound."""
    usual = give(account, cluster.run)
    if _can_hold_socket(usual):
        return usual
    if known and known.uid == account.uid and is_private(known):
        return Path(known.socket)
    short = Path(tempfile.mkdtemp(prefix="recobro-", dir=SHORT))
    return give(account, short)


def ask(socket_directory: Path, programs: Path) -> Answer:
    """Ask the server itself whether it takes connections; a pid file tells nothing."""
    if not (socket_directory / FILE).exists():
        return Answer.NONE
    whom = ["-h", str(socket_directory), "-p", str(PORT), "-U", USER, "-d", DATABASE]
    command = [str(programs / "pg_isready"), "-q", "-t", "3", *whom]
    status = subprocess.run(command, env=ENVIRONMENT, check=False, cwd="/").returncode  # noqa: S603
    return Answer(status) if status in (0, 1, 2) else Answer.NOT_ASKED


def forget_dead(socket_directory: Path) -> None:
    """Remove a dead server's socket and its lock file, whose number may by now be another program's."""
    for name in (FILE, f"{FILE}.lock"):
        (socket_directory / name).unlink(missing_ok=True)


def is_private(known: Known) -> bool:
    """True when the socket's directory is still a real one (no link) of the server's account, closed to all others."""
    try:
        found = Path(known.socket).lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == known.uid and not found.st_mode & 0o077


def _can_hold_socket(place: Path) -> bool:
    if len(os.fsencode(place / FILE)) > LONGEST:
        return False
    probe = place / ".probe"
    with socket.socket(socket.AF_UNIX) as trial:
        try:
            trial.bind(str(probe))
        except OSError:
            return False
        finally:
            probe.unlink(missing_ok=True)
    return True
