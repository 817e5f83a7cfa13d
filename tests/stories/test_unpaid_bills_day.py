"""The unpaid bills: one Tuesday at a Spanish electricity retailer, from the banks' returns to the proved total.

Carmen owes two invoices and has had her three notices. Óscar owes one and has had his. On Tuesday come the returns of
Elena, of a workshop, and of Julián, who has already paid.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from recobro.access.actions import set_mail_list
from recobro.billing.models import Invoice, LotRow
from recobro.cases.models import Step
from recobro.flows.lot_report import LotReport
from recobro.parties.models import Contact
from recobro.reports import workbook
from recobro.reports.totals import Totals
from recobro.runs.demo import csb1914, iso20022, numbers, sheets
from recobro.runs.demo.arrivals import (
    ACCOUNTS,
    CREDITOR_ID,
    Arrival,
    contracts,
    invoices,
    payments_table,
)
from recobro.runs.demo.arrivals import (
    transaction as back,
)
from recobro.runs.demo.events import Bill, Paid, Returned
from recobro.runs.demo.people import Client, Habit
from recobro.runs.demo.sheets import Table, Type
from tests.stories.office import Office, mails, text

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 10, 26), date(2026, 10, 27)


def client(nth: int, name: str, segment: str = "household") -> Client:
    """A customer with a contract, a supply and a mandate."""
    return Client(
        ref=f"C-{nth}", name=name, tax_id=numbers.spanish_person(nth), segment=segment,
        supply=numbers.supply_point(nth),
        address="Calle del Olmo, 4", town="Valladolid", region="Valladolid", postcode="47001",
        email=f"cliente{nth}@example.es", phone=numbers.spanish_phone(nth), product="2.0TD", mandate=f"MND-{nth}",
        account=numbers.spanish_account(1000, nth), bank=nth % 3, cycle=0, mean_cents=0, habit=Habit.GOOD, turn=0,
    )  # fmt: skip


CARMEN, OSCAR, ELENA, JULIAN = (
    client(nth, name)
    for nth, name in enumerate(
        ("Carmen Rueda Vaquero", "Óscar Merino Peña", "Elena Cuesta Sanz", "Julián Herrero Nieto"), 1
    )
)
WORKSHOP = client(5, "Talleres Sotoverde, S.L.", "business")
SEPTEMBER = {
    one: Bill(f"FE26-90{nth}", one, cents, date(2026, 9, 1), date(2026, 9, 21))
    for nth, (one, cents) in enumerate(((CARMEN, 7_210), (OSCAR, 5_490)), 1)
}
CARMENS_SECOND = Bill("FE26-951", CARMEN, 6_835, date(2026, 9, 3), date(2026, 9, 23))
OCTOBER = {
    one: Bill(f"FE26-10{nth}", one, cents, date(2026, 10, 1), date(2026, 10, 21))
    for nth, (one, cents) in enumerate(((ELENA, 8_340), (JULIAN, 4_420), (WORKSHOP, 61_500)), 1)
}


def notification(name: str, day: date, *returns: Returned, fee_cents: int = 0) -> Arrival:
    """A camt.054 with these returns in one entry."""
    paper = iso20022.Paper("camt.054", "08", name, ACCOUNTS[0], day)
    debits = tuple(back(one, fee_cents=fee_cents) for one in returns)
    return Arrival(f"{name}.xml", iso20022.camt(paper, [iso20022.Booking(day, debits, debit=True, family="IDDT/UPDD")]))


def returned(bill: Bill, day: date, reason: str = "AM04") -> Returned:
    return Returned(day, bill, 1, reason, bill.due_on)


def text_of_bank(name: str, day: date, *returns: Returned) -> Arrival:
    """A 19.14 with these returns."""
    groups = [(returns[0].presented_on, "EV20261021", [back(one) for one in returns])]
    creditor = (CREDITOR_ID, "ELECTRICA DEL VALLE SL", ACCOUNTS[2])
    return Arrival(f"{name}.txt", csb1914.returns(creditor, name, day, day, groups))


def open_returns(*bills: Bill) -> Arrival:
    """Gestión de Pagos → Vencimiento de Cobro → Devuelto, exported: what the office has always kept, and no more."""
    columns = (("Cliente", Type.TEXT), ("Importe", Type.MONEY), ("Número de factura", Type.TEXT), ("CUPS", Type.TEXT))
    rows = [(bill.client.name, bill.cents, bill.number, bill.client.supply) for bill in bills]
    table = Table("Devueltos", ("Vencimientos de cobro devueltos",), columns, rows)
    return Arrival("devueltos.csv", sheets.csv_text(table), "unpaid")


def workbook_of_payments(name: str, day: date, *paid: Paid) -> Arrival:
    return Arrival(f"{name}.xlsx", sheets.xlsx(payments_table("ES", paid), day), "payments")


@dataclass
class Story:
    """What was seen on the way through the day."""

    office: Office
    folder: Path
    reports: dict[str, LotReport] = field(default_factory=dict)
    proposed: dict[str, str] = field(default_factory=dict)
    again: dict[str, str] = field(default_factory=dict)
    yellow: list[tuple[object, ...]] = field(default_factory=list)
    totals: Totals | None = None
    called: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def story(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    """The whole day, played once."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("RECOBRO_HOME", str(home))
        patch.delenv("RECOBRO_SMTP_URL", raising=False)
        yield play(Story(Office("valle", "ES", "Eléctrica del Valle", date(2026, 8, 31), "CL"), home / "outbox"))
        transaction.set_rollback(True)


