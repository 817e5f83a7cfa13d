"""`recobro take FILE... --portfolio CODE`: files of banks and of the billing system become lots."""

from __future__ import annotations

from pathlib import Path

import click

from recobro.access.queries import system_scope
from recobro.cli import output
from recobro.cli.options import Amount, json_option, portfolio_option
from recobro.core.money import spoken as spell
from recobro.flows import take
from recobro.flows.take import Declared, LotReport
from recobro.reports import labels

MOST_FAULTS = 20  # shown; the lot keeps them all
KINDS = ["returns", "unpaid", "payments", "contracts", "invoices", "remittance"]


@click.command(help="Toma ficheros de bancos y del ERP: los reconoce por su contenido, los comprueba y los asienta.")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@portfolio_option
@click.option(
    "--kind", type=click.Choice(KINDS), help="Qué trae una hoja; los ficheros de banco y las remesas lo dicen ellos."
)
@click.option("--declared-count", type=int, help="Cuántas filas dice el banco que hay.")
@click.option("--declared-total", type=Amount(), help="Qué total dice el banco que hay.")
@click.option("--confirm", is_flag=True, help="Acepta un fichero cuyo formato pide que lo confirme una persona.")
@click.option("--dry-run", is_flag=True, help="Comprueba y cuenta, sin asentar nada.")
@json_option
def command(
    files: tuple[Path, ...],
    code: str,
    kind: str | None,
    declared_count: int | None,
    declared_total: int | None,
    confirm: bool,
    dry_run: bool,
    json: bool,
) -> int:
    """Take each file by itself: one that is refused does not stop the next. Exit 1 when any was refused."""
    scope = system_scope(code)
    typed = None if declared_count is declared_total is None else Declared(declared_count, declared_total)
    reports: list[LotReport] = []
    for file in files:
        with file.open("rb") as source, output.progress(file.name, "filas") as tell:
            reports += take.take(
                scope,
                source,
                file_name=file.name,
                kind=kind,
                declared=typed,
                confirmed=confirm,
                dry_run=dry_run,
                progress=lambda phase, rows: tell(rows, None),
            )
    if json:
        output.as_json({"files": [report.as_json() for report in reports]})
    else:
        for report in reports:
            output.lines(spoken(report))
    return 1 if any(report.status == "refused" for report in reports) else 0


def spoken(report: LotReport) -> list[str]:
    """A file's fate as a clerk reads it."""
    booked, waiting, faulty = report.booked, report.waiting, report.faulty
    lines = [f"{report.file}: {labels.LOT_STATUS[report.status]}"]
    if report.declared_cents is not None:
        lines.append(
            f"  declarado {_sum((report.declared_count or 0, report.declared_cents), report)} = aplicado"
            f" {_sum(booked, report)} + en espera {_sum(waiting, report)} + con error {_sum(faulty, report)}"
        )
    lines += [f"  {report.sentence}"] if report.sentence else []
    lines += [f"  línea {fault['line']}: {fault['text']}" for fault in report.faults[:MOST_FAULTS]]
    if len(report.faults) > MOST_FAULTS:
        lines.append(f"  … y {len(report.faults) - MOST_FAULTS} más.")
    return lines


def _sum(part: tuple[int, int], report: LotReport) -> str:
    count, cents = part
    return f"{spell(cents, report.currency)} ({count})"
