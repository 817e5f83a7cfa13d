"""Portfolio, Person, Membership and the lists of the office."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from recobro.access.roles import Role

COUNTRIES = {"ES": ("EUR", "Europe/Madrid"), "EC": ("USD", "America/Guayaquil")}


class CollectedWhen(models.TextChoices):
    """When a direct debit of ours counts as collected; it is in flight until then (docs/decisions/0006)."""

    CREDITED = "credited"  # when the bank's file says so
    DUE = "due"  # on its day, for banks that tell only of what comes back


class Portfolio(models.Model):
    """The unpaid debt of one company in one country and one currency."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    zone = models.CharField(max_length=40)
    region = models.CharField(max_length=10, blank=True)  # subdivision whose holidays the office keeps, e.g. "MD"
    case_prefix = models.CharField(max_length=5, default="EXP")  # "IMP-2026-03318"
    last_case_number = models.PositiveIntegerField(default=0)
    first_releases_cap = models.PositiveIntegerField(
        default=50
    )  # notices per release until `capped_releases` is used up
    capped_releases = models.PositiveIntegerField(default=5)
    releases = models.PositiveIntegerField(default=0)
    reversal_days = models.PositiveSmallIntegerField(default=30)  # so long after it was booked a lot may be taken back
    collected_when = models.CharField(
        max_length=8, default="credited", choices=CollectedWhen.choices
    )  # when a direct debit that we presented counts as collected
    stopped = models.BooleanField(default=False)  # global stop switch: nothing leaves
    erp_list_percent = models.PositiveSmallIntegerField(default=70)  # a shorter list of the ERP than this share asks
    receipt_hours = models.PositiveSmallIntegerField(default=24)  # in which the office says that a report was received
    last_run_on = models.DateField(null=True)
    last_run_at = models.DateTimeField(null=True)  # what moved since then is looked at by the next run
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(country__in=("ES", "EC")), name="portfolio_is_of_a_known_country"),
            models.CheckConstraint(
                condition=Q(collected_when__in=("credited", "due")), name="portfolio_says_when_a_debit_is_collected"
            ),
            models.CheckConstraint(condition=Q(currency__in=("EUR", "USD")), name="portfolio_has_one_known_currency"),
        )

    def __str__(self) -> str:
        return self.code


class PersonManager(BaseUserManager["Person"]):
    """Makes people; nobody is made without a name."""

    def create_user(self, name: str, password: str | None = None, **fields: object) -> Person:
        person = self.model(name=name, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in. Nobody shares an account."""

    name = models.CharField(max_length=60, unique=True)  # what is typed to sign in
    full_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """The role of one person in one portfolio."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "portfolio"), name="one_role_per_person_and_portfolio"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class MailList(models.Model):
    """Who in the office receives which of the day's mails."""

    class Kind(models.TextChoices):
        OPERATIONS = "operations"  # lot report, for whoever keeps the billing system up to date
        CONTROL = "control"  # lot report, for the controller
        CUTS = "cuts"  # near cuts, for the colleague who tells each customer once more

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="mail_lists")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    address = models.EmailField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("portfolio", "kind", "address"), name="an_address_is_once_on_a_list"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"
