"""What is installed is what was chosen: locked with hashes, nothing of a machine in the files, each with its reason."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT, config, sources

LOCKS = {name: (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8") for name in ("run", "dev")}
DECISION = ROOT / "docs" / "decisions" / "0001-dependencies.md"
OURS = {"recobro", "tests", "bench"}


def declared(group: str) -> list[Requirement]:
    """The requirements of pyproject.toml: "run" or "dev"."""
    lines = config()["project"]["dependencies"] if group == "run" else config()["dependency-groups"]["dev"]
    return [Requirement(line) for line in lines]


def locked(lock: str) -> dict[str, str]:
    """Name → version in a lock file."""
    return {
        canonicalize_name(name): version for name, version in re.findall(r"^([\w.\[\]-]+)==(\S+)", LOCKS[lock], re.M)
    }


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_a_lock_names_no_machine(lock: str) -> None:
    assert not re.findall(r"^.*(?:://|--index|--extra-index|--find-links|--trusted-host|file:).*$", LOCKS[lock], re.M)


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_everything_locked_has_its_hash(lock: str) -> None:
    pins = re.split(r"^(?=\w)", LOCKS[lock], flags=re.M)[1:]
    assert not [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin]


@pytest.mark.parametrize("group", ["run", "dev"])
def test_everything_declared_is_locked_as_declared(group: str) -> None:
    pins = locked("dev" if group == "dev" else "run")
    wrong = [
        str(requirement)
        for requirement in declared(group)
        if (version := pins.get(canonicalize_name(requirement.name))) is None or version not in requirement.specifier
    ]
    assert not wrong, "make lock"


def test_tests_run_on_what_runs() -> None:
    """The versions of the smaller lock are those of the larger one."""
    assert not set(locked("run").items()) - set(locked("dev").items())


def test_what_is_imported_is_declared() -> None:
    """A library that another one happens to bring is gone when that one changes its mind."""
    given = {canonicalize_name(requirement.name) for requirement in declared("run")}
    for_tests = given | {canonicalize_name(requirement.name) for requirement in declared("dev")}
    brought = packages_distributions()
    undeclared = [
        f"{source.name}: {module}"
        for folder, allowed in (("src/recobro", given), ("tests", for_tests), ("bench", for_tests))
        for source in sources(folder)
        for module in imported(source.tree)
        if module in brought
        and module not in OURS
        and not {canonicalize_name(one) for one in brought[module]} & allowed
    ]
    assert not undeclared


def test_each_dependency_has_its_reason() -> None:
    told = DECISION.read_text(encoding="utf-8")
    names = [requirement.name for requirement in (*declared("run"), *declared("dev"))]
    assert not [name for name in names if f"| {name} |" not in told]


def imported(tree: ast.Module) -> set[str]:
    """Top names of the modules from outside the standard library."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names)