def play(story: Story) -> Story:
    """September's notices, then the Tuesday."""
    office = story.office
    everybody = [CARMEN, OSCAR, ELENA, JULIAN, WORKSHOP]
    old = [*SEPTEMBER.values(), CARMENS_SECOND]
    office.ordinary_day(
        date(2026, 9, 24),
        contracts("ES", everybody, date(2026, 9, 24)),
        invoices("ES", [*old, *OCTOBER.values()], date(2026, 9, 24)),
        notification("SEP", date(2026, 9, 23), *(returned(bill, date(2026, 9, 23)) for bill in old)),
    )
    for day in (date(2026, 9, 29), date(2026, 10, 9)):
        office.ordinary_day(day)
    with office.at(TUESDAY, 7):
        set_mail_list(office.scope, "operations", ["operaciones@valle.example.com"])
        set_mail_list(office.scope, "control", ["control@valle.example.com"])
    tuesday(story)
    return story


def tuesday(story: Story) -> None:
    office, known = story.office, [*SEPTEMBER.values(), CARMENS_SECOND, *OCTOBER.values()]
    files = {
        "valle": notification(
            "VALLE", MONDAY, returned(OCTOBER[ELENA], MONDAY), returned(OCTOBER[JULIAN], MONDAY), fee_cents=180
        ),
        "meseta": text_of_bank("MESETA", MONDAY, returned(OCTOBER[WORKSHOP], MONDAY, "MS02")),
        "erp": open_returns(*known),
        "payments": workbook_of_payments("PAGO FACTURAS CLIENTES", TUESDAY, paid(OCTOBER[JULIAN])),
    }
    for minute, (name, arrival) in enumerate(files.items()):
        with office.at(TUESDAY, 9, minute):
            story.reports[name] = office.takes(arrival)
    with office.at(TUESDAY, 10):
        office.runs(TUESDAY)
        story.proposed = office.proposed()
        story.yellow = yellow_rows(office)
    with office.at(TUESDAY, 10, 30):
        office.releases()
        office.sends()
        story.called = on_the_list_of_calls()
    with office.at(TUESDAY, 12):  # Carmen pays both while the advisor looks for her number
        story.reports["noon"] = office.takes(
            workbook_of_payments("PAGOS MEDIODIA", TUESDAY, paid(SEPTEMBER[CARMEN]), paid(CARMENS_SECOND))
        )
    with office.at(TUESDAY, 18):
        office.runs(TUESDAY)
        story.again = office.proposed()
        story.totals = office.totals(TUESDAY)


def paid(bill: Bill) -> Paid:
    return Paid(TUESDAY, bill.client, bill.cents, f"26{bill.number}", bill)


def on_the_list_of_calls() -> list[str]:
    steps = Step.objects.filter(act="call", state="released").select_related("account__customer")
    return [step.account.customer.name for step in steps]


