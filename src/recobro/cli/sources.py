"""`recobro portfolio columns|column|results|result`: what people have said of the files of a source."""

from __future__ import annotations

import click

from recobro.access.queries import system_scope
from recobro.billing import layouts
from recobro.billing.models import ColumnProfile
from recobro.cli import output
from recobro.cli.options import json_option
from recobro.core.errors import BadInput
from recobro.flows import columns as flow
from recobro.readers.sheet_columns import KIND_NAMES, LABELS

DECIMALS = {",": "coma", ".": "punto", "": "lo dice el fichero"}


@click.command("columns", help="Las columnas guardadas de cada origen de hojas.")
@click.argument("code")
@json_option
def columns(code: str, json: bool) -> None:
    """List the saved maps."""
    found = layouts.profiles(system_scope(code))
    if json:
        output.as_json({"columns": [_as_json(one) for one in found]})
        return
    for one in found:
        click.echo(f"{one.pk:>5} {one.name:<24} {KIND_NAMES[one.kind]:<36} versión {one.version}, {one.saved_by}")


@click.command("column", help="Enseña las columnas guardadas con ese número; con --delete las olvida.")
@click.argument("code")
@click.argument("number", type=int)
@click.option("--delete", is_flag=True, help="Olvídalas: el próximo fichero de ese origen volverá a preguntar.")
@json_option
def column(code: str, number: int, delete: bool, json: bool) -> None:
    """Show or forget one saved map."""
    scope = system_scope(code)
    one = next((one for one in layouts.profiles(scope) if one.pk == number), None)
    if one is None:
        raise BadInput("unknown_columns", number=number)
    if delete:
        flow.forget(scope, number)
    if json:
        output.as_json({**_as_json(one), "deleted": delete})
        return
    click.echo(f"{one.name}: {KIND_NAMES[one.kind]}" + (" (olvidadas)" if delete else ""))
    for name, place in sorted(one.places.items(), key=lambda item: int(item[1])):
        click.echo(f"  {one.headings[place]:<30} {LABELS.get(name, 'Fecha')}")
    dates = "mes/día/año" if one.month_first else "día/mes/año"
    click.echo(f"  decimales: {DECIMALS[one.decimal]}; fechas: {dates}")


@click.command("results", help="Qué motivo de devolución significa cada respuesta de los bancos.")
@click.argument("code")
def results(code: str) -> None:
    """List the meanings of banks' words."""
    for text, reason in sorted(layouts.results(system_scope(code)).items()):
        click.echo(f"{reason:<10} {text}")


@click.command("result", help="Di qué motivo significa una respuesta del banco: «cuenta sin fondos» AM04.")
@click.argument("code")
@click.argument("text")
@click.argument("reason")
def result(code: str, text: str, reason: str) -> None:
    """Say which reason a bank's words mean."""
    row = flow.name_words(system_scope(code), text, reason.upper())
    click.echo(f"{row.text}: {row.reason_code}")


def _as_json(one: ColumnProfile) -> dict[str, object]:
    return {
        "number": one.pk,
        "name": one.name,
        "kind": one.kind,
        "version": one.version,
        "saved_by": one.saved_by,
        "saved_at": one.saved_at.isoformat(),
        "columns": {one.headings[place]: name for name, place in one.places.items()},
        "decimal": one.decimal,
        "month_first": one.month_first,
        "sheet": one.sheet,
    }
