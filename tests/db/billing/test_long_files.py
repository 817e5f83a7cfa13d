"""A long file takes as long as it is, not as its square: also where the planner knows nothing of the portfolio yet."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from recobro.billing.actions import staging
from recobro.core import sql
from tests.db.billing import files
from tests.db.billing.conftest import Take

WRITE = {"parties/insert_accounts", "parties/insert_numbers", "parties/upsert_contacts", "parties/stub_accounts"}


def nested_loops() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_nestloop")
        return str(cursor.fetchone()[0])


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Statement → whether the planner might walk through the file once per row."""
    seen: dict[str, str] = {}
    run = sql.run

    def watched(name: str, **params: Any) -> int:
        if name in WRITE:
            seen[name] = nested_loops()
        return run(name, **params)

    monkeypatch.setattr(sql, "run", watched)
    return seen


def test_a_long_file_is_joined_whole(take_in: Take, joined: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "MANY", 1)
    take_in(files.contracts())
    take_in(files.unpaid(f"Beto Ejemplo Sanz;30,00;F-2;{files.CUPS_2};AM04"))
    assert joined == dict.fromkeys(WRITE, "off")
    assert nested_loops() == "on"


def test_a_short_file_is_looked_up(take_in: Take, joined: dict[str, str]) -> None:
    take_in(files.contracts())
    assert set(joined.values()) == {"on"}
