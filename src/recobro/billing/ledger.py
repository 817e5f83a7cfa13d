"""Invoice, CollectionAttempt, DebitReturn, Payment, the append-only LedgerEntry; one balance per account, the lock.

The sum of all entries of a portfolio is what it is owed. For any two moments, by posting time:
opening + charged + returned − collected − adjusted − written off = closing.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from recobro.access.models import Portfolio
from recobro.parties.models import Account


class Invoice(models.Model):
    """A billing document of the ERP. `open_cents` is the sum of its entries, kept with them in one statement."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    number = models.CharField(max_length=40)  # upper case, no blanks at the ends
    amount_cents = models.BigIntegerField()  # negative: a credit note
    open_cents = models.BigIntegerField(default=0)
    issued_on = models.DateField(null=True)  # null while only a return or the ERP's list speaks of it
    due_on = models.DateField()  # last day to pay; for an assumed invoice the day of its collection
    returns = models.PositiveSmallIntegerField(default=0)  # how often its direct debit came back
    last_return_on = models.DateField(null=True)
    last_reason_code = models.CharField(max_length=12, blank=True)
    assumed = models.BooleanField(default=False)  # no invoice file has spoken of it yet

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("portfolio", "number"), name="one_invoice_per_portfolio_and_number"),
        )
        indexes = (
            models.Index(fields=("account", "due_on"), condition=~Q(open_cents=0), name="invoice_open_by_account"),
            models.Index(fields=("portfolio", "due_on"), condition=Q(open_cents__gt=0), name="invoice_open_by_due_day"),
        )

    def __str__(self) -> str:
        return self.number


class CollectionAttempt(models.Model):
    """One direct debit presented for an invoice. One attempt nets to zero when it comes back.

    Not assumed, not collected, not cancelled and not returned it is money in flight: it holds the next step of its
    invoice. See docs/decisions/0006.
    """

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, db_index=False)
    ordinal = models.PositiveSmallIntegerField()  # first, second … presentation of this invoice
    end_to_end_id = models.CharField(max_length=40)
    batch_id = models.CharField(max_length=40, blank=True)
    amount_cents = models.BigIntegerField()
    due_on = models.DateField()
    assumed = models.BooleanField(default=True)  # known only because it came back; no remittance of ours has told of it
    message_id = models.CharField(max_length=80, blank=True)  # MsgId of the remittance
    lot_row_id = models.BigIntegerField(null=True)  # its row in the remittance; null while assumed
    presented_on = models.DateField(null=True)  # the day the remittance was made; null while assumed
    accepted_on = models.DateField(null=True)  # the bank took the order: evidence, not money
    collected_on = models.DateField(null=True)  # the bank credited it, or its day came (Portfolio.collected_when)
    collected_row_id = models.BigIntegerField(null=True)  # the row that first told of the credit
    cancelled_on = models.DateField(null=True)  # the bank refused our file for a fault of ours: nobody is unpaid

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "invoice", "ordinal"), name="one_attempt_per_invoice_and_ordinal"
            ),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="an_attempt_collects_more_than_zero"),
            models.CheckConstraint(
                condition=Q(assumed=True) | Q(lot_row_id__isnull=False), name="a_presented_attempt_has_its_remittance"
            ),
            models.UniqueConstraint(
                fields=("lot_row_id",),
                condition=Q(cancelled_on__isnull=True, lot_row_id__isnull=False),
                name="a_row_of_a_remittance_is_presented_once",
            ),
        )
        indexes = (
            models.Index(fields=("portfolio", "end_to_end_id"), name="attempt_by_end_to_end_id"),
            models.Index(fields=("portfolio", "batch_id"), condition=Q(assumed=False), name="attempt_by_batch"),
            models.Index(fields=("portfolio", "message_id"), condition=Q(assumed=False), name="attempt_by_message"),
            models.Index(
                fields=("account", "invoice"),
                condition=Q(assumed=False, collected_on__isnull=True, cancelled_on__isnull=True),
                name="attempt_in_flight",
            ),
        )

    def __str__(self) -> str:
        return self.end_to_end_id


class DebitReturn(models.Model):
    """A direct debit that came back: one event per attempt, however many files speak of it."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT)
    attempt = models.ForeignKey(CollectionAttempt, on_delete=models.PROTECT, db_index=False)
    lot_row_id = models.BigIntegerField()  # the first evidence
    source = models.CharField(max_length=12)  # family of the message: pain.002 | camt.053 | camt.054 | csb19.14 | erp
    reason_code = models.CharField(max_length=12)
    amount_cents = models.BigIntegerField()
    fee_cents = models.BigIntegerField(default=0)  # what the bank charged us; never part of the debt
    returned_on = models.DateField()
    evidences = models.PositiveSmallIntegerField(default=1)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "attempt"), condition=Q(undone_at__isnull=True), name="an_attempt_comes_back_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.reason_code}"


class ReturnEvidence(models.Model):
    """A further message that tells of a return already known: the statement after the notification, the ERP's list."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    debit_return = models.ForeignKey(DebitReturn, on_delete=models.PROTECT, related_name="told")
    lot_row_id = models.BigIntegerField()
    source = models.CharField(max_length=12)
    told_on = models.DateField()  # the day that this message gives for the return

    class Meta:
        constraints = (models.UniqueConstraint(fields=("lot_row_id",), name="a_row_is_evidence_of_one_return"),)

    def __str__(self) -> str:
        return f"{self.debit_return_id} {self.source}"


