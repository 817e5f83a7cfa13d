"""Options that several commands share, and how a day or an amount is read from the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

from recobro.core.errors import BadInput
from recobro.core.money import cents_of

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """An ISO date: 2026-11-24."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            self.fail(f"«{value}» no es una fecha como 2026-11-24", param, ctx)


class Amount(click.ParamType[int]):
    """Units with a point and at most two decimals: 1234.50."""

    name = "X.XX"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        try:
            return cents_of(str(value))
        except BadInput:
            self.fail(f"«{value}» no es un importe como 1234.50", param, ctx)


def portfolio_option(function: F) -> F:
    """`--portfolio CODE`, always asked."""
    return click.option("--portfolio", "code", required=True, metavar="CODE", help="La cartera.")(function)


def json_option(function: F) -> F:
    """`--json`: one JSON object on stdout and nothing else there."""
    return click.option("--json", "json", is_flag=True, help="Un objeto JSON en la salida estándar.")(function)
