"""The only writer of the journal from Python: entries, blobs and outbox rows, in the transaction of what they tell."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from recobro.core import clock
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
