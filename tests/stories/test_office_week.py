"""An office week: four banks, a list of the ERP that comes late, a return seen three times, a fee inside an amount, a
payment before its invoice. At the end of each day bank, ERP and ledger add up to the cent.

Marta takes the files, Olga of Operaciones enters the returns in the ERP, Carlos of Control asks what is not clear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from recobro.access.actions import set_mail_list
from recobro.access.roles import Role
from recobro.access.scope import Scope
from recobro.billing.models import DebitReturn, Difference, ErpEntry, Invoice, LotRow, Snapshot
from recobro.billing.proof import queries
from recobro.flows import proof, receipt
from recobro.flows.lot_report import LotReport
from recobro.reports import receipts
from recobro.reports.check import check
from recobro.runs import office as mails
from recobro.runs.demo import csb1914, iso20022, sheets
from recobro.runs.demo.arrivals import ACCOUNTS, CREDITOR_ID, Arrival, contracts, invoices
from recobro.runs.demo.arrivals import transaction as back
from recobro.runs.demo.events import Bill, Returned
from recobro.runs.demo.sheets import Table, Type
from tests.stories.office import Office
from tests.stories.test_unpaid_bills_day import client, notification, paid, workbook_of_payments

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 10, day) for day in (26, 27, 28, 29, 30))
BACK_ON = date(2026, 10, 23)
NAMES = ("Carmen Rueda Vaquero", "Óscar Merino Peña", "Elena Cuesta Sanz", "Julián Herrero Nieto", "Nuria Campos Vidal")
CARMEN, OSCAR, ELENA, JULIAN, NURIA = (client(nth, name) for nth, name in enumerate(NAMES, 1))
BILLS = {
    one: Bill(f"FE26-2{nth}", one, cents, date(2026, 10, 1), date(2026, 10, 21))
    for nth, (one, cents) in enumerate(((CARMEN, 7_210), (OSCAR, 5_490), (ELENA, 8_340), (JULIAN, 4_420)), 1)
}
NURIAS = Bill("FE26-29", NURIA, 6_000, date(2026, 10, 27), date(2026, 11, 16))


def returned(bill: Bill, day: date = BACK_ON, reason: str = "AM04") -> Returned:
    return Returned(day, bill, 1, reason, bill.due_on)


def statement(name: str, day: date, *returns: Returned, fee_cents: int = 0) -> Arrival:
    """The camt.053 of a bank: the same returns once more, each as its own entry, with the bank's fee inside."""
    paper = iso20022.Paper("camt.053", "08", name, ACCOUNTS[0], day)
    entries = [
        iso20022.Booking(one.day, (back(one, fee_cents=fee_cents),), debit=True, family="IDDT/UPDD") for one in returns
    ]
    return Arrival(f"{name}.xml", iso20022.camt(paper, entries))


def old_text(name: str, day: date, *returns: Returned) -> Arrival:
    """A 19.14 of the bank that never changed."""
    groups = [(returns[0].presented_on, "EV20261021", [back(one) for one in returns])]
    creditor = (CREDITOR_ID, "ELECTRICA DEL VALLE SL", ACCOUNTS[2])
    return Arrival(f"{name}.txt", csb1914.returns(creditor, name, day, day, groups))


def rejects(name: str, day: date, *refused: Returned) -> Arrival:
    """A pain.002: refused before settlement."""
    total = (len(refused) + 60, sum(one.bill.cents for one in refused) + 500_000)
    due_on = refused[0].presented_on
    text = iso20022.pain002(name, f"EV{due_on:%Y%m%d}", day, due_on, [back(one) for one in refused], total)
    return Arrival(f"{name}.xml", text)


def erp(day: date, *rows: tuple[Bill, int]) -> Arrival:
    """Gestión de Pagos → Vencimiento de Cobro → Devuelto, exported on that day: bill, and what the ERP says is open."""
    columns = (("Cliente", Type.TEXT), ("Importe", Type.MONEY), ("Número de factura", Type.TEXT), ("CUPS", Type.TEXT))
    lines = [(bill.client.name, cents, bill.number, bill.client.supply) for bill, cents in rows]
    table = Table("Devueltos", ("Vencimientos de cobro devueltos", f"Fecha de listado: {day:%d/%m/%Y}"), columns, lines)
    return Arrival(f"devueltos_{day:%d%m}.csv", sheets.csv_text(table), "unpaid")


def whole(*clients: object) -> list[tuple[Bill, int]]:
    return [(bill, bill.cents) for one, bill in BILLS.items() if one in clients]


