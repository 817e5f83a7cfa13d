"""ParallelRun: one comparison of one evening. ParallelLine: one difference of it, with what the ledger knows of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from recobro.access.models import Portfolio
from recobro.journal.models import Blob


class ParallelRun(models.Model):
    """The ledger at the end of a day against the office's table of that evening. A signed day never changes again."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    day = models.DateField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, db_index=False)
    sha256 = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)  # of both totals and every difference: the same again changes nothing
    file_name = models.CharField(max_length=200)
    ours_count = models.BigIntegerField()
    ours_cents = models.BigIntegerField()
    theirs_count = models.BigIntegerField()
    theirs_cents = models.BigIntegerField()
    equal_count = models.BigIntegerField()
    equal_cents = models.BigIntegerField()
    differing_count = models.BigIntegerField()
    unexplained_count = models.BigIntegerField()  # differences of which the ledger does not know why
    compared_by = models.CharField(max_length=60)
    compared_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)  # another file, or a moved ledger, took its place
    signed_by = models.CharField(max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("portfolio", "day"), condition=Q(replaced_at__isnull=True), name="one_living_comparison_per_day"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(unexplained_count=0, replaced_at__isnull=True),
                name="a_signed_day_has_every_difference_explained",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day}"

    @property
    def gap_cents(self) -> int:
        """What the office's table holds more than the ledger."""
        return self.theirs_cents - self.ours_cents

    @property
    def is_equal(self) -> bool:
        """No difference at all."""
        return self.differing_count == 0


class ParallelLine(models.Model):
    """One difference. The name is a personal value: the row can be erased, the counts of its run stay."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    run = models.ForeignKey(ParallelRun, on_delete=models.CASCADE, related_name="lines", db_index=False)
    kind = models.CharField(max_length=12)  # rules.Kind
    invoice_number = models.CharField(max_length=40)
    who = models.CharField(max_length=160, blank=True)
    line = models.PositiveIntegerField(default=0)  # row of their table; 0: it is not there
    ours_cents = models.BigIntegerField(null=True)
    theirs_cents = models.BigIntegerField(null=True)
    why = models.CharField(max_length=40)  # wording key
    explained = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("run", "invoice_number", "line"), name="one_difference_per_invoice_and_row"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.invoice_number}"
