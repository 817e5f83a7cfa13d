"""Who runs the server: ourselves, or, when root starts it, the system account `recobro` (PostgreSQL refuses root).

Programs of PostgreSQL run with a bare environment and umask 077, and never as root.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from recobro.core.errors import BadInput
from recobro.core.home import SYSTEM, is_root
from recobro.core.postgres.machine import Machine

NAME = "recobro"
# C messages whatever the user's language is: we read them. Nothing else of the caller's environment passes.
ENVIRONMENT = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C", "TZ": "UTC"}

Output = int | IO[bytes]


@dataclass(frozen=True)
class Account:
    """The account of the server's processes."""

    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """True when we must change to it."""
        return self.uid != os.geteuid()

    def start(
        self,
        command: Sequence[str | Path],
        *,
        stdin: Output = subprocess.DEVNULL,
        stdout: Output = subprocess.PIPE,
        stderr: Output = subprocess.STDOUT,
        keep_open: tuple[int, ...] = (),
    ) -> subprocess.Popen[bytes]:
        """Start a program as this account, in a session of its own: Ctrl-C is for us, not for the server."""
        return subprocess.Popen(  # noqa: S603  (a list of arguments, no shell)
            [str(part) for part in command],
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            pass_fds=keep_open,
            cwd="/",
            env=ENVIRONMENT,
            umask=0o077,
            start_new_session=True,
            user=self.uid if self.is_other else None,
            group=self.gid if self.is_other else None,
            extra_groups=[] if self.is_other else None,
        )

    def run(
        self, command: Sequence[str | Path], given: bytes = b"", keep_open: tuple[int, ...] = ()
    ) -> tuple[int, str]:
        """Run a program to its end: exit status and everything it said."""
        with self.start(command, stdin=subprocess.PIPE, keep_open=keep_open) as process:
            said, _ = process.communicate(given)
        return process.returncode, said.decode("utf-8", "replace")

    def can_enter(self, directory: Path) -> bool:
        """Ask the kernel, as the account: modes, groups and access lists all count."""
        return self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", directory])[0] == 0

    def let_through(self, directory: Path) -> None:
        """Make a directory of root's, or take ours, that this account may pass through and nobody else."""
        with contextlib.suppress(FileExistsError):
            directory.mkdir(mode=0o700)
        found = directory.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0:
            raise BadInput("home_not_ours", path=str(directory))
        os.chown(directory, 0, self.gid)
        directory.chmod(0o710)


def for_server(machine: Machine) -> Account:
    """The account for the server; as root it is made when it is missing, and that is announced."""
    try:
        if not is_root():
            entry = pwd.getpwuid(os.geteuid())
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    except KeyError as unknown:
        # initdb and peer authentication both ask for the name.
        raise BadInput("pg_user_without_name", uid=os.geteuid()) from unknown
    account = _system_account() or _create(machine)
    try:
        account.run(["/bin/true"])
    except OSError as refusal:  # a container that took away the right to change accounts
        raise BadInput("pg_no_account", account=NAME, why=refusal.strerror or str(refusal)) from refusal
    return account


def _system_account() -> Account | None:
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        return None
    if entry.pw_uid == 0:
        raise BadInput("pg_no_account", account=NAME, why="uid 0")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _create(machine: Machine) -> Account:
    """Make the system account with what the machine has: shadow's useradd, or the adduser of Alpine's busybox."""
    said = "useradd, adduser: not found"
    for command in _ways(str(SYSTEM)):
        if not shutil.which(command[0], path=ENVIRONMENT["PATH"]):
            continue
        done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, cwd="/", check=False)  # noqa: S603
        if account := _system_account():  # also when another process was faster
            machine.say("pg_account_created", {"account": NAME})
            return account
        said = done.stderr.strip()
    raise BadInput("pg_no_account", account=NAME, why=said)


def _ways(nowhere: str) -> list[list[str]]:
    shell = "/usr/sbin/nologin"
    return [
        ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", nowhere, "--shell", shell, NAME],
        ["adduser", "-S", "-D", "-H", "-h", nowhere, "-s", "/sbin/nologin", NAME],
    ]
