"""The measured process of `bench.snapshot`: compares the second list with the first, and does the least possible."""

from __future__ import annotations

import json
import time

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  Django is set up first

from bench import take as bench  # noqa: E402
from recobro.access.queries import system_scope  # noqa: E402
from recobro.access.scope import Scope  # noqa: E402
from recobro.billing.actions import proving  # noqa: E402
from recobro.billing.models import Lot, Snapshot  # noqa: E402
from recobro.core import sql  # noqa: E402

TIMES = 3
ONE_CORE = "SET LOCAL max_parallel_workers_per_gather = 0"
ANTI_JOIN = """
    SELECT count(*), sum(b.amount_cents) FROM billing_lotrow b
    WHERE b.lot_id = %s AND NOT EXISTS (
        SELECT FROM billing_lotrow n
        WHERE n.lot_id = %s AND upper(btrim(n.invoice_number)) = upper(btrim(b.invoice_number)))
"""


def main() -> None:
    """Print the seconds of each."""
    scope = system_scope(bench.CODE)
    before, now = Lot.objects.filter(kind="unpaid").order_by("number")
    with transaction.atomic():
        proving.compare(scope, before)
    peers, compares, proves = [], [], []
    for _ in range(TIMES):
        peers.append(peer(before, now))
        compares.append(compare(scope, before, now))
        proves.append(prove(scope, now))
    print(json.dumps({"peer": min(peers), "compare": min(compares), "prove": min(proves)}))


def peer(before: Lot, now: Lot) -> float:
    """What the list before had and this one has not."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(ONE_CORE)
        began = time.perf_counter()
        cursor.execute(ANTI_JOIN, [before.pk, now.pk])
        assert cursor.fetchone()[0] > 0
        return time.perf_counter() - began


def compare(scope: Scope, before: Lot, now: Lot) -> float:
    """New, same, gone and changed, in count and cents."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONE_CORE)
        began = time.perf_counter()
        proving.changes(scope, now.pk, before.pk, many=True)
        found = sql.one("billing/proof_changes")
        seconds = time.perf_counter() - began
        assert min(found["new_count"], found["gone_count"], found["changed_count"]) > 0, found
        return seconds


def prove(scope: Scope, now: Lot) -> float:
    """The comparison, the proof of all three sides, differences, evidence and sums; taken back afterwards."""
    with transaction.atomic():
        began = time.perf_counter()
        proving.compare(scope, now)
        seconds = time.perf_counter() - began
        assert Snapshot.objects.get(lot=now).gone_count > 0
        transaction.set_rollback(True)
        return seconds


if __name__ == "__main__":
    main()
