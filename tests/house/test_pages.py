"""A page asks nobody outside: no style, script or picture from elsewhere, and nothing the strict CSP would stop."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.tree import ROOT, SRC, templates

ELSEWHERE = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio|object|embed|form)\b[^>]*?=\s*[\"'](?:https?:)?//", re.I
)
INLINE = {
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.I),
    "a style in the page": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "a handler in an attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I),
    "a script as address": re.compile(r"javascript:", re.I),
}
FETCHES = re.compile(
    r"url\(\s*[\"']?(?:https?:)?//|@import\s|importScripts|(?:fetch|import)\(\s*[\"'](?:https?:)?//|from\s+[\"']https?://"
)


def assets() -> list[Path]:
    """Styles and scripts of ours and of others that the web serves."""
    return [path for path in SRC.rglob("*") if path.suffix in {".css", ".js", ".mjs"}]


def short(path: Path) -> str:
    """The path from the root of the clone."""
    return path.relative_to(ROOT).as_posix()


def test_no_page_loads_from_elsewhere() -> None:
    assert not [short(page) for page in templates() if ELSEWHERE.search(page.read_text(encoding="utf-8"))]


def test_no_page_carries_what_the_csp_stops() -> None:
    """Letters and mails are no pages of the web: they carry their style, and nobody runs them."""
    assert not [
        f"{short(page)}: {what}"
        for page in templates()
        if not {"mail", "letters", "notices"} & set(page.parts)
        for what, pattern in INLINE.items()
        if pattern.search(page.read_text(encoding="utf-8"))
    ]


def test_no_style_or_script_loads_from_elsewhere() -> None:
    assert not [short(asset) for asset in assets() if FETCHES.search(asset.read_text(encoding="utf-8"))]


def test_no_template_marks_text_as_safe() -> None:
    """What a bank or a customer wrote stays text."""
    unsafe = re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off|\|\s*safeseq\b")
    assert not [short(page) for page in templates() if unsafe.search(page.read_text(encoding="utf-8"))]


def test_a_part_begins_with_an_underscore_or_is_a_page() -> None:
    """templates/desk/<page>/{page,_part}.html, what all share at the top, and the pages of errors by their name."""
    root = SRC / "desk" / "templates"
    deep = [path for path in templates() if path.is_relative_to(root) and len(path.relative_to(root).parts) > 2]
    pages = [path for path in deep if path.parent.name != "errors"]
    assert not [short(path) for path in pages if path.stem != "page" and not path.stem.startswith("_")]
