"""One database per kind of operator is made once."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from recobro.core.home import Home
from tests.db.supervisor.people import Operator


@pytest.fixture(scope="session")
def ground() -> Iterator[Path]:
    """A short place that every account may pass through (pytest's own is closed to the server's), in memory if root."""
    place = Path(tempfile.mkdtemp(prefix="rec", dir="/tmp"))
    in_memory = ["mount", "-t", "tmpfs", "-o", "size=2g", "none", str(place)]
    mounted = os.geteuid() == 0 and not subprocess.run(in_memory, check=False, stderr=subprocess.DEVNULL).returncode
    place.chmod(0o711)
    yield place
    if mounted:
        subprocess.run(["umount", place], check=True)
    shutil.rmtree(place)


@pytest.fixture(scope="session")
def staff(ground: Path) -> Iterator[Callable[[str], Operator]]:
    """Whoever is asked for, with a database that was once started and stopped."""
    hired: dict[str, Operator] = {}

    def ask_for(kind: str) -> Operator:
        if kind not in hired:
            hired[kind] = _begin(kind, ground)
        return hired[kind]

    yield ask_for
    for operator in hired.values():
        operator.crash()


@pytest.fixture(params=["root", "ordinary"])
def operator(request: pytest.FixtureRequest, staff: Callable[[str], Operator]) -> Iterator[Operator]:
    """Root, and an ordinary user; the first only when root runs the tests. The server is down before each test."""
    operator = staff(request.param)
    operator.crash()
    yield operator
    operator.crash()


@pytest.fixture
def me(staff: Callable[[str], Operator]) -> Iterator[Operator]:
    """Whoever runs the tests, for calls within this process."""
    operator = staff("root" if os.geteuid() == 0 else "ordinary")
    operator.crash()
    yield operator
    operator.crash()


@pytest.fixture
def fresh(operator: Operator) -> Iterator[Operator]:
    """The same person with a home that does not exist yet."""
    yield from _fresh(operator)


@pytest.fixture
def fresh_me(me: Operator) -> Iterator[Operator]:
    """Whoever runs the tests, with a home that does not exist yet."""
    yield from _fresh(me)


def _fresh(operator: Operator) -> Iterator[Operator]:
    other = operator.at(Path(tempfile.mkdtemp(dir=operator.home.path.parent)) / "home")
    _give(other.home.path.parent, operator.uid)
    yield other
    other.crash()
    shutil.rmtree(other.home.path.parent)


def _begin(kind: str, ground: Path) -> Operator:
    uid = _uid(kind)
    place = Path(tempfile.mkdtemp(prefix=kind, dir=ground))
    _give(place, uid)
    operator = Operator(uid, Home(place / "home"), ground / "system")
    operator.up()
    operator.do("CREATE TABLE kept (word text)")
    with (operator.cluster.conf / "local.conf").open("a") as own:
        own.write("fsync = off\n")  # these tests kill programs; nobody cuts the power
    assert operator.call("down")["answer"] is True
    return operator


def _uid(kind: str) -> int:
    if os.geteuid() != 0:
        if kind == "root":
            pytest.skip("only root can play root")
        return os.geteuid()
    if kind == "root":
        return 0
    return pwd.getpwnam("nobody").pw_uid


def _give(place: Path, uid: int) -> None:
    os.chown(place, uid, -1)
    place.chmod(0o711)
