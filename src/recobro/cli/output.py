"""What commands say: results on stdout, progress and complaints on stderr; JSON alone on stdout when asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from tqdm import tqdm


def as_json(data: object) -> None:
    """One JSON object on stdout."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def complain(text: str) -> None:
    """A sentence on stderr."""
    click.echo(text, err=True)


def lines(texts: list[str]) -> None:
    """Results for people."""
    for text in texts:
        click.echo(text)


@contextmanager
def progress(what: str, unit: str = "") -> Iterator[Callable[[int, int | None], None]]:
    """A bar on stderr that shows what is done and what remains; silent where stderr is no terminal.

    Yields `tell(done, total)`; `total` None when it is not known.
    """
    with tqdm(
        desc=what, unit=unit or "it", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False, delay=0.5
    ) as bar:

        def tell(done: int, total: int | None = None) -> None:
            if total is not None and bar.total != total:
                bar.total = total
            bar.update(done - bar.n)

        yield tell
