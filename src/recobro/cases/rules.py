"""What comes next for one case: the facts of its items and its ladder in, one decision out. Pure.

Strict climbing: an item takes one rung at a time, and only when the one before is proved and its wait is over. A late
run, a paid older invoice or a payment undone never makes it jump. What is left unpaid decides, not what was billed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from recobro.core.days import ONE_DAY, add_working_days
from recobro.guards.electricity import planned_cut_day
from recobro.laws.calendars import Calendar
from recobro.policies.rules import Act, Anchor, Count, Ladder, Otherwise, Rung


class Reason(StrEnum):
    """Why nothing is proposed for a case today."""

    NO_DEBT = "no_debt"
    NOTHING_OWED = "nothing_owed"
    MONEY_IN_FLIGHT = "money_in_flight"
    DIFFERENCE_OPEN = "difference_open"
    RETURN_HOLD = "return_hold"
    RETURN_STOP = "return_stop"
    WITHIN_TOLERANCE = "within_tolerance"
    NO_CONTACT = "no_contact"
    STEP_FAILED = "step_failed"
    DROPPED_REST = "dropped_rest"
    CALENDAR_UNKNOWN = "calendar_unknown"
    TOO_FEW_INVOICES = "too_few_invoices"
    TOTAL_TOO_SMALL = "total_too_small"
    OTHER_SEGMENT = "other_segment"
    WAITING_RELEASE = "waiting_release"
    WAITING_SEND = "waiting_send"
    WAITING_DONE = "waiting_done"
    WAITING_PROOF = "waiting_proof"
    WAIT_NOT_OVER = "wait_not_over"
    ONE_STEP_A_DAY = "one_step_a_day"
    LADDER_ENDED = "ladder_ended"


# The ladder's own rhythm, as against something that holds it.
RHYTHM = frozenset(
    {
        Reason.WAITING_RELEASE,
        Reason.WAITING_SEND,
        Reason.WAITING_DONE,
        Reason.WAITING_PROOF,
        Reason.WAIT_NOT_OVER,
        Reason.ONE_STEP_A_DAY,
        Reason.LADDER_ENDED,
    }
)
PENDING = {
    "proposed": Reason.WAITING_RELEASE,
    "released": Reason.WAITING_SEND,
    "handed": Reason.WAITING_SEND,
    "done": Reason.WAITING_PROOF,
    "failed": Reason.STEP_FAILED,
}
ANNOUNCED_FOR = timedelta(days=7)  # a payment that a bank announces holds its customer so long; booked, it pays
GO_ON, STOP = "no", "yes"  # billing.ReturnReason.Treatment: what the bank's reason code does to the dunning


class ItemFacts(NamedTuple):
    """One overdue invoice of a case."""

    item_id: int
    open_cents: int
    due_on: date
    since_on: date
    returned_on: date | None
    rung: int  # last proved
    proved_on: date | None
    cycle: int
    treatment: str  # of the last return's reason: "no" go on | "hold" | "yes" stop
    pending: str  # state of a living step above its rung, "" when there is none
    pending_act: str


class CaseFacts(NamedTuple):
    """What SQL knows of one case."""

    case_id: int
    account_id: int
    segment: str
    balance_cents: int  # of the account: everything owed less every credit
    open_cents: int  # what is open of all its invoices, also those not yet due; credit notes left out
    in_flight: bool  # a payment that waits to be matched may be theirs
    differs: bool  # bank, ERP and ledger do not say the same of one of its invoices: unknown is a no
    reachable: bool  # an e-mail address that neither bounced nor was opted out
    last_step_on: date | None
    last_step_state: str
    items: Sequence[ItemFacts]


class Standing(NamedTuple):
    """What of a case may be acted on."""

    live: list[ItemFacts]  # items whose dunning is not frozen by the bank's reason
    net_cents: int  # of the live items, less the account's credit
    oldest_due_on: date | None


class Planned(NamedTuple):
    """The next rung of one item: when it opens, or why not."""

    item: ItemFacts
    rung: Rung | None
    opens_on: date | None
    reason: Reason | None


class StepItem(NamedTuple):
    """One item carried by a step, at its own rung."""

    item_id: int
    rung: int
    cycle: int
    owed_cents: int


class Decision(NamedTuple):
    """What to do today: a step at `rung`, or nothing because of `reason`."""

    rung: Rung | None
    items: tuple[StepItem, ...]
    reason: Reason
    next_on: date | None  # the next day on which the case must be looked at; None: only when something moves
    planned_on: date | None = None  # of a proposed cut: the first day on which it could be done


def decide(facts: CaseFacts, ladder: Ladder, today: date, calendar: Calendar) -> Decision:
    """The step of this case today, or why there is none."""
    now = standing(facts)
    held = _held(facts, now, ladder, today)
    if held:
        return held
    planned = [plan(item, now, facts.segment, ladder, calendar) for item in now.live if not item.pending]
    waiting = next((PENDING[item.pending] for item in now.live if item.pending), None)
    if waiting:  # a call or a candidate waits for people: meanwhile newer invoices may only be told of
        waiting = Reason.WAITING_DONE if waiting is Reason.WAITING_SEND else waiting
        planned = [one for one in planned if one.rung and one.rung.act is Act.NOTIFY]
    due = [one for one in planned if one.opens_on and one.opens_on <= today]
    if not due:
        return _nothing(planned, waiting)
    return _act(facts, planned, due, today, calendar)


def standing(facts: CaseFacts) -> Standing:
    """Which items may be dunned and what they owe after the account's credit."""
    live = [item for item in facts.items if item.treatment == GO_ON]
    credit = max(0, facts.open_cents - facts.balance_cents)
    net = sum([item.open_cents for item in live]) - credit
    oldest = min([item.due_on for item in live]) if live else None
    return Standing(live, net, oldest)


