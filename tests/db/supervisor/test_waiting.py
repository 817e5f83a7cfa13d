"""A start waits for recovery as long as it lasts, says so, and gives up with a sentence instead of a guess."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from recobro.core.errors import BadInput
from recobro.core.postgres import account, cluster, owner, server
from tests.db.supervisor.people import FastClock, Operator

# Recovery from an archive that answers late: PostgreSQL's own slow recovery, refusing clients meanwhile.
SLOW_RECOVERY = "restore_command = 'sleep 0.6; false'\nhot_standby = off\n"


@pytest.fixture
def own(me: Operator) -> Iterator[Path]:
    """The operator's own settings, as they were afterwards."""
    path = me.cluster.conf / "local.conf"
    before = path.read_text()
    yield path
    path.write_text(before)


@pytest.fixture
def recovery(me: Operator, own: Path) -> Iterator[None]:
    """The next start recovers slowly."""
    own.write_text(SLOW_RECOVERY)
    signal = me.cluster.data / "recovery.signal"
    me.write_as_server(signal, "")
    yield
    me.crash()
    signal.unlink(missing_ok=True)


@pytest.fixture
def slow_programs(tmp_path_factory: pytest.TempPathFactory, me: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cold disk: the server needs a second before it even opens its socket."""
    if not (noted := server.attached(me.home)):
        noted = server.up(me.home, me.machine)
        server.down(me.home, me.machine)
    place = me.home.path.parent / "slow"
    place.mkdir(exist_ok=True)
    place.chmod(0o755)
    for program in noted.programs.iterdir():
        (place / program.name).unlink(missing_ok=True)
        (place / program.name).symlink_to(program)
    wrapper = place / "postgres"
    wrapper.unlink()
    wrapper.write_text(f'#!/bin/sh\n[ "$1" = --version ] || sleep 0.8\nexec "{noted.programs}/postgres" "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("RECOBRO_PG_BIN", str(place))


@pytest.mark.usefixtures("recovery")
def test_a_recovery_of_many_seconds_is_waited_for_and_said(me: Operator) -> None:
    clock = FastClock()
    started = server.up(me.home, clock.machine(me))
    assert started.started
    assert started.seconds > 10
    assert "pg_waiting" in clock.said
    assert me.ask("SELECT pg_is_in_recovery()") == "False"


@pytest.mark.usefixtures("recovery")
def test_a_start_that_gives_up_waiting_lets_the_recovery_go_on(me: Operator) -> None:
    clock = FastClock()
    with pytest.raises(BadInput) as refused:
        server.up(me.home, clock.machine(me, wait_seconds=20.0))
    assert refused.value.code == "pg_still_starting"
    assert "archive recovery" in str(refused.value.data["log"])
    assert server.status(me.home).state is server.State.STARTING
    later = server.up(me.home, clock.machine(me))
    assert not later.started, "the first call's server, not a second one"


@pytest.mark.usefixtures("slow_programs")
def test_a_server_that_needs_long_for_its_first_word_is_not_started_twice(me: Operator) -> None:
    clock = FastClock()
    started = server.up(me.home, clock.machine(me))
    assert started.seconds > 10
    family = owner.processes(me.cluster.data)
    assert len([one for one in family if one.ppid() not in {other.pid for other in family}]) == 1


def test_a_server_that_cannot_start_is_tried_five_times_and_quoted(me: Operator, own: Path) -> None:
    own.write_text("shared_buffers = 'a lot'\n")
    with pytest.raises(BadInput) as refused:
        server.up(me.home, me.machine)
    assert refused.value.code == "pg_cannot_start"
    assert refused.value.data["tries"] == 5
    assert "a lot" in str(refused.value.data["log"])
    assert server.status(me.home).state is server.State.STOPPED


def test_the_operators_own_settings_win(me: Operator, own: Path) -> None:
    own.write_text("shared_buffers = '64MB'\n")
    server.up(me.home, me.machine)
    assert me.ask("SHOW shared_buffers") == "64MB"


def test_a_running_server_is_found_without_looking_at_any_process(
    me: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = server.up(me.home, me.machine)

    def look(*_args: object) -> None:
        raise AssertionError("attaching must cost no scan")

    with monkeypatch.context() as patch:
        patch.setattr(psutil, "process_iter", look)
        patch.setattr(account, "for_server", look)
        again = server.up(me.home, me.machine)
    assert replace(again, seconds=0) == replace(first, started=False, seconds=0)


def test_a_server_whose_socket_was_swept_away_is_named_and_can_be_stopped(me: Operator) -> None:
    server.up(me.home, me.machine)
    (me.cluster.run / ".s.PGSQL.5432").unlink()
    with pytest.raises(BadInput) as refused:
        server.up(me.home, FastClock().machine(me))
    assert refused.value.code == "pg_unreachable"
    assert refused.value.data["pid"] == me.postmaster().pid
    assert server.down(me.home, me.machine)
    assert server.up(me.home, me.machine).started


def test_data_that_another_container_has_open_are_left_alone(me: Operator) -> None:
    """Its processes cannot be seen from here, its lock can."""
    lock = owner.open_lock(me.cluster.life_lock)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for call in (server.up, server.down):
            with pytest.raises(BadInput) as refused:
                call(me.home, FastClock().machine(me))
            assert refused.value.code == "pg_lives_elsewhere"
        assert server.status(me.home).state is server.State.STARTING
    finally:
        os.close(lock)


def test_a_full_disk_is_refused_before_the_start_and_not_while_it_runs(me: Operator) -> None:
    full = replace(me.machine, disk_free=lambda _path: 10 * 2**20)
    with pytest.raises(BadInput) as refused:
        server.up(me.home, full)
    assert refused.value.code == "pg_disk_full"
    assert (refused.value.data["free_mb"], refused.value.data["floor_mb"]) == (10, 200)
    server.up(me.home, me.machine)
    assert not server.up(me.home, full).started
    assert server.status(me.home, full).disk_free_bytes == 10 * 2**20


def test_data_of_another_version_are_not_touched(me: Operator) -> None:
    version = me.cluster.data / "PG_VERSION"
    before = version.read_text()
    version.write_text("9\n")
    entries = {path: path.stat().st_mtime_ns for path in me.cluster.data.rglob("*")}
    try:
        with pytest.raises(BadInput) as refused:
            server.up(me.home, me.machine)
        assert refused.value.code == "pg_other_version"
        assert refused.value.data["data"] == 9
        assert "18" in str(refused.value.data["found"])
        assert entries == {path: path.stat().st_mtime_ns for path in me.cluster.data.rglob("*")}
    finally:
        version.write_text(before)


def test_what_is_no_database_is_not_taken_for_one(me: Operator) -> None:
    empty = cluster.Cluster(me.cluster.base.with_name("strange"))
    empty.data.mkdir(parents=True)
    (empty.data / "a file of somebody").touch()
    with pytest.raises(BadInput) as refused:
        empty.data_major()
    assert refused.value.code == "pg_not_a_cluster"


def test_nobody_gets_in_by_the_network_and_the_log_keeps_no_statements(me: Operator) -> None:
    server.up(me.home, me.machine)
    wanted = {
        "listen_addresses": "",
        "timezone": "UTC",
        "data_checksums": "on",
        "server_encoding": "UTF8",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_filename": "pg-%a.log",
    }
    assert {name: me.ask(f"SHOW {name}") for name in wanted} == wanted
    assert me.ask("SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'recobro'") == "bC.UTF-8"
