"""The facts of cases, gathered for many accounts by one statement and handed on one case at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from recobro.access.scope import Scope
from recobro.cases.rules import ANNOUNCED_FOR, CaseFacts, ItemFacts
from recobro.core import clock, sql

HEAD = 10  # columns that speak of the case and its account
OPEN, ITEM = 10, 11  # open amount of an invoice; id of the item that it is, if it is overdue


def gather(scope: Scope, account_ids: Sequence[int]) -> Iterator[tuple[int, CaseFacts]]:
    """(id of the published ladder, facts) of each open case of the accounts, in the order of accounts.

    Needs an open transaction.
    """
    rows: list[tuple[Any, ...]] = []
    case_id = None
    found = sql.stream(
        "cases/facts",
        portfolio_id=scope.portfolio_id,
        account_ids=list(account_ids),
        announced_from=clock.now() - ANNOUNCED_FOR,
    )
    for row in found:
        if row[1] != case_id:
            if rows:
                yield _facts(rows)
            rows = []
            case_id = row[1]
        rows.append(row)
    if rows:
        yield _facts(rows)


def _facts(rows: list[tuple[Any, ...]]) -> tuple[int, CaseFacts]:
    """One case from its rows; the columns are those of facts.sql."""
    policy_id, case_id, account_id, segment, balance, *rest = rows[0][:HEAD]
    in_flight, differs, reachable, last_on, last_state = rest
    items = [ItemFacts(row[ITEM], row[OPEN], *row[ITEM + 1 :]) for row in rows if row[ITEM] is not None]
    opened = sum([row[OPEN] for row in rows]) if rows[0][OPEN] is not None else 0
    return policy_id, CaseFacts(
        case_id, account_id, segment, balance, opened, in_flight, differs, reachable, last_on, last_state, items
    )
