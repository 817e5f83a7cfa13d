"""`recobro explain CASE`: what comes next, when, why; what holds it."""

from __future__ import annotations

import click

from recobro.access.queries import system_scope
from recobro.cases.explain import explain
from recobro.cases.queries import portfolio_of
from recobro.cli import output
from recobro.cli.options import json_option


@click.command(help="Explica un expediente: qué viene, cuándo, por qué, y qué lo detiene.")
@click.argument("case")
@click.option("--portfolio", "code", help="La cartera, si dos tienen el mismo expediente.")
@json_option
def command(case: str, code: str | None, json: bool) -> None:
    """Explain a case by its reference, e.g. IMP-2026-03318."""
    found = explain(system_scope(code or portfolio_of(case)), case)
    if json:
        output.as_json(found.as_json())
    else:
        output.lines(found.lines())
