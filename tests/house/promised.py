"""Pages that map a sentence to what proves it: how such a table is read, and whether what it names exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import Resolver404, resolve

from tests.house.tree import ROOT

NOT_YET = re.compile(r"(?:aún no: tarea|not yet: issue) \d+")
_NAMED = re.compile(r"`([^`]+)`")


def table(page: Path, *, columns: int) -> list[list[str]]:
    """The rows of every table in the page, without head and rule."""
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    found = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))] for line in lines]
    assert all(len(row) == columns for row in found), f"{page.name}: every row has {columns} cells"
    return [row for row in found if row[0].isdigit()]


def missing(cell: str) -> list[str]:
    """What the cell names in `backticks` and the tree has not: tests, files and addresses of the web."""
    return [name for name in _NAMED.findall(cell) if not _exists(name)]


def _exists(name: str) -> bool:
    if name.startswith("/"):
        return _is_address(name)
    file, _, test = name.partition("::")
    path = ROOT / file
    return path.exists() and (not test or test in _tests(path))


def _is_address(address: str) -> bool:
    """An address that the web answers; `<ref>` stands for any reference."""
    try:
        resolve(re.sub(r"<[a-z]+>", "X-2026-1", address), settings.ROOT_URLCONF)
    except Resolver404:
        return False
    return True


@cache
def _tests(path: Path) -> set[str]:
    """Names of the tests in a file; stories and other data have none."""
    if path.suffix != ".py":
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
