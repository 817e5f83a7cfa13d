"""Notice, OfficeMail, Proof. A notice is unique per step, channel, recipient and attempt."""

from __future__ import annotations

from django.db import models

from recobro.access.models import Portfolio
from recobro.cases.models import Step
from recobro.parties.models import Account


class Notice(models.Model):
    """One message to one recipient. Its words are frozen when it is released."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"  # accepted by the channel
        REFUSED = "refused"  # asked once more before sending, and the answer was no
        FAILED = "failed"
        UNCERTAIN = "uncertain"

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="notices")
    channel = models.CharField(max_length=10)  # "email"
    recipient = models.CharField(max_length=120)  # the address used: erasable
    attempt = models.PositiveSmallIntegerField(default=1)
    template = models.CharField(max_length=40)  # "es_household/aviso_1"
    template_sha256 = models.CharField(max_length=64)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    owed_cents = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED.value)
    reason = models.CharField(max_length=60, blank=True)
    message_id = models.CharField(max_length=120, blank=True)  # Message-ID given to the channel
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("step", "channel", "recipient", "attempt"), name="a_notice_is_sent_once_per_step_and_recipient"
            ),
        )

    def __str__(self) -> str:
        return f"{self.step_id} {self.channel}"


class OfficeMail(models.Model):
    """A mail to the office itself: lot report, near cuts."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)  # "lot_report" | "near_cuts"
    key = models.CharField(max_length=100)
    list_kind = models.CharField(max_length=12, blank=True)  # access.MailList.Kind, of a mail that wants an answer
    subject_id = models.BigIntegerField(null=True)  # what it tells of: the lot of a lot report
    recipients = models.JSONField()  # list of addresses
    subject = models.CharField(max_length=200)
    body = models.TextField()
    attachment_name = models.CharField(max_length=120, blank=True)
    attachment_sha256 = models.CharField(max_length=64, blank=True)  # a Blob
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portfolio", "key"), name="one_office_mail_per_key"),)

    def __str__(self) -> str:
        return self.key


class Receipt(models.Model):
    """Somebody of a list says that its mail arrived. The mail itself left through the outbox; this is the answer."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    mail = models.ForeignKey(OfficeMail, on_delete=models.PROTECT, related_name="receipts")
    by = models.CharField(max_length=60)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("mail", "by"), name="a_person_receives_a_mail_once"),)

    def __str__(self) -> str:
        return f"{self.mail_id} {self.by}"


class Proof(models.Model):
    """Evidence that a notice went out or arrived. Grade: A receipt proved, B presumed, C handed over (COM-02)."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="proofs")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=12)  # accepted | delivered | certified | done
    grade = models.CharField(max_length=1, choices=[("A", "A"), ("B", "B"), ("C", "C")])
    on = models.DateField()
    sha256 = models.CharField(max_length=64)  # of the message as it left, or of the certificate
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("step", "kind", "sha256"), name="a_proof_counts_once_per_step"),)

    def __str__(self) -> str:
        return f"{self.step_id} {self.kind}"
