"""Whatever killed the server, the next start brings it back with all that was committed, and harms nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing

import psutil
import psycopg
import pytest

from recobro.core.postgres import owner
from tests.db.supervisor.people import Operator, stranger

CLIENT = """
import psycopg, sys, time
client = psycopg.connect(sys.argv[1])
client.execute("UPDATE kept SET word = 'half'")
print("in the middle", flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("left", ["", "31", "4194303\n/elsewhere\n"])
def test_whatever_a_crash_left_in_the_pid_file_the_server_starts(operator: Operator, left: str) -> None:
    operator.write_as_server(operator.cluster.data / "postmaster.pid", left)
    assert operator.up()["started"] is True


def test_a_stranger_with_the_old_servers_number_lives_on(operator: Operator) -> None:
    operator.up()
    operator.crash()
    with stranger(operator.server_uid) as innocent:
        for file in (operator.cluster.data / "postmaster.pid", operator.cluster.run / ".s.PGSQL.5432.lock"):
            first, *others = file.read_text().splitlines(keepends=True)
            assert first.strip().isdigit()
            operator.write_as_server(file, "".join([f"{innocent.pid}\n", *others]))
        assert operator.call("down")["answer"] is False
        assert operator.up()["started"] is True
        assert operator.call("down")["answer"] is True
        assert innocent.poll() is None


def test_a_killed_server_comes_back_with_what_was_committed(operator: Operator) -> None:
    operator.up()
    word = operator.keep()
    operator.postmaster().kill()
    assert operator.up()["started"] is True
    assert operator.has(word)


def test_a_child_too_busy_to_notice_the_servers_death_does_not_hold_the_next_start(operator: Operator) -> None:
    operator.up()
    word = operator.keep()
    with closing(operator.connect(autocommit=True)) as client:
        busy = client.info.backend_pid
        client.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 1000000000000)")
        while psutil.Process(busy).cpu_times().user < 0.05:
            time.sleep(0.01)
        operator.postmaster().kill()
        time.sleep(0.1)
        assert psutil.pid_exists(busy), "this one is busy"
        answer = operator.up()
        assert answer["started"] is True
        assert "pg_leftovers_stopped" in answer["said"]
    assert operator.has(word)


def test_a_killed_child_costs_its_clients_their_connection_and_nothing_else(operator: Operator) -> None:
    first = operator.up()
    word = operator.keep()
    with operator.connect(autocommit=True) as client:
        os.kill(client.info.backend_pid, signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            client.execute("SELECT 1")
    again = operator.up()
    assert (again["started"], again["socket"]) == (False, first["socket"])
    assert operator.has(word)


def test_a_killed_client_leaves_no_lock_and_no_half_work(operator: Operator) -> None:
    socket = operator.up()["socket"]
    word = operator.keep()
    dsn = f"host={socket} port=5432 user=recobro dbname=recobro"
    with subprocess.Popen([sys.executable, "-c", CLIENT, dsn], stdout=subprocess.PIPE) as client:
        assert client.stdout
        assert client.stdout.readline() == b"in the middle\n"
        client.kill()
    operator.do("SET lock_timeout = '5s'; UPDATE kept SET word = word")
    assert operator.has(word)


def test_two_first_starts_at_once_make_one_server(fresh_me: Operator) -> None:
    calls = [fresh_me.begin("up"), fresh_me.begin("up")]
    outputs = [call.communicate(timeout=60)[0] for call in calls]
    assert sorted('"started": true' in output for output in outputs) == [False, True], outputs
    assert fresh_me.ask("SELECT current_database()") == "recobro"
    family = owner.processes(fresh_me.cluster.data)
    assert len([one for one in family if one.ppid() not in {other.pid for other in family}]) == 1


def test_a_kill_in_the_middle_of_the_first_start_leaves_nothing_half_made(fresh: Operator) -> None:
    first = fresh.begin("up")
    while not (fresh.cluster.new / "base").exists():
        time.sleep(0.005)
    first.kill()
    first.communicate()
    assert not fresh.cluster.data.exists()
    assert fresh.up()["started"] is True
    assert not fresh.cluster.new.exists()
    assert fresh.ask("SELECT current_database()") == "recobro"


def test_a_second_stop_finds_nothing_to_stop(operator: Operator) -> None:
    operator.up()
    assert operator.call("status")["state"] == "State.RUNNING"
    assert operator.call("down")["answer"] is True
    assert operator.call("down")["answer"] is False
    assert operator.call("status")["state"] == "State.STOPPED"
