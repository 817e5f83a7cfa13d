"""A booking that contradicts itself is a fault of its own; the rest of the file goes its way."""

from __future__ import annotations

import io
from datetime import date
from typing import BinaryIO

from recobro.access.scope import Scope
from recobro.billing.lots import lines
from recobro.billing.models import DebitReturn, LotRow
from recobro.cases.models import Case, Step
from recobro.core import clock
from recobro.flows.lot_report import LotReport
from recobro.flows.rows import set_aside
from recobro.flows.take import Declared, apply
from recobro.runs import day
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import Back, Money, camt053, camt054

OTHER = Back(end_to_end_id="F-2", amount="50.00")
TUESDAY = date(2026, 11, 24)


def stating(source: BinaryIO, transactions: int) -> BinaryIO:
    """The same file, whose first entry says that it holds so many transactions."""
    batch = f"<NtryDtls><Btch><NbOfTxs>{transactions}</NbOfTxs></Btch>".encode()
    return io.BytesIO(source.read().replace(b"<NtryDtls>", batch, 1))


def adds_up(report: LotReport) -> bool:
    count = report.booked[0] + report.waiting[0] + report.faulty[0]
    cents = report.booked[1] + report.waiting[1] + report.faulty[1]
    return (report.declared_count, report.declared_cents) == (count, cents) == report.read


def test_an_entry_that_states_three_returns_and_brings_one_is_a_fault_and_the_next_one_books(
    invoice: None, take_in: Take
) -> None:
    report = take_in(stating(camt054(Back(), OTHER), 3))
    assert (report.status, report.booked, report.waiting, report.faulty) == ("booked", (1, 5000), (0, 0), (1, 10000))
    assert adds_up(report)
    (fault,) = report.faults
    assert (fault["line"], fault["code"]) == (1, "entry_count_differs")
    assert "3 operaciones y trae 1" in fault["text"]
    assert DebitReturn.objects.get().amount_cents == 5000
    assert proved() == 15000  # F-1 as it was, and F-2


def test_an_entry_off_by_one_cent_is_a_fault_and_the_next_one_books(invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Back(), OTHER, amount="100.01"))
    assert (report.status, report.booked, report.faulty) == ("booked", (1, 5000), (1, 10000))
    assert adds_up(report)
    assert "100,01" in report.faults[0]["text"] and "100,00" in report.faults[0]["text"]


def test_an_entry_of_a_day_that_does_not_exist_is_a_fault_and_the_next_one_books(invoice: None, take_in: Take) -> None:
    source = camt054(Back(), OTHER).read().replace(b"2026-11-20", b"2026-11-31", 1)
    report = take_in(io.BytesIO(source))
    assert (report.status, report.booked, report.faulty) == ("booked", (1, 5000), (1, 10000))
    assert adds_up(report)
    assert "2026-11-31" in report.faults[0]["text"]


def test_an_entry_whose_amount_cannot_be_read_waits_for_the_amount_and_the_total_of_a_person(
    scope: Scope, invoice: None, take_in: Take
) -> None:
    waits = take_in(camt054(Back(), OTHER, amount="100,00"))
    assert (waits.status, waits.reason) == ("waiting", "unreadable_amount")
    set_aside(scope, LotRow.objects.get(status="faulty").pk, "lo dice la web del banco", cents=10000)
    assert apply(scope, waits.lot_id).reason == "no_declared_total"
    booked = apply(scope, waits.lot_id, declared=Declared(2, 15000))
    assert (booked.status, booked.booked, booked.faulty) == ("booked", (1, 5000), (1, 10000))


def test_the_row_of_such_an_entry_shows_whose_it_is_and_what_was_expected(
    scope: Scope, invoice: None, take_in: Take
) -> None:
    report = take_in(stating(camt054(Back(), OTHER), 3))
    (row,) = lines(scope, ("faulty",), lot_id=report.lot_id).rows
    assert (row.end_to_end_id, row.reason_code, row.amount_cents) == ("F-1", "AM04", 10000)
    assert row.waits_because.startswith("El apunte dice contener 3 operaciones y trae 1.")


def test_the_bank_sends_it_again_corrected_and_only_what_was_missing_books(invoice: None, take_in: Take) -> None:
    take_in(stating(camt054(Back(), OTHER), 3))
    report = take_in(stating(camt054(Back(), OTHER), 1))
    assert (report.status, report.booked, report.known, report.faulty) == ("booked", (2, 15000), (1, 5000), (0, 0))
    assert DebitReturn.objects.count() == 2


def test_a_contradiction_in_what_is_no_customers_is_noted_and_no_more(invoice: None, take_in: Take) -> None:
    supplier = (
        camt054(Back(), OTHER).read().replace(b"<Cd>IDDT</Cd><SubFmlyCd>UPDD", b"<Cd>ICDT</Cd><SubFmlyCd>ESCT", 1)
    )
    report = take_in(stating(io.BytesIO(supplier), 3))
    assert (report.status, report.booked, report.faulty, report.ignored_count) == ("booked", (1, 5000), (0, 0), 1)
    assert [note["code"] for note in report.notes] == ["entry_contradicts"]
    assert adds_up(report)


def test_whom_such_an_entry_names_as_payer_is_left_alone(scope: Scope, invoice: None, take_in: Take) -> None:
    report = take_in(stating(camt053(Money(reference="F-1")), 2))
    assert (report.status, report.booked, report.faulty, open_cents()) == ("booked", (0, 0), (1, 10000), 10000)
    run(scope)
    assert (Case.objects.get().held_by, Step.objects.count()) == ("money_in_flight", 0)


def test_a_person_who_puts_that_row_aside_ends_the_hold(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(stating(camt053(Money(reference="F-1")), 2))
    set_aside(scope, LotRow.objects.get(status="faulty").pk, "el banco lo retira")
    run(scope)
    assert Step.objects.count() == 1


def test_a_transfer_remittance_refused_as_a_whole_is_noted(take_in: Take) -> None:
    report = take_in(
        io.BytesIO(
            b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>M</MsgId>'
            b"<CreDtTm>2026-11-21T06:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>NOM-1</OrgnlMsgId>"
            b"<OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId><GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>DU01</Cd></Rsn>"
            b"</StsRsnInf></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>"
        )
    )
    assert (report.status, report.read) == ("booked", (0, 0))
    assert [(note["code"], note["found"]) for note in report.notes] == [("transfers_rejected", "NOM-1 (DU01)")]


def run(scope: Scope) -> None:
    with clock.at(clock.instant(TUESDAY, scope.zone, 10)):
        day.run(scope, TUESDAY)
