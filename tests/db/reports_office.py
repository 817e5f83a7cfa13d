"""An office in which all is well, and the ways to break it that only the owner of the database has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from recobro.access.scope import Scope
from recobro.core import clock
from recobro.journal.actions import post, record
from recobro.journal.seal import seal
from recobro.notices.models import Notice
from recobro.policies.models import PolicyVersion
from tests.db import reports_factories as make


@contextmanager
def broken_open(*tables: str) -> Iterator[None]:
    """The tables without their triggers, as only the owner of the database can have them: to break what is promised."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def execute(statement: str) -> None:
    """As the owner of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else pending checks of the fixture forbid ALTER TABLE
        cursor.execute(statement)


LADDER = '[[rung]]\nid = "aviso_1"\n[[rung]]\nid = "llamada"\notherwise = "pass"\n[[rung]]\nid = "corte"\n'


def sound_office() -> Scope:
    """An office in which every promise has something to hold on to."""
    luz = make.scope()
    home = make.account(luz)
    bill = make.charged(home, 300_00)
    make.returned(home, make.invoice(home, 80_00), unknown=True)
    make.paid(home, 120_00, bill)
    make.paid(home, 10_00)
    PolicyVersion.objects.create(
        portfolio_id=luz.portfolio_id,
        name="es_household",
        version=1,
        text=LADDER,
        sha256="0" * 64,
        published_at=make.NOW,
        published_by="sistema",
    )
    opened = make.case(home, bill)
    done = make.step(opened, state="done", day=make.YESTERDAY.date())
    make.step(opened, "propose_cut", rung=3, rung_id="corte")
    with clock.at(make.NOW):
        notice = Notice.objects.create(
            portfolio_id=luz.portfolio_id,
            account=home,
            step=done,
            channel="email",
            recipient="ana@example.com",
            template="aviso",
            template_sha256="0" * 64,
            subject="Aviso",
            body="Aviso",
            owed_cents=1,
            queued_at=make.NOW,
        )
        post(luz.portfolio_id, "notice", f"notice:{notice.pk}", notice.pk)
        record(luz.portfolio_id, "ana", "lot.booked", "lot:1", account_id=home.pk)
    seal()
    record(luz.portfolio_id, "ana", "lot.booked", "lot:2")
    seal()
    return luz
