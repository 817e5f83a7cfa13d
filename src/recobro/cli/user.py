"""`recobro user create NAME --portfolio CODE --role ROLE`."""

from __future__ import annotations

import click

from recobro.access import actions
from recobro.access.roles import Role
from recobro.cli.options import portfolio_option


@click.group(help="Personas que entran con su propia cuenta.")
def command() -> None:
    """People."""


@command.command("create", help="Crea una persona, o da a una que ya existe un perfil en otra cartera.")
@click.argument("name")
@portfolio_option
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--full-name", default="", help="Nombre y apellidos.")
@click.option("--email", default="")
@click.option("--password", prompt="Contraseña", hide_input=True, confirmation_prompt="Repite la contraseña")
def create(name: str, code: str, role: str, full_name: str, email: str, password: str) -> None:
    """Make a person; the password is asked, never written on the command line of a shared machine."""
    person = actions.create_person(
        name, portfolio_code=code, role=role, password=password, full_name=full_name, email=email
    )
    click.echo(f"{person.name}: {role} en {code}.")
