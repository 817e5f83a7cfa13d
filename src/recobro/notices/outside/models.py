"""OutsideNotice, OutsideInvoice, OutsideDocument: what others sent to our customers, and the papers that show it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from recobro.access.models import Portfolio
from recobro.billing.models import Invoice
from recobro.journal.models import Blob
from recobro.parties.models import Account
from recobro.readers.notice_words import NoticeKind
from recobro.readers.pdf import Signed


class OutsideNotice(models.Model):
    """One communication that somebody else sent to a customer. Grade: A receipt proved, B presumed, C handed over
    (COM-02), "" when nothing shows that it left, or it came back.
    """

    class Sender(models.TextChoices):
        """Who sent it."""

        ERP = "erp"
        OTHER = "other"

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=9, choices=[(kind.value, kind.value) for kind in NoticeKind])
    by = models.CharField(max_length=5, choices=Sender.choices, default=Sender.ERP.value)
    sent_on = models.DateField()
    received_on = models.DateField(null=True)
    recipient = models.CharField(max_length=120, blank=True)  # the address used: erasable
    cut_on = models.DateField(null=True)  # the programmed cut that it announces
    called = models.CharField(max_length=120, blank=True)  # as its sender calls it
    result = models.CharField(max_length=80, blank=True)  # as its sender says it
    attested = models.BooleanField(default=False)  # a list or a certificate says that it left; a letter alone does not
    listed = models.BooleanField(default=False)  # a list of its sender tells of it
    certified = models.BooleanField(default=False)  # its receipt stands in a certificate with a trusted signature
    failed = models.BooleanField(default=False)  # it came back, or was refused
    grade = models.CharField(max_length=1, blank=True, choices=[("A", "A"), ("B", "B"), ("C", "C")])
    lot_row_id = models.BigIntegerField(null=True)  # the row that told of it first
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # a person took it back: it proves nothing, and stays known
    withdrawn_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("portfolio", "account", "kind", "sent_on", "recipient"),
                name="a_notice_of_others_is_known_once",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("sent_on")),
                name="nothing_is_received_before_it_is_sent",
            ),
            models.CheckConstraint(
                condition=~Q(grade="A") | Q(received_on__isnull=False), name="the_best_grade_knows_the_receipt"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.sent_on}"


class OutsideInvoice(models.Model):
    """An invoice of which an outside notice speaks."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    notice = models.ForeignKey(OutsideNotice, on_delete=models.CASCADE, related_name="invoices")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("notice", "invoice"), name="an_invoice_is_once_in_a_notice_of_others"),
        )

    def __str__(self) -> str:
        return f"{self.notice_id}:{self.invoice_id}"


class OutsideDocument(models.Model):
    """One PDF: the letter, or the certificate of its sending. It waits without a notice until its case is known."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    notice = models.ForeignKey(OutsideNotice, on_delete=models.PROTECT, null=True, related_name="documents")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, db_index=False)
    paper = models.CharField(max_length=11)  # readers.notice_text.Paper
    said = models.JSONField(
        default=dict
    )  # readers.notice_text.Named: numbers to look up again, days, address; erasable
    file_name = models.CharField(max_length=200)
    pages = models.PositiveSmallIntegerField()
    signature = models.CharField(max_length=10, choices=[(state.value, state.value) for state in Signed])
    signer = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portfolio", "blob"), name="a_document_is_once_per_portfolio"),)

    def __str__(self) -> str:
        return self.file_name