def _held(facts: CaseFacts, now: Standing, ladder: Ladder, today: date) -> Decision | None:
    """What holds the whole case, if anything does."""
    reason = money(facts, now, ladder)
    if reason:
        return _none(reason, today + ONE_DAY if reason is Reason.MONEY_IN_FLIGHT else None)
    return _paused(facts, ladder, today)


def money(facts: CaseFacts, now: Standing, ladder: Ladder) -> Reason | None:
    """What the money says against any act; asked when it is proposed, released and sent."""
    if not facts.items:
        return Reason.NO_DEBT
    if facts.balance_cents <= 0:
        return Reason.NOTHING_OWED
    if facts.in_flight:
        return Reason.MONEY_IN_FLIGHT
    if facts.differs:
        return Reason.DIFFERENCE_OPEN
    if not now.live:
        stopped = all(item.treatment == STOP for item in facts.items)
        return Reason.RETURN_STOP if stopped else Reason.RETURN_HOLD
    if now.net_cents <= ladder.tolerance_cents:
        return Reason.NOTHING_OWED if now.net_cents <= 0 else Reason.WITHIN_TOLERANCE
    return None


def _paused(facts: CaseFacts, ladder: Ladder, today: date) -> Decision | None:
    """A notice under way, the one step of today, or the rest after a reviewer dropped one."""
    for item in facts.items:
        if item.pending and item.pending_act == Act.NOTIFY:
            return _none(PENDING[item.pending])
    if facts.last_step_on is None:
        return None
    if facts.last_step_state == "dropped":
        back_on = facts.last_step_on + timedelta(days=ladder.rest_after_drop_days)
        if today < back_on:
            return _none(Reason.DROPPED_REST, back_on)
    if facts.last_step_on >= today:
        return _none(Reason.ONE_STEP_A_DAY, today + ONE_DAY)
    return None


def plan(item: ItemFacts, now: Standing, segment: str, ladder: Ladder, calendar: Calendar) -> Planned:
    """The next rung of one item: the first above its own that is meant for it, and the day it opens."""
    for rung in ladder.rungs[item.rung :]:
        reason = unmet(rung, now, segment)
        if reason is None:
            opens = opens_on(item, rung, calendar, now.oldest_due_on)
            return Planned(item, rung, opens, None if opens else Reason.CALENDAR_UNKNOWN)
        if rung.otherwise is Otherwise.WAIT:
            return Planned(item, None, None, reason)
    return Planned(item, None, None, Reason.LADDER_ENDED)


