"""Which rungs are proved by what others told a customer. Pure.

Only a rung that the ladder leaves to the ERP (`by = "erp"`), only the next one of an item, and only by something sent
after the rung before was proved. What was sent before the rung opened counts from the day it opens: never faster than
the ladder's own waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from recobro.cases.rules import CaseFacts, ItemFacts, Standing, plan, standing
from recobro.laws.calendars import Calendar
from recobro.policies.rules import PROOF_RANK, By, Ladder, ProofKind, Rung

RECEIPT = frozenset({ProofKind.DELIVERED, ProofKind.CERTIFIED})  # proved on the day of receipt, not of sending


class ToldFacts(NamedTuple):
    """One communication about the invoice of an item."""

    told_id: int
    item_id: int
    proof: ProofKind
    sent_on: date
    received_on: date | None


class Counted(NamedTuple):
    """A communication that proves a rung of an item, and where the item stood before."""

    told_id: int
    item_id: int
    rung: int
    proved_on: date
    was_rung: int
    was_on: date | None


def count(
    facts: CaseFacts, told: Sequence[ToldFacts], ladder: Ladder, today: date, calendar: Calendar
) -> list[Counted]:
    """Every rung that is proved by today, in the order in which the items climb."""
    now = standing(facts)
    found: list[Counted] = []
    for item in now.live:
        if not item.pending:
            mine = [one for one in told if one.item_id == item.item_id]
            found += _climb(item, mine, now, facts.segment, ladder, today, calendar)
    return found


def _climb(
    item: ItemFacts,
    told: list[ToldFacts],
    now: Standing,
    segment: str,
    ladder: Ladder,
    today: date,
    calendar: Calendar,
) -> list[Counted]:
    found: list[Counted] = []
    while told:
        planned = plan(item, now, segment, ladder, calendar)
        if planned.rung is None or planned.opens_on is None or planned.rung.by is not By.ERP:
            break
        proofs = [(max(day, planned.opens_on), one) for one in told if (day := _day(one, item, planned.rung))]
        proofs = [(day, one) for day, one in proofs if day <= today]
        if not proofs:
            break
        day, first = min(proofs, key=lambda proof: (proof[0], proof[1].told_id))
        found.append(Counted(first.told_id, item.item_id, planned.rung.number, day, item.rung, item.proved_on))
        item = item._replace(rung=planned.rung.number, proved_on=day)
        told = [one for one in told if one is not first]
    return found


def _day(one: ToldFacts, item: ItemFacts, rung: Rung) -> date | None:
    """The day on which this communication proves the rung, or None: too weak, too old, or its receipt is not known."""
    if rung.proof is None or PROOF_RANK[one.proof] < PROOF_RANK[rung.proof]:
        return None
    if one.sent_on < item.since_on or (item.proved_on is not None and one.sent_on <= item.proved_on):
        return None
    return one.received_on if rung.proof in RECEIPT else one.sent_on
