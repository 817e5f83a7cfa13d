"""`recobro portfolio create CODE --country ES|EC --name NAME`, and what an office settles for itself.

What its return reasons do, its window for reversals, when a debit is collected, how its sources' sheets are read.
"""

from __future__ import annotations

import click

from recobro.access.actions import set_reversal_days
from recobro.access.models import COUNTRIES, CollectedWhen
from recobro.access.queries import system_scope
from recobro.billing.models import ReturnReason
from recobro.cli import sources
from recobro.flows.collections import set_collected_when
from recobro.flows.portfolio import create_portfolio
from recobro.flows.reasons import treat

TREATMENTS = {
    "sigue": ReturnReason.Treatment.GO_ON,
    "espera": ReturnReason.Treatment.HOLD,
    "para": ReturnReason.Treatment.STOP,
}

COLLECTED = {"abono": CollectedWhen.CREDITED, "vencimiento": CollectedWhen.DUE}


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


@command.command(
    "collections",
    help="Cuándo cuenta como cobrado un adeudo presentado: en el «abono» del banco o en su «vencimiento».",
)
@click.argument("code")
@click.argument("when", type=click.Choice(sorted(COLLECTED)))
def collections(code: str, when: str) -> None:
    """Decide when a presented debit counts as collected."""
    set_collected_when(system_scope(code), COLLECTED[when])
    click.echo(f"Cartera {code}: los adeudos cuentan como cobrados en el {when}.")


@command.command("reasons", help="Los motivos de devolución y qué hace cada uno: sigue, espera a una persona, o para.")
@click.argument("code")
def reasons(code: str) -> None:
    """List the portfolio's return reasons."""
    words = {treatment.value: word for word, treatment in TREATMENTS.items()}
    for reason in ReturnReason.objects.filter(portfolio_id=system_scope(code).portfolio_id).order_by("code"):
        click.echo(f"{reason.code:<10} {words[reason.stops_dunning]:<7} {reason.name_es}")


@command.command(
    "reason", help="Cambia lo que hace un motivo de devolución; los expedientes que dependen de él se miran otra vez."
)
@click.argument("code")
@click.argument("reason")
@click.argument("treatment", type=click.Choice(sorted(TREATMENTS)))
def change(code: str, reason: str, treatment: str) -> None:
    """Change what a reason code does to the dunning."""
    accounts = treat(system_scope(code), reason.upper(), TREATMENTS[treatment])
    click.echo(f"{reason.upper()}: {treatment}. Se mirarán otra vez {accounts} cuentas.")


@command.command("reversal", help="Durante cuántos días se puede deshacer un fichero aplicado.")
@click.argument("code")
@click.argument("days", type=int)
def reversal(code: str, days: int) -> None:
    """Change the window in which a booked lot may be taken back."""
    set_reversal_days(system_scope(code), days)
    click.echo(f"{code}: un fichero aplicado se puede deshacer durante {days} días.")


for one in (sources.columns, sources.column, sources.results, sources.result):
    command.add_command(one)
