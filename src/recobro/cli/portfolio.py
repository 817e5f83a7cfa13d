"""`recobro portfolio create CODE --country ES|EC --name NAME`."""

from __future__ import annotations

import click

from recobro.access.models import COUNTRIES
from recobro.flows.portfolio import create_portfolio


@click.group(help="Carteras.")
def command() -> None:
    """Portfolios."""


@command.command("create", help="Crea una cartera vacía, con sus motivos de devolución y sus escaleras de serie.")
@click.argument("code")
@click.option("--country", required=True, type=click.Choice(sorted(COUNTRIES)))
@click.option("--name", required=True)
@click.option("--region", default="", help="Comunidad cuyos festivos guarda la oficina: MD, CT, …")
def create(code: str, country: str, name: str, region: str) -> None:
    """Make a portfolio."""
    made = create_portfolio(code, country=country, name=name, region=region)
    click.echo(f"Cartera {made.code}: {made.name} ({made.currency}).")
