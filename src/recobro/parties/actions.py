"""The only writer of customers, supplies, accounts, numbers and contacts; works on rows that billing staged."""

from __future__ import annotations

from recobro.access.scope import Scope
from recobro.core import clock, sql


def read_contracts(scope: Scope) -> None:
    """Find which account each staged contract row speaks of and which rows must wait; writes nothing of ours."""
    sql.run("parties/take_contract", portfolio_id=scope.portfolio_id)


def take_contracts(scope: Scope) -> None:
    """Write what the contract rows say, after `read_contracts`.

    A known holder is never replaced: such a row waits. A stub takes the contract's code, customer and supply.
    """
    portfolio_id, moment = scope.portfolio_id, clock.now()
    sql.run("parties/upsert_customers", portfolio_id=portfolio_id, now=moment)
    sql.run("parties/upsert_supplies", portfolio_id=portfolio_id)
    sql.run("parties/insert_accounts", portfolio_id=portfolio_id, now=moment)
    sql.run("parties/verify_accounts", portfolio_id=portfolio_id)
    sql.run("parties/insert_numbers", portfolio_id=portfolio_id)
    sql.run("parties/upsert_contacts", portfolio_id=portfolio_id, today=clock.today(scope.zone))
    sql.run("parties/drop_orphans", portfolio_id=portfolio_id)


def open_stubs(scope: Scope) -> int:
    """Make unverified accounts for the staged debts whose account nobody knows; returns how many."""
    portfolio_id, moment = scope.portfolio_id, clock.now()
    sql.run("parties/stub_customers", portfolio_id=portfolio_id, now=moment)
    sql.run("parties/stub_supplies", portfolio_id=portfolio_id)
    return sql.run("parties/stub_accounts", portfolio_id=portfolio_id, now=moment)