@dataclass
class Week:
    """What was seen on the way through the week."""

    office: Office
    reports: dict[str, LotReport] = field(default_factory=dict)
    open: dict[date, dict[str, str]] = field(default_factory=dict)  # day → customer → kind of difference
    proposed: dict[date, dict[str, str]] = field(default_factory=dict)
    gaps: list[int] = field(default_factory=list)
    ticks: dict[date, tuple[bool, int]] = field(default_factory=dict)  # proved, missing

    def person(self, name: str, role: Role) -> Scope:
        return replace(self.office.scope, person=name, role=role)

    def takes(self, key: str, arrival: Arrival) -> LotReport:
        self.reports[key] = self.office.takes(arrival)
        return self.reports[key]

    def evening(self, day: date) -> None:
        """The run, and what stands open."""
        with self.office.at(day, 18):
            self.office.runs(day)
            self.proposed[day] = self.office.proposed()
            found = Difference.objects.filter(closed_at=None).select_related("account__customer")
            self.open[day] = {one.account.customer.name: one.kind for one in found if one.account}
            last = queries.newest(self.office.scope)
            if last:
                sums = queries.sums(self.office.scope, last)
                self.gaps += [sums.bank_gap, sums.ledger_gap]
            tick = ErpEntry.objects.first()
            if tick:
                self.ticks[day] = (tick.proved_at is not None, tick.missing_count)


@pytest.fixture(scope="module")
def week(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Week]:
    """The whole week, played once."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("RECOBRO_HOME", str(tmp_path_factory.mktemp("home")))
        patch.delenv("RECOBRO_SMTP_URL", raising=False)
        yield play(Week(Office("valle", "ES", "Eléctrica del Valle", date(2026, 9, 30), "CL")))
        transaction.set_rollback(True)


def play(week: Week) -> Week:
    office = week.office
    with office.at(date(2026, 10, 22), 9):
        set_mail_list(office.scope, "operations", ["operaciones@valle.example.com"])
        set_mail_list(office.scope, "control", ["control@valle.example.com"])
        office.takes(contracts("ES", list(BILLS), date(2026, 10, 22)))
        office.takes(invoices("ES", list(BILLS.values()), date(2026, 10, 22)))
    monday(week)
    tuesday(week)
    wednesday(week)
    thursday(week)
    friday(week)
    return week


def monday(week: Week) -> None:
    """Four banks; Olga enters the returns of the first one and says so."""
    office = week.office
    with office.at(MONDAY, 9):
        first = week.takes("camt.054", notification("VALLE", MONDAY, returned(BILLS[CARMEN]), fee_cents=180))
        week.takes("camt.053", statement("RIBERA", MONDAY, returned(BILLS[OSCAR]), fee_cents=180))
        week.takes("19.14", old_text("MESETA", MONDAY, returned(BILLS[ELENA], reason="MS02")))
        week.takes("pain.002", rejects("NORTE", MONDAY, returned(BILLS[JULIAN], reason="AC04")))
        mails.lot_report_mails(office.scope, first.lot_id)
    with office.at(MONDAY, 12):
        olga = week.person("olga", Role.OPERATIONS)
        receipt.received(olga, first.lot_id)
        proof.enter(olga, first.lot_id)
    week.evening(MONDAY)


def tuesday(week: Week) -> None:
    """The list: Carmen is not in it although Olga entered her; Óscar stands there with the bank's fee inside."""
    with week.office.at(TUESDAY, 9):
        rows = [(BILLS[OSCAR], BILLS[OSCAR].cents + 180), *whole(ELENA, JULIAN)]
        week.takes("list tuesday", erp(TUESDAY, *rows))
        # the same returns in the statements of the banks: seen again, counted once
        week.takes("again", statement("VALLE-EX", TUESDAY, returned(BILLS[CARMEN]), fee_cents=180))
        # Nuria pays an invoice that nobody has heard of
        week.takes("early payment", workbook_of_payments("PAGOS MARTES", TUESDAY, replace(paid(NURIAS), day=TUESDAY)))
    week.evening(TUESDAY)


def wednesday(week: Week) -> None:
    """Carmen is entered again; the list of the day does not come. Nuria's contract and invoice do."""
    with week.office.at(WEDNESDAY, 9):
        proof.enter(week.person("olga", Role.OPERATIONS), week.reports["camt.054"].lot_id)
        week.takes("contract", contracts("ES", [*BILLS, NURIA], WEDNESDAY))
        week.takes("invoice", invoices("ES", [NURIAS], WEDNESDAY))
    week.evening(WEDNESDAY)


def thursday(week: Week) -> None:
    """Thursday's list comes in the morning, Wednesday's late after it. Julián has vanished from Thursday's."""
    with week.office.at(THURSDAY, 9):
        week.takes("list thursday", erp(THURSDAY, *whole(CARMEN, OSCAR, ELENA)))
    with week.office.at(THURSDAY, 11):
        week.takes("late list", erp(WEDNESDAY, *whole(CARMEN, OSCAR, ELENA, JULIAN)))
    week.evening(THURSDAY)


