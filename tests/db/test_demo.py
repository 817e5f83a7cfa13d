"""The demo in small: a year played through the real flows adds up, and played again changes nothing."""

from __future__ import annotations

import json
import os
import stat
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from recobro.access.models import Membership, Portfolio
from recobro.access.roles import Role
from recobro.billing.models import AccountBalance, Invoice, LedgerEntry, Lot, LotRow
from recobro.cases.models import Case, Step
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.core.home import Home, fixed_moment
from recobro.journal.models import Entry
from recobro.notices.models import Notice
from recobro.runs.demo import agenda, play, stage, world
from recobro.runs.demo.agenda import Session
from recobro.runs.demo.events import Paid
from recobro.runs.demo.report import DemoReport
from recobro.runs.demo.world import TODAY

pytestmark = pytest.mark.django_db
SCALE = 0.05


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data directory of its own; the clock of the process is let go afterwards."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECOBRO_HOME", str(folder))
        patch.delenv("RECOBRO_SMTP_URL", raising=False)
        yield folder
    clock.fix(None)


def monthly() -> Iterator[Session]:
    """A shorter year than the demo's own: every fourth week, then the last days."""
    days = [session.day for session in agenda.sessions() if session.day < date(2026, 11, 10)][::3]
    days += [date(2026, 11, 16), date(2026, 11, 20), date(2026, 11, 23)]
    return (Session(after, day) for after, day in pairwise([days[0] - timedelta(days=7), *days]))


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: DjangoDbBlocker, home: Path) -> Iterator[DemoReport]:
    """The whole year, once."""
    sessions = list(monthly())
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr(agenda, "sessions", lambda: iter(sessions))
        yield play.play(home, web="http://127.0.0.1:8420/", scale=SCALE, served=True)
        transaction.set_rollback(True)


def everything() -> Counter[str]:
    """How many rows there are of everything that a second run could add."""
    kinds = (Entry, Lot, LotRow, LedgerEntry, Case, Step, Notice, Membership)
    return Counter({kind.__name__: kind.objects.count() for kind in kinds})


def test_the_report_has_the_keys_of_the_contract(played: DemoReport) -> None:
    told = json.loads(json.dumps(played.as_json()))
    assert {"web", "users", "portfolios", "totals"} <= set(told)
    assert {tuple(user) for user in told["users"]} == {("name", "password", "role", "portfolio")}
    assert [(one["code"], one["currency"]) for one in told["portfolios"]] == [("valle", "EUR"), ("andina", "USD")]


def test_there_is_somebody_for_every_role_in_both_portfolios(played: DemoReport) -> None:
    assert Counter((one.portfolio, one.role) for one in played.users) == Counter(
        (code, role.value) for code in ("valle", "andina") for role in Role
    )
    assert Membership.objects.count() == len(played.users)


def test_the_summary_is_told_in_lines(played: DemoReport) -> None:
    lines = "\n".join(played.lines())
    assert "TOTAL IMPAGO" in lines
    assert "martes 24 de noviembre de 2026" in lines
    assert "marta" in lines


def test_the_totals_are_proved(played: DemoReport) -> None:
    for day in played.days:
        assert day.totals.prove().closing == day.split.total > 0


@pytest.mark.parametrize("country", ["ES", "EC"])
def test_the_ledger_says_of_every_customer_what_happened_in_his_year(played: DemoReport, country: str) -> None:
    """Not the play but the world is asked: bills less payments, whatever invoice the flows gave the money to.

    Left out are the few whose money waits in the open on the demo's day, or whom the ERP's list added something to.
    """
    one = world.build(country, SCALE)
    owed: dict[str, int] = defaultdict(int)
    for bill, cents in one.standing(TODAY).items():
        owed[bill.client.ref] += cents
    for event in one.between(world.OPENED_ON, TODAY):
        if isinstance(event, Paid) and event.bill is None:
            owed[event.client.ref] -= event.cents
    balances = AccountBalance.objects.filter(portfolio__code=stage.CODES[country]).select_related("account")
    found = {balance.account.ref: balance.balance_cents for balance in balances}
    same = [ref for ref, cents in owed.items() if found.get(ref, 0) == cents]
    assert len(same) >= len(owed) - 4
    assert len(same) > len(owed) // 2


