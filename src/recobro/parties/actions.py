"""The only writer of customers, supplies, accounts, numbers and contacts; works on rows that billing staged."""

from __future__ import annotations

from recobro.access.scope import Scope
from recobro.core import clock, sql


def read_contracts(scope: Scope) -> None:
    """Find which account each staged contract row speaks of and which rows must wait; writes nothing of ours."""
    sql.run("parties/take_contract", portfolio_id=scope.portfolio_id)


def take_contracts(scope: Scope, *, many: bool) -> None:
    """Write what the contract rows say, after `read_contracts`. `many`: the file is long, time must grow with it alone.

    A known holder is never replaced: such a row waits. A stub takes the contract's code, customer and supply.
    """
    portfolio_id, moment = scope.portfolio_id, clock.now()
    if many:
        sql.run("parties/join_whole")
    sql.run("parties/upsert_customers", portfolio_id=portfolio_id, now=moment)
    sql.run("parties/upsert_supplies", portfolio_id=portfolio_id)
    sql.run("parties/insert_accounts", portfolio_id=portfolio_id, now=moment)
    sql.run("parties/verify_accounts", portfolio_id=portfolio_id)
    sql.run("parties/insert_numbers", portfolio_id=portfolio_id)
    sql.run("parties/upsert_contacts", portfolio_id=portfolio_id, today=clock.today(scope.zone))
    sql.run("parties/drop_orphans", portfolio_id=portfolio_id)
    if many:
        sql.run("parties/join_freely")


def open_stubs(scope: Scope, *, many: bool) -> int:
    """Make unverified accounts for staged debts whose account nobody knows; returns how many. `many`: a long file."""
    portfolio_id, moment = scope.portfolio_id, clock.now()
    if many:
        sql.run("parties/join_whole")
    sql.run("parties/stub_customers", portfolio_id=portfolio_id, now=moment)
    sql.run("parties/stub_supplies", portfolio_id=portfolio_id)
    made = sql.run("parties/stub_accounts", portfolio_id=portfolio_id, now=moment)
    if many:
        sql.run("parties/join_freely")
    return made
