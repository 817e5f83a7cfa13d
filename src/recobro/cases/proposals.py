"""Reads what the day's run proposed and nobody has released yet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from recobro.access.scope import Scope
from recobro.core import sql

PAGE = 50


@dataclass(frozen=True, slots=True)
class RungProposals:
    """Everything proposed at one rung, with its three largest as samples."""

    rung: int
    rung_id: str
    act: str
    count: int
    cents: int
    first_on: date
    planned_on: date | None
    samples: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposed step."""

    id: int
    day: date
    owed_cents: int
    planned_on: date | None
    ref: str
    items_count: int
    name: str
    tax_id: str
    segment: str


def by_rung(scope: Scope) -> list[RungProposals]:
    """All proposals, lowest rung first."""
    found = sql.rows("cases/proposals", portfolio_id=scope.portfolio_id)
    return [RungProposals(**{**row, "samples": json.loads(row["samples"])}) for row in found]


def of_rung(
    scope: Scope, rung_id: str, *, after: tuple[int, int], limit: int = PAGE
) -> tuple[list[Proposed], tuple[int, int] | None]:
    """One page of one rung, and after which (place, id) the next one begins."""
    found = sql.rows(
        "cases/proposed",
        portfolio_id=scope.portfolio_id,
        rung_id=rung_id,
        after_place=after[0],
        after_id=after[1],
        limit=limit + 1,
    )
    rows = [Proposed(**row) for row in found[:limit]]
    return rows, (-rows[-1].owed_cents, rows[-1].id) if len(found) > limit else None
