"""At the end of the day's run the office has its mails and the journal its seal; running again repeats nothing."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from recobro.access.actions import set_mail_list
from recobro.access.scope import Scope
from recobro.core import clock
from recobro.journal.models import Blob, Outbox
from recobro.journal.seal import verify
from recobro.notices.models import OfficeMail
from recobro.runs import day, office
from tests.db import reports_factories as make

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def luz() -> Scope:
    """An office with both lists, a lot of today, one of yesterday and one that waits."""
    luz = make.scope()
    with clock.at(make.NOW):
        set_mail_list(luz, "operations", ["operaciones@example.com"])
        set_mail_list(luz, "control", ["control@example.com", "direccion@example.com"])
    home = make.account(luz)
    make.returned(home, make.invoice(home, 80_00), unknown=True)
    old = make.lot(luz)
    old.booked_at = make.YESTERDAY
    old.save()
    make.lot(luz, status="waiting")
    return luz


def run(scope: Scope) -> None:
    with clock.at(make.NOW + timedelta(hours=1)):
        day.run(scope, make.TODAY)


def test_each_list_gets_todays_lot_once(luz: Scope) -> None:
    run(luz)
    run(luz)
    mails = OfficeMail.objects.filter(kind="lot_report").order_by("key")
    assert [mail.recipients for mail in mails] == [
        ["control@example.com", "direccion@example.com"],
        ["operaciones@example.com"],
    ]
    assert all("80,00 €" in mail.subject and "Diferencia" in mail.body for mail in mails)
    assert Outbox.objects.filter(kind="mail").count() == 2


def test_the_sheet_travels_with_the_mail(luz: Scope) -> None:
    run(luz)
    mail = OfficeMail.objects.filter(kind="lot_report").first()
    assert mail is not None and mail.attachment_name.endswith(".xlsx")
    data = bytes(Blob.objects.get(pk=mail.attachment_sha256).data)
    assert CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names == ["LOTE", "APLICADAS", "SIN EMPAREJAR"]


def test_a_list_that_comes_later_gets_what_it_missed(luz: Scope) -> None:
    with clock.at(make.NOW):
        set_mail_list(luz, "control", [])
        assert office.lot_mails(luz, make.TODAY) == 1
        set_mail_list(luz, "control", ["control@example.com"])
        assert office.lot_mails(luz, make.TODAY) == 1
        assert office.lot_mails(luz, make.TODAY) == 0


def test_an_office_without_lists_gets_nothing() -> None:
    luz = make.scope()
    make.lot(luz)
    assert office.lot_mails(luz, make.TODAY) == 0


def test_the_day_ends_with_a_sealed_journal(luz: Scope) -> None:
    run(luz)
    chain = verify()
    assert (chain.unsealed, chain.broken) == (0, None)
    assert chain.entries > 0
