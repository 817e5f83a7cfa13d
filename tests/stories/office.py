"""An office for stories: what its people do on a day, in the words of the trade, on the real flows."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path

from recobro.access.queries import system_scope
from recobro.access.scope import Scope
from recobro.cases.models import Case, Step
from recobro.core import clock
from recobro.flows import prove, release
from recobro.flows.lot_report import LotReport
from recobro.flows.portfolio import create_portfolio
from recobro.flows.take import take
from recobro.parties.models import Account
from recobro.reports.totals import Split, Totals, between, split
from recobro.runs import day as days
from recobro.runs import outbox
from recobro.runs.demo.arrivals import Arrival


class Office:
    """One portfolio and what is done in it."""

    def __init__(self, code: str, country: str, name: str, opened_on: date, region: str = "") -> None:
        self.country = country
        with clock.at(datetime(opened_on.year, opened_on.month, opened_on.day, 6).astimezone()):
            create_portfolio(code, country=country, name=name, region=region)
        self.scope: Scope = system_scope(code)

    @contextmanager
    def at(self, day: date, hour: int, minute: int = 0) -> Iterator[None]:
        """It is that moment in the portfolio's zone."""
        with clock.at(clock.instant(day, self.scope.zone, hour, minute)):
            yield

    def takes(self, arrival: Arrival) -> LotReport:
        """Take one file in."""
        (report,) = take(self.scope, io.BytesIO(arrival.data), file_name=arrival.file_name, kind=arrival.kind)
        return report

    def runs(self, day: date) -> days.DayReport:
        """Run the day; nothing leaves."""
        return days.run(self.scope, day)

    def ordinary_day(self, day: date, *arrivals: Arrival) -> None:
        """Files, run, everything released, everything sent, and the calls made in the afternoon."""
        for minute, arrival in enumerate(arrivals):
            with self.at(day, 9, minute):
                report = self.takes(arrival)
                assert report.status == "booked", (arrival.file_name, report.sentence)
        with self.at(day, 10):
            self.runs(day)
        with self.at(day, 11):
            self.releases()
            outbox.drain(self.scope)
        with self.at(day, 16):
            for step in Step.objects.filter(portfolio_id=self.scope.portfolio_id, act="call", state="released"):
                prove.call_made(self.scope, step.pk)

    def releases(self) -> release.ReleaseReport:
        """A person releases every proposal but the candidates for a cut."""
        return release.release(self.scope, [step.pk for step in self.proposals() if step.act != "propose_cut"])

    def sends(self) -> Counter[str]:
        """The outbox empties itself."""
        return outbox.drain(self.scope)

    def proposals(self) -> list[Step]:
        """What is proposed and not released."""
        found = Step.objects.filter(portfolio_id=self.scope.portfolio_id, state=Step.State.PROPOSED)
        return list(found.select_related("account__customer").order_by("id"))

    def proposed(self) -> dict[str, str]:
        """Name of the customer → rung that is proposed."""
        return {step.account.customer.name: step.rung_id for step in self.proposals()}

    def account(self, name: str) -> Account:
        """The account of the customer of that name."""
        return Account.objects.get(portfolio_id=self.scope.portfolio_id, customer__name=name)

    def case(self, name: str) -> Case:
        """The newest case of the customer of that name."""
        return Case.objects.filter(account=self.account(name)).latest("id")

    def totals(self, day: date) -> Totals:
        """RESUMEN TOTAL of the day, proved."""
        return between(self.scope, clock.instant(day, self.scope.zone, 0), clock.now()).prove()

    def split(self, day: date) -> Split:
        """Overdue, not yet due, credits."""
        return split(self.scope, day)


def mails(folder: Path) -> list[Message]:
    """Every message that left, as its receiver would open it."""
    return [message_from_bytes(file.read_bytes(), policy=default) for file in sorted(folder.glob("*.eml"))]


def text(mail: Message) -> str:
    """The words of a message."""
    body = mail.get_body(("plain",)) if hasattr(mail, "get_body") else None
    return body.get_content() if body else ""
