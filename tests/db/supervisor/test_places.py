"""Where the data and the socket lie, and who may come near them: wherever the home is, nobody else gets in."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import psycopg
import pytest

from recobro.core.errors import BadInput
from recobro.core.postgres import known, owner, server
from tests.db.supervisor.people import ENVIRONMENT, FastClock, Operator, become, python_for

KNOCK = "import psycopg, sys\npsycopg.connect(host=sys.argv[1], port=5432, user='recobro', dbname='recobro')"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def knock(uid: int, socket: Path) -> str:
    """What somebody hears who tries to connect."""
    command = [python_for(uid), "-c", KNOCK, str(socket)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd="/", env=ENVIRONMENT, **become(uid)) as one:
        return one.communicate()[1]


@pytest.fixture
def outsider() -> int:
    """A user of the machine who is neither root nor any server."""
    if os.geteuid() != 0:
        pytest.skip("only root can play somebody else")
    return pwd.getpwnam("daemon").pw_uid


@pytest.fixture
def as_root(staff: Callable[[str], Operator]) -> Operator:
    """Root."""
    return staff("root")


@pytest.fixture
def elsewhere(as_root: Operator) -> Iterator[Operator]:
    """Root with a home below a directory that only root may enter, as /root is."""
    place = Path(tempfile.mkdtemp(prefix="closed", dir="/tmp"))
    yield as_root.at(place / "deeper" / "home")
    as_root.at(place / "deeper" / "home").crash()
    shutil.rmtree(place)


def test_a_home_with_a_very_long_path_gets_a_short_private_socket(fresh: Operator) -> None:
    far = fresh.at(fresh.home.path / ("long" * 20) / ("path" * 20))
    socket = Path(far.up()["socket"])
    try:
        assert socket.parent == Path("/tmp")
        assert mode(socket) == 0o700
        assert socket.stat().st_uid == fresh.server_uid
        assert far.ask("SELECT 1") == "1"
        assert far.call("down")["answer"] is True
        assert far.up()["socket"] == str(socket), "clients that are still running find the server again"
        far.call("down")
        shutil.rmtree(socket)
        planted = fresh.home.path / "planted"
        planted.mkdir(0o777)
        socket.symlink_to(planted)
        assert far.up()["socket"] != str(socket), "a link that somebody laid there is not followed"
        assert not list(planted.iterdir())
        socket.unlink()
    finally:
        shutil.rmtree(far.up()["socket"])
        far.crash()


def test_root_and_a_user_run_their_own_servers_side_by_side(staff: Callable[[str], Operator]) -> None:
    both = [staff("root"), staff("ordinary")]
    assert len({operator.up()["socket"] for operator in both}) == 2
    for operator in both:
        family = owner.processes(operator.cluster.data)
        assert {process.uids().effective for process in family} == {operator.server_uid}
        operator.crash()


def test_a_copy_of_a_home_is_not_served_by_the_original(me: Operator) -> None:
    copied = me.at(me.home.path.with_name("copy"))
    me.up()
    copied.home.path.mkdir()
    shutil.copy2(me.home.server, copied.home.server)
    assert server.attached(me.home)
    assert server.attached(copied.home) is None


def test_another_user_gets_in_neither_by_the_door_nor_when_somebody_opens_it(operator: Operator, outsider: int) -> None:
    socket = Path(operator.up()["socket"])
    assert "Permission denied" in knock(outsider, socket)
    opened = [path for path in (socket, socket.parent, socket.parent.parent) if not mode(path) & 0o005]
    before = {path: mode(path) for path in [*opened, socket / ".s.PGSQL.5432"]}
    try:
        for path in before:
            path.chmod(0o777)
        assert "Peer authentication failed" in knock(outsider, socket)
        operator.up()
        assert mode(socket) == 0o700, "the next look closes it again"
    finally:
        for path, bits in before.items():
            path.chmod(bits)


def test_the_data_are_closed_and_the_servers_account_sees_no_secrets(operator: Operator) -> None:
    operator.up()
    assert mode(operator.cluster.data) == 0o700
    assert mode(operator.home.path) == (0o710 if operator.uid == 0 else 0o700)
    assert operator.home.path.stat().st_uid == operator.uid
    assert mode(operator.home.server) == 0o600
    environment = operator.postmaster().environ()
    assert "CANARY" not in environment
    assert set(environment) <= {"PATH", "LC_ALL", "TZ", "PWD", "OLDPWD", "SHLVL", "_", "PG_GRANDPARENT_PID"}


def test_root_below_a_closed_directory_keeps_the_data_elsewhere_and_opens_nothing(elsewhere: Operator) -> None:
    closed = elsewhere.home.path.parents[1]
    answer = elsewhere.up()
    assert "pg_data_elsewhere" in answer["said"]
    assert mode(closed) == 0o700
    assert elsewhere.cluster.data.is_relative_to(elsewhere.system)
    assert mode(elsewhere.system) == 0o710
    assert elsewhere.ask("SELECT current_database()") == "recobro"
    assert elsewhere.call("down")["answer"] is True
    again = elsewhere.up()
    assert (again["said"], again["socket"]) == ([], answer["socket"])


def test_data_that_went_out_of_reach_are_not_replaced_by_an_empty_database(as_root: Operator) -> None:
    as_root.crash()
    parent = as_root.home.path.parent
    before = mode(parent)
    parent.chmod(0o700)
    try:
        assert as_root.call("up")["refused"] == "pg_data_unreachable"
        assert mode(parent) == 0o700
        assert not as_root.home.pg_elsewhere.exists()
    finally:
        parent.chmod(before)


def test_a_directory_of_others_is_used_but_its_mode_is_not_touched(as_root: Operator) -> None:
    place = Path(tempfile.mkdtemp(dir="/tmp"))
    shared = as_root.at(place / "srv")
    place.chmod(0o755)
    shared.home.path.mkdir()
    shared.home.path.chmod(0o755)
    (shared.home.path / "somebody's file").touch()
    try:
        shared.up()
        assert mode(shared.home.path) == 0o755
        assert shared.cluster.base == shared.home.pg
        assert mode(shared.home.pg) == 0o710
    finally:
        shared.crash()
        shutil.rmtree(place)


def test_root_copies_the_programs_whole_and_once(as_root: Operator, ground: Path) -> None:
    as_root.crash()
    system = ground / "second"
    system.mkdir(0o700)  # as it is when keys were made in it first
    (system / ".pg-18.4" / "half").mkdir(parents=True)
    answer = Operator(0, as_root.home, system).up()
    programs = Path(answer["programs"])
    assert programs.is_relative_to(system)
    assert not list(system.glob(".pg-*")), "what a killed copy left is swept"
    assert not [path for path in system.rglob("*") if path.stat().st_uid != 0 or path.stat().st_mode & 0o022]
    stamp = programs.stat().st_mtime_ns
    as_root.crash()
    assert Operator(0, as_root.home, system).up()["said"] == []
    assert programs.stat().st_mtime_ns == stamp


def test_a_disk_that_fills_up_stops_the_server_and_loses_nothing(as_root: Operator) -> None:
    """PostgreSQL panics when it cannot write its log; with space it recovers."""
    place = as_root.home.path.parent / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=110m,mode=711", "none", str(place)]
    if subprocess.run(mount, check=False, stderr=subprocess.DEVNULL).returncode:
        place.rmdir()
        pytest.skip("no disk of its own can be mounted here")
    small = as_root.at(place / "home")
    try:
        assert small.call("up")["refused"] == "pg_disk_full"
        subprocess.run(["mount", "-o", "remount,size=400m", place], check=True)
        small.up()
        small.do("CREATE TABLE kept (word text)")
        word = small.keep()
        filler = place / "filler"
        with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
            while True:
                assert file.write(b"\0" * 2**20)
        with closing(small.connect(autocommit=True)) as client, pytest.raises(psycopg.OperationalError):
            while True:
                client.execute("SELECT pg_switch_wal()")
                client.execute("INSERT INTO kept VALUES ('more')")
        with pytest.raises(BadInput) as refused:
            server.up(small.home, FastClock().machine(small))
        assert refused.value.code == "pg_disk_full"
        filler.unlink()
        assert small.up()["started"] is True
        assert small.has(word)
    finally:
        small.crash()
        subprocess.run(["umount", place], check=True)
        place.rmdir()


def test_the_note_for_the_next_caller_survives_being_lost_or_spoilt(operator: Operator) -> None:
    operator.up()
    pid = operator.postmaster().pid
    for spoilt in (None, "", "{}", "[]", '{"socket": 5}'):
        operator.home.server.unlink()
        if spoilt is not None:
            operator.home.server.write_text(spoilt)
            os.chown(operator.home.server, operator.uid, -1)
        assert operator.up()["started"] is False
        assert psutil.Process(pid).is_running()
        assert known.recall(operator.home)
