"""`day` over 1,000,000 open invoices on 700,000 accounts: a full day against plain SQL, a quiet day against a full one.

Everything happens in scratch databases beside the configured one: one is filled, then copied for each run, so that each
begins from the same rows. Ours runs in a process of its own, whose peak memory is the figure.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.frame import Line
from recobro.guards.electricity import planned_cut_day
from recobro.laws import calendars
from recobro.policies.loader import load
from recobro.policies.rules import Act

HERE = Path(__file__).parent
DAY = date(2026, 6, 2)
CODE = "bench"
FULL, QUIET = "full", "quiet"
MEGABYTES = 300


def run(*, small: bool = False) -> Iterator[Line]:
    """Fill, copy, run; yields the lines of figures."""
    invoices = 10_000 if small else 1_000_000
    with scratch("day_base") as base:
        fill(base, invoices)
        full = _ours(base, FULL)
        quiet = _ours(base, QUIET)
        plain = _peer(base)
    assert (full["steps"], full["cents"], full["items"]) == (plain["steps"], plain["cents"], plain["items"]), (
        f"the script decides otherwise: {full} {plain}"
    )
    size = f"{invoices:,} open invoices"
    share = 1 if small else 0.05  # of so small a day the fixed costs are most
    yield Line(f"full day, {size}, {full['steps']:,} proposals / plain SQL, same rows", full["s"], plain["s"], 4)
    yield Line(f"quiet day, 1 % due, {quiet['steps']:,} proposals / full day", quiet["s"], full["s"], share)
    yield Line(f"peak memory of the full day, {size} / {MEGABYTES} MB", full["mb"], MEGABYTES, 1, "MB")


@contextmanager
def scratch(name: str, template: str = "") -> Iterator[str]:
    """A database beside the configured one, dropped at the end; yields its URL."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    full_name = f"{parts.path[1:]}_{name}"
    like = f' TEMPLATE "{urlsplit(template).path[1:]}"' if template else ""
    with closing(psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{full_name}"')
        admin.execute(f'CREATE DATABASE "{full_name}"{like}')
        try:
            yield urlunsplit(parts._replace(path=f"/{full_name}"))
        finally:
            admin.execute(f'DROP DATABASE IF EXISTS "{full_name}" WITH (FORCE)')


def fill(url: str, invoices: int) -> None:
    """Portfolio and ladders by our own actions, the rest by SQL: the same rows each time."""
    _child(url, "prepare")
    accounts = invoices * 7 // 10
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in (HERE / "day_fill.sql").read_text().split(";\n"):
            if statement.strip():
                connection.execute(
                    statement,
                    {"accounts": accounts, "invoices": invoices, "day": DAY},  # type: ignore[arg-type]
                )
        connection.execute("VACUUM ANALYZE")


def _ours(base: str, kind: str) -> dict[str, Any]:
    with scratch(f"day_{kind}", base) as url:
        if kind == QUIET:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("UPDATE cases_case SET next_on = %s WHERE id %% 100 <> 1", [DAY + timedelta(days=9)])
                connection.execute("VACUUM ANALYZE cases_case")
        _settle(url)
        return _child(url, "run")


def _peer(base: str) -> dict[str, Any]:
    """The plain script, in one transaction, with the calendar as two small tables."""
    with scratch("day_peer", base) as url:
        _settle(url)
        with psycopg.connect(url) as connection:
            _tables_of_days(connection)
            began = time.perf_counter()
            for statement in (HERE / "day_peer.sql").read_text().split(";\n"):
                if statement.strip():
                    connection.execute(statement, {"day": DAY})  # type: ignore[arg-type]
            connection.commit()
            seconds = time.perf_counter() - began
            return {"s": seconds, **_written(connection)}


def _settle(url: str) -> None:
    """Nothing left over from filling or copying is written to disk during a measured run."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")


def _tables_of_days(connection: psycopg.Connection[Any]) -> None:
    """Working days after a day, and the first day of a cut, as SQL has them: tables."""
    calendar = calendars.around("ES", "MD", DAY)
    plan = load((HERE.parent / "src/recobro/policies/plans/es_household.toml").read_text())
    cut = next(rung for rung in plan.rungs if rung.act is Act.PROPOSE_CUT)
    connection.execute("CREATE TEMP TABLE working (base date, days int, day date, PRIMARY KEY (base, days))")
    connection.execute("CREATE TEMP TABLE cut_on (base date PRIMARY KEY, day date)")
    for ago in range(400):
        base = DAY - timedelta(days=ago)
        for days in (5, 15):
            day, left = base, days
            while left:
                day += timedelta(days=1)
                left -= calendar.is_working(day)
            connection.execute("INSERT INTO working VALUES (%s, %s, %s)", [base, days, day])
        connection.execute(
            "INSERT INTO cut_on VALUES (%s, %s)", [base, planned_cut_day(base, cut.floor, DAY, calendar)]
        )
    connection.execute("ANALYZE working, cut_on")


def _written(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    row = connection.execute(
        "SELECT count(*), sum(owed_cents)::bigint, (SELECT count(*) FROM cases_stepitem WHERE rung > 0 AND step_id IN "
        "(SELECT id FROM cases_step WHERE day = %s)) FROM cases_step WHERE day = %s",
        [DAY, DAY],
    ).fetchone()
    assert row is not None
    return {"steps": row[0], "cents": row[1], "items": row[2]}


def _child(url: str, what: str) -> dict[str, Any]:
    """Run one part in a process of its own; it prints one JSON object."""
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "recobro.settings"}
    out = subprocess.run(
        [sys.executable, "-m", "bench.children.day", what], env=env, stdout=subprocess.PIPE, check=True, cwd=HERE.parent
    )
    found: dict[str, Any] = json.loads(out.stdout)
    if what == "run":
        with psycopg.connect(url) as connection:
            found |= _written(connection)
    return found
