"""`recobro work`: carries out the outbox and the long jobs."""

from __future__ import annotations

import click
from procrastinate.contrib.django import app


@click.command(help="El trabajador: salida de avisos y trabajos largos.")
@click.option("--concurrency", type=int, default=2, show_default=True)
def command(concurrency: int) -> None:
    """Runs until it is told to stop; a job cut short is taken up again."""
    # An app of its own for the worker's connector: what a job itself asks for stays in that job's transaction.
    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    worker.run_worker(concurrency=concurrency, install_signal_handlers=True)
