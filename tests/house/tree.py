"""The tree as the house tests see it: sources with their syntax trees, statements with what they read and write, rooms.

Everything is found, nothing listed: a new room or file is under the rules from its first line.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "recobro"


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text, filename=str(self.path))

    @cached_property
    def text(self) -> str:
        """Its text."""
        return self.path.read_text(encoding="utf-8")

    @property
    def name(self) -> str:
        """The path from the root of the clone."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """The first folder (or file) below src/recobro; "" outside."""
        return Path(self.path.relative_to(SRC).parts[0]).stem if self.path.is_relative_to(SRC) else ""

    @property
    def words(self) -> set[str]:
        """Folder and file names below the room, without their ending: {"actions", "release"}."""
        return {Path(part).stem for part in self.path.relative_to(ROOT).parts[2:]}

    def at(self, node: ast.AST, what: str = "") -> str:
        """How a finding is shown: file, line, what."""
        return f"{self.name}:{getattr(node, 'lineno', 0)} {what}".rstrip()


@cache
def config() -> dict:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def tracked(*options: str) -> tuple[str, ...]:
    """What git lists, whoever owns the clone; nothing in an unpacked archive."""
    command = ["git", "-c", "safe.directory=*", "ls-files", *options]
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        return ()
    return tuple(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines())


@cache
def sources(folder: str = "src/recobro") -> tuple[Source, ...]:
    """Every Python file below the folder, without migrations."""
    return tuple(Source(path) for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)


@cache
def rooms() -> tuple[str, ...]:
    """The rooms that stand in src/recobro."""
    return tuple(sorted({source.room for source in sources()} - {"__init__"}))


@cache
def floors() -> dict[str, int]:
    """Room → its floor as the linter's contract orders them; the cellar (core) is 0."""
    contract = next(one for one in config()["tool"]["importlinter"]["contracts"] if one["id"] == "rooms")
    layers = [[room.strip(" ()") for room in layer.split("|")] for layer in reversed(contract["layers"])]
    return {room: floor for floor, layer in enumerate(layers) for room in layer}


@cache
def tables() -> dict[str, str]:
    """Table → room, of every model of ours."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        module = model.__module__
        if module.startswith("recobro."):
            found[model._meta.db_table] = module.split(".")[1]
    return found


COMMENT = re.compile(r"--[^\n]*")
TEXT = re.compile(r"'(?:[^']|'')*'")
WRITE = re.compile(
    r"\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?)\s+(?:ONLY\s+)?([a-z_]+)", re.I
)
NAMES = re.compile(r"\b(reads|writes):((?:(?!\b(?:reads|writes):).)*)", re.I)


@dataclass(frozen=True)
class Statement:
    """One .sql file of a room."""

    path: Path

    @property
    def name(self) -> str:
        """The path from the root of the clone."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """The room whose folder it lies in."""
        return self.path.relative_to(SRC).parts[0]

    @cached_property
    def text(self) -> str:
        """As written."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def body(self) -> str:
        """Without comments and without what stands in quotes."""
        return TEXT.sub("''", COMMENT.sub("", self.text))

    @cached_property
    def header(self) -> dict[str, set[str]]:
        """What the opening comment says: {"reads": {...}, "writes": {...}}; a list may go on after a comma."""
        lines: list[str] = []
        for line in self.text.splitlines():
            if not line.startswith("--"):
                break
            words = line.removeprefix("--").strip()
            if lines and lines[-1].endswith(","):
                lines[-1] += " " + words
            else:
                lines.append(words)
        found: dict[str, set[str]] = {}
        for line in lines:
            for kind, names in NAMES.findall(line):
                found.setdefault(kind.lower(), set()).update(re.findall(r"[a-z]+_[a-z_]+", names))
                found.setdefault(kind.lower(), set())
        return found

    @cached_property
    def writes(self) -> dict[str, set[str]]:
        """Table → the verbs used on it: {"cases_step": {"insert"}}."""
        found: dict[str, set[str]] = {}
        for verb, table in WRITE.findall(self.body):
            if table in tables():
                found.setdefault(table, set()).add(verb.split()[0].lower())
        return found

    @cached_property
    def reads(self) -> set[str]:
        """Tables named anywhere but as the target of a write."""
        rest = WRITE.sub("", self.body)
        return {word for word in re.findall(r"\b[a-z_]+\b", rest) if word in tables()} - _as_column(rest)


def _as_column(text: str) -> set[str]:
    """Words that only follow a dot are columns, whatever table bears the same name."""
    return {word for word in re.findall(r"\.([a-z_]+)\b", text) if not re.search(rf"(?<![.\w]){word}\b", text)}


@cache
def statements() -> tuple[Statement, ...]:
    """Every .sql file below src/recobro that belongs to a room (migrations keep their own)."""
    return tuple(Statement(path) for path in sorted(SRC.rglob("*.sql")) if "migrations" not in path.parts)


@cache
def templates() -> tuple[Path, ...]:
    """Every page and part."""
    return tuple(sorted(SRC.rglob("*.html")))


def strings(source: Source) -> Iterator[tuple[ast.Constant, str]]:
    """Every literal text of a source that is not a docstring."""
    skip = {id(node.value) for node in ast.walk(source.tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skip:
            yield node, node.value


def dotted(node: ast.AST) -> str:
    """`Case.objects.filter(...).update` → "Case.objects.filter.update"; "" for what is no such chain."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        left = dotted(node.value)
        return f"{left}.{node.attr}" if left else ""
    return ""


def inside_functions(tree: ast.Module) -> Iterator[ast.stmt]:
    """Every statement inside some function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for inner in ast.walk(node):
                if inner is not node and isinstance(inner, ast.stmt):
                    yield inner
