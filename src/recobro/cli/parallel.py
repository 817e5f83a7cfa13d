"""`recobro parallel FILE --portfolio CODE`: the office's own table of this evening against the ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from recobro.access.queries import system_scope
from recobro.billing.parallel import queries
from recobro.billing.parallel.models import ParallelLine, ParallelRun
from recobro.cli import output
from recobro.cli.options import Day, json_option, portfolio_option
from recobro.core import clock
from recobro.core.money import spoken, units
from recobro.core.wording import say
from recobro.flows.parallel import compare_evening

MOST_LINES = 200  # shown; --json lists them all


@click.command(help="Compara la tabla de impagos de la oficina con la cartera al cerrar el día, factura a factura.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@portfolio_option
@click.option("--date", "day", type=Day(), help="El día de la tabla. Sin decirlo, hoy.")
@json_option
def command(file: Path, code: str, day: date | None, json: bool) -> int:
    """Exit 0 when both are equal or every difference is explained, else 1. The comparison is kept either way."""
    scope = system_scope(code)
    with file.open("rb") as source:
        run = compare_evening(scope, source, file_name=file.name, day=day)
    found = queries.lines(run)
    streak = queries.streak(scope, clock.today(scope.zone))
    if json:
        output.as_json({**_head(run, scope.currency), "days_in_a_row": streak, "lines": [_line(one) for one in found]})
    else:
        output.lines(_spoken(run, found, streak, scope.currency))
    return 1 if run.unexplained_count else 0


def _head(run: ParallelRun, currency: str) -> dict[str, Any]:
    return {
        "date": run.day.isoformat(),
        "file": run.file_name,
        "sha256": run.sha256,
        "currency": currency,
        "ours_count": run.ours_count,
        "ours_total": units(run.ours_cents),
        "theirs_count": run.theirs_count,
        "theirs_total": units(run.theirs_cents),
        "gap": units(run.gap_cents),
        "equal_count": run.equal_count,
        "equal_total": units(run.equal_cents),
        "differing_count": run.differing_count,
        "unexplained_count": run.unexplained_count,
        "signed_by": run.signed_by,
    }


def _line(one: ParallelLine) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "invoice": one.invoice_number,
        "customer": one.who,
        "line": one.line,
        "ours": None if one.ours_cents is None else units(one.ours_cents),
        "theirs": None if one.theirs_cents is None else units(one.theirs_cents),
        "code": one.why,
        "text": say(one.why),
        "explained": one.explained,
    }


def _spoken(run: ParallelRun, found: list[ParallelLine], streak: int, currency: str) -> list[str]:
    ours, theirs, gap = (spoken(cents, currency) for cents in (run.ours_cents, run.theirs_cents, run.gap_cents))
    lines = [
        f"{run.day:%d/%m/%Y}: aquí {ours} ({run.ours_count}), en su libro {theirs} ({run.theirs_count})",
        f"  Diferencia: {gap}.",
        f"  Iguales: {run.equal_count}, {spoken(run.equal_cents, currency)}. Distintas: {run.differing_count}.",
        f"  Sin explicar: {run.unexplained_count}. Cuadra {streak} días seguidos.",
    ]
    for one in found[:MOST_LINES]:
        sides = [("aquí", one.ours_cents), ("su libro", one.theirs_cents)]
        said = ", ".join(f"{name} {spoken(cents, currency)}" for name, cents in sides if cents is not None)
        lines.append(f"  {'·' if one.explained else '✗'} {one.invoice_number or '—'}: {said}. {say(one.why)}")
    return lines
