"""What a document points at exists, and both languages tell the same."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.tree import ROOT

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def documents() -> list[Path]:
    """Every page of text for people."""
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_every_link_inside_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in documents()
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).resolve().exists()
    ]
    assert not broken


def test_every_page_is_listed() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = [
        path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md") if path.name != "README.md"
    ]
    assert not [page for page in pages if f"({page})" not in index]


def test_the_two_readmes_are_twins() -> None:
    """Same headings, same commands, same pictures, in the same order."""
    english, spanish = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "LEEME.md"))
    for shape in (r"^#+ ", r"`(?:recobro|make) [a-z]+", r"docs/\S+?(?=[)\s])", r"^- \*\*"):
        ours, theirs = (re.findall(shape, text, re.M) for text in (english, spanish))
        assert ours == theirs


def test_every_target_of_make_is_told() -> None:
    """`make help` reads the Makefile itself; the README must know the ones a newcomer needs."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    told = set(re.findall(r"(?:^|`)make ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.M))
    assert told <= set(re.findall(r"^([a-z]+):.*##", makefile, re.M))
    assert {"setup", "demo", "test", "check", "bench", "lock"} <= told
