"""A file is one page of one thought, in a room that has a name."""

from __future__ import annotations

from tests.house.tree import SRC, floors, rooms, sources, tracked

MAX_LINES = 300
DRAWERS = {"utils", "util", "helpers", "helper", "services", "service", "signals", "misc", "common", "tools"}


def test_no_file_is_longer_than_a_page_of_one_thought() -> None:
    too_long = [
        f"{source.name}: {lines} lines"
        for folder in ("src/recobro", "tests", "bench")
        for source in sources(folder)
        if (lines := source.text.count("\n")) > MAX_LINES
    ]
    assert not too_long


def test_no_drawer_collects_what_has_no_room() -> None:
    names = [source.name for folder in ("src/recobro", "tests", "bench") for source in sources(folder)]
    assert not [name for name in names if DRAWERS & set(name.removesuffix(".py").split("/"))]


def test_every_room_has_its_floor() -> None:
    assert not set(rooms()) - set(floors())


def test_a_room_says_in_its_first_line_what_it_promises() -> None:
    silent = [
        source.name
        for source in sources()
        if source.text.strip() and not source.text.lstrip().startswith(('"""', 'r"""')) and source.room
    ]
    assert not silent


def test_no_room_is_an_empty_shell() -> None:
    """A room is added when it has something to hold."""
    folders = [path for path in SRC.iterdir() if path.is_dir() and path.name != "__pycache__"]
    empty = [
        folder.name
        for folder in folders
        if not any(
            file.suffix in {".py", ".sql", ".toml", ".html"} for file in folder.rglob("*") if file.stem != "__init__"
        )
    ]
    assert not empty


def test_nothing_that_is_made_is_kept() -> None:
    """Caches, environments and data directories never reach the repository."""
    made = (".venv/", ".cache/", "__pycache__", ".egg-info", ".pyc", ".pg/", "node_modules/")
    assert not [name for name in tracked() if any(part in name for part in made)]
