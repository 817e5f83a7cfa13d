"""The logbook: one Tuesday at an Ecuadorian telecom, from the cashiers' file to the list that advisors work.

Rosa owes her fixed internet and has been reminded; Wilson owes his mobile and pays at the counter; a company is three
weeks late; somebody pays whom nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from recobro.access.roles import Right, Role, Stage, may_see_amount, may_tell_amount
from recobro.billing.models import LotRow
from recobro.cases.explain import explain
from recobro.cases.models import Case, Step
from recobro.core.errors import RuleBroken
from recobro.flows import release
from recobro.flows.lot_report import LotReport
from recobro.parties.models import Number
from recobro.reports.totals import Split, Totals
from recobro.runs.demo import numbers, sheets
from recobro.runs.demo.arrivals import Arrival, contracts, invoices, payments_table
from recobro.runs.demo.events import Bill, Paid
from recobro.runs.demo.people import Client, Habit
from tests.stories.office import Office, mails, text

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 10, 27)


def client(nth: int, name: str, product: str, service: str) -> Client:
    """A customer with one service in Quito."""
    return Client(
        ref=f"TA-{nth}", name=name, tax_id=numbers.cedula(17, nth), segment="household", supply=service,
        address="Av. de los Capulíes N34-12", town="Quito", region="Pichincha", postcode="",
        email=f"abonado{nth}@example.com", phone=numbers.ecuadorian_mobile(nth), product=product, mandate="",
        account="", bank=0, cycle=0, mean_cents=0, habit=Habit.ORDERS, turn=0,
    )  # fmt: skip


ROSA = client(1, "Rosa Elena Guamán Pilco", "Internet fijo", numbers.ecuadorian_landline("02", 1))
WILSON = client(2, "Wilson Patricio Toapanta Lema", "Móvil pospago", numbers.ecuadorian_mobile(2))
COMPANY = replace(
    client(3, "Comercial Cumbre Nublada S.A.", "Telefonía fija", numbers.ecuadorian_landline("02", 3)),
    segment="business",
)
EVERYBODY = [ROSA, WILSON, COMPANY]
BILLS = {
    one: Bill(f"001-002-00000010{nth}", one, cents, date(2026, 10, 1), due_on)
    for nth, (one, cents, due_on) in enumerate(
        (
            (ROSA, 3_190, date(2026, 10, 21)),
            (WILSON, 2_640, date(2026, 10, 26)),
            (COMPANY, 14_860, date(2026, 10, 16)),
        ),
        1,
    )
}


def counter(name: str, *rows: Paid, extra: tuple[sheets.Cell, ...] = ()) -> Arrival:
    """The cashiers' file of a day."""
    table = payments_table("EC", rows)
    if extra:
        table = replace(table, rows=[*table.rows, extra])
    return Arrival(f"{name}.csv", sheets.csv_text(table, encoding="utf-8", comma=False), "payments")


@dataclass
class Story:
    """What was seen on the way through the day."""

    office: Office
    folder: Path
    reports: dict[str, LotReport] = field(default_factory=dict)
    proposed: dict[str, str] = field(default_factory=dict)
    again: dict[str, str] = field(default_factory=dict)
    why: list[str] = field(default_factory=list)
    totals: Totals | None = None
    split: Split | None = None


