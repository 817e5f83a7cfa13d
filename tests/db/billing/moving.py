"""The hands of an office that moves in: look at a table with these rows, or book it."""

from __future__ import annotations

from typing import Any

from recobro.access.scope import Scope
from recobro.flows import opening
from recobro.flows.opening import Papers, Said
from recobro.flows.opening_report import OpeningReport
from tests.db.billing.old_table import EVENING, YELLOW, Old, table

TWO = (Old(colour=YELLOW), Old("F-2", 50.25, "Luis Ejemplo Gil", "ES0021000000000002CD"))
TOTAL = 150_25


def look(scope: Scope, *rows: Old, said: Said | None = None, **others: Any) -> OpeningReport:
    """Look at a table with these rows."""
    return opening.check(scope, papers(*rows, **others), said or Said(TOTAL))


def book(scope: Scope, *rows: Old, said: Said | None = None, **others: Any) -> OpeningReport:
    """Look at it and book it."""
    return opening.open_books(scope, papers(*rows, **others), said or Said(TOTAL))


def papers(*rows: Old, **others: Any) -> Papers:
    """What lies on the desk."""
    keys = {key: others.pop(key) for key in ("legend", "total") if key in others}
    return Papers(table(*rows, **keys), "TABLA.xlsx", EVENING, **others)


def codes(found: OpeningReport, line: int | None = None) -> set[str]:
    """The doubts, of one row or all."""
    return {doubt.code for doubt in found.doubts if line in (None, doubt.line)}
