"""The database repeats the promises: whole cents, named constraints, migrations that match the models."""

from __future__ import annotations

import ast
import re

from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.house.tree import SRC, sources

WORDS_OF_MONEY = (
    "amount balance charge charged collected cost debt fee importe money owed owes paid payment price saldo total"
)
NUMBERS = (models.DecimalField, models.FloatField, models.IntegerField)


def ours() -> list[type[models.Model]]:
    """Every model of this project."""
    return [model for model in apps.get_models() if model.__module__.startswith("recobro.")]


def fields() -> list[tuple[str, models.Field]]:
    """Every column as "cases.Case.owed_cents"."""
    return [(f"{model._meta.label}.{field.name}", field) for model in ours() for field in model._meta.concrete_fields]


def test_money_is_whole_cents_in_a_bigint() -> None:
    assert not [
        name for name, field in fields() if name.endswith("_cents") and type(field) is not models.BigIntegerField
    ]


def test_nothing_that_sounds_like_money_is_kept_otherwise() -> None:
    """A count may end in _count; a rate or a share says so by its name."""
    suspects = [
        name
        for name, field in fields()
        if isinstance(field, NUMBERS)
        and not field.is_relation
        and not name.endswith(("_cents", "_count", "_id"))
        and set(WORDS_OF_MONEY.split()) & set(name.rpartition(".")[2].split("_"))
        and name not in {"journal.Task.total"}  # how many pieces of work, for a progress bar
    ]
    assert not suspects


def test_no_column_is_a_float() -> None:
    assert not [name for name, field in fields() if isinstance(field, models.FloatField)]


def test_no_rule_of_money_calculates_with_floats() -> None:
    """`float(` and a literal with a point have no business where cents are counted."""
    rooms = {"core", "billing", "cases", "flows", "guards", "policies", "readers", "reports", "notices", "cuts"}
    found = [
        source.at(node)
        for source in sources()
        if source.room in rooms and source.path.stem in {"rules", "money", "actions", "queries", "amounts", "states"}
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
    ]
    assert not found


def test_a_constraint_is_named_by_its_sentence() -> None:
    names = [constraint.name for model in ours() for constraint in model._meta.constraints]
    assert not [name for name in names if len(name.split("_")) < 3 or not re.fullmatch(r"[a-z0-9_]{8,63}", name)]
    assert len(names) == len(set(names))


def test_a_constraint_and_a_default_hold_plain_values() -> None:
    """An enumeration's member in a migration breaks it when the member is renamed: `.value` is written."""
    migrations = SRC.rglob("migrations/*.py")
    assert not [
        path.name for path in migrations if re.search(r"recobro\.[\w.]+\[[\"']", path.read_text(encoding="utf-8"))
    ]


def test_every_table_is_called_room_and_model() -> None:
    assert not [
        model._meta.db_table
        for model in ours()
        if model._meta.db_table != f"{model.__module__.split('.')[1]}_{model._meta.model_name}"
    ]


def test_every_table_of_business_knows_its_portfolio() -> None:
    """What belongs to an office's debt carries portfolio_id, so that no query has to walk to find it."""
    shared = {"access", "journal"}
    without = [
        model._meta.label
        for model in ours()
        if model.__module__.split(".")[1] not in shared
        and "portfolio_id" not in {field.attname for field in model._meta.concrete_fields}
    ]
    assert not without


def test_instants_and_days_say_so_by_their_name() -> None:
    wrong = [
        name
        for name, field in fields()
        if (type(field) is models.DateTimeField and not re.search(r"(?:^|[._])(?:at|before|after|until)$", name))
        or (type(field) is models.DateField and not re.search(r"(?:^|[._])(?:on|day|from|to|until)$", name))
    ]
    assert not [name for name in wrong if not name.startswith("access.Person.last_login")]  # Django's own


def test_the_migrations_say_what_the_models_say() -> None:
    """`makemigrations --check`, without a database."""
    loader = MigrationLoader(None)
    labels = {model._meta.app_label for model in ours()}
    with translation.override(None):  # as the command does: a translated label is no change
        found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    assert not {label: [str(one) for one in missing] for label, missing in found.items() if label in labels}
    assert not loader.detect_conflicts()