class Payment(models.Model):
    """Money of a customer. What is left after its invoices stays as the account's credit."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    amount_cents = models.BigIntegerField()
    received_on = models.DateField()
    reference = models.CharField(max_length=80, blank=True)  # the bank's or ERP's own reference
    lot_row_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="a_payment_is_more_than_zero"),
            models.UniqueConstraint(
                fields=("lot_row_id",), condition=Q(undone_at__isnull=True), name="one_payment_per_row_of_a_file"
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount_cents}"


class Refund(models.Model):
    """Money that went back to a customer: out of the credit or, when a person says so, out of what was paid."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    amount_cents = models.BigIntegerField()
    refunded_on = models.DateField()
    reference = models.CharField(max_length=80, blank=True)  # the ERP's own reference
    lot_row_id = models.BigIntegerField()
    undone_at = models.DateTimeField(null=True)  # its lot was taken back

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="a_refund_is_more_than_zero"),
            models.UniqueConstraint(
                fields=("lot_row_id",), condition=Q(undone_at__isnull=True), name="one_refund_per_row_of_a_file"
            ),
        )

    def __str__(self) -> str:
        return f"-{self.amount_cents}"


class LedgerEntry(models.Model):
    """One signed change of what an account owes. Never changed, never deleted: a correction is an opposite entry."""

    class Kind(models.TextChoices):
        OPENING = "opening"
        CHARGED = "charged"
        RETURNED = "returned"
        COLLECTED = "collected"
        ADJUSTED = "adjusted"
        WRITTEN_OFF = "written_off"

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    invoice_id = models.BigIntegerField(null=True)  # null: credit of the account
    kind = models.CharField(max_length=11, choices=Kind.choices)
    amount_cents = models.BigIntegerField()  # what it adds to the debt; collected and credit notes are negative
    value_on = models.DateField()
    posted_at = models.DateTimeField()
    lot_id = models.BigIntegerField(null=True)
    lot_row_id = models.BigIntegerField(null=True)
    payment_id = models.BigIntegerField(null=True)
    attempt_id = models.BigIntegerField(null=True)
    refund_id = models.BigIntegerField(null=True)  # raises the debt again, or takes that back
    reverses_id = models.BigIntegerField(null=True)  # the entry whose effect it takes back, wholly or in part
    assumed = models.BooleanField(default=False)  # written because another entry implies it

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(amount_cents=0), name="an_entry_changes_the_debt"),
            models.CheckConstraint(
                condition=Q(reverses_id__isnull=False) | ~Q(kind__in=("charged", "returned")) | Q(amount_cents__gt=0),
                name="charged_and_returned_raise_the_debt",
            ),
            models.CheckConstraint(
                condition=Q(reverses_id__isnull=False) | ~Q(kind="collected") | Q(amount_cents__lt=0),
                name="collected_lowers_the_debt",
            ),
            models.CheckConstraint(
                condition=Q(refund_id__isnull=True) | Q(kind="collected", reverses_id__isnull=False),
                name="a_refund_takes_back_what_was_collected",
            ),
            models.UniqueConstraint(
                fields=("lot_row_id", "kind", "payment_id", "invoice_id"),
                condition=Q(lot_row_id__isnull=False, reverses_id__isnull=False),
                nulls_distinct=False,
                name="a_row_takes_money_back_once",
            ),
            models.UniqueConstraint(
                fields=("lot_row_id", "kind", "invoice_id"),
                condition=Q(lot_row_id__isnull=False, reverses_id__isnull=True),
                nulls_distinct=False,
                name="a_row_posts_one_entry_of_a_kind_per_invoice",
            ),
        )
        indexes = (
            models.Index(fields=("portfolio", "posted_at"), name="entry_by_posting_time"),
            models.Index(fields=("account", "id"), name="entry_by_account"),
            models.Index(fields=("account",), condition=Q(invoice_id__isnull=True), name="credit_by_account"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_cents}"


class AccountBalance(models.Model):
    """What an account owes, and the one lock: booking, holds, protections and whoever acts on the account take it."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True)
    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    balance_cents = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("portfolio", "moved_at"), name="balance_by_last_move"),)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.balance_cents}"
