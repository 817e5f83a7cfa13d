"""The jobs of the worker, by name. Arguments are ids alone; what is to be done stands in the rows."""

from __future__ import annotations

import asyncio
from datetime import date

from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from recobro.access.models import Portfolio
from recobro.access.queries import system_scope
from recobro.flows import later
from recobro.journal import tasks
from recobro.runs import day, longwork, outbox

STARTS = 3  # a job whose worker died so often is not started again


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


@app.task(name=later.CHECK)
def check_lot(task_id: int) -> None:
    """Read and prove a file that a person brought."""
    longwork.carry_out(task_id, longwork.check_lot)


@app.task(name=later.APPLY)
def apply_lot(task_id: int) -> None:
    """Book a checked lot and tell the office of it."""
    longwork.carry_out(task_id, longwork.apply_lot)


@app.periodic(cron="* * * * *")
@app.task(name="jobs.take_up", queueing_lock="jobs.take_up", pass_context=True)
async def take_up(context: JobContext, timestamp: int) -> None:
    """Start the jobs over whose worker died in the middle: every job may be done twice and changes nothing then."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        if job.attempts + 1 < STARTS:
            await jobs.retry_job(job)
        else:
            await jobs.finish_job(job, status=Status.FAILED, delete_job=False)
            if job.task_name in later.KINDS:
                await asyncio.to_thread(_give_up, int(str(job.task_kwargs["task_id"])))


def _give_up(task_id: int) -> None:
    """In a thread of its own, whose connection nobody else would close."""
    try:
        tasks.fail(task_id, "task_kills_worker")
    finally:
        connection.close()


def _code(portfolio_id: int) -> str:
    return str(Portfolio.objects.values_list("code", flat=True).get(pk=portfolio_id))
