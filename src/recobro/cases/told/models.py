"""Told: an invoice's customer was told of it by others. Written down by the rooms above, counted by the ladder."""

from __future__ import annotations

from django.db import models

from recobro.access.models import Portfolio
from recobro.billing.models import Invoice
from recobro.parties.models import Account


class Told(models.Model):
    """One communication of others about one invoice. It proves at most one rung of one item, and says which."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, db_index=False)
    source_id = models.BigIntegerField()  # the notice above that tells of it
    proof = models.CharField(max_length=9)  # policies.rules.ProofKind
    sent_on = models.DateField()
    received_on = models.DateField(null=True)
    item = models.ForeignKey("cases.Item", on_delete=models.PROTECT, null=True, db_index=False)  # whose rung it proved
    rung = models.PositiveSmallIntegerField(null=True)
    was_rung = models.PositiveSmallIntegerField(null=True)  # of the item before: what a withdrawal restores
    was_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "cases"
        constraints = (
            models.UniqueConstraint(fields=("source_id", "invoice"), name="an_invoice_is_told_once_per_notice"),
            models.CheckConstraint(
                condition=models.Q(item__isnull=True, rung__isnull=True, was_rung__isnull=True)
                | models.Q(item__isnull=False, rung__gt=models.F("was_rung")),
                name="what_was_told_lifts_an_item_or_nothing",
            ),
        )
        indexes = (
            models.Index(
                fields=("portfolio", "account"),
                condition=models.Q(item__isnull=True, withdrawn_at__isnull=True),
                name="told_and_not_yet_counted",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_id}:{self.invoice_id}"
