"""What is carried away can be loaded elsewhere, by an older server too, and a restore never loses the present data."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from recobro.core.errors import BadInput
from recobro.core.postgres import dump, server
from recobro.core.postgres.dump import for_any_server
from tests.db.supervisor.people import Operator, become

DEBIAN = Path("/usr/lib/postgresql/15/bin")
# Lines of data that look like what is left out.
TRAPS = ["SET transaction_timeout = 0;", r"\restrict abc", r"\unrestrict abc", r"\.", "COPY x FROM stdin;"]


@pytest.fixture
def running(me: Operator) -> Operator:
    """An operator whose server runs, with data that could confuse a filter."""
    server.up(me.home, me.machine)
    me.do("CREATE TABLE IF NOT EXISTS trap (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, word text NOT NULL)")
    me.do("TRUNCATE trap")
    with me.connect(autocommit=True) as client:
        client.cursor().executemany("INSERT INTO trap (word) VALUES (%s)", [(trap,) for trap in TRAPS])
    return me


@pytest.fixture
def out() -> Iterator[Path]:
    """A place for files."""
    place = Path(tempfile.mkdtemp(dir="/tmp"))
    yield place
    shutil.rmtree(place)


@pytest.fixture
def debian(out: Path) -> Iterator[list[str]]:
    """`psql` on an empty server of Debian's PostgreSQL 15."""
    if not (DEBIAN / "initdb").exists():
        pytest.skip("PostgreSQL 15 of Debian is not installed")
    who = become(pwd.getpwnam("nobody").pw_uid) if os.geteuid() == 0 else {}
    place = out / "fifteen"
    place.mkdir()
    if who:
        out.chmod(0o711)
        os.chown(place, who["user"], -1)
    quiet = {"check": True, "cwd": "/", "stdout": subprocess.DEVNULL} | who
    subprocess.run([DEBIAN / "initdb", "-D", place / "data", "-U", "recobro", "--no-sync", "-E", "UTF8"], **quiet)
    options = f"-c listen_addresses='' -c fsync=off -k {place}"
    control = [str(DEBIAN / "pg_ctl"), "-D", str(place / "data"), "-s", "-w"]
    subprocess.run([*control, "-l", str(place / "log"), "-o", options, "start"], **quiet)
    yield [str(DEBIAN / "psql"), "-X", "-h", str(place), "-U", "recobro", "-d", "postgres", "-v", "ON_ERROR_STOP=1"]
    subprocess.run([*control, "-m", "immediate", "stop"], **quiet)


def test_an_export_loads_into_postgresql_15_without_one_error(running: Operator, out: Path, debian: list[str]) -> None:
    told: list[int] = []
    size = dump.export(running.home, out / "all.sql", told.append)
    assert (out / "all.sql").stat().st_size == size == told[-1]
    assert (out / "all.sql").stat().st_mode & 0o777 == 0o600
    loaded = subprocess.run([*debian, "-f", out / "all.sql"], capture_output=True, text=True, check=False)
    assert (loaded.returncode, loaded.stderr) == (0, "")
    question = [*debian, "-Atc", "SELECT word FROM trap ORDER BY id"]
    assert subprocess.check_output(question, text=True).splitlines() == TRAPS


def test_a_file_that_exists_is_not_overwritten(running: Operator, out: Path) -> None:
    (out / "all.sql").write_text("yesterday's export")
    with pytest.raises(BadInput) as refused:
        dump.export(running.home, out / "all.sql")
    assert refused.value.code == "out_exists"
    assert (out / "all.sql").read_text() == "yesterday's export"


def test_a_failed_export_leaves_no_file(running: Operator, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = dump._where
    monkeypatch.setattr(dump, "_where", lambda server: where(server, "another"))
    with pytest.raises(BadInput) as refused:
        dump.export(running.home, out / "all.sql")
    assert refused.value.code == "pg_dump_failed"
    assert "another" in str(refused.value.data["log"])
    assert not list(out.iterdir())


def test_nothing_is_exported_from_a_stopped_server(me: Operator, out: Path) -> None:
    with pytest.raises(BadInput) as refused:
        dump.export(me.home, out / "all.sql")
    assert refused.value.code == "pg_not_running"


def test_a_restore_brings_back_the_backup_and_keeps_the_present_data_aside(running: Operator, out: Path) -> None:
    dump.backup(running.home, out / "all.backup")
    word = running.keep()
    kept = dump.restore(running.home, out / "all.backup")
    assert not running.has(word)
    assert running.ask("SELECT count(*) FROM trap") == str(len(TRAPS))
    with running.connect(autocommit=True) as client:
        names = {name for (name,) in client.execute("SELECT datname FROM pg_database")}
    assert kept in names
    assert "recobro_restoring" not in names


def test_a_restore_is_refused_while_somebody_works(running: Operator, out: Path) -> None:
    dump.backup(running.home, out / "all.backup")
    with running.connect(autocommit=True), pytest.raises(BadInput) as refused:
        dump.restore(running.home, out / "all.backup")
    assert refused.value.code == "pg_in_use"


def test_a_damaged_backup_changes_nothing(running: Operator, out: Path) -> None:
    dump.backup(running.home, out / "all.backup")
    whole = (out / "all.backup").read_bytes()
    (out / "half.backup").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadInput) as refused:
        dump.restore(running.home, out / "half.backup")
    assert refused.value.code == "pg_restore_failed"
    assert running.ask("SELECT count(*) FROM trap") == str(len(TRAPS))


def test_only_the_head_and_never_the_rows_are_filtered() -> None:
    head = [b"\\restrict t\n", b"SET statement_timeout = 0;\n", b"SET transaction_timeout = 0;\n"]
    body = [b"COPY public.trap (id, word) FROM stdin;\n", b"SET transaction_timeout = 0;\n", b"\\.\n"]
    later = [b"CREATE FUNCTION f() AS $$\n", b"SET transaction_timeout = 0;\n", b"$$;\n"]
    assert list(for_any_server([*head, *body, *later, b"\\unrestrict t\n"])) == [head[1], *body, *later]


def test_data_of_an_installed_older_version_are_run_by_its_programs(fresh_me: Operator) -> None:
    if not (DEBIAN / "initdb").exists():
        pytest.skip("PostgreSQL 15 of Debian is not installed")
    assert fresh_me.up(RECOBRO_PG_BIN=str(DEBIAN))["version"].startswith("15.")
    assert fresh_me.ask("SELECT lower('ÑANDÚ')") == "ñandú"
    assert fresh_me.call("down")["answer"] is True
    again = fresh_me.up()
    assert again["version"].startswith("15.")
    assert fresh_me.ask("SHOW server_version").startswith("15.")
