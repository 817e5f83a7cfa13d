"""Customer, Supply, Account, Number, Contact. An account is one contract: it is what owes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from recobro.access.models import Portfolio


class Segment(models.TextChoices):
    """Class of customer, which chooses the ladder."""

    HOUSEHOLD = "household"
    BUSINESS = "business"
    PUBLIC_BODY = "public_body"


class Customer(models.Model):
    """A person or company with a contract. `verified` is false for a stub made from a bank's or ERP's row."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    ref = models.CharField(max_length=40)  # the ERP's code, or "tax:…" / "name:…" for a stub
    name = models.CharField(max_length=160)
    tax_id = models.CharField(max_length=20, blank=True)
    segment = models.CharField(max_length=12, choices=Segment.choices, default=Segment.HOUSEHOLD.value)
    verified = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portfolio", "ref"), name="one_customer_per_portfolio_and_ref"),)
        indexes = (
            models.Index(fields=("portfolio", "tax_id"), condition=~Q(tax_id=""), name="customer_by_tax_id"),
            models.Index(fields=("portfolio", "name"), name="customer_by_name"),
        )

    def __str__(self) -> str:
        return self.name


class Supply(models.Model):
    """A physical place of supply. Its code (CUPS) is a dated `Number` of the account that uses it."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=24)
    address = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=60, blank=True)  # province as the ERP writes it
    tariff = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portfolio", "code"), name="one_supply_per_portfolio_and_code"),)

    def __str__(self) -> str:
        return self.code


class Account(models.Model):
    """One contract of one customer for at most one supply. A change of holder closes it and opens another."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="accounts")
    supply = models.ForeignKey(Supply, on_delete=models.PROTECT, null=True)  # null: the "no supply" account
    ref = models.CharField(max_length=40)  # contract code
    product = models.CharField(max_length=40, blank=True)
    verified = models.BooleanField(default=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portfolio", "ref"), name="one_account_per_portfolio_and_ref"),)

    def __str__(self) -> str:
        return self.ref


class Number(models.Model):
    """A dated number by which an account is found. Retiring a line ends one and begins another; both are searched."""

    class Kind(models.TextChoices):
        CUPS = "cups"
        SERVICE = "service"
        DUMMY = "dummy"
        MANDATE = "mandate"

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="numbers")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.CharField(max_length=40)  # upper case, no blanks
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("portfolio", "kind", "value"),
                condition=Q(to_on__isnull=True),
                name="a_living_number_has_one_account",
            ),
        )
        indexes = (models.Index(fields=("portfolio", "value"), name="number_by_value"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Contact(models.Model):
    """A way to reach a customer, with where it came from and when it was last said."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.CharField(max_length=120)
    source = models.CharField(max_length=40)  # "contracts", "logbook"
    seen_on = models.DateField()
    bounced_on = models.DateField(null=True)
    opted_out_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("customer", "kind", "value"), name="a_contact_is_once_per_customer"),
        )

    def __str__(self) -> str:
        return self.kind