def test_every_lot_that_was_booked_adds_up(played: DemoReport) -> None:
    booked = Lot.objects.filter(status="booked")
    assert booked.count() > 40
    for lot in booked:
        assert lot.declared_count == lot.booked_count + lot.waiting_count + lot.faulty_count
        assert lot.declared_cents == lot.booked_cents + lot.waiting_cents + lot.faulty_cents


def test_the_day_shows_what_goes_wrong_on_an_ordinary_tuesday(played: DemoReport) -> None:
    reasons = {lot.reason for lot in Lot.objects.filter(status="refused")}
    assert {"total_differs", "pdf_broken"} <= reasons
    assert LotRow.objects.filter(status="waiting").exists()
    assert LotRow.objects.filter(status="faulty", reason="no_such_day").count() == 2


def test_notices_left_in_the_year_and_none_today(played: DemoReport, home: Path) -> None:
    assert Notice.objects.filter(state="sent").count() > 10
    for portfolio in Portfolio.objects.all():
        with clock.at(stage.moment(portfolio.country, TODAY, 0)):
            assert not Notice.objects.filter(portfolio=portfolio, sent_at__gte=clock.now()).exists()
    assert len(list((home / "outbox").glob("*.eml"))) >= Notice.objects.filter(state="sent").count()


def test_something_is_proposed_and_waits_for_a_person(played: DemoReport) -> None:
    assert Step.objects.filter(state="proposed", day=TODAY).exists()


def test_the_inbox_of_the_day_lies_in_the_data_directory(played: DemoReport, home: Path) -> None:
    for code in ("valle", "andina"):
        assert len(list((home / "inbox" / code).iterdir())) >= 3


def test_the_clock_of_the_installation_stands_still(played: DemoReport, home: Path) -> None:
    moment = fixed_moment(Home(home), {})
    assert moment is not None
    assert moment.date() == TODAY


def test_the_passwords_are_kept_for_their_owner_alone(played: DemoReport, home: Path) -> None:
    file = home / "secrets" / "demo_users.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len({user.password for user in played.users}) == len(played.users)


def test_a_second_run_changes_nothing(played: DemoReport, home: Path) -> None:
    before = everything()
    again = play.play(home, web="http://127.0.0.1:8420/", scale=SCALE, served=True)
    assert everything() == before
    assert [one.password for one in again.users] == [one.password for one in played.users]
    assert [day.totals for day in again.days] == [day.totals for day in played.days]


def test_a_day_that_was_broken_off_ends_as_if_it_had_not_been(played: DemoReport, home: Path) -> None:
    """The mark of the last day is missing, everything else of it is there: playing it again adds only the mark."""
    before = everything()
    stage.PLAYED, kept = "demo.played_again", stage.PLAYED
    try:
        cast, one = stage.cast("EC"), world.build("EC", SCALE)
        play._today(cast, one, home / "inbox" / "andina")
    finally:
        stage.PLAYED = kept
    after = everything()
    assert after - before == Counter({"Entry": after["Entry"] - before["Entry"]})
    assert LedgerEntry.objects.count() == before["LedgerEntry"]


def test_invented_people_are_never_put_beside_real_ones(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "DATABASE_URL", "postgresql://company@db.example.com/recobro")
    with pytest.raises(BadInput, match="demo_needs_embedded"):
        play.play(home)


def test_the_demo_sends_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "RECOBRO_SMTP_URL", "smtp://mail.example.com")
    with pytest.raises(BadInput, match="demo_sends_nothing"):
        play.play(home, served=True)


def test_every_invoice_is_of_the_demo(played: DemoReport) -> None:
    assert set(Invoice.objects.values_list("portfolio__code", flat=True)) == {"valle", "andina"}
