"""PolicyVersion: a ladder as it was published. Cases in flight keep theirs."""

from __future__ import annotations

from django.db import models

from recobro.access.models import Portfolio


class PolicyVersion(models.Model):
    """One published text of a ladder. Never changed; a new one is published beside it."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT)
    name = models.CharField(max_length=40)  # "es_household"
    version = models.PositiveSmallIntegerField()
    text = models.TextField()  # the TOML as published
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("portfolio", "name", "version"), name="one_text_per_ladder_and_version"),
        )

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"
