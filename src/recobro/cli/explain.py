"""`recobro explain CASE`: what comes next, when, why; what holds it."""

from __future__ import annotations

from datetime import date

import click

from recobro.access.queries import system_scope
from recobro.cases.explain import Explanation, explain
from recobro.cases.queries import portfolio_of
from recobro.cli import output
from recobro.cli.options import json_option
from recobro.core.money import spoken as spell
from recobro.core.wording import say, say_rung


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
        output.lines(spoken(found))


def spoken(found: Explanation) -> list[str]:
    """The explanation as a person reads it: where it stands, what comes, what holds it, each rule's answer."""
    owed = spell(found.owed_cents, found.currency)
    lines = [f"{found.ref}: debe {owed}; escalera {found.ladder} v{found.version}, peldaño {_rung(found.rung)}."]
    if found.next_rung:
        lines.append(f"Próximo paso: {_rung(found.next_rung)}{_when(found.earliest_on)}.")
    if found.reason:
        lines.append(f"Hoy no se propone nada: {say(found.reason)}")
    lines += [
        f"  {item.invoice}: {spell(item.open_cents, found.currency)}, peldaño {_rung(item.rung)}"
        + (f"; sigue {_rung(item.next_rung)}{_when(item.opens_on)}" if item.next_rung else f"; {say(item.reason)}")
        for item in found.items
    ]
    lines += [f"  {'sí' if answer.passed else 'NO'}  {say(answer.rule)}" for answer in found.answers]
    return lines


def _when(day: date | None) -> str:
    return f", desde el {day:%d/%m/%Y}" if day else ""


def _rung(rung_id: str) -> str:
    return f"«{say_rung(rung_id)}»" if rung_id else "ninguno"
