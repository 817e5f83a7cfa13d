"""`recobro serve`: web and worker together, as two processes that live and die together."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from types import FrameType

import click


@click.command(help="Sirve las páginas y hace el trabajo pendiente. Ctrl-C para los dos.")
@click.option("--port", type=int, default=8420, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def command(port: int, host: str) -> int:
    """Serve until stopped."""
    return serve(port, host)


def serve(port: int, host: str) -> int:
    """Run `recobro web` and `recobro work` until one of them ends or we are told to stop; returns the exit status."""
    start = [sys.executable, "-m", "recobro"]
    processes = [
        subprocess.Popen([*start, "web", "--port", str(port), "--host", host]),  # noqa: S603 - our own commands
        subprocess.Popen([*start, "work"]),  # noqa: S603
    ]
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping and all(process.poll() is None for process in processes):
        time.sleep(0.2)
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:  # a long booking: the next worker starts it over
            process.kill()
    return 0 if stopping else 1