@pytest.fixture(scope="module")
def story(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    """The whole day, played once."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("RECOBRO_HOME", str(home))
        patch.delenv("RECOBRO_SMTP_URL", raising=False)
        yield play(Story(Office("andina", "EC", "Telefonía Andina", date(2026, 10, 1)), home / "outbox"))
        transaction.set_rollback(True)


def play(story: Story) -> Story:
    """The bills of October, the first reminders, then the Tuesday."""
    office = story.office
    office.ordinary_day(
        date(2026, 10, 2),
        contracts("EC", EVERYBODY, date(2026, 10, 2)),
        invoices("EC", list(BILLS.values()), date(2026, 10, 2)),
    )
    office.ordinary_day(date(2026, 10, 19))
    office.ordinary_day(date(2026, 10, 22))
    with office.at(TUESDAY, 9):
        wilson = Paid(TUESDAY, WILSON, BILLS[WILSON].cents, "261027000001", BILLS[WILSON], "Ventanilla")
        stranger = (TUESDAY, "Blanca Inés Macías", "", "", "", 1_875, "Ventanilla", "261027000002")
        story.reports["counter"] = office.takes(counter("recaudacion", wilson, extra=stranger))
        story.reports["twice"] = office.takes(counter("recaudacion (1)", wilson, extra=stranger))
    with office.at(TUESDAY, 10):
        office.runs(TUESDAY)
        story.proposed = office.proposed()
        story.why = [answer.rule for answer in explain(office.scope, office.case(ROSA.name).ref).answers]
    with office.at(TUESDAY, 11):
        office.releases()
        office.sends()
    with office.at(TUESDAY, 18):
        office.runs(TUESDAY)
        story.again = office.proposed()
        story.totals, story.split = office.totals(TUESDAY), office.split(TUESDAY)
    return story


def test_early_collection_is_keyed_by_the_service_number(story: Story) -> None:
    found = Number.objects.get(account=story.office.account(ROSA.name), kind="service")
    assert found.value == ROSA.supply
    assert story.office.case(ROSA.name).stage == Stage.EARLY


def test_nobody_is_entered_twice(story: Story) -> None:
    for one in EVERYBODY:
        assert Case.objects.filter(account=story.office.account(one.name), closed_on=None).count() <= 1
    assert story.reports["twice"].status == "duplicate"


def test_the_cashiers_file_adds_up_with_what_waits(story: Story) -> None:
    report = story.reports["counter"]
    assert report.status == "booked"
    assert report.declared_cents == report.booked[1] + report.waiting[1] == BILLS[WILSON].cents + 1_875


def test_money_of_somebody_unknown_waits_in_the_open(story: Story) -> None:
    row = LotRow.objects.get(status="waiting")
    assert (row.amount_cents, row.reason) == (1_875, "no_match")


def test_who_has_paid_is_left_alone(story: Story) -> None:
    assert WILSON.name not in story.proposed
    assert not [mail for mail in mails(story.folder) if mail["To"] == WILSON.email]


def test_the_list_of_the_day_has_the_next_reminder_of_everybody_else(story: Story) -> None:
    assert story.proposed == {ROSA.name: "recordatorio_2", COMPANY.name: "recordatorio_3"}


def test_the_reminder_names_the_amount_in_dollars(story: Story) -> None:
    letters = [text(mail) for mail in mails(story.folder) if mail["To"] == ROSA.email]
    assert len(letters) == 2
    assert all("$ 31,90" in letter for letter in letters)


def test_the_day_run_twice_proposes_nothing_more(story: Story) -> None:
    assert story.again == {}
    assert Step.objects.filter(day=TUESDAY).count() == 2


def test_a_case_can_say_why_it_stands_where_it_stands(story: Story) -> None:
    assert story.why


def test_the_total_is_proved_in_dollars(story: Story) -> None:
    totals, split = story.totals, story.split
    assert totals is not None and split is not None
    assert totals.opening - totals.collected == totals.closing == BILLS[ROSA].cents + BILLS[COMPANY].cents
    assert split.total == totals.closing
    assert totals.as_json(story.office.scope.currency)["currency"] == "USD"


def test_the_first_line_tells_amounts_of_early_collection_and_of_nothing_else() -> None:
    assert may_tell_amount(Role.FIRST_LINE, Stage.EARLY, stage_is_derived=True)
    for stage in (Stage.EXTRAJUDICIAL, Stage.COERCIVE):
        assert not may_tell_amount(Role.FIRST_LINE, stage, stage_is_derived=True)
        assert may_tell_amount(Role.ADVISOR, stage, stage_is_derived=True)
    assert not may_see_amount(Role.FIRST_LINE, Stage.EARLY, stage_is_derived=False)


def test_only_collections_moves_a_case_on(story: Story) -> None:
    """Releasing a proposal and making a call are not for the first line."""
    first_line = replace(story.office.scope, role=Role.FIRST_LINE, person="diego")
    with pytest.raises(RuleBroken):
        release.release(first_line, [])
    with pytest.raises(RuleBroken):
        first_line.demand(Right.EXPORT)
