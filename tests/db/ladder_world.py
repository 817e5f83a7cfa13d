"""A portfolio whose days are played: run, release and send, in a few words."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, timedelta

from django.db.models import QuerySet

from recobro.cases.models import Case, Item, Step
from recobro.core import clock
from recobro.flows import prove
from recobro.flows.release import ReleaseReport, release
from recobro.runs import day, outbox
from recobro.runs.day import DayReport
from tests.db import ladder_factories as make

AGES = """
name = "edades"
title = "Avisos por edad de la deuda"
country = "ES"
stages = ["early"]
segments = ["household", "business"]
rest_after_drop_days = 7
[tolerance]
EUR = "{tolerance}"
{rungs}
"""
AGE_RUNG = """
[[rung]]
id = "{id}"
act = "notify"
channels = ["email"]
template = "es_household/aviso_1"
wait = {{ days = {days}, count = "natural", from = "due" }}
proof = "accepted"
release = "review"
{more}
"""


def by_age(*days: int, tolerance: str = "0.00", more: str = "") -> str:
    """A ladder of notices, each so many days after the last day to pay: as the rivals' tests have them."""
    rungs = [AGE_RUNG.format(id=f"nivel_{n}", days=age, more=more) for n, age in enumerate(days, 1)]
    return AGES.format(tolerance=tolerance, rungs="".join(rungs))


class World:
    """One portfolio and its days."""

    def __init__(self, text: str = "", *, country: str = "ES", start: date = date(2026, 5, 1)) -> None:
        with clock.at(clock.instant(start, make.MADRID)):
            self.scope = make.portfolio(country, shipped=not text)
            if text:
                make.ladder(self.scope, text)

    def on(self, on: date, hour: int = 10) -> AbstractContextManager[None]:
        """Inside the block it is that day in the portfolio."""
        return clock.at(make.at(self.scope, on, hour))

    def run(self, on: date) -> DayReport:
        """The day's run alone: proposals."""
        with clock.at(make.at(self.scope, on)):
            return day.run(self.scope, on)

    def let_out(self, on: date) -> ReleaseReport:
        """Release what is proposed but candidates, and send it."""
        with clock.at(make.at(self.scope, on)):
            steps = self.steps("proposed").exclude(act="propose_cut")
            report = release(self.scope, list(steps.values_list("id", flat=True)))
            outbox.drain(self.scope)
            return report

    def play(self, start: date, end: date, *, calls: bool = True) -> None:
        """Each day from start to end: run, release, send; calls are made the same day."""
        on = start
        while on <= end:
            self.run(on)
            self.let_out(on)
            with clock.at(make.at(self.scope, on)):
                for step_id in self.steps("released").filter(act="call").values_list("id", flat=True) if calls else ():
                    prove.call_made(self.scope, step_id)
            on += timedelta(days=1)

    def steps(self, *states: str) -> QuerySet[Step]:
        """Steps of the portfolio in these states, or all of them."""
        found = Step.objects.filter(portfolio_id=self.scope.portfolio_id).order_by("day", "id")
        return found.filter(state__in=states) if states else found

    def told(self) -> list[tuple[str, str]]:
        """(day, rung) of every step that is neither withdrawn nor dropped."""
        return [
            (step.day.isoformat(), step.rung_id)
            for step in self.steps("proposed", "released", "handed", "done", "failed")
        ]

    def case(self) -> Case:
        """The only case."""
        return Case.objects.get(portfolio_id=self.scope.portfolio_id)

    def item(self, number: str) -> Item:
        """The latest item of an invoice."""
        return Item.objects.filter(invoice__number=number).order_by("-cycle")[0]
