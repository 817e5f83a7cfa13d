"""What leaves the house. Rows are taken in hand under the accounts' locks after money and hours were asked again.

ready → handed (committed) → the channel → sent, with its proof. A worker that dies in between leaves a row handed that
nobody holds: a message that may be repeated is ready again, any other is uncertain and waits for a person.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from recobro.access import queries as portfolios
from recobro.access.scope import Scope
from recobro.cases import actions as cases
from recobro.core import clock
from recobro.flows import prove
from recobro.journal import actions as journal
from recobro.journal.actions import Leaving, Settled
from recobro.notices import actions as notices
from recobro.notices.actions import Fate, Sent
from recobro.notices.channels import Channel, Lasting, Message, Passing
from recobro.notices.channels.email import channel
from recobro.policies.rules import ProofKind
from recobro.runs import asking, mail

BATCH = 200  # rows in hand at once when a message may be repeated; else one
TRIES = 6
FIRST_WAIT = timedelta(minutes=5)  # doubled with each try
DOMAIN = "recobro.example"


class Handed(NamedTuple):
    """One notice or mail in hand."""

    row: Leaving
    message: Message
    notice_id: int = 0
    account_id: int = 0
    step_id: int = 0


def drain(scope: Scope, limit: int = 100_000) -> Counter[str]:
    """Send what may leave now. Returns how many rows ended how: sent, refused, put_off, retry, failed, uncertain."""
    out = channel()
    done: Counter[str] = Counter()
    for kind in ("notice", "mail"):
        done["uncertain"] += _recover(scope, kind, out)
        left = limit - done.total()
        while left > 0 and not portfolios.portfolio(scope).stopped:
            seen, fates = _batch(scope, kind, min(left, BATCH if out.repeatable else 1), out)
            if not seen:
                break
            done.update(fates)
            left -= seen
    return +done


def _batch(scope: Scope, kind: str, count: int, out: Channel) -> tuple[int, Counter[str]]:
    """Take up to `count` rows in hand, hand them over, write what became of them."""
    fates: Counter[str] = Counter()
    with transaction.atomic():
        ready = journal.ready(scope.portfolio_id, kind, count)
        handed = _take(scope, kind, ready, fates) if ready else []
    try:
        for one in handed if not out.repeatable else ():
            fates.update(_settle(scope, [(one, _hand(one, out))]))
        if out.repeatable and handed:
            fates.update(_settle(scope, [(one, _hand(one, out)) for one in handed]))
    finally:
        journal.let_go([one.row.id for one in handed])
    return len(ready), fates


def _take(scope: Scope, kind: str, ready: Sequence[tuple[int, int]], fates: Counter[str]) -> list[Handed]:
    """Rows that may really leave, marked as handed; the others are refused or put off, with their reason."""
    if kind == "mail":
        claimed = journal.claim(scope.portfolio_id, [row_id for row_id, _ in ready])
        return [Handed(row, mail.message(row.subject_id, _message_id(scope, row))) for row in claimed]
    asked = asking.ask(scope, [notice_id for _, notice_id in ready])
    claimed = journal.claim(scope.portfolio_id, [row_id for row_id, _ in ready])
    handed, refused, put_off = [], [], []
    for row in claimed:
        answer = asked.get(row.subject_id)
        if answer is None or answer.refused:
            refused.append((row, answer))
        elif answer.not_before:
            put_off.append(Settled(row.id, "ready", answer.reason, answer.not_before, untried=1))
        else:
            text = Message(_message_id(scope, row), (answer.recipient,), answer.subject, answer.body)
            handed.append(Handed(row, text, answer.notice_id, answer.account_id, answer.step_id))
    cases.move_steps(scope, [one.step_id for one in handed], "handed", seen=["released"])
    asking.refuse(scope, refused)
    journal.settle(scope.portfolio_id, put_off)
    journal.let_go([row.id for row, _ in refused] + [one.id for one in put_off])
    fates["refused"] += len(refused)
    fates["put_off"] += len(put_off)
    return handed


def _hand(one: Handed, out: Channel) -> bytes | Passing | Lasting:
    """The bytes as they left, or what the channel said instead."""
    try:
        return out.send(one.message)
    except (Passing, Lasting) as answer:
        return answer


@transaction.atomic
def _settle(scope: Scope, results: Sequence[tuple[Handed, bytes | Passing | Lasting]]) -> Counter[str]:
    """Write what became of rows that were handed over: proof and rung, another try, or a failure for a person."""
    moment, today = clock.now(), clock.today(scope.zone)
    sent = [(one, data) for one, data in results if isinstance(data, bytes)]
    notes = [(one, data) for one, data in sent if one.notice_id]
    digests = {one.row.id: journal.keep(data, "message/rfc822") for one, data in sent}
    settled = [Settled(one.row.id, "sent") for one, _ in sent]
    notices.settle(scope, [Fate(one.notice_id, "sent", "", one.message.message_id, moment) for one, _ in notes])
    notices.add_proofs(
        scope, [Sent(one.account_id, one.step_id, one.notice_id, digests[one.row.id]) for one, _ in notes], today
    )
    if notes:
        prove.accepted(scope, [one.step_id for one, _ in notes], ProofKind.ACCEPTED, today)
    for one, answer in results:
        if not isinstance(answer, bytes):
            settled.append(_unsent(scope, one, answer, moment))
    journal.settle(scope.portfolio_id, settled)
    return Counter("retry" if one.state == "ready" else one.state for one in settled)


def _unsent(scope: Scope, one: Handed, answer: Passing | Lasting, moment: datetime) -> Settled:
    """A passing error waits longer each time; a lasting one, or the last try, is for a person."""
    if isinstance(answer, Passing) and one.row.tries < TRIES:
        if one.step_id:
            cases.move_steps(scope, [one.step_id], "released", seen=["handed"])
        return Settled(one.row.id, "ready", answer.code, moment + FIRST_WAIT * 2 ** (one.row.tries - 1))
    _fail(scope, one.notice_id, one.step_id, "failed", answer.code)
    return Settled(one.row.id, "failed", answer.code)


def _fail(scope: Scope, notice_id: int, step_id: int, state: str, reason: str) -> None:
    if notice_id:
        notices.settle(scope, [Fate(notice_id, state, reason)])
        cases.move_steps(scope, [step_id], "failed", reason)


@transaction.atomic
def _recover(scope: Scope, kind: str, out: Channel) -> int:
    """Rows of workers that died: again where repeating does no harm, else uncertain. Returns how many are uncertain."""
    rows = journal.abandoned(scope.portfolio_id, kind)
    if not rows:
        return 0
    steps = asking.steps_of(scope, [row.subject_id for row in rows]) if kind == "notice" else {}
    for row in rows:
        step_id = steps.get(row.subject_id, 0)
        if out.repeatable and step_id:
            cases.move_steps(scope, [step_id], "released", seen=["handed"])
        elif step_id:
            _fail(scope, row.subject_id, step_id, "uncertain", "uncertain")
    state, reason = ("ready", "") if out.repeatable else ("uncertain", "uncertain")
    journal.settle(scope.portfolio_id, [Settled(row.id, state, reason) for row in rows])
    return 0 if out.repeatable else len(rows)


def _message_id(scope: Scope, row: Leaving) -> str:
    """The same for every try: whoever receives it twice can tell."""
    digest = hashlib.sha256(f"{scope.code}:{row.key}".encode()).hexdigest()[:12]
    return f"<{scope.code}.{row.key.replace(':', '.')}.{digest}@{DOMAIN}>".lower()
