"""The data directory is ours alone, and its keys are made once."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from recobro.core import home, keys
from recobro.core.errors import BadInput
from recobro.core.home import Home
from recobro.core.keys import Key


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_home_is_the_one_that_is_named() -> None:
    assert home.locate({"RECOBRO_HOME": "/srv/../data/recobro"}).path == Path("/data/recobro")
    assert home.locate({"RECOBRO_HOME": "~/recobro"}).path == Path.home() / "recobro"


def test_without_a_name_root_has_the_systems_place_and_a_person_his_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert home.locate({"RECOBRO_HOME": " "}).path == Path("/var/lib/recobro")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert home.locate({}).path.name == "recobro"
    assert home.locate({}).path != Path("/var/lib/recobro")


def test_a_new_home_is_closed_and_an_old_one_keeps_its_mode(place: Home, tmp_path: Path) -> None:
    home.prepare(place)
    assert mode(place.path) == 0o700
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    home.prepare(Home(shared))
    assert mode(shared) == 0o755


def test_a_file_in_the_homes_place_is_a_sentence(place: Home) -> None:
    place.path.write_text("not a directory")
    with pytest.raises(BadInput) as refused:
        home.prepare(place)
    assert refused.value.code == "home_unusable"


def test_a_link_in_the_place_of_a_private_directory_is_not_followed(place: Home, tmp_path: Path) -> None:
    home.prepare(place)
    (tmp_path / "planted").mkdir()
    place.secrets.symlink_to(tmp_path / "planted")
    with pytest.raises(BadInput) as refused:
        keys.read(Key.SIGNING, place, {})
    assert refused.value.code == "home_not_ours"
    assert not list((tmp_path / "planted").iterdir())


def test_a_key_is_made_once_and_only_its_owner_reads_it(place: Home) -> None:
    first = keys.read(Key.SIGNING, place, {})
    assert keys.read(Key.SIGNING, place, {}) == first
    assert len({first, keys.read(Key.FIELD_ENCRYPTION, place, {}), keys.read(Key.BANK_ACCOUNT_HMAC, place, {})}) == 3
    assert mode(place.secrets) == 0o700
    assert {mode(file) for file in place.secrets.iterdir()} == {0o600}
    assert sorted(file.name for file in place.secrets.iterdir()) == sorted(key.value for key in Key)


def test_a_key_given_as_a_file_is_taken_instead(place: Home, tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.write_text("k" * 40 + "\n")
    assert keys.read(Key.SIGNING, place, {"RECOBRO_SIGNING_FILE": str(given)}) == "k" * 40
    assert not place.path.exists()


@pytest.mark.parametrize(
    ("text", "code"), [("short", "key_too_short"), ("", "key_too_short"), (None, "key_unreadable")]
)
def test_a_key_that_is_cut_or_missing_is_refused_and_not_replaced(
    place: Home, tmp_path: Path, text: str | None, code: str
) -> None:
    given = tmp_path / "given"
    if text is not None:
        given.write_text(text)
    with pytest.raises(BadInput) as refused:
        keys.read(Key.FIELD_ENCRYPTION, place, {"RECOBRO_FIELD_ENCRYPTION_FILE": str(given)})
    assert refused.value.code == code


def test_the_demos_clock_stands_still_but_never_beside_a_real_server(place: Home) -> None:
    home.prepare(place)
    assert home.fixed_moment(place, {}) is None
    moment = datetime(2026, 3, 10, 9, 0, tzinfo=ZoneInfo("Europe/Madrid"))
    home.fix_moment(place, moment)
    assert home.fixed_moment(place, {}) == moment.astimezone(UTC)
    assert home.fixed_moment(place, {"DATABASE_URL": "postgresql://db.example.com/recobro"}) is None
    place.clock.write_text("Tuesday")
    with pytest.raises(BadInput) as refused:
        home.fixed_moment(place, {})
    assert refused.value.code == "clock_unreadable"


def test_a_file_is_written_whole_or_not_at_all(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.prepare(place)
    home.write_whole(place.clock, "before")

    def fail(_handle: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        home.write_whole(place.clock, "after")
    assert place.clock.read_text() == "before"
    assert list(place.path.iterdir()) == [place.clock]