def yellow_rows(office: Office) -> list[tuple[object, ...]]:
    """The rows of TABLA DE IMPAGOS that nobody has handled today: their first four cells."""
    out = io.BytesIO()
    workbook.write(office.scope, out, TUESDAY)
    sheet = openpyxl.load_workbook(out)["TABLA DE IMPAGOS"]
    return [
        tuple(cell.value for cell in row[:4])
        for row in sheet.iter_rows()
        if row[0].fill.fgColor.rgb == "FFFFF2A8" and row[3].value
    ]


def test_the_returns_of_several_banks_are_taken_in(story: Story) -> None:
    assert story.reports["valle"].format == "camt.054.001.08"
    assert story.reports["meseta"].format == "csb19.14"
    for name in ("valle", "meseta"):
        report = story.reports[name]
        assert report.status == "booked"
        assert (report.declared_count, report.declared_cents) == report.booked


def test_the_banks_fee_never_becomes_the_customers_debt(story: Story) -> None:
    assert Invoice.objects.get(number=OCTOBER[ELENA].number).open_cents == OCTOBER[ELENA].cents


def test_the_erps_list_of_open_returns_is_known_already_and_posts_nothing(story: Story) -> None:
    """Kept are Cliente, Importe, Número de factura, CUPS."""
    report = story.reports["erp"]
    assert report.status == "booked"
    assert (
        report.known
        == report.booked
        == (6, sum(bill.cents for bill in [*SEPTEMBER.values(), CARMENS_SECOND, *OCTOBER.values()]))
    )


def test_the_table_of_unpaid_bills_is_yellow_until_handled(story: Story) -> None:
    owing = {
        (bill.client.name, bill.cents / 100, bill.number, bill.client.supply)
        for bill in (OCTOBER[ELENA], OCTOBER[WORKSHOP])
    }
    assert owing <= set(story.yellow)
    assert JULIAN.name not in {row[0] for row in story.yellow}


def test_nobody_who_has_paid_is_chased(story: Story) -> None:
    assert Invoice.objects.get(number=OCTOBER[JULIAN].number).open_cents == 0
    assert JULIAN.name not in story.proposed
    assert not [mail for mail in mails(story.folder) if mail["To"] == JULIAN.email]


def test_telephone_and_mail_come_from_the_contracts(story: Story) -> None:
    found = Contact.objects.filter(customer__name=ELENA.name, source="contracts")
    assert (
        set(found.values_list("kind", "value")) == {("email", ELENA.email), ("phone", ELENA.phone)}
        or found.count() == 2
    )


def test_only_who_owes_more_than_one_invoice_is_phoned(story: Story) -> None:
    assert story.proposed[CARMEN.name] == "llamada"
    assert story.proposed.get(OSCAR.name) != "llamada"
    assert story.called == [CARMEN.name]


def test_before_dialling_it_is_asked_once_more_who_has_paid(story: Story) -> None:
    assert not Step.objects.filter(
        account=story.office.account(CARMEN.name), state__in=("proposed", "released")
    ).exists()
    assert story.office.case(CARMEN.name).state == "paid"
    assert CARMEN.name not in story.again


def test_a_household_gets_three_notices_without_a_cut_date(story: Story) -> None:
    letters = [text(mail) for mail in mails(story.folder) if mail["To"] == OSCAR.email]
    assert len(letters) == 3
    assert not [letter for letter in letters if "corte" in letter.lower()]


def test_the_day_proposes_and_a_person_releases(story: Story) -> None:
    assert story.proposed[ELENA.name] == "aviso_1"
    assert story.proposed[WORKSHOP.name] == "recordatorio"
    (mail,) = [mail for mail in mails(story.folder) if mail["To"] == ELENA.email]
    assert "83,40 €" in text(mail)


def test_running_the_day_twice_changes_nothing(story: Story) -> None:
    assert Step.objects.filter(account=story.office.account(ELENA.name)).count() == 1


def test_the_total_before_and_every_movement_give_the_total_after(story: Story) -> None:
    totals = story.totals
    assert totals is not None
    assert totals.gap == 0
    came_in = OCTOBER[JULIAN].cents + SEPTEMBER[CARMEN].cents + CARMENS_SECOND.cents
    assert totals.opening - totals.closing == came_in
    assert totals.closing == sum(bill.cents for bill in (SEPTEMBER[OSCAR], OCTOBER[ELENA], OCTOBER[WORKSHOP]))


def test_every_row_of_the_day_has_its_place(story: Story) -> None:
    assert not LotRow.objects.filter(status__in=("waiting", "faulty")).exists()
