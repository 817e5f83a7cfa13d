"""Case, Item, Step, StepItem. Items hold rungs; the case's step is its highest due item, lower ones attached."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from recobro.access.models import Portfolio
from recobro.access.roles import Stage
from recobro.billing.models import Invoice
from recobro.cases.told.models import Told
from recobro.parties.models import Account
from recobro.policies.models import PolicyVersion

__all__ = ["Case", "Item", "Step", "StepItem", "Told"]


class Case(models.Model):
    """The work on the debt of one account in one stage. At most one is open, held by the database."""

    class State(models.TextChoices):
        """Where the work stands; the ladder position is elsewhere."""

        PENDING = "pending"
        WORKING = "working"
        PAID = "paid"
        RESOLVED = "resolved"

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    stage = models.CharField(max_length=14, choices=[(stage.value, stage.value) for stage in Stage])
    number = models.PositiveIntegerField()  # the short number people read aloud; `ref` adds prefix and year
    ref = models.CharField(max_length=24)  # "IMP-2026-03318"
    opened_by = models.CharField(max_length=6, choices=[("ledger", "ledger"), ("person", "person")])
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING.value)
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, db_index=False)
    rung = models.PositiveSmallIntegerField(default=0)  # highest rung proved by one of its open items; 0: none yet
    next_on = models.DateField(null=True)  # the next day on which the run has to look at it; null: only when it moves
    held_by = models.CharField(max_length=40, blank=True)  # wording key: why nothing is done now
    owed_cents = models.BigIntegerField(default=0)  # overdue when the run last looked: for the queue's order
    oldest_due_on = models.DateField(null=True)
    items_count = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    reopened_on = models.DateField(null=True)  # an undo brought it back

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("portfolio", "account", "stage"),
                condition=Q(closed_on__isnull=True),
                name="one_open_case_per_account_and_stage",
            ),
            models.UniqueConstraint(fields=("portfolio", "ref"), name="one_case_per_portfolio_and_ref"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, state__in=("pending", "working"))
                | Q(closed_on__isnull=False, state__in=("paid", "resolved")),
                name="a_closed_case_is_paid_or_resolved",
            ),
        )
        indexes = (
            models.Index(
                fields=("portfolio", "next_on"), condition=Q(closed_on__isnull=True), name="case_by_next_look"
            ),
            models.Index(fields=("account", "id"), name="case_by_account"),
            models.Index(
                fields=("portfolio", "-owed_cents", "id"),
                condition=Q(closed_on__isnull=True),
                name="case_queue_by_amount",
            ),
        )

    def __str__(self) -> str:
        return self.ref


class Item(models.Model):
    """One unpaid invoice inside a case: the rung that was last proved for it, in which cycle."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT)
    cycle = models.PositiveSmallIntegerField(default=1)  # new debt of the same invoice begins again at rung 1
    rung = models.PositiveSmallIntegerField(default=0)  # last rung proved; 0: none yet
    proved_on = models.DateField(null=True)  # day of that proof; the next wait counts from here
    since_on = models.DateField()  # when it became unpaid: day after due, or day of its return
    left_on = models.DateField(null=True)  # paid or closed; an undo takes it back with its rung
    returns = models.PositiveSmallIntegerField(default=0)  # of its invoice when it left: one more is new debt

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "invoice", "cycle"), name="one_item_per_invoice_and_cycle"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}:{self.invoice_id}"


class Step(models.Model):
    """What the ladder says should be done for a case on a day. It is only a proposal until somebody releases it."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        RELEASED = "released"  # notices are in the outbox, or the task is on somebody's list
        HANDED = "handed"  # a notice of it is leaving at this moment: too late to withdraw
        DONE = "done"  # accepted by the channel, or ticked by a person
        DROPPED = "dropped"  # a reviewer took it out, with a reason
        WITHDRAWN = "withdrawn"  # the money or a hold came first
        FAILED = "failed"  # nothing could be delivered: a person decides

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    day = models.DateField()
    rung = models.PositiveSmallIntegerField()
    rung_id = models.CharField(max_length=30)  # name of the rung in the ladder: "aviso_1"
    act = models.CharField(max_length=12)  # notify | call | propose_cut
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED.value)
    reason = models.CharField(max_length=40, blank=True)  # why dropped, withdrawn or failed
    owed_cents = models.BigIntegerField()  # of its items, when proposed
    planned_on = models.DateField(null=True)  # for propose_cut: first day on which it could be done
    by = models.CharField(max_length=60, blank=True)  # who released or dropped it
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("portfolio", "account", "case", "day"), name="one_step_per_case_and_day"),
            models.CheckConstraint(
                condition=Q(act__in=("notify", "call", "propose_cut")), name="a_step_is_a_known_act"
            ),
        )
        indexes = (
            models.Index(
                fields=("portfolio", "rung_id", "id"), condition=Q(state="proposed"), name="step_proposed_by_rung"
            ),
            models.Index(
                fields=("portfolio", "act", "id"),
                condition=Q(state__in=("proposed", "released")),
                name="step_open_by_act",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.rung_id} {self.day}"


class StepItem(models.Model):
    """The real guard against doing a rung twice: one living row per item, rung and cycle."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="step_items")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, db_index=False)
    rung = models.PositiveSmallIntegerField()
    cycle = models.PositiveSmallIntegerField()
    owed_cents = models.BigIntegerField()  # open amount of the item when proposed
    void = models.BooleanField(default=False)  # its step was dropped or withdrawn: the rung may be proposed again

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("portfolio", "account", "item", "rung", "cycle"),
                condition=Q(void=False),
                name="a_rung_is_climbed_once_per_item_and_cycle",
            ),
        )

    def __str__(self) -> str:
        return f"{self.step_id}:{self.item_id}"
