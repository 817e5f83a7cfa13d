"""Lot, its rows and the proposals for what could not be matched: how a file's rows reach the ledger."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from recobro.access.models import Person, Portfolio
from recobro.billing.ledger import (
    AccountBalance,
    CollectionAttempt,
    DebitReturn,
    Invoice,
    LedgerEntry,
    Payment,
    Refund,
    ReturnEvidence,
)
from recobro.billing.parallel.models import ParallelLine, ParallelRun
from recobro.billing.profiles import ColumnProfile, ResultText
from recobro.billing.proof.models import Difference, ErpEntry, Snapshot
from recobro.journal.models import Blob
from recobro.parties.models import Account

__all__ = [
    "AccountBalance",
    "CellRepair",
    "CollectionAttempt",
    "ColumnProfile",
    "DebitReturn",
    "Difference",
    "ErpEntry",
    "Invoice",
    "LedgerEntry",
    "Lot",
    "LotRow",
    "MatchProposal",
    "ParallelLine",
    "ParallelRun",
    "Payment",
    "Refund",
    "ResultText",
    "ReturnEvidence",
    "ReturnReason",
    "RowOwner",
    "Snapshot",
]


class ReturnReason(models.Model):
    """What a bank's reason code means for us. An editable table per portfolio; unknown codes go to a person."""

    class Treatment(models.TextChoices):
        """What the code does to the dunning of that invoice."""

        GO_ON = "no"  # the ladder runs
        HOLD = "hold"  # frozen until a person decides
        STOP = "yes"  # no dunning at all

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, db_index=False)
    code = models.CharField(max_length=12)
    name_es = models.CharField(max_length=160)
    category = models.CharField(max_length=20)  # "our_error": the fault is ours, nobody is dunned
    retryable = models.CharField(max_length=10)  # yes | after_fix | no
    stops_dunning = models.CharField(max_length=4, choices=Treatment.choices)
    suggested_action = models.CharField(max_length=250)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("portfolio", "code"), name="a_reason_code_is_once_per_portfolio"),
        )

    def __str__(self) -> str:
        return self.code


class Lot(models.Model):
    """One file received. It books whole or not at all: declared = booked + waiting + faulty, in count and cents."""

    class Kind(models.TextChoices):
        RETURNS = "returns"  # pain.002, camt, 19.14: may also carry payments and other lines
        UNPAID = "unpaid"  # the ERP's list of open returned items
        PAYMENTS = "payments"
        CONTRACTS = "contracts"
        INVOICES = "invoices"
        OPENING = "opening"  # the old table of unpaid invoices, once, when an office moves in
        REMITTANCE = "remittance"  # our own direct debits: presented, not collected
        NOTICES = "notices"  # what others sent to the customers: a list, or one PDF

    LETTERS: ClassVar[dict[str, str]] = {Kind.RETURNS.value: "DEV", Kind.REMITTANCE.value: "REM"}

    class Status(models.TextChoices):
        RECEIVED = "received"  # bytes kept, nothing read yet (a crash leaves it here; taking it again goes on)
        CHECKED = "checked"  # read and proved; shown to a person before it books
        BOOKED = "booked"
        WAITING = "waiting"  # a person can settle it: a total is missing, a namespace unknown, an amount unreadable
        DUPLICATE = "duplicate"
        REFUSED = "refused"  # contradicts itself or cannot be read
        REVERSED = "reversed"  # undone as a whole by opposite entries

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    number = models.PositiveIntegerField()  # shown as "DEV-2026-121"
    kind = models.CharField(max_length=10, choices=Kind.choices)
    format = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status.choices)
    reason = models.CharField(max_length=40, blank=True)  # wording key: why it waits, or was refused
    reason_data = models.JSONField(default=dict)
    file_name = models.CharField(max_length=200)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, db_index=False)
    sha256 = models.CharField(max_length=64)
    message_id = models.CharField(max_length=80, blank=True)
    sender = models.CharField(max_length=80, blank=True)  # the bank's or ERP's own name in the file
    currency = models.CharField(max_length=3)
    file_on = models.DateField(null=True)  # the day the file speaks of
    declared_count = models.BigIntegerField(null=True)
    declared_cents = models.BigIntegerField(null=True)
    declared_by = models.CharField(max_length=12, blank=True)  # file | entries | totals_row | remittance | person
    read_count = models.BigIntegerField(default=0)
    read_cents = models.BigIntegerField(default=0)
    booked_count = models.BigIntegerField(default=0)  # includes rows that are further evidence of something known
    booked_cents = models.BigIntegerField(default=0)
    known_count = models.BigIntegerField(default=0)  # of the booked ones: already in the ledger, nothing posted
    known_cents = models.BigIntegerField(default=0)
    waiting_count = models.BigIntegerField(default=0)
    waiting_cents = models.BigIntegerField(default=0)
    faulty_count = models.BigIntegerField(default=0)
    faulty_cents = models.BigIntegerField(default=0)
    ignored_count = models.BigIntegerField(default=0)  # lines that are none of our business; outside the equation
    notes = models.JSONField(default=list)  # what a person should know: {code, found, line}
    received_by = models.CharField(max_length=60)
    received_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True)
    reversed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("portfolio", "number"), name="one_lot_number_per_portfolio"),
            models.UniqueConstraint(
                fields=("portfolio", "sha256"),
                condition=Q(status__in=("received", "checked", "booked", "waiting")),
                name="the_same_bytes_are_one_living_lot",
            ),
            models.CheckConstraint(
                condition=~Q(status="booked")
                | Q(declared_count=F("booked_count") + F("waiting_count") + F("faulty_count"))
                & Q(declared_cents=F("booked_cents") + F("waiting_cents") + F("faulty_cents")),
                name="a_booked_lot_adds_up_to_what_was_declared",
            ),
            models.UniqueConstraint(
                fields=("portfolio",),
                condition=Q(kind="opening", status="booked"),
                name="a_portfolio_is_opened_once",
            ),
        )

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """What people call it: DEV-2026-121."""
        return f"{self.LETTERS.get(self.kind, 'LOT')}-{self.received_at.year}-{self.number}"


