"""The office's own mails: near cuts are candidates to review, told once a day, with all that is still missing."""

from __future__ import annotations

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from recobro.access.actions import set_mail_list
from recobro.billing.models import Lot
from recobro.notices.models import OfficeMail
from recobro.runs import office, outbox
from tests.db import ladder_factories as make
from tests.db.ladder_world import World
from tests.db.test_release import money_in_flight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_folder")]


@pytest.fixture
def near() -> tuple[World, date]:
    """A home whose cut could be done in the next days, and today."""
    world = World()
    with world.on(date(2026, 5, 29)):
        set_mail_list(world.scope, "cuts", ["avisos@example.org"])
        make.invoice(make.account(world.scope), 5000, date(2026, 5, 28), number="N-1")
    on = date(2026, 6, 1)
    for days in (0, 1, 7, 17, 24, 45):
        world.run(on + timedelta(days=days))
        world.let_out(on + timedelta(days=days))
    return world, planned(world) - timedelta(days=5)


def planned(world: World) -> date:
    """First day on which the only candidate could be cut."""
    found = world.steps().get(act="propose_cut").planned_on
    assert found is not None
    return found


def test_the_colleague_is_told_of_candidates_and_never_of_orders(near: tuple[World, date]) -> None:
    world, today = near
    assert not OfficeMail.objects.exists()  # the cut is still far
    report = world.run(today)
    mail = OfficeMail.objects.get()
    assert mail.recipients == ["avisos@example.org"]
    assert "Candidatos a revisar: 1" in mail.subject
    assert "No es una orden" in mail.body
    assert world.case().ref in mail.body
    for missing in ("ELE-05", "ELE-10", "50,00 €"):
        assert missing in mail.body
    assert report.as_json()["near_cuts"] == [{"date": planned(world).isoformat(), "count": 1, "total": "50.00"}]


def test_the_mail_is_written_once_a_day_however_often_the_day_is_run(near: tuple[World, date]) -> None:
    world, today = near
    world.run(today)
    world.run(today)
    assert OfficeMail.objects.count() == 1
    with world.on(today):
        assert outbox.drain(world.scope) == {"sent": 1}
    world.run(today + timedelta(days=1))
    assert OfficeMail.objects.count() == 2


def test_a_planned_day_that_passed_is_shown_at_the_next_allowed_one(near: tuple[World, date]) -> None:
    world, _today = near
    friday = date(2026, 11, 20)
    report = world.run(friday)
    assert report.as_json()["near_cuts"][0]["date"] == "2026-11-23"


def test_nobody_on_the_list_means_no_mail(near: tuple[World, date]) -> None:
    world, today = near
    with world.on(today):
        set_mail_list(world.scope, "cuts", [])
    world.run(today)
    assert not OfficeMail.objects.exists()


def test_each_lot_is_told_once_to_operations_and_to_control_with_its_sheet(mail_folder: Path) -> None:
    world = World()
    today = date(2026, 6, 3)
    with world.on(today):
        set_mail_list(world.scope, "operations", ["erp@example.org"])
        set_mail_list(world.scope, "control", ["control@example.org", "jefa@example.org"])
        money_in_flight(world, make.account(world.scope))
        lot = Lot.objects.get()
    world.run(today)
    world.run(today)
    mails = {mail.key: mail for mail in OfficeMail.objects.all()}
    assert set(mails) == {f"lot-report:{lot.pk}:operations", f"lot-report:{lot.pk}:control"}
    mail = mails[f"lot-report:{lot.pk}:control"]
    assert mail.recipients == ["control@example.org", "jefa@example.org"]
    assert mail.attachment_name == f"{lot.ref}.xlsx"
    with world.on(today):
        assert outbox.drain(world.scope) == {"sent": 2}
    found = message_from_bytes(next(iter(mail_folder.glob("*.eml"))).read_bytes(), policy=default)
    attached = next(iter(found.iter_attachments()))
    assert attached.get_content()[:2] == b"PK"


def test_a_lot_is_told_after_booking_even_if_the_day_was_run_before() -> None:
    world = World()
    world.run(date(2026, 6, 3))
    with world.on(date(2026, 6, 3), 15):
        set_mail_list(world.scope, "control", ["control@example.org"])
        money_in_flight(world, make.account(world.scope))
        assert office.lot_report_mails(world.scope, Lot.objects.get().pk) == 1
        assert office.lot_report_mails(world.scope, Lot.objects.get().pk) == 0
    world.run(date(2026, 6, 4))
    assert OfficeMail.objects.filter(kind="lot_report").count() == 1
