"""One writer for every table and every state; one clock; no swallowed error; no loop of saves."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.tree import Source, dotted, sources

WRITES = {
    "abulk_create",
    "acreate",
    "bulk_create",
    "bulk_update",
    "create",
    "create_user",
    "delete",
    "get_or_create",
    "save",
    "update",
    "update_or_create",
}
MAY_MOVE_STATES = {"states", "actions"}
ASKS_THE_TIME = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "datetime.datetime.now",
    "datetime.date.today",
    "time.time",
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
}
# The supervisor of the embedded server measures real time: a pinned clock would wait for ever.
MEASURES = {"src/recobro/core/clock.py"}


def test_a_table_is_written_by_the_actions_of_its_room() -> None:
    """From Python: `Model.objects…create/update/delete` stands where the model's room keeps its writers."""
    foreign = [
        source.at(call, dotted(call))
        for source in sources()
        for call in calls(source)
        if (owner := owner_of(source, call)) and (owner != source.room or not writers(source))
    ]
    assert not foreign


def test_a_row_is_saved_or_deleted_by_its_room_alone() -> None:
    """`thing.save()` and `thing.delete()` say nothing of the model, so they stand in actions or nowhere."""
    elsewhere = [
        source.at(call, dotted(call))
        for source in sources()
        for call in calls(source)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"save", "asave"}
        and not writers(source)
        and not dotted(call).startswith(("super.", "self.", "form."))
    ]
    assert not elsewhere


def test_nobody_loops_over_save() -> None:
    """A row at a time costs fifty times as much as one statement for everybody (measured: docs/benchmarks.md)."""
    loops = [
        source.at(call, dotted(call))
        for source in sources()
        for loop in ast.walk(source.tree)
        if isinstance(loop, ast.For | ast.AsyncFor | ast.While | ast.ListComp | ast.GeneratorExp | ast.SetComp)
        for call in ast.walk(loop)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and (call.func.attr in {"save", "asave"} or (owner_of(source, call) and call.func.attr != "bulk_create"))
    ]
    assert not loops


def test_a_state_moves_only_where_the_table_of_moves_is_asked() -> None:
    moved = [
        source.at(node)
        for source in sources()
        if not MAY_MOVE_STATES & source.words
        for node in ast.walk(source.tree)
        if _assigns_state(node) or _updates_state(node)
    ]
    assert not moved


def test_only_the_clock_asks_the_time() -> None:
    asked = [
        source.at(call, dotted(call))
        for source in sources()
        if source.name not in MEASURES
        for call in calls(source)
        if dotted(call) in ASKS_THE_TIME
    ]
    assert not asked


def test_nothing_is_caught_blindly_outside_the_runs() -> None:
    """A run isolates one bad row from the rest and says so; everywhere else an unknown error must be seen."""
    blind = [
        source.at(handler)
        for source in sources()
        if source.room != "runs"
        for handler in ast.walk(source.tree)
        if isinstance(handler, ast.ExceptHandler) and _catches_everything(handler)
    ]
    assert not blind


def test_nothing_is_left_for_later() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "raise NotImplemented" + "Error")
    assert not [
        f"{source.name}: {word}"
        for folder in ("src/recobro", "tests", "bench")
        for source in sources(folder)
        for word in words
        if word in source.text
    ]


def test_signals_are_not_used() -> None:
    """Saving one thing must not move another behind the reader's back."""
    assert not [
        source.name
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"django.dispatch", "django.db.models.signals"}
    ]


def calls(source: Source) -> Iterator[ast.Call]:
    """Every call in a source."""
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))


def writers(source: Source) -> bool:
    """True in actions.py or actions/*.py, and where a manager makes its own rows."""
    return bool({"actions", "models"} & source.words)


def owner_of(source: Source, call: ast.Call) -> str:
    """The room of the model that this call writes through its manager; "" when it writes none."""
    path = dotted(call).split(".")
    if len(path) < 3 or path[1] not in {"objects", "_default_manager"} or path[-1] not in WRITES:
        return ""
    for node in source.tree.body:
        if isinstance(node, ast.ImportFrom) and path[0] in {alias.asname or alias.name for alias in node.names}:
            return (node.module or "").split(".")[1] if (node.module or "").startswith("recobro.") else ""
    return source.room


def _assigns_state(node: ast.AST) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
    return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)


def _updates_state(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"):
        return False
    return any(keyword.arg == "state" for keyword in node.keywords)


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(name is None or dotted(name) in {"Exception", "BaseException"} for name in names) and not _reraises(
        handler
    )


def _reraises(handler: ast.ExceptHandler) -> bool:
    """Cleaning up and passing the error on hides nothing."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None
