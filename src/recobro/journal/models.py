"""Entry, Seal, Outbox, Task, Blob. Ids, codes and digests only: personal values live in erasable rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One thing that happened. Written in the transaction that did it; the database refuses to change or delete it."""

    portfolio_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)  # sign-in name, or "sistema"
    verb = models.CharField(max_length=40)  # "lot.booked"
    subject = models.CharField(max_length=60)  # "lot:12"
    data = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=("subject", "id"), name="journal_entry_by_subject"),
            models.Index(
                fields=("account_id", "id"), condition=Q(account_id__isnull=False), name="journal_entry_by_account"
            ),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class Seal(models.Model):
    """Hash over a batch of entries and the previous seal: no entry can be changed unseen."""

    from_id = models.BigIntegerField()
    to_id = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)  # sha256 over the entries' own hashes, in order of id
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)  # sha256(previous || digest)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("from_id",), name="one_seal_begins_at_an_entry"),
            models.CheckConstraint(condition=Q(to_id__gte=models.F("from_id")), name="a_seal_covers_entries_forward"),
        )

    def __str__(self) -> str:
        return f"{self.from_id}–{self.to_id}"


class Blob(models.Model):
    """Bytes by their sha256: files received, letters, proofs. Saved in the same transaction as what refers to them."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    data = models.BinaryField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class Outbox(models.Model):
    """Something that has to leave the house. The row is the truth; a worker only carries it out."""

    class State(models.TextChoices):
        READY = "ready"
        CLAIMED = "claimed"  # a worker has it; after a crash it is looked at again
        HANDED = "handed"  # being handed to the provider: a crash here leaves it uncertain, never repeated blindly
        SENT = "sent"
        REFUSED = "refused"  # asked once more and the answer was no
        FAILED = "failed"  # the provider said no for good
        UNCERTAIN = "uncertain"  # nobody knows whether it left; a person or a delivery event closes it

    portfolio_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)  # "notice" | "mail"
    key = models.CharField(max_length=100)  # what makes it unique: "notice:81", "lot-report:12:control"
    subject_id = models.BigIntegerField()  # the notice or office mail
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY.value)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=60, blank=True)  # wording key of a refusal or failure
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portfolio_id", "key"), name="one_outbox_row_per_key"),)
        indexes = (
            models.Index(
                fields=("kind", "not_before", "id"),
                condition=Q(state__in=("ready", "claimed", "handed")),
                name="outbox_still_to_leave",
            ),
        )

    def __str__(self) -> str:
        return self.key


class Task(models.Model):
    """Long work that a page watches: how much is done, what came out. A job of the same name as `kind` does it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    portfolio_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)  # "lot.check"
    subject_id = models.BigIntegerField(null=True)  # the lot
    asked = models.JSONField(default=dict)  # how it is to be done: numbers and yes or no
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING.value)
    phase = models.CharField(max_length=20, blank=True)  # "read", "match": what is being done now
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)  # 0: nobody knows yet
    result = models.JSONField(default=dict)  # codes and counts; of a failure: {"code": …}
    by = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("portfolio_id", "kind", "subject_id"),
                condition=Q(state__in=("waiting", "running")),
                name="one_open_task_per_kind_and_subject",
            ),
        )
        indexes = (models.Index(fields=("portfolio_id", "subject_id", "id"), name="journal_task_by_subject"),)

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject_id}"
