"""Why a case stands where it stands: its rung, what comes next and when at the earliest, each rule's answer with facts.

The same rules decide and explain: what is said here is what the next run will do if nothing moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from recobro.access import queries as portfolios
from recobro.access.scope import Scope
from recobro.cases import rules
from recobro.cases.facts import gather
from recobro.cases.models import Case, Item
from recobro.cases.rules import CaseFacts, Decision, Planned, Reason, Standing
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.core.money import units
from recobro.core.wording import say
from recobro.laws import calendars
from recobro.policies import queries as policies
from recobro.policies.rules import Ladder, Rung


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule says of the case, and the facts it saw."""

    rule: str  # code of the reason that it would give
    passed: bool
    facts: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """For the command line and the page."""
        return {"rule": self.rule, "passed": self.passed, "text": say(self.rule), "facts": self.facts}


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One unpaid invoice: where it stands and what comes next for it."""

    invoice: str
    open_cents: int
    rung: str  # last proved, "" for none
    proved_on: date | None
    next_rung: str
    opens_on: date | None
    reason: str  # why nothing comes next, or what it waits for


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole answer for one case on one day."""

    ref: str
    state: str
    currency: str
    ladder: str
    version: int
    rung: str
    owed_cents: int
    items: tuple[ItemLine, ...]
    next_rung: str
    next_act: str
    earliest_on: date | None
    reason: str  # why nothing is proposed today; "" when something is
    answers: tuple[Answer, ...]

    def as_json(self) -> dict[str, Any]:
        """The object of `recobro explain --json`."""
        return {
            "case": self.ref,
            "state": self.state,
            "ladder": self.ladder,
            "version": self.version,
            "rung": self.rung,
            "owed": units(self.owed_cents),
            "currency": self.currency,
            "next": {"rung": self.next_rung, "act": self.next_act, "earliest_on": _iso(self.earliest_on)},
            "held_by": {"reason": self.reason, "text": say(self.reason)} if self.reason else None,
            "items": [
                {
                    "invoice": item.invoice,
                    "open": units(item.open_cents),
                    "rung": item.rung,
                    "proved_on": _iso(item.proved_on),
                    "next_rung": item.next_rung,
                    "opens_on": _iso(item.opens_on),
                    "reason": item.reason,
                }
                for item in self.items
            ],
            "rules": [answer.as_json() for answer in self.answers],
        }


@transaction.atomic
def explain(scope: Scope, ref: str) -> Explanation:
    """What comes next for a case, when, and why. Raises `BadInput` for an unknown reference."""
    case = Case.objects.select_related("policy").filter(portfolio_id=scope.portfolio_id, ref=ref).first()
    if case is None:
        raise BadInput("unknown_case", ref=ref)
    today = clock.today(scope.zone)
    calendar = calendars.around(scope.country, portfolios.portfolio(scope).region, today)
    ladder = policies.all_by_id(scope)[case.policy_id].ladder
    found = next((facts for _, facts in gather(scope, [case.account_id]) if facts.case_id == case.pk), None)
    if found is None:
        return _closed(scope, case, ladder)
    now = rules.standing(found)
    decision = rules.decide(found, ladder, today, calendar)
    planned = [rules.plan(item, now, found.segment, ladder, calendar) for item in now.live]
    first = min((one for one in planned if one.opens_on), key=_opening, default=None)
    rung = decision.rung or (first.rung if first else None)
    return Explanation(
        ref=case.ref,
        state=case.state,
        currency=scope.currency,
        ladder=ladder.name,
        version=case.policy.version,
        rung=_name(ladder.rung(case.rung)),
        owed_cents=sum(item.open_cents for item in found.items),
        items=_lines(found, planned, ladder),
        next_rung=_name(rung),
        next_act=rung.act.value if rung else "",
        earliest_on=_earliest(decision, first, today),
        reason="" if decision.rung else decision.reason.value,
        answers=_answers(found, now, ladder, today, decision, planned),
    )