class LotRow(models.Model):
    """One record of a file, as read, and what became of it. Rows wait in the open; none is dropped."""

    class Status(models.TextChoices):
        BOOKED = "booked"
        KNOWN = "known"  # further evidence of something the ledger already holds
        WAITING = "waiting"  # no certain match: `reason` says why, proposals may help
        FAULTY = "faulty"  # cannot be read: `reason`, `found`, `field`
        SET_ASIDE = "set_aside"  # a person put it aside by name
        SENT_BACK = "sent_back"  # given back to the bank, which owes an answer; may come back
        IGNORED = "ignored"  # none of our business (fees, suppliers)

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)  # readers.rows.RowKind
    status = models.CharField(max_length=9, choices=Status.choices)
    reason = models.CharField(max_length=40, blank=True)  # wording key
    amount_cents = models.BigIntegerField(null=True)  # null: the format carries none, or it cannot be read
    fee_cents = models.BigIntegerField(default=0)
    end_to_end_id = models.CharField(max_length=40, blank=True)
    batch_id = models.CharField(max_length=40, blank=True)
    invoice_number = models.CharField(max_length=40, blank=True)
    reason_code = models.CharField(max_length=12, blank=True)
    booked_on = models.DateField(null=True)
    account_id = models.BigIntegerField(null=True)  # a match is a new fact: set when booked or accepted
    invoice_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)  # the rest as read (names, texts, accounts): erasable

    class Meta:
        constraints = (models.UniqueConstraint(fields=("lot", "line"), name="one_row_per_line_of_a_lot"),)
        indexes = (
            models.Index(
                fields=("portfolio", "status", "id"),
                condition=Q(status__in=("waiting", "faulty")),
                name="rows_that_wait_in_the_open",
            ),
            models.Index(
                fields=("portfolio", "status", "id"),
                condition=Q(status__in=("set_aside", "sent_back")),
                name="rows_that_left_the_trays",
            ),
            models.Index(
                fields=("portfolio", "id"),
                condition=Q(status="ignored", reason="no_remittance"),
                name="rows_of_unknown_remittances",
            ),
            models.Index(
                fields=("account_id",),
                condition=Q(kind="payment", amount_cents__lt=0),
                name="rows_that_take_money_back",
            ),
        )

    def __str__(self) -> str:
        return f"{self.lot_id}:{self.line}"


class RowOwner(models.Model):
    """Who of the office looks after a row of the trays. Kept by lot and line: a lot read again has new rows."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, db_index=False)
    line = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False)
    assigned_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("lot", "line"), name="a_row_has_one_owner"),)
        indexes = (models.Index(fields=("portfolio", "person"), name="rows_by_owner"),)

    def __str__(self) -> str:
        return f"{self.lot_id}:{self.line} {self.person_id}"


class CellRepair(models.Model):
    """A cell that a person put right, beside what the file says. The bytes stay as they came; the last one counts.

    Values may be personal, so they live here, erasable, and not in the journal.
    """

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, db_index=False)
    line = models.PositiveIntegerField()
    field = models.CharField(max_length=80)  # heading of the column, as it stands in the file
    found = models.CharField(max_length=200, blank=True)  # what the cell said before
    typed = models.CharField(max_length=200)
    why = models.CharField(max_length=200)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("lot", "line", "id"), name="repairs_by_row"),)

    def __str__(self) -> str:
        return f"{self.lot_id}:{self.line} {self.field}"


class MatchProposal(models.Model):
    """A guess what a waiting row belongs to, and why. Never taken by itself; it holds the account's next step."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    lot_row = models.ForeignKey(LotRow, on_delete=models.CASCADE, related_name="proposals")
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, db_index=False)
    reason = models.CharField(max_length=40)  # wording key: same_amount_and_name …
    confidence = models.PositiveSmallIntegerField()  # percent
    settled_at = models.DateTimeField(null=True)  # accepted, or the row was settled otherwise: holds nothing any more

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("lot_row", "account", "invoice"),
                nulls_distinct=False,
                name="one_proposal_per_row_and_candidate",
            ),
        )

    def __str__(self) -> str:
        return f"{self.lot_row_id}→{self.account_id}"
