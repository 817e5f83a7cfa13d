"""`recobro check`: the promises proved on the live data of every portfolio, each by one statement.

A finding names what, where, how many and the first of them. The check reads one instant and changes nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from recobro.access.models import Portfolio
from recobro.access.queries import system_scope
from recobro.billing.proof import queries as proofs
from recobro.billing.proof.rules import Sums
from recobro.core import clock, sql
from recobro.core.money import units
from recobro.core.wording import say
from recobro.journal.seal import Chain, verify
from recobro.policies.models import PolicyVersion
from recobro.reports import totals

TRIGGERS = (
    "journal_entry_is_append_only",
    "journal_seal_is_append_only",
    "billing_ledgerentry_is_append_only",
    "billing_ledgerentry_credit_is_no_debt",
    "a_signed_day_stays",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that breaks a promise. `first` are ids (of constraints: names), at most five."""

    portfolio: str  # "" when it belongs to none
    place: str  # "billing_invoice.open_cents"
    count: int
    first: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """For machines."""
        return {"portfolio": self.portfolio, "place": self.place, "count": self.count, "first": list(self.first)}


@dataclass(frozen=True, slots=True)
class Result:
    """One promise and what breaks it."""

    code: str
    findings: tuple[Finding, ...]

    @property
    def promise(self) -> str:
        """The promise as a sentence."""
        return say(self.code)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All promises, and the head of the journal's chain to be noted down outside."""

    results: tuple[Result, ...]
    chain: Chain
    portfolios: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Nothing was found."""
        return not any(result.findings for result in self.results)

    def as_json(self) -> dict[str, object]:
        """`recobro check --json`."""
        return {
            "clean": self.clean,
            "portfolios": list(self.portfolios),
            "checks": [
                {
                    "code": result.code,
                    "text": result.promise,
                    "clean": not result.findings,
                    "findings": [finding.as_json() for finding in result.findings],
                }
                for result in self.results
            ],
            "chain": {
                "seals": self.chain.seals,
                "entries": self.chain.entries,
                "unsealed": self.chain.unsealed,
                "head": self.chain.head,
            },
        }

    def lines(self) -> list[str]:
        """The report as text, in Spanish."""
        found = [line for result in self.results for line in _lines(result)]
        chain = self.chain
        head = f", cabeza {chain.head[:16]}…" if chain.head else ""
        found.append(f"Cadena: {chain.entries} apuntes en {chain.seals} sellos, {chain.unsealed} sin sellar{head}.")
        broken = sum(1 for result in self.results if result.findings)
        found.append("Todo cuadra." if self.clean else f"No se cumple: {broken} de {len(self.results)}.")
        return found


def check() -> CheckReport:
    """Prove every promise on all portfolios, as of one instant."""
    with sql.snapshot():
        codes = dict(Portfolio.objects.values_list("id", "code"))
        chain = verify()
        results = [Result(code, tuple(prove(codes))) for code, prove in _python_checks(chain).items()]
        for code, statement, params in _sql_checks():
            results.append(Result(code, tuple(_finding(row, codes) for row in sql.rows(statement, **params))))
        return CheckReport(tuple(results), chain, tuple(sorted(codes.values())))


def _sql_checks() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(code of the promise, its statement, parameters), in the order of the report."""
    must = list(_demanded_rungs())
    yield "check_balances", "reports/check_balances", {}
    yield "check_invoices", "reports/check_invoices", {}
    yield "check_credit", "reports/check_credit", {}
    yield "check_lots", "reports/check_lots", {}
    yield "check_attempts", "reports/check_attempts", {}
    yield "check_opening", "reports/check_opening", {}
    yield "check_remittances", "reports/check_remittances", {}
    yield "check_differences", "reports/check_differences", {}
    rungs = {"policy_ids": [policy for policy, _ in must], "rungs": [rung for _, rung in must]}
    yield "check_rungs", "reports/check_rungs", rungs
    yield "check_paid", "reports/check_paid", {}
    yield "check_twice", "reports/check_twice", {}
    yield "check_orphans", "reports/check_orphans", {}
    yield "check_walls", "reports/check_walls", {}
    yield "check_outbox", "reports/check_outbox", {}
    yield "check_constraints", "reports/check_constraints", {"names": promised()}


def _python_checks(chain: Chain) -> dict[str, Callable[[dict[int, str]], Iterator[Finding]]]:
    return {
        "check_totals": _totals,
        "check_split": _split,
        "check_proof": _proof,
        "check_chain": lambda codes: _chain(chain),
    }


def promised() -> list[str]:
    """Names of every constraint and unique index of the models, and of the triggers that keep history and credit."""
    named = [
        constraint.name
        for model in apps.get_models()
        if model.__module__.startswith("recobro.")
        for constraint in model._meta.constraints
    ]
    return sorted([*named, *TRIGGERS])


def _demanded_rungs() -> Iterator[tuple[int, int]]:
    """(published ladder, rung) of each rung that no item may pass by."""
    for policy_id, text in PolicyVersion.objects.values_list("id", "text"):
        for number, rung in enumerate(tomllib.loads(text).get("rung", []), start=1):
            if rung.get("otherwise") != "pass":
                yield policy_id, number


def _totals(codes: dict[int, str]) -> Iterator[Finding]:
    for code in codes.values():
        found = totals.read(system_scope(code), None, clock.now())
        if not found.is_proved:
            yield Finding(
                code, "billing_ledgerentry.amount_cents", 1, (units(found.gap or found.entries - found.balances),)
            )


def _split(codes: dict[int, str]) -> Iterator[Finding]:
    for code in codes.values():
        scope = system_scope(code)
        found = totals.read_split(scope, clock.today(scope.zone))
        if found.gap:
            yield Finding(code, "billing_invoice.open_cents", 1, (units(found.gap),))


def _proof(codes: dict[int, str]) -> Iterator[Finding]:
    """Every cent between banks, ERP and ledger has a difference or a reason, now and when the newest list came."""
    for code in codes.values():
        scope = system_scope(code)
        last = proofs.newest(scope)
        if last is None:
            continue
        sums = {"billing_difference": proofs.sums(scope, last), "billing_snapshot.sums": Sums(**last.sums)}
        for place, found in sums.items():
            if not found.is_proved:
                yield Finding(code, place, 1, (units(found.bank_gap or found.ledger_gap),))


def _chain(chain: Chain) -> Iterator[Finding]:
    if chain.broken:
        place = "journal_entry" if not chain.broken.entries_hold else "journal_seal"
        yield Finding("", place, 1, (f"{chain.broken.from_id}–{chain.broken.to_id}",))


def _finding(row: dict[str, Any], codes: dict[int, str]) -> Finding:
    owner = codes.get(row["portfolio_id"], f"#{row['portfolio_id']}") if row["portfolio_id"] else ""
    return Finding(owner, row["place"], row["count"], tuple(row["first"]))


def _lines(result: Result) -> Iterator[str]:
    yield f"{'✗' if result.findings else '✓'} {result.promise}"
    for finding in result.findings:
        owner = f"{finding.portfolio}: " if finding.portfolio else ""
        yield f"    {owner}{finding.place}, {finding.count}: {', '.join(finding.first)}"
