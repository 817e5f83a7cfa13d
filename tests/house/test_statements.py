"""Every .sql file says what it reads and writes, and says the truth: it writes its own room and reads it or below."""

from __future__ import annotations

import ast
import re

from tests.house.tree import Source, dotted, floors, sources, statements, strings, tables

# Written by whatever room has something to tell, in the transaction of what it tells (design of the journal).
JOURNAL = "journal"
# Rooms whose rows belong to no portfolio, or to all of them.
WITHOUT_PORTFOLIO = {"access", "core", "journal"}
WHOLE_INSTALLATION = "-- whole installation:"  # a header line that says why a statement looks at every portfolio


def test_a_file_is_one_statement() -> None:
    assert not [one.name for one in statements() if ";" in one.body.strip().rstrip(";")]


def test_a_file_begins_by_saying_what_it_does() -> None:
    """The first line is a sentence; reads: and writes: follow, with "nothing" where there is nothing."""
    assert not [one.name for one in statements() if not re.match(r"-- [A-ZÁÉÍÓÚÑ].{10,}", one.text)]
    assert not [one.name for one in statements() if not {"reads", "writes"} <= set(one.header)]


def test_what_it_says_it_reads_is_what_it_reads() -> None:
    """A table that is written may be named among those read, or not: an UPDATE reads what it changes."""
    untrue = {}
    for one in statements():
        said, written = one.header.get("reads", set()), set(one.writes)
        if said - written != one.reads - written or not said <= one.reads | written:
            untrue[one.name] = said ^ one.reads
    assert not untrue


def test_what_it_says_it_writes_is_what_it_writes() -> None:
    untrue = {one.name: one.header.get("writes", set()) ^ set(one.writes) for one in statements()}
    assert not {name: tables_named for name, tables_named in untrue.items() if tables_named}


def test_a_table_is_written_in_its_own_room_alone() -> None:
    foreign = [
        f"{one.name}: {table}"
        for one in statements()
        for table, verbs in one.writes.items()
        if tables()[table] != one.room and not (tables()[table] == JOURNAL and verbs == {"insert"})
    ]
    assert not foreign


def test_it_reads_its_room_or_below() -> None:
    above = [
        f"{one.name}: {table}"
        for one in statements()
        for table in one.reads
        if tables()[table] != one.room and floors()[tables()[table]] >= floors()[one.room]
    ]
    assert not above


def test_its_parameters_have_names() -> None:
    bare = re.compile(r"%[sbt](?![a-z])|\$\d+|(?<!:):[a-z_]+\b(?!:)")
    assert not [one.name for one in statements() if bare.search(re.sub(r"\[[^\]]*\]", "", one.body))]


def test_it_stays_inside_one_portfolio() -> None:
    wandering = [
        one.name
        for one in statements()
        if {tables()[table] for table in one.reads | set(one.writes)} - WITHOUT_PORTFOLIO
        and WHOLE_INSTALLATION not in one.text
        and "%(portfolio_id)s" not in one.body
    ]
    assert not wandering


def test_every_statement_is_called_and_every_call_has_its_statement() -> None:
    on_disk = {f"{statement.room}/{statement.path.stem}" for statement in statements()}
    said = {text for source in sources() for _, text in strings(source)}
    called = {
        text
        for source in sources()
        for node, text in _first_arguments(source)
        if re.fullmatch(r"[a-z_]+/[a-z_0-9]+", text) and node
    }
    assert called <= on_disk, "these files are missing"
    assert on_disk <= said, "nobody runs these"


def test_statements_that_touch_tables_live_in_sql_files() -> None:
    """Text of SQL inside Python is allowed where no table of ours is meant: locks, `db` commands."""
    verb = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|MERGE|TRUNCATE)\b")
    glued = [
        source.at(node, text[:60])
        for source in sources()
        for node, text in strings(source)
        if verb.match(text) and any(re.search(rf"\b{table}\b", text) for table in tables())
    ]
    assert not glued


def test_rows_are_copied_into_the_own_room_alone() -> None:
    """COPY is the one writing statement that has no file: `sql.copy_into("cases_step", …)`, or its text."""
    foreign = [
        source.at(node, text[:60])
        for source in sources()
        for node, text in [*_copied(source), *strings(source)]
        for table in re.findall(r"^COPY ([a-z_]+)", text)
        if table in tables() and tables()[table] not in {source.room, JOURNAL}
    ]
    assert not foreign


def _copied(source: Source) -> list[tuple[ast.expr, str]]:
    """The tables that go into `copy_into`, written as the statement that it becomes."""
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call) and node.args]
    tables_named = [node.args[0] for node in calls if dotted(node).split(".")[-1] == "copy_into"]
    return [(table, f"COPY {table.value!s}") for table in tables_named if isinstance(table, ast.Constant)]


def _first_arguments(source: Source) -> list[tuple[object, str]]:
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call) and node.args]
    return [
        (node, node.args[0].value)
        for node in calls
        if dotted(node).split(".")[0] == "sql"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]