def _closed(scope: Scope, case: Case, ladder: Ladder) -> Explanation:
    answer = Answer("case_closed", passed=False, facts={"closed_on": _iso(case.closed_on), "state": case.state})
    return Explanation(
        ref=case.ref,
        state=case.state,
        currency=scope.currency,
        ladder=ladder.name,
        version=case.policy.version,
        rung=_name(ladder.rung(case.rung)),
        owed_cents=0,
        items=(),
        next_rung="",
        next_act="",
        earliest_on=None,
        reason="case_closed",
        answers=(answer,),
    )


def _lines(found: CaseFacts, planned: list[Planned], ladder: Ladder) -> tuple[ItemLine, ...]:
    """Each item with its own next rung; one that is frozen by its bank's reason has none."""
    numbers = dict(
        Item.objects.filter(pk__in=[item.item_id for item in found.items]).values_list("id", "invoice__number")
    )
    plans = {one.item.item_id: one for one in planned}
    lines = []
    for item in found.items:
        plan = plans.get(item.item_id)
        frozen = Reason.RETURN_STOP if item.treatment == rules.STOP else Reason.RETURN_HOLD
        pending = rules.PENDING[item.pending] if item.pending else None
        lines.append(
            ItemLine(
                invoice=numbers[item.item_id],
                open_cents=item.open_cents,
                rung=_name(ladder.rung(item.rung)),
                proved_on=item.proved_on,
                next_rung=_name(plan.rung if plan else None),
                opens_on=plan.opens_on if plan and not pending else None,
                reason=pending.value if pending else _why(plan, frozen),
            )
        )
    return tuple(lines)


def _why(plan: Planned | None, frozen: Reason) -> str:
    return (plan.reason.value if plan.reason else "") if plan else frozen.value


def _answers(
    found: CaseFacts, now: Standing, ladder: Ladder, today: date, decision: Decision, planned: list[Planned]
) -> tuple[Answer, ...]:
    """Every rule in the order in which the run asks it."""
    pending = sorted({item.pending for item in found.items if item.pending})
    opening = min((one.opens_on for one in planned if one.opens_on), default=None)
    calendar_known = all(one.reason is not Reason.CALENDAR_UNKNOWN for one in planned)
    return (
        Answer(Reason.NO_DEBT, bool(found.items), {"invoices": len(found.items)}),
        Answer(Reason.NOTHING_OWED, found.balance_cents > 0 < now.net_cents, _money(found, now)),
        Answer(Reason.MONEY_IN_FLIGHT, not found.in_flight, {}),
        Answer(Reason.DIFFERENCE_OPEN, not found.differs, {}),
        Answer(Reason.RETURN_HOLD, bool(now.live), {"frozen": len(found.items) - len(now.live)}),
        Answer(
            Reason.WITHIN_TOLERANCE,
            now.net_cents > ladder.tolerance_cents,
            {"tolerance": units(ladder.tolerance_cents)},
        ),
        Answer(Reason.WAITING_RELEASE, not pending, {"pending": pending}),
        Answer(
            Reason.DROPPED_REST,
            decision.reason is not Reason.DROPPED_REST,
            {"last_step_on": _iso(found.last_step_on), "state": found.last_step_state},
        ),
        Answer(Reason.CALENDAR_UNKNOWN, calendar_known, {}),
        Answer(Reason.WAIT_NOT_OVER, opening is not None and opening <= today, {"opens_on": _iso(opening)}),
        Answer(Reason.NO_CONTACT, found.reachable, {}),
    )


def _money(found: CaseFacts, now: Standing) -> dict[str, Any]:
    return {"balance": units(found.balance_cents), "net_overdue": units(now.net_cents)}


def _earliest(decision: Decision, first: Planned | None, today: date) -> date | None:
    """The first day on which a step could be proposed, from all rules together."""
    if decision.rung:
        return today
    if decision.next_on:
        return decision.next_on
    return max(first.opens_on, today) if first and first.opens_on and decision.reason is Reason.WAIT_NOT_OVER else None


def _opening(one: Planned) -> date:
    return one.opens_on or date.max


def _name(rung: Rung | None) -> str:
    return rung.id if rung else ""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
