"""A person (or a timer) who starts and stops the embedded server: root, or an ordinary user of the machine."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from recobro.core.home import Home
from recobro.core.postgres import account, cluster, known, owner
from recobro.core.postgres.machine import Machine

ROOT = Path(__file__).parents[3]
DRIVER = Path(__file__).with_name("driver.py")
ENVIRONMENT = {
    "PYTHONPATH": ":".join([str(ROOT / "src"), *(path for path in sys.path if path.endswith("-packages"))]),
    "PATH": os.environ["PATH"],
    "CANARY": "secret of the caller",
}


@dataclass(frozen=True)
class Operator:
    """Who calls, on which home."""

    uid: int
    home: Home
    system: Path

    def at(self, path: Path) -> Operator:
        """The same person with another home."""
        return Operator(self.uid, Home(path), self.system)

    @property
    def machine(self) -> Machine:
        """For calls in this very process."""
        return Machine(system=self.system)

    @property
    def server_uid(self) -> int:
        """Whose processes the server's are."""
        return account.for_server(self.machine).uid if self.uid == 0 else self.uid

    @property
    def cluster(self) -> cluster.Cluster:
        """The database's directory."""
        return cluster.of(self.home)

    def begin(self, verb: str, **environ: str) -> subprocess.Popen[str]:
        """Start a call and do not wait for it."""
        return subprocess.Popen(
            [python_for(self.uid), DRIVER, verb, self.home.path, self.system],
            env=ENVIRONMENT | environ,
            cwd="/",
            stdout=subprocess.PIPE,
            text=True,
            **become(self.uid),
        )

    def call(self, verb: str, **environ: str) -> dict:
        """A whole call."""
        with self.begin(verb, **environ) as process:
            try:
                said, _ = process.communicate(timeout=120)
            finally:
                process.kill()  # one that hangs fails its test and not the whole suite
        return json.loads(said)

    def up(self, **environ: str) -> dict:
        """Start, and insist that it worked."""
        answer = self.call("up", **environ)
        assert "refused" not in answer, answer
        return answer

    def connect(self, **options: Any) -> psycopg.Connection:
        """A client; root and the person itself get in."""
        noted = known.recall(self.home)
        assert noted
        return psycopg.connect(host=noted.socket, port=5432, user="recobro", dbname="recobro", **options)

    def ask(self, statement: str) -> str:
        """One value."""
        with self.connect(autocommit=True) as client:
            row = client.execute(statement).fetchone()
        return str(row[0]) if row else ""

    def do(self, statement: str) -> None:
        """Something without a result."""
        with self.connect(autocommit=True) as client:
            client.execute(statement)

    def keep(self) -> str:
        """Commit something that must never be lost."""
        word = secrets.token_hex(4)
        self.do(f"INSERT INTO kept VALUES ('{word}')")
        return word

    def has(self, word: str) -> bool:
        """Is it still there?"""
        return self.ask(f"SELECT count(*) FROM kept WHERE word = '{word}'") == "1"

    def postmaster(self) -> psutil.Process:
        """The server's first process."""
        found = owner.postmaster(self.cluster.data)
        assert found
        return found

    def crash(self) -> None:
        """Kill the server and all its children as a power cut does, and wait until they are gone."""
        while family := self.cluster.data.exists() and owner.processes(self.cluster.data):
            for process in family:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(signal.SIGKILL)
            time.sleep(0.005)

    def write_as_server(self, path: Path, text: str) -> None:
        """What a server could have left behind."""
        path.write_text(text)
        os.chown(path, self.server_uid, -1)
        path.chmod(0o600)


@dataclass
class FastClock:
    """A second of ours is half a minute of the supervisor's."""

    said: list[str] = field(default_factory=list)

    def now(self) -> float:
        return time.monotonic() * 30

    def sleep(self, seconds: float) -> None:
        time.sleep(min(seconds, 0.01))

    def say(self, code: str, _data: Mapping[str, object]) -> None:
        self.said.append(code)

    def machine(self, operator: Operator, **changes: Any) -> Machine:
        return replace(operator.machine, say=self.say, monotonic=self.now, sleep=self.sleep, **changes)


@contextmanager
def stranger(uid: int) -> Iterator[subprocess.Popen[bytes]]:
    """Another program of that account, which has nothing to do with us."""
    with subprocess.Popen([shutil.which("sleep") or "sleep", "600"], cwd="/", **become(uid)) as process:
        try:
            yield process
        finally:
            process.kill()


@cache
def python_for(uid: int) -> str:
    """An interpreter which that user may run: ours may lie below root's own home."""
    same = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (sys.executable, same):
        with suppress(OSError):
            trial = [candidate, "-c", "import psutil, platformdirs, recobro.core.postgres.server"]
            if not subprocess.run(trial, env=ENVIRONMENT, cwd="/", check=False, **become(uid)).returncode:
                return candidate
    pytest.skip("an ordinary user cannot run this Python or read this clone")


def become(uid: int) -> dict:
    """Keywords that make a subprocess that user's."""
    return {} if uid == os.geteuid() else {"user": uid, "group": uid, "extra_groups": []}
