"""The jobs of the worker, by name. Arguments are ids alone; what is to be done stands in the rows."""

from __future__ import annotations

from datetime import date

from procrastinate.contrib.django import app

from recobro.access.models import Portfolio
from recobro.access.queries import system_scope
from recobro.flows import take
from recobro.runs import day, office, outbox


@app.task(name="outbox.drain")
def drain_outbox(portfolio_id: int) -> dict[str, int]:
    """Send what may leave of one portfolio."""
    return dict(outbox.drain(system_scope(_code(portfolio_id))))


@app.periodic(cron="*/5 * * * *")
@app.task(name="outbox.drain_all", queueing_lock="outbox.drain_all", pass_context=False)
def drain_all(timestamp: int) -> None:
    """Send what became ready again by waiting: retries, and what was put off to a better hour."""
    for code in Portfolio.objects.order_by("code").values_list("code", flat=True):
        outbox.drain(system_scope(code))


@app.task(name="day.run")
def run_day(portfolio_id: int, ordinal: int) -> None:
    """Run a day, given by its ordinal; proposals only."""
    day.run(system_scope(_code(portfolio_id)), date.fromordinal(ordinal))


@app.task(name="lot.apply")
def apply_lot(portfolio_id: int, lot_id: int) -> dict[str, object]:
    """Book a checked lot and tell the office of it."""
    scope = system_scope(_code(portfolio_id))
    report = take.apply(scope, lot_id)
    office.lot_report_mails(scope, lot_id)
    return report.as_json()


def _code(portfolio_id: int) -> str:
    return str(Portfolio.objects.values_list("code", flat=True).get(pk=portfolio_id))
