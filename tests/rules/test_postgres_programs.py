"""PostgreSQL's programs are found without being asked twice, and their absence is a sentence with a way out."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from recobro.core import wording
from recobro.core.errors import BadInput
from recobro.core.postgres import binaries
from recobro.core.postgres.account import Account
from recobro.core.postgres.machine import Machine

ME = Account(pwd.getpwuid(os.geteuid()).pw_name, os.geteuid(), os.getegid())


def programs(place: Path, version: str) -> Path:
    """A directory of programs that call themselves so."""
    place.mkdir(parents=True)
    for name in binaries.NEEDED:
        (place / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (place / name).chmod(0o755)
    return place


def choose(data_major: int | None, **environ: str) -> binaries.Binaries:
    return binaries.choose(data_major, ME, Machine(), environ)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without the wheel and without an installed server."""
    monkeypatch.setattr(binaries, "WHEEL", "no_such_package")
    monkeypatch.setattr(binaries, "INSTALLED", ((str(tmp_path), "*/bin"),))
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_new_data_get_the_newest_and_old_data_their_own(bare: Path) -> None:
    for version in ("9.6.24", "15.18", "17.2"):
        programs(bare / version.split(".")[0] / "bin", version)
    assert choose(None).version == "17.2"
    assert choose(15).version == "15.18"
    with pytest.raises(BadInput) as refused:
        choose(16)
    assert (refused.value.code, refused.value.data["data"]) == ("pg_other_version", 16)


def test_a_machine_without_postgresql_is_told_the_three_ways_to_get_it() -> None:
    text = wording.say("pg_missing", oldest=15)
    assert all(command in text for command in ("apt install", "brew install", "docker run"))


def test_nothing_found_and_only_old_ones_found_are_told_apart(bare: Path) -> None:
    with pytest.raises(BadInput) as refused:
        choose(None)
    assert refused.value.code == "pg_missing"
    programs(bare / "13" / "bin", "13.1")
    with pytest.raises(BadInput) as refused:
        choose(None)
    assert refused.value.code == "pg_too_old"


def test_a_named_directory_is_the_only_one_and_must_be_complete(tmp_path: Path) -> None:
    named = programs(tmp_path / "own", "16.3 (Debian 16.3-1)")
    assert choose(None, RECOBRO_PG_BIN=str(named)) == binaries.Binaries(named, "16.3")
    (named / "initdb").unlink()
    with pytest.raises(BadInput) as refused:
        choose(None, RECOBRO_PG_BIN=str(named))
    assert (refused.value.code, refused.value.data["missing"]) == ("pg_bin_incomplete", "initdb")


def test_programs_of_another_processor_are_a_sentence(tmp_path: Path) -> None:
    named = programs(tmp_path / "own", "16.3")
    (named / "postgres").write_bytes(b"\x7fELF of another kind")
    with pytest.raises(BadInput) as refused:
        choose(None, RECOBRO_PG_BIN=str(named))
    assert refused.value.code == "pg_bin_broken"


def test_a_beta_has_a_major_version_too() -> None:
    assert binaries.Binaries(Path(), "19beta1").major == 19
