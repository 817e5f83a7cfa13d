"""What people have said of the files of one source: what its columns hold, and what a bank's words mean."""

from __future__ import annotations

from django.db import models

from recobro.access.models import Portfolio


class ColumnProfile(models.Model):
    """How the sheets with this heading row are read. A person saved it; later files use it."""

    class Kind(models.TextChoices):
        UNPAID = "unpaid"
        PAYMENTS = "payments"
        CONTRACTS = "contracts"
        INVOICES = "invoices"
        RESULTS = "results"  # what a bank gives back to an order of ours

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, db_index=False)
    name = models.CharField(max_length=60)  # of the source, as people call it
    kind = models.CharField(max_length=10, choices=Kind.choices)
    fingerprint = models.CharField(max_length=32)  # of the folded headings (readers.sheet_heading.fingerprint_of)
    headings = models.JSONField()  # as they stand in the file, in their order
    places = models.JSONField()  # field of a reader's Row → column from 0
    decimal = models.CharField(max_length=1, blank=True)  # "," or "."; "": the file decides it
    month_first = models.BooleanField(default=False)
    sheet = models.CharField(max_length=60, blank=True)  # a hidden sheet that was chosen
    version = models.PositiveIntegerField(default=1)  # how often it was saved
    saved_by = models.CharField(max_length=60)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("portfolio", "fingerprint", "kind"), name="one_column_map_per_heading_row_and_kind"
            ),
        )

    def __str__(self) -> str:
        return self.name


class ResultText(models.Model):
    """What a bank's words in a result file mean: a reason code of the portfolio. Unknown words go to a person."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, db_index=False)
    text = models.CharField(max_length=120)  # folded: no accents, no case, no punctuation
    reason_code = models.CharField(max_length=12)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portfolio", "text"), name="a_banks_words_mean_one_reason"),)

    def __str__(self) -> str:
        return self.text
