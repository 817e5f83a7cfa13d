"""The ERP's list of communications: matched, once, graded, and what it proves on the ladder."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.billing.models import LotRow
from recobro.cases.explain import explain
from recobro.core.errors import BadInput, RuleBroken, Stale
from recobro.flows import told
from recobro.flows.reverse import reverse
from tests.db import ladder_factories as make
from tests.db.told_office import CUPS, Office, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_folder")]
SENT = date(2026, 11, 2)
NEXT = date(2026, 11, 3)


@pytest.fixture
def office() -> Office:
    made = Office()
    made.run(SENT)
    return made


def test_a_row_finds_its_invoice_and_moves_no_money(office: Office) -> None:
    report = office.listed(row(), on=NEXT)
    assert (report.status, report.kind, report.booked, report.waiting) == ("booked", "notices", (1, 0), (0, 0))
    (notice,) = office.notices()
    assert (notice.kind, notice.by, notice.sent_on, notice.grade) == ("letter", "erp", SENT, "C")
    assert [one.invoice.number for one in notice.invoices.all()] == ["F-1"]


def test_it_proves_the_rung_that_the_ladder_leaves_to_the_erp(office: Office) -> None:
    with office.on(SENT):
        before = explain(office.scope, office.case().ref)
    assert (before.reason, before.next_rung) == ("waiting_erp", "carta_erp")
    office.listed(row(), on=NEXT)
    assert office.rung() == (1, SENT)
    with office.on(NEXT):
        after = explain(office.scope, office.case().ref)
    assert (after.rung, after.next_rung, after.earliest_on) == ("carta_erp", "certificado_erp", date(2026, 11, 5))


def test_nothing_of_ours_is_proposed_while_the_erp_has_its_turn(office: Office) -> None:
    for day in range(3, 20):
        office.run(date(2026, 11, day))
    assert office.told() == []
    assert office.case().held_by == "waiting_erp"


def test_two_notices_prove_two_rungs_and_then_it_is_our_turn(office: Office) -> None:
    office.listed(row(), row(sent="06/11/2026", channel="SMS", to="600000000"), on=date(2026, 11, 7))
    assert office.rung() == (2, date(2026, 11, 6))
    office.run(date(2026, 11, 11))
    assert office.told() == [("2026-11-11", "nuestro")]


def test_one_notice_never_proves_two_rungs(office: Office) -> None:
    office.listed(row(), on=NEXT)
    for day in range(4, 15):
        office.run(date(2026, 11, day))
    assert office.rung() == (1, SENT)


def test_a_notice_sent_before_its_rung_opened_counts_from_the_day_it_opens(office: Office) -> None:
    office.listed(row(), row(sent="03/11/2026", channel="SMS", to="600000000"), on=NEXT)
    assert office.rung() == (1, SENT)
    office.run(date(2026, 11, 5))
    assert office.rung() == (2, date(2026, 11, 5))


def test_a_notice_older_than_the_debt_proves_nothing(office: Office) -> None:
    office.listed(row(sent="20/10/2026"), on=NEXT)
    assert office.rung() == (0, None)


def test_a_list_may_come_before_the_case_is_opened() -> None:
    office = Office()
    office.listed(row(sent="26/10/2026"), on=date(2026, 10, 27))
    office.run(date(2026, 10, 28))
    assert office.rung() == (1, date(2026, 10, 26))


def test_a_rung_that_needs_a_receipt_is_proved_on_its_day() -> None:
    office = Office(first="delivered")
    office.run(SENT)
    office.listed(row(channel="Email", to="ana@example.com"), on=NEXT)
    assert (office.rung(), office.notices()[0].grade) == ((0, None), "B")
    office.listed(row(channel="Email", to="ana@example.com", received="04/11/2026"), on=date(2026, 11, 5))
    assert office.rung() == (1, date(2026, 11, 4))


def test_the_same_list_grown_by_a_row_tells_of_one_new_notice(office: Office) -> None:
    office.listed(row(), on=NEXT)
    report = office.listed(row(), row(sent="03/11/2026"), on=NEXT)
    assert (report.booked[0], report.known[0]) == (2, 1)
    assert len(office.notices()) == 2


def test_a_receipt_that_comes_later_is_added_to_the_notice(office: Office) -> None:
    office.listed(row(), on=NEXT)
    report = office.listed(row(received="03/11/2026", result="Entregado"), on=NEXT)
    assert report.known[0] == 0
    (notice,) = office.notices()
    assert (notice.received_on, notice.grade, notice.result) == (NEXT, "B", "Entregado")


def test_what_came_back_proves_nothing_any_more(office: Office) -> None:
    office.listed(row(channel="Email", to="ana@example.com"), on=NEXT)
    assert office.rung() == (1, SENT)
    office.listed(row(channel="Email", to="ana@example.com", result="Rebotado"), on=NEXT)
    assert office.rung() == (0, None)
    office.listed(row(channel="Email", to="ana@example.com", result="Entregado", received="03/11/2026"), on=NEXT)
    assert office.rung() == (1, SENT)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row("F-9"), "notice_invoice_unknown"),
        (row("", tax_id="00000000T"), "notice_of_nobody"),
        (row("", cups=CUPS), "notice_invoice_unclear"),
        (row(sent="05/11/2026", received="04/11/2026"), "receipt_before_sending"),
        (row(sent="02/12/2026"), "notice_in_future"),
        (row("F-1", cups="ES0021000000000002CD"), "notice_clues_disagree"),
    ],
)
def test_what_is_not_certain_waits_in_the_open(office: Office, line: str, reason: str) -> None:
    office.customer("ES0021000000000002CD", "eva@example.com")
    report = office.listed(line, on=date(2026, 11, 5))
    assert (report.status, report.booked[0], report.waiting[0]) == ("booked", 0, 1)
    assert office.waiting().reason == reason
    assert not office.notices()


def test_an_unknown_way_of_sending_is_a_fault(office: Office) -> None:
    report = office.listed(row(channel="Paloma"), on=NEXT)
    assert (report.faulty[0], report.faults[0]["code"]) == (1, "unknown_notice_kind")


def test_a_row_that_waited_for_its_invoice_is_matched_when_it_comes(office: Office) -> None:
    office.listed(row("F-2"), on=NEXT)
    office.bill("F-2", date(2026, 10, 24))
    office.listed(row("F-1"), on=NEXT)
    assert not LotRow.objects.filter(status="waiting").exists()
    assert {one.invoice.number for notice in office.notices() for one in notice.invoices.all()} == {"F-1", "F-2"}


def test_a_person_says_of_which_invoice_a_row_speaks(office: Office) -> None:
    office.listed(row("", cups=CUPS), on=NEXT)
    with office.on(NEXT):
        told.assign(office.scope, office.waiting().pk, "f-1")
    assert office.rung() == (1, SENT)
    assert not LotRow.objects.filter(status="waiting").exists()


def test_a_person_may_name_the_supply_and_means_what_was_unpaid_then(office: Office) -> None:
    office.bill("F-2", date(2026, 10, 24))
    office.listed(row("", tax_id="00000000T"), on=NEXT)
    with office.on(NEXT):
        told.assign(office.scope, office.waiting().pk, CUPS)
    office.run(NEXT)
    assert (office.rung("F-1")[0], office.rung("F-2")[0]) == (1, 1)


def test_nothing_is_assigned_to_what_nobody_knows(office: Office) -> None:
    office.listed(row("", cups=CUPS), on=NEXT)
    with office.on(NEXT), pytest.raises(BadInput, match="unknown_identifier"):
        told.assign(office.scope, office.waiting().pk, "NADA")
    assert office.waiting().reason == "notice_invoice_unclear"


def test_a_withdrawn_proof_gives_the_rung_back_with_what_rested_on_it(office: Office) -> None:
    office.listed(row(), row(sent="06/11/2026", channel="SMS", to="600000000"), on=date(2026, 11, 7))
    office.run(date(2026, 11, 11))
    first = office.notices()[0]
    with office.on(date(2026, 11, 11), hour=12):
        told.withdraw(office.scope, first.pk, "Se envió a otra dirección")
    assert office.rung() == (0, None)
    assert [step.reason for step in office.steps("withdrawn")] == ["proof_withdrawn"]
    office.run(date(2026, 11, 12))
    assert office.rung() == (1, date(2026, 11, 6)), "the other notice proves the first rung now"
    assert office.case().rung == 1


def test_a_withdrawn_proof_does_not_come_back_with_the_next_list(office: Office) -> None:
    office.listed(row(), on=NEXT)
    with office.on(NEXT):
        told.withdraw(office.scope, office.notices()[0].pk, "No era suya")
        with pytest.raises(Stale):
            told.withdraw(office.scope, office.notices()[0].pk, "Otra vez")
    office.listed(row(), row(sent="20/10/2026"), on=date(2026, 11, 4))
    office.run(date(2026, 11, 4))
    assert office.rung() == (0, None)


def test_withdrawing_needs_a_reason_and_the_right(office: Office) -> None:
    office.listed(row(), on=NEXT)
    notice = office.notices()[0]
    with office.on(NEXT), pytest.raises(BadInput, match="withdrawal_needs_reason"):
        told.withdraw(office.scope, notice.pk, " ")
    with office.on(NEXT), pytest.raises(RuleBroken):
        told.withdraw(office.as_role("advisor"), notice.pk, "Porque sí")


def test_who_has_paid_is_left_alone_whatever_the_erp_sent(office: Office) -> None:
    with office.on(NEXT):
        make.pay(office.scope, office.item("F-1").invoice)
    office.listed(row(), on=NEXT)
    office.run(date(2026, 11, 4))
    assert (office.case().state, office.told()) == ("paid", [])


def test_a_list_is_not_taken_back_as_a_whole(office: Office) -> None:
    report = office.listed(row(), on=NEXT)
    with office.on(NEXT), pytest.raises(BadInput, match="notices_are_withdrawn"):
        reverse(office.scope, report.lot_id, "No valía")
