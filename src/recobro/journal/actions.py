"""The only writer of the journal from Python: entries, blobs and outbox rows, in the transaction of what they tell."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from recobro.core import clock, sql
from recobro.journal.models import Blob, Entry, Outbox


def record(
    portfolio_id: int | None, by: str, verb: str, subject: str, *, account_id: int | None = None, **data: object
) -> None:
    """Write one entry. `data` holds ids, codes, counts and digests; never a personal value."""
    assert transaction.get_connection().in_atomic_block, "an entry belongs to the transaction of what it tells"
    Entry.objects.create(
        portfolio_id=portfolio_id,
        account_id=account_id,
        at=clock.now(),
        by=by,
        verb=verb,
        subject=subject,
        data=data,
    )


def keep(data: bytes, media_type: str) -> str:
    """Keep the bytes once, whoever brings them; returns their sha256 in hex."""
    sha256 = hashlib.sha256(data).hexdigest()
    Blob.objects.bulk_create(
        [Blob(sha256=sha256, size=len(data), media_type=media_type, data=data, created_at=clock.now())],
        ignore_conflicts=True,
    )
    return sha256


def post(portfolio_id: int, kind: str, key: str, subject_id: int, *, not_before: datetime | None = None) -> None:
    """Put something into the outbox. The key makes it unique: posting it again changes nothing."""
    moment = clock.now()
    row = Outbox(
        portfolio_id=portfolio_id,
        kind=kind,
        key=key,
        subject_id=subject_id,
        not_before=not_before or moment,
        created_at=moment,
    )
    Outbox.objects.bulk_create([row], ignore_conflicts=True)


def defer(job: str, *, lock: str = "", **ids: int) -> None:
    """Ask for a job by its name, in this transaction. With a `lock`, one waiting job of that lock is enough."""
    try:
        with transaction.atomic():
            app.configure_task(job, allow_unknown=True, queueing_lock=lock or None).defer(**ids)
    except AlreadyEnqueued:
        return


class Leaving(NamedTuple):
    """An outbox row in a worker's hand."""

    id: int
    subject_id: int
    key: str
    tries: int


class Settled(NamedTuple):
    """What became of one row: a state of `Outbox.State`, why, and for a row that tries again from when."""

    id: int
    state: str
    reason: str = ""
    not_before: datetime | None = None
    untried: int = 0  # 1 takes the try back: it was only put off


def ready(portfolio_id: int, kind: str, count: int) -> list[tuple[int, int]]:
    """(id, subject) of rows that may leave now. Nothing is taken: first the accounts' locks, then `claim`."""
    found = sql.rows("journal/ready", portfolio_id=portfolio_id, kind=kind, moment=clock.now(), count=count)
    return [(row["id"], row["subject_id"]) for row in found]


def claim(portfolio_id: int, ids: Sequence[int]) -> list[Leaving]:
    """Take rows in hand, in this transaction, and hold them in this session until `settle` and `let_go`."""
    found = sql.rows("journal/claim", portfolio_id=portfolio_id, ids=list(ids), moment=clock.now())
    return [Leaving(row["id"], row["subject_id"], row["key"], row["tries"]) for row in found]


def abandoned(portfolio_id: int, kind: str) -> list[Leaving]:
    """Rows that a worker took in hand and did not live to settle."""
    found: list[dict[str, Any]] = sql.rows("journal/abandoned", portfolio_id=portfolio_id, kind=kind)
    return [Leaving(**row) for row in found]


def settle(portfolio_id: int, settled: Sequence[Settled]) -> None:
    """Write what became of rows in hand."""
    if settled:
        ids, states, reasons, not_before, untried = (list(column) for column in zip(*settled, strict=True))
        sql.run(
            "journal/settle_outbox",
            portfolio_id=portfolio_id,
            ids=ids,
            states=states,
            reasons=reasons,
            not_before=not_before,
            untried=untried,
            moment=clock.now(),
        )


def let_go(ids: Sequence[int]) -> None:
    """Give up this session's hold on rows, after their fate is committed."""
    sql.run("journal/let_go", ids=list(ids))


def refuse_ready(portfolio_id: int, keys: Sequence[str], reason: str) -> None:
    """Rows that have not begun to leave will not leave."""
    sql.run("journal/refuse_ready", portfolio_id=portfolio_id, keys=list(keys), reason=reason, moment=clock.now())
