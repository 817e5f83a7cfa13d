"""Snapshot, Difference, ErpEntry: the ERP's lists as they came, where they differ, what was entered there."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from recobro.access.models import Portfolio
from recobro.parties.models import Account


class Snapshot(models.Model):
    """One list of the ERP beside the one before: now = before + new − gone, with what changed. In distinct invoices."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    lot = models.OneToOneField("billing.Lot", on_delete=models.PROTECT, related_name="snapshot")
    listed_on = models.DateField()  # the day it speaks of: the list's own, else the day it came
    before = models.ForeignKey("billing.Lot", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    count = models.BigIntegerField()
    cents = models.BigIntegerField()
    before_count = models.BigIntegerField()
    before_cents = models.BigIntegerField()
    new_count = models.BigIntegerField()
    new_cents = models.BigIntegerField()
    gone_count = models.BigIntegerField()
    gone_cents = models.BigIntegerField()
    changed_count = models.BigIntegerField()
    changed_cents = models.BigIntegerField()  # signed: now less before
    sums = models.JSONField(default=dict)  # proof.rules.Sums of that moment, by name

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(count=F("before_count") + F("new_count") - F("gone_count"))
                & Q(cents=F("before_cents") + F("new_cents") - F("gone_cents") + F("changed_cents")),
                name="a_snapshot_is_the_one_before_plus_new_less_gone",
            ),
        )
        indexes = (models.Index(fields=("portfolio", "listed_on", "lot"), name="snapshot_by_day"),)

    def __str__(self) -> str:
        return f"{self.lot_id} {self.listed_on}"

    @property
    def same_count(self) -> int:
        """Invoices that the list before had with the same amount."""
        return self.before_count - self.gone_count - self.changed_count


class Difference(models.Model):
    """Bank, ERP and ledger do not say the same of one invoice. It stays until evidence or a person ends it."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=9)  # proof.rules.Kind
    invoice_number = models.CharField(max_length=40)  # upper case, as the ledger keeps it
    invoice_id = models.BigIntegerField(null=True)  # null: the ledger does not know it
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, db_index=False)  # its case is held
    bank_cents = models.BigIntegerField(null=True)
    erp_cents = models.BigIntegerField(null=True)
    before_cents = models.BigIntegerField(null=True)  # in the list before, when it had another amount or is gone
    ledger_cents = models.BigIntegerField(null=True)
    lot = models.ForeignKey("billing.Lot", on_delete=models.PROTECT, related_name="+")  # the list that showed it first
    bank_lot = models.ForeignKey("billing.Lot", on_delete=models.PROTECT, null=True, related_name="+")
    bank_row_id = models.BigIntegerField(null=True)  # the row that told of the return
    lists_count = models.PositiveIntegerField(default=1)  # how many lists have shown it
    owner = models.CharField(max_length=20)  # the role that has to act
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    closed_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=13, blank=True)  # proof.rules.Outcome
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("portfolio", "invoice_number"),
                condition=Q(closed_at__isnull=True),
                name="one_open_difference_per_invoice",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("only_bank", "only_erp", "amount", "gone")),
                name="a_difference_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="a_closed_difference_says_what_ended_it",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="answered") | ~Q(why=""), name="a_person_closes_a_difference_with_a_reason"
            ),
        )
        indexes = (
            models.Index(fields=("account",), condition=Q(closed_at__isnull=True), name="difference_open_by_account"),
            models.Index(fields=("portfolio", "invoice_number", "id"), name="difference_by_invoice"),
            models.Index(fields=("portfolio", "opened_on", "id"), name="difference_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.invoice_number}"


class ErpEntry(models.Model):
    """Operaciones says that a lot, or one of its rows, stands in the ERP. The next list proves or contradicts it."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    lot = models.ForeignKey("billing.Lot", on_delete=models.PROTECT, related_name="erp_entries", db_index=False)
    lot_row_id = models.BigIntegerField(null=True)  # null: the whole lot
    by = models.CharField(max_length=60)
    said_at = models.DateTimeField()
    checked_lot = models.ForeignKey(
        "billing.Lot", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    missing_count = models.PositiveIntegerField(default=0)  # rows still owed that the list then checked did not have
    proved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("lot", "lot_row_id"), nulls_distinct=False, name="a_lot_or_row_is_ticked_as_entered_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.lot_id}:{self.lot_row_id or 'whole'}"
