"""Proposals are let out or dropped. Money is asked once more under the accounts' locks; nothing leaves by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any

from django.db import transaction

from recobro.access import actions as access
from recobro.access import queries as portfolios
from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.cases import actions as cases
from recobro.cases.facts import gather
from recobro.cases.models import Step
from recobro.cases.rules import CaseFacts, Reason, money, standing
from recobro.core import sql
from recobro.core.errors import BadInput, Stale
from recobro.notices import actions as notices
from recobro.notices.actions import Draft
from recobro.notices.rules import Bill, render, values
from recobro.policies import queries as policies
from recobro.policies.rules import Act, Published

BATCH = 500  # steps per transaction


@dataclass
class ReleaseReport:
    """What one release did, in steps."""

    notices: int = 0  # queued in the outbox
    calls: int = 0  # on people's lists
    withdrawn: dict[str, int] = field(default_factory=dict)  # reason → steps: the money said no
    failed: dict[str, int] = field(default_factory=dict)  # reason → steps: a person decides
    capped: int = 0  # left as proposals: the first releases are small
    gone: int = 0  # were no proposals any more

    def add(self, other: ReleaseReport) -> None:
        """Sum another release of the same call into this one."""
        self.notices += other.notices
        self.calls += other.calls
        self.capped += other.capped
        self.gone += other.gone
        for mine, theirs in ((self.withdrawn, other.withdrawn), (self.failed, other.failed)):
            for reason, count in theirs.items():
                mine[reason] = mine.get(reason, 0) + count

    def as_json(self) -> dict[str, Any]:
        """For the command line and the task's result."""
        return asdict(self)


def release(scope: Scope, step_ids: Sequence[int]) -> ReleaseReport:
    """Release proposals: notices are rendered and queued, calls go on people's lists.

    Raises `BadInput` while the portfolio is stopped, for a proposed cut (it is reviewed elsewhere), and for a text that
    cannot be filled: then nothing of its batch is released.
    """
    scope.demand(Right.RELEASE)
    report = ReleaseReport()
    chosen = _chosen(scope, step_ids, report)
    published = policies.all_by_id(scope)
    for start in range(0, len(chosen), BATCH):
        _release_batch(scope, chosen[start : start + BATCH], published, report)
    return report


def release_rung(scope: Scope, rung_id: str) -> ReleaseReport:
    """Release every proposal of one rung."""
    found = Step.objects.filter(portfolio_id=scope.portfolio_id, state=Step.State.PROPOSED, rung_id=rung_id)
    return release(scope, list(found.order_by("id").values_list("id", flat=True)))


@transaction.atomic
def drop(scope: Scope, step_id: int, why: str) -> None:
    """Take a proposal out, with a reason in the reviewer's words. It rests for the days its ladder says."""
    scope.demand(Right.RELEASE)
    if not why.strip():
        raise BadInput("drop_needs_reason")
    if not cases.move_steps(scope, [step_id], "dropped", why.strip()[:40]):
        raise Stale(step=step_id)


def _chosen(scope: Scope, step_ids: Sequence[int], report: ReleaseReport) -> list[int]:
    """The steps that are still proposals, cut down to the cap of a first release."""
    portfolio = portfolios.portfolio(scope)
    if portfolio.stopped:
        raise BadInput("portfolio_stopped")
    found = list(
        Step.objects.filter(portfolio_id=scope.portfolio_id, pk__in=list(step_ids), state=Step.State.PROPOSED)
        .order_by("account_id", "id")
        .values_list("id", "act")
    )
    if any(act == Act.PROPOSE_CUT for _, act in found):
        raise BadInput("cut_not_released_here")
    report.gone = len(set(step_ids)) - len(found)
    if portfolio.releases >= portfolio.capped_releases:
        return [step_id for step_id, _ in found]
    report.capped = max(0, len(found) - portfolio.first_releases_cap)
    return [step_id for step_id, _ in found[: portfolio.first_releases_cap]]


@transaction.atomic
def _release_batch(
    scope: Scope, step_ids: Sequence[int], published: Mapping[int, Published], report: ReleaseReport
) -> None:
    """One batch: locks in order, money asked again, then rendered and queued."""
    access.lock_portfolio(scope)
    first = not (report.notices or report.calls)
    steps = Step.objects.filter(portfolio_id=scope.portfolio_id, pk__in=list(step_ids), state=Step.State.PROPOSED)
    account_ids = list(steps.order_by("account_id").values_list("account_id", flat=True))
    cases.lock_accounts(scope, account_ids)
    facts = {found.case_id: (policy_id, found) for policy_id, found in gather(scope, account_ids)}
    going: list[Step] = []
    for step in steps.order_by("account_id", "id"):
        reason = _money(facts.get(step.case_id), published)
        if reason:
            _withdraw(scope, step.pk, reason, report)
        else:
            going.append(step)
    notify = [step.pk for step in going if step.act == Act.NOTIFY]
    calls = [step.pk for step in going if step.act == Act.CALL]
    cases.refresh_amounts(scope, notify + calls)
    drafts = {draft.step_id: draft for draft in _drafts(scope, notify, published)}
    for step_id in sorted(set(notify) - set(drafts)):
        _withdraw(scope, step_id, Reason.NOTHING_OWED, report)  # the invoices it spoke of are paid, others are not
    reached = [draft for draft in drafts.values() if draft.recipient]
    lost = [draft.step_id for draft in drafts.values() if not draft.recipient]
    cases.move_steps(scope, [draft.step_id for draft in reached] + calls, "released", seen=["proposed"])
    cases.move_steps(scope, lost, "failed", Reason.NO_CONTACT.value, seen=["proposed"])
    if lost:
        report.failed[Reason.NO_CONTACT.value] = report.failed.get(Reason.NO_CONTACT.value, 0) + len(lost)
    report.notices += notices.queue(scope, reached)
    report.calls += len(calls)
    if first and (report.notices or report.calls):
        access.note_release(scope)  # with the first batch that lets something out


def _withdraw(scope: Scope, step_id: int, reason: Reason, report: ReleaseReport) -> None:
    cases.move_steps(scope, [step_id], "withdrawn", reason.value)
    report.withdrawn[reason.value] = report.withdrawn.get(reason.value, 0) + 1


def _money(found: tuple[int, CaseFacts] | None, published: Mapping[int, Published]) -> Reason | None:
    if found is None:
        return Reason.NO_DEBT
    policy_id, facts = found
    return money(facts, standing(facts), published[policy_id].ladder)


def _drafts(scope: Scope, step_ids: Sequence[int], published: Mapping[int, Published]) -> Iterator[Draft]:
    """The rendered notices of the steps; without a recipient when the customer cannot be reached."""
    company = portfolios.portfolio(scope).name
    rows = sql.rows("notices/recipients", portfolio_id=scope.portfolio_id, step_ids=list(step_ids))
    for step_id, group in groupby(rows, key=lambda row: row["step_id"]):
        found = list(group)
        first = found[0]
        rung = published[first["policy_id"]].ladder.rung(first["rung"])
        assert rung is not None, "a step stands on a rung of its case's ladder"
        text = notices.template(rung.template)
        bills = [Bill(row["number"], row["due_on"], row["open_cents"]) for row in found]
        subject, body = render(text, values(company, first["customer"], first["ref"], bills, scope.currency))
        yield Draft(
            account_id=first["account_id"],
            step_id=step_id,
            channel=rung.channels[0],
            recipient=first["recipient"],
            template=text.name,
            template_sha256=text.sha256,
            subject=subject,
            body=body,
            owed_cents=sum(bill.open_cents for bill in bills),
        )
