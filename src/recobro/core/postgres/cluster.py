"""The database's directory: where it lies, who may enter it, its settings, and its birth.

pg/              ours; the server's account may pass through
  data/          the account's: what initdb made, whole or not there
  run/           the account's: the socket, 0700
  conf/          ours: settings written anew at each start; `local.conf` is the operator's
  startup.log    what the last start said before the server's own log opened
  life.lock      held by every process of the server (see `owner`)
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from recobro.core.errors import BadInput
from recobro.core.home import Home, private_directory, write_whole
from recobro.core.postgres import owner
from recobro.core.postgres.account import Account
from recobro.core.postgres.binaries import Binaries, system_directory
from recobro.core.postgres.known import DATABASE, USER
from recobro.core.postgres.machine import MEGABYTE, Machine


@dataclass(frozen=True)
class Cluster:
    """Names of one database directory."""

    base: Path

    @property
    def data(self) -> Path:
        """The data directory of PostgreSQL."""
        return self.base / "data"

    @property
    def new(self) -> Path:
        """The data while they are made."""
        return self.base / "data.new"

    @property
    def birth_lock(self) -> Path:
        """Held while a program makes the data."""
        return self.base / "birth.lock"

    @property
    def run(self) -> Path:
        """The socket's usual place."""
        return self.base / "run"

    @property
    def conf(self) -> Path:
        """Our settings."""
        return self.base / "conf"

    @property
    def startup_log(self) -> Path:
        """First words of the server."""
        return self.base / "startup.log"

    @property
    def life_lock(self) -> Path:
        """Held while a process of the server lives."""
        return self.base / "life.lock"

    def data_major(self) -> int | None:
        """Major version of the data, None when there are none."""
        if not self.data.exists():
            return None
        try:
            return int((self.data / "PG_VERSION").read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError) as wrong:
            raise BadInput("pg_not_a_cluster", path=str(self.data)) from wrong


def of(home: Home) -> Cluster:
    """The cluster of a home. Nothing is created."""
    try:
        return Cluster(Path(home.pg_elsewhere.read_text(encoding="utf-8").strip()))
    except FileNotFoundError:
        return Cluster(home.pg)


def prepare(home: Home, account: Account, machine: Machine) -> Cluster:
    """Make the directory, closed to everybody but us and the server's account. No parent's mode is touched."""
    cluster = of(home)
    if not account.is_other:
        private_directory(cluster.base)
    elif home.pg_elsewhere.exists():
        account.let_through(cluster.base)
    else:
        cluster = _prepare_as_root(home, account, machine)
    if cluster.data.exists() and (owner := cluster.data.stat().st_uid) != account.uid:
        raise BadInput("pg_foreign_owner", path=str(cluster.data), owner=_name(owner), account=account.name)
    return cluster


def _prepare_as_root(home: Home, account: Account, machine: Machine) -> Cluster:
    """In the home if the account can get there; else among the machine's own data, and the home says where."""
    entry = home.path.stat()
    # A home that only root may enter, and that holds nothing but ours, is opened for the account to pass through.
    if entry.st_uid == 0 and stat.S_IMODE(entry.st_mode) == 0o700 and home.holds_only_ours():
        account.let_through(home.path)
    account.let_through(home.pg)
    if account.can_enter(home.pg):
        return Cluster(home.pg)
    if (home.pg / "data").exists():  # never begin an empty database beside one that is out of reach
        raise BadInput("pg_data_unreachable", path=str(home.pg), account=account.name)
    databases = system_directory(account, machine) / "databases"
    elsewhere = databases / secrets.token_hex(4)
    for directory in (databases, elsewhere):
        account.let_through(directory)
    write_whole(home.pg_elsewhere, f"{elsewhere}\n")
    machine.say("pg_data_elsewhere", {"home": str(home.path), "path": str(elsewhere), "account": account.name})
    return Cluster(elsewhere)


def require_space(cluster: Cluster, machine: Machine) -> None:
    """A server that runs out of disk stops dead in the middle of the day; better not to begin."""
    free = machine.disk_free(cluster.base)
    if free < machine.free_floor_bytes:
        floor = machine.free_floor_bytes // MEGABYTE
        raise BadInput("pg_disk_full", path=str(cluster.base), free_mb=free // MEGABYTE, floor_mb=floor)


def ensure_data(cluster: Cluster, account: Account, programs: Binaries, machine: Machine) -> None:
    """Make the database beside its place and move it there when it is whole: a kill leaves nothing half-made."""
    if cluster.data.exists():
        return
    with owner.alone(cluster.birth_lock, machine) as lock:
        # An initdb whose caller was killed works on, and holds the lock: it has ended now.
        if cluster.new.exists():
            shutil.rmtree(cluster.new)
        machine.say("pg_creating_data", {"path": str(cluster.data), "version": programs.version})
        give(account, cluster.new)
        try:
            _init(cluster.new, account, programs, lock)
        except BadInput:
            shutil.rmtree(cluster.new)
            require_space(cluster, machine)  # the likelier sentence when that is what happened
            raise
        cluster.new.rename(cluster.data)
        _sync(cluster.base)


def _init(new: Path, account: Account, programs: Binaries, lock: int) -> None:
    # The built-in C.UTF-8 sorts alike on every system and never changes with the system's C library.
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    locale = builtin if programs.major >= 17 else ["--locale=C.UTF-8"]
    # If somebody starts the data by hand, without our settings, it is closed as well.
    doors = ["--auth-local=peer", "--auth-host=reject"]
    options = ["-D", str(new), "-U", USER, "--encoding=UTF8", *locale, "--data-checksums", *doors, "--no-instructions"]
    status, said = account.run([programs.program("initdb"), *options], keep_open=(lock,))
    if status == 0:
        single = [str(programs.program("postgres")), "--single", "-D", str(new), "postgres"]
        status, said = account.run(single, f"CREATE DATABASE {DATABASE}\n".encode(), keep_open=(lock,))
    if status or "ERROR" in said or "FATAL" in said:
        raise BadInput("pg_cannot_create", path=str(new.parent), log=said.strip()[-2000:])


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def give(account: Account, directory: Path) -> Path:
    """A directory that only the account may enter."""
    with contextlib.suppress(FileExistsError):
        directory.mkdir(mode=0o700)
    if not stat.S_ISDIR(directory.lstat().st_mode):
        raise BadInput("home_not_ours", path=str(directory))
    if account.is_other:
        os.chown(directory, account.uid, account.gid, follow_symlinks=False)
    directory.chmod(0o700)
    return directory


def close_data(cluster: Cluster) -> None:
    """PostgreSQL refuses data that others may read, as a copy from a back-up may be."""
    if stat.S_IMODE(cluster.data.stat().st_mode) & 0o077:
        cluster.data.chmod(0o700)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
