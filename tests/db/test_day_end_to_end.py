"""One account through the household ladder: opened, told three times, called, a candidate; then it pays."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from recobro.access.scope import Scope
from recobro.cases.models import Case, Step
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.flows.prove import call_made
from recobro.flows.release import release
from recobro.journal.models import Outbox
from recobro.notices.models import Notice, Proof
from recobro.runs import day, outbox
from recobro.runs.day import DayReport
from tests.db import ladder_factories as make

pytestmark = pytest.mark.django_db


def go(scope: Scope, on: date, *, release_all: bool = True) -> DayReport:
    with clock.at(make.at(scope, on)):
        report = day.run(scope, on)
        steps = Step.objects.filter(portfolio_id=scope.portfolio_id, state="proposed").exclude(act="propose_cut")
        if release_all and steps:
            release(scope, list(steps.values_list("id", flat=True)))
        outbox.drain(scope)
    return report


def test_a_household_is_told_three_times_then_called_then_a_candidate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECOBRO_HOME", str(tmp_path))
    with clock.at(clock.now().replace(year=2026, month=6, day=2, hour=8)):
        scope = make.portfolio()
        account = make.account(scope)
        make.invoice(account, 5000, date(2026, 6, 1))
        make.invoice(account, 4000, date(2026, 6, 1))
    report = go(scope, date(2026, 6, 2), release_all=False)
    assert report.as_json()["opened"] == 1
    seen = []
    on = date(2026, 6, 2)
    while on < date(2026, 9, 30):
        go(scope, on)
        call = Step.objects.filter(state="released", act="call").first()
        if call:
            with clock.at(make.at(scope, on)):
                call_made(scope, call.pk)
        on += timedelta(days=1)
    for step in Step.objects.order_by("day"):
        seen.append((step.day.isoformat(), step.rung_id, step.state, step.planned_on and step.planned_on.isoformat()))
    assert seen == [
        ("2026-06-03", "aviso_1", "done", None),
        ("2026-06-07", "aviso_2", "done", None),
        ("2026-06-18", "aviso_3", "done", None),
        ("2026-06-25", "llamada", "done", None),
        ("2026-07-16", "candidato_corte", "proposed", "2026-08-25"),
    ]
    assert Notice.objects.filter(state="sent").count() == Proof.objects.count() == 3
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 3
    assert Outbox.objects.filter(state="sent").count() == 3
    case = Case.objects.get()
    assert case.rung == 4


def test_a_day_that_has_not_come_is_not_run_and_shuts_out_no_true_day() -> None:
    with clock.at(clock.now().replace(year=2026, month=6, day=2, hour=8)):
        scope = make.portfolio()
        make.invoice(make.account(scope), 5000, date(2026, 6, 1))
        with pytest.raises(BadInput) as refused:
            day.run(scope, date(2062, 6, 2))
        assert (refused.value.code, Case.objects.count()) == ("run_not_come", 0)
        assert day.run(scope, date(2026, 6, 2)).as_json()["opened"] == 1
