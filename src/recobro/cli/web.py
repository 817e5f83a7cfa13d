"""`recobro web`: the pages, by gunicorn."""

from __future__ import annotations

import os
from typing import Any

import click
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication


class Web(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our application and our options; nothing is read from files of the machine."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for key, value in self.options.items():
            self.cfg.set(key, value)

    def load(self) -> Any:
        return get_wsgi_application()


@click.command(help="Sirve las páginas.")
@click.option("--port", type=int, default=8420, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", type=int, default=2, show_default=True)
def command(port: int, host: str, workers: int) -> None:
    """Two processes of four threads each: the steadiest tail measured (docs/decisions)."""
    Web(
        {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": 4,
            "worker_class": "gthread",
            "timeout": 120,
            "loglevel": os.environ.get("RECOBRO_LOG", "warning").lower(),
            "control_socket_disable": True,
        }
    ).run()