def unmet(rung: Rung, now: Standing, segment: str) -> Reason | None:
    """The first condition of the rung that does not hold. The age of the oldest debt is none: it only makes it wait."""
    when = rung.when
    if len(now.live) < when.min_invoices:
        return Reason.TOO_FEW_INVOICES
    if now.net_cents < when.min_total_cents:
        return Reason.TOTAL_TOO_SMALL
    if when.segments and segment not in when.segments:
        return Reason.OTHER_SEGMENT
    return None


def opens_on(item: ItemFacts, rung: Rung, calendar: Calendar, oldest_due_on: date | None) -> date | None:
    """The day on which the rung opens for the item; None when its calendar is not known that far.

    Never on the day of the previous proof: two rungs are never climbed on one date.
    """
    wait = rung.wait
    base = item.since_on
    if wait.anchor is Anchor.DUE:
        base = item.due_on
    elif wait.anchor is Anchor.RETURN:
        base = item.returned_on or item.since_on
    elif item.proved_on:
        base = item.proved_on
    day = base + timedelta(days=wait.days) if wait.count is Count.NATURAL else _working(base, wait.days, calendar)
    if item.proved_on and day <= item.proved_on:
        day = item.proved_on + ONE_DAY
    if rung.when.min_oldest_days and oldest_due_on:
        day = max(day, oldest_due_on + timedelta(days=rung.when.min_oldest_days))
    return day if wait.count is Count.NATURAL or calendar.knows(day) else None


@lru_cache(maxsize=4096)
def _working(base: date, days: int, calendar: Calendar) -> date:
    return add_working_days(base, days, calendar.holidays)


def _nothing(planned: list[Planned], waiting: Reason | None) -> Decision:
    """Nothing is due: the earliest day on which something will be, else what stands in the way."""
    opening = [one.opens_on for one in planned if one.opens_on]
    next_on = min(opening) if opening else None
    if waiting:
        return _none(waiting, next_on)
    if next_on:
        return _none(Reason.WAIT_NOT_OVER, next_on)
    return _none(next((one.reason for one in planned if one.reason), Reason.LADDER_ENDED))


def _act(facts: CaseFacts, planned: list[Planned], due: list[Planned], today: date, calendar: Calendar) -> Decision:
    """The step at the highest due rung. A notice carries the lower due ones, each at its own rung; a call or a cut
    carries only items that stand before that very rung.
    """
    top = max([one.rung for one in due if one.rung], key=lambda rung: rung.number)
    if top.act is Act.NOTIFY:
        if not facts.reachable:
            return _none(Reason.NO_CONTACT)
        carried = [one for one in due if one.rung and one.rung.act is Act.NOTIFY]
        return Decision(top, _items(carried), Reason.WAITING_RELEASE, None)
    carried = [one for one in due if one.rung is top]
    planned_on = None
    if top.act is Act.PROPOSE_CUT:
        demanded_on = max(one.item.proved_on or one.item.since_on for one in carried)
        planned_on = planned_cut_day(demanded_on, top.floor, today, calendar)
        if planned_on is None:
            return _none(Reason.CALENDAR_UNKNOWN)
    told = [one.opens_on for one in planned if one.opens_on and one.rung and one.rung.act is Act.NOTIFY]
    next_on = max(min(told), today + ONE_DAY) if told else None
    return Decision(top, _items(carried), Reason.WAITING_RELEASE, next_on, planned_on)


def _items(carried: list[Planned]) -> tuple[StepItem, ...]:
    return tuple([StepItem(p.item.item_id, p.rung.number, p.item.cycle, p.item.open_cents) for p in carried if p.rung])


def _none(reason: Reason, next_on: date | None = None) -> Decision:
    return Decision(None, (), reason, next_on)
