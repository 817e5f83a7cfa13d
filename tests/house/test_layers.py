"""A room knows only the rooms below it. The linter's contracts say so; here they are run, and watched for holes."""

from __future__ import annotations

import ast

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.house.tree import ROOT, Source, config, inside_functions, rooms, sources

FROM_TOP_TO_CELLAR = (
    {"cli"},
    {"desk", "api", "runs"},
    {"reports"},
    {"flows"},
    {"cuts", "enforcement"},
    {"notices"},
    {"cases"},
    {"guards"},
    {"policies", "billing"},
    {"laws"},
    {"parties"},
    {"access"},
    {"journal"},
    {"readers"},
    {"core"},
)
NO_ROOMS = {"__main__", "settings"}  # the start and the table of switches: they hold nothing
OUTSIDE = {"django", "psycopg"}


def contracts(kind: str) -> list[dict]:
    """The linter's contracts of one kind."""
    return [one for one in config()["tool"]["importlinter"]["contracts"] if one["type"] == kind]


def test_the_contract_orders_the_rooms_as_the_plan_does() -> None:
    (contract,) = contracts("layers")
    layers = [{room.strip(" ()") for room in layer.split("|")} - NO_ROOMS for layer in contract["layers"]]
    assert tuple(layer for layer in layers if layer) == FROM_TOP_TO_CELLAR
    assert contract["exhaustive"], "a new room must be given its floor"


def test_every_import_goes_down(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(cache_dir=None) == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_rules_states_guards_and_readers_are_held_pure() -> None:
    """Neither Django nor a database, not even by way of somebody else."""
    pure = {
        module
        for one in contracts("forbidden")
        if set(one["forbidden_modules"]) >= OUTSIDE
        for module in one["source_modules"]
    }
    assert {"recobro.**.rules", "recobro.**.states", "recobro.guards.*", "recobro.readers"} <= pure


@pytest.mark.parametrize("room", ["billing", "parties"])
def test_only_the_flows_call_what_moves_money_or_people(room: str) -> None:
    if not any(source.room == room and "actions" in source.words for source in sources()):
        pytest.skip(f"{room} has no actions yet")
    allowed = [
        one["allowed_importers"]
        for one in contracts("protected")
        if f"recobro.{room}.actions" in one["protected_modules"]
    ]
    assert allowed == [[f"recobro.{room}", "recobro.flows"]], "pyproject.toml lacks its contract of type protected"


def test_imports_stand_at_the_top_of_the_file() -> None:
    """An import inside a function hides code in the wrong room. A lazy group of commands is the exception."""
    hidden = [
        source.at(node)
        for source in sources()
        for node in inside_functions(source.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


def test_only_the_lazy_commands_import_by_name() -> None:
    by_name = [
        source.at(node)
        for source in sources()
        if source.room != "cli"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute | ast.Name)
        and _name(node) in {"import_module", "__import__", "import_string"}
    ]
    assert not by_name


def test_the_house_stands_on_its_own_rooms() -> None:
    """No source reaches into tests or bench."""
    assert {"core", "readers"} <= set(rooms())
    assert not [source.name for source in sources() if _imports(source) & {"tests", "bench"}]


def _name(node: ast.Attribute | ast.Name) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


def _imports(source: Source) -> set[str]:
    return {
        name.split(".")[0]
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
