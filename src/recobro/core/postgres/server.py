"""Start, stop and look at the embedded server. Safe to call from several processes, and after any kind of crash.

Readiness is the server's own answer; whether it lives, `owner` knows. Starting and stopping are explicit: neither the
web nor a worker owns the server.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from urllib.parse import quote

import psutil

from recobro.core import home as homes
from recobro.core.errors import BadInput
from recobro.core.home import Home
from recobro.core.postgres import account as accounts
from recobro.core.postgres import binaries, cluster, conf, known, owner, sockets
from recobro.core.postgres.account import Account
from recobro.core.postgres.binaries import Binaries
from recobro.core.postgres.cluster import Cluster
from recobro.core.postgres.known import DATABASE, PORT, USER, Known
from recobro.core.postgres.machine import Machine
from recobro.core.postgres.sockets import Answer

TAIL = 2000  # characters of the log that go into a refusal
LINES = 200  # of the log that are looked at
ASKED_TOO_EARLY = "FATAL:  the database system is "  # starting up, not yet accepting …: our own questions
PATIENCE = 1.0  # seconds that a dead server's children get to notice
LOOK_EVERY = 1.0  # seconds between two looks at the processes of a server that says "not yet"
STUCK = 30.0  # seconds without anybody recovering; a crash's clean-up and a shutdown take less
UNREACHABLE = 30.0  # seconds after which a living server without a socket will not make one
WEEK = 6 * 86_400.0  # seconds; less than seven days, so that Monday's file is new on Monday
REPORT_EVERY = 5.0  # seconds between two words of progress
DEFAULT = Machine()


@dataclass(frozen=True)
class Server:
    """A server that takes connections."""

    socket: Path  # directory
    version: str
    programs: Path
    started: bool = False  # by this call
    seconds: float = 0.0  # that this call took

    @property
    def params(self) -> dict[str, str]:
        """Keywords for psycopg.connect."""
        return {"host": str(self.socket), "port": str(PORT), "user": USER, "dbname": DATABASE}

    @property
    def dsn(self) -> str:
        """The same as one address."""
        return f"postgresql://{USER}@/{DATABASE}?host={quote(str(self.socket), safe='')}&port={PORT}"


class State(Enum):
    """What `status` found."""

    RUNNING = "running"
    STARTING = "starting"  # or recovering after a crash, or stopping
    STOPPED = "stopped"


@dataclass(frozen=True)
class Status:
    """The server as the health page shows it."""

    state: State
    data: Path
    disk_free_bytes: int
    version: str | None = None
    socket: Path | None = None
    pid: int | None = None


def up(home: Home, machine: Machine = DEFAULT) -> Server:
    """Give a server that takes connections: the running one at once, else start it (and first make its data)."""
    began = machine.monotonic()
    with homes.usable(home.path):
        server = attached(home)
        if server is None:
            homes.prepare(home)
            with owner.alone(home.start_lock, machine):
                server = attached(home) or _start(home, machine)
    return replace(server, seconds=machine.monotonic() - began)


def attached(home: Home) -> Server | None:
    """The running server, found without looking at any process; None when nobody answers."""
    last = known.recall(home)
    if last is None or not sockets.is_private(last) or not (Path(last.programs) / "pg_isready").exists():
        return None
    if sockets.ask(Path(last.socket), Path(last.programs)) is not Answer.READY:
        return None
    return Server(Path(last.socket), last.version, Path(last.programs))


def down(home: Home, machine: Machine = DEFAULT) -> bool:
    """Stop the server: clients are sent away, what was committed stays. False when there was none."""
    with homes.usable(home.path):
        place = cluster.of(home)
        if not place.base.exists():
            return False
        with owner.alone(home.start_lock, machine):
            return _stop(place, machine)


def status(home: Home, machine: Machine = DEFAULT) -> Status:
    """Look, and change nothing."""
    with homes.usable(home.path):
        place = cluster.of(home)
        seen = Status(State.STOPPED, place.data, machine.disk_free(place.base))
        if not place.base.exists() or not owner.is_alive(place.life_lock, place.data):
            return seen
        first = owner.postmaster(place.data)
        seen = replace(seen, state=State.STARTING, pid=first.pid if first else None)
        if server := attached(home):
            seen = replace(seen, state=State.RUNNING, version=server.version, socket=server.socket)
        return seen


def _start(home: Home, machine: Machine) -> Server:
    account = accounts.for_server(machine)
    place = cluster.prepare(home, account, machine)
    programs = binaries.choose(place.data_major(), account, machine)
    alive = owner.is_alive(place.life_lock, place.data)
    if not alive:
        cluster.require_space(place, machine)
        cluster.ensure_data(place, account, programs, machine)
        cluster.close_data(place)
    socket = sockets.directory(place, account, known.recall(home))
    settings = conf.write(place, socket, account)
    launch = _Launch(place, account, programs, socket, settings, machine)
    launch.until_ready()
    known.note(home, Known(str(home.path), str(socket), account.uid, programs.version, str(programs.directory)))
    return Server(socket, programs.version, programs.directory, started=launch.tries > 0)


@dataclass
class _Launch:
    """One start: tries, and then waits as long as the server lives and recovers."""

    place: Cluster
    account: Account
    programs: Binaries
    socket: Path
    settings: Path
    machine: Machine
    tries: int = 0
    reported: float = 0.0
    looked: float = 0.0  # when a server that says "not yet" was last looked at
    idle_since: float | None = None  # since when nobody in it works on its recovery

    def until_ready(self) -> None:
        """Return when the server takes connections."""
        began = silent_since = self.machine.monotonic()
        pause = 0.01
        while (answer := sockets.ask(self.socket, self.programs.directory)) is not Answer.READY:
            now = self.machine.monotonic()
            if now - began > self.machine.wait_seconds:
                raise BadInput("pg_still_starting", seconds=round(now - began), log=self.log())
            if answer is Answer.NOT_YET:
                silent_since = now
                self.end_if_stuck(now)
            elif not owner.is_alive(self.place.life_lock, self.place.data):
                self.launch()
                silent_since, pause = now, 0.01
            elif now - silent_since > PATIENCE:
                self.look_closer(now - silent_since)
            self.report(now - began)
            self.machine.sleep(pause)
            pause = min(pause * 1.3, 0.25)

    def launch(self) -> None:
        """Nobody lives here: clear what the dead left, and start."""
        if self.tries == self.machine.tries:
            raise BadInput("pg_cannot_start", tries=self.tries, log=self.log())
        cluster.require_space(self.place, self.machine)
        life = owner.open_lock(self.place.life_lock)
        try:
            if not owner.grab(life):
                return  # somebody looks or starts at this moment; the loop comes again
            self.tries += 1
            (self.place.data / "postmaster.pid").unlink(missing_ok=True)
            sockets.forget_dead(self.socket)
            program = self.programs.program("postgres")
            with os.fdopen(owner.open_lock(self.place.startup_log), "wb") as log:
                log.truncate()
                _drop_old_logs(self.place)
                # The shell starts it and leaves, so that it is nobody's child; no argument is read by the shell.
                server = [str(program), "-D", str(self.place.data), "-c", f"config_file={self.settings}"]
                command = ["/bin/sh", "-c", '"$@" &', "sh", *server]
                with self.account.start(command, stdout=log, stderr=log, keep_open=(life,)) as shell:
                    shell.wait()
        finally:
            os.close(life)

    def end_if_stuck(self, now: float) -> None:
        """PostgreSQL 18 whose recovery failed on a full disk answers "not yet" for ever, and nobody works on it."""
        if now - self.looked < LOOK_EVERY:
            return
        self.looked = now
        if owner.is_recovering(self.place.data):
            self.idle_since = None
        elif self.idle_since is None:
            self.idle_since = now
        elif now - self.idle_since > STUCK:
            self.machine.say("pg_stuck", {"seconds": round(now - self.idle_since)})
            owner.quit_server(self.place.data)
            self.idle_since = None

    def look_closer(self, silent: float) -> None:
        """Somebody lives, but does not answer."""
        if count := owner.quit_orphans(self.place.data):
            self.machine.say("pg_leftovers_stopped", {"count": count})
        elif silent > UNREACHABLE and self.tries == 0:  # else it is ours, and needs long for its first word
            first = owner.postmaster(self.place.data)
            if first is None:
                raise BadInput("pg_lives_elsewhere", path=str(self.place.data))
            if not (self.socket / sockets.FILE).exists():
                raise BadInput("pg_unreachable", pid=first.pid, socket=str(self.socket))

    def report(self, waited: float) -> None:
        """A word every few seconds."""
        if waited - self.reported >= REPORT_EVERY:
            self.reported = waited
            self.machine.say("pg_waiting", {"seconds": round(waited)})

    def log(self) -> str:
        """The end of what the server said since this start."""
        said = _tail(self.place.startup_log)
        if "logging collector" in said:  # from there on it speaks in its own log
            logs = sorted(self.place.data.glob("log/*.log"), key=lambda log: log.stat().st_mtime)
            said = "\n".join([said, *map(_tail, logs[-1:])])
        return said[-TAIL:]


def _tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LINES:] if log.exists() else []
    return "\n".join(line for line in lines if ASKED_TOO_EARLY not in line)[-TAIL:]


def _drop_old_logs(place: Cluster) -> None:
    """A laptop that is off at midnight never reaches the hour at which the server begins a weekday's file anew."""
    now = place.startup_log.stat().st_mtime
    for log in place.data.glob("log/pg-*.log"):
        if now - log.stat().st_mtime > WEEK:
            log.unlink()


def _stop(place: Cluster, machine: Machine) -> bool:
    """Ask by signal, having seen who it is: the pid file might name another program."""
    if not owner.is_alive(place.life_lock, place.data):
        return False
    began = machine.monotonic()
    asked: int | None = None
    while owner.is_alive(place.life_lock, place.data):
        first = owner.postmaster(place.data)
        waited = machine.monotonic() - began
        if first and first.pid != asked:
            with suppress(psutil.NoSuchProcess):
                first.send_signal(signal.SIGINT)  # "fast": clients are sent away
            asked = first.pid
        elif first is None and waited > PATIENCE and not owner.quit_orphans(place.data) and waited > UNREACHABLE:
            raise BadInput("pg_lives_elsewhere", path=str(place.data))
        if waited > machine.wait_seconds:
            raise BadInput("pg_will_not_stop", pid=asked, seconds=round(waited))
        machine.sleep(0.02)
    return True