def friday(week: Week) -> None:
    """Julián's payment turns up: that is where he went."""
    with week.office.at(FRIDAY, 9):
        week.takes("paid", workbook_of_payments("PAGOS VIERNES", FRIDAY, replace(paid(BILLS[JULIAN]), day=THURSDAY)))
    week.evening(FRIDAY)


def test_four_banks_speak_four_formats_and_each_adds_up(week: Week) -> None:
    formats = [week.reports[name].format for name in ("camt.054", "camt.053", "19.14", "pain.002")]
    assert [name.split(".001")[0] for name in formats] == ["camt.054", "camt.053", "csb19.14", "pain.002"]
    assert {week.reports[name].status for name in ("camt.054", "camt.053", "19.14", "pain.002")} == {"booked"}


def test_a_return_seen_three_times_is_one_debt(week: Week) -> None:
    """In the notification, in the statement, in the ERP's list."""
    one = DebitReturn.objects.get(invoice__number=BILLS[CARMEN].number)
    assert sorted([one.source, *one.told.values_list("source", flat=True)]) == ["camt.053", "camt.054", "erp"]
    assert Invoice.objects.get(number=BILLS[CARMEN].number).open_cents == BILLS[CARMEN].cents


def test_the_fee_inside_the_erps_amount_is_a_difference_and_never_a_debt(week: Week) -> None:
    one = Difference.objects.get(invoice_number=BILLS[OSCAR].number)
    assert (one.kind, one.outcome) == ("amount", "agreed")
    assert week.open[TUESDAY][OSCAR.name] == "amount"
    assert Invoice.objects.get(number=BILLS[OSCAR].number).open_cents == BILLS[OSCAR].cents


def test_what_operaciones_entered_is_asked_of_the_next_list(week: Week) -> None:
    assert week.ticks[MONDAY] == (False, 0)
    assert week.ticks[TUESDAY] == (False, 1)  # contradicted: it stays open and says so
    assert week.ticks[THURSDAY] == (True, 0)
    assert week.open[TUESDAY][CARMEN.name] == "only_bank"
    assert CARMEN.name not in week.open[THURSDAY]


def test_nothing_is_asked_of_whom_the_three_disagree_on(week: Week) -> None:
    """Held on Tuesday, and on Wednesday when no list came; free on Thursday."""
    for day in (TUESDAY, WEDNESDAY):
        assert not {CARMEN.name, OSCAR.name} & set(week.proposed[day]) - set(week.proposed[MONDAY])
    assert week.office.case(JULIAN.name).state == "paid"
    held = {Difference.objects.get(invoice_number=BILLS[one].number).kind for one in (CARMEN, OSCAR, JULIAN)}
    assert held == {"only_bank", "amount", "gone"}


def test_a_late_list_changes_nothing_of_the_newest(week: Week) -> None:
    assert week.reports["late list"].status == "booked"
    late = Snapshot.objects.get(lot_id=week.reports["late list"].lot_id)
    newest = Snapshot.objects.get(lot_id=week.reports["list thursday"].lot_id)
    assert (late.listed_on, newest.listed_on) == (WEDNESDAY, THURSDAY)
    assert queries.newest(week.office.scope) == newest
    assert week.open[THURSDAY] == {JULIAN.name: "gone"}


def test_gone_from_the_list_is_a_question_until_the_payment_answers_it(week: Week) -> None:
    one = Difference.objects.get(invoice_number=BILLS[JULIAN].number)
    assert (one.kind, one.outcome, one.closed_on) == ("gone", "paid_here", FRIDAY)
    assert week.open[FRIDAY] == {}


def test_a_payment_before_its_invoice_waits_and_then_pays_it(week: Week) -> None:
    assert week.reports["early payment"].waiting == (1, NURIAS.cents)
    assert Invoice.objects.get(number=NURIAS.number).open_cents == 0
    assert not LotRow.objects.filter(status="waiting", kind="payment").exists()


def test_bank_erp_and_ledger_add_up_every_evening(week: Week) -> None:
    assert len(week.gaps) == 8
    assert not any(week.gaps)


def test_who_has_received_the_report_and_who_has_not(week: Week) -> None:
    with week.office.at(FRIDAY, 18):
        told = {
            one.list_kind: (bool(one.received_by), one.late)
            for one in receipts.of_lot(week.office.scope, week.reports["camt.054"].lot_id)
        }
    assert told == {"operations": (True, False), "control": (False, True)}


def test_the_check_of_the_house_finds_nothing(week: Week) -> None:
    with week.office.at(FRIDAY, 19):
        assert check().clean
