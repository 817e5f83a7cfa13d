"""The only writer of the parallel run: an evening is compared, compared again, and signed."""

from __future__ import annotations

from datetime import date

from recobro.access.scope import Scope
from recobro.billing.parallel.models import ParallelLine, ParallelRun
from recobro.billing.parallel.rules import Comparison
from recobro.core import clock, sql
from recobro.core.errors import BadInput, Stale
from recobro.journal.actions import record


def keep(scope: Scope, day: date, found: Comparison, *, sha256: str, file_name: str) -> ParallelRun:
    """Write the comparison of a day. The same file with the same outcome changes nothing; another takes its place.

    Raises `BadInput` "parallel_signed" when the day is signed and something would change.
    """
    sql.lock("parallel", scope.portfolio_id)
    living = ParallelRun.objects.filter(portfolio_id=scope.portfolio_id, day=day, replaced_at=None).first()
    if living is not None and (living.sha256, living.digest) == (sha256, found.digest):
        return living
    if living is not None and living.signed_at is not None:
        raise BadInput("parallel_signed", day=f"{day:%d/%m/%Y}", person=living.signed_by)
    moment = clock.now()
    ParallelRun.objects.filter(portfolio_id=scope.portfolio_id, day=day, replaced_at=None).update(replaced_at=moment)
    run = ParallelRun.objects.create(
        portfolio_id=scope.portfolio_id,
        day=day,
        blob_id=sha256,
        sha256=sha256,
        digest=found.digest,
        file_name=file_name[:200],
        ours_count=found.ours_count,
        ours_cents=found.ours_cents,
        theirs_count=found.theirs_count,
        theirs_cents=found.theirs_cents,
        equal_count=found.equal_count,
        equal_cents=found.equal_cents,
        differing_count=len(found.differences),
        unexplained_count=found.unexplained_count,
        compared_by=scope.person,
        compared_at=moment,
    )
    ParallelLine.objects.bulk_create(_lines(run, found), batch_size=5_000)
    record(
        scope.portfolio_id,
        scope.person,
        "parallel.compared",
        f"parallel:{run.pk}",
        day=day.isoformat(),
        sha256=sha256,
        differing=run.differing_count,
        unexplained=run.unexplained_count,
        gap_cents=run.gap_cents,
    )
    return run


def sign(scope: Scope, day: date, seen_digest: str) -> ParallelRun:
    """Sign a day off. Raises `Stale` when it is not the comparison that was seen, `BadInput` "parallel_unexplained"."""
    sql.lock("parallel", scope.portfolio_id)
    run = ParallelRun.objects.filter(portfolio_id=scope.portfolio_id, day=day, replaced_at=None).first()
    if run is None or run.digest != seen_digest:
        raise Stale(day=day)
    if run.signed_at is not None:
        return run
    if run.unexplained_count:
        raise BadInput("parallel_unexplained", count=run.unexplained_count)
    run.signed_by, run.signed_at = scope.person, clock.now()
    run.save(update_fields=["signed_by", "signed_at"])
    record(
        scope.portfolio_id,
        scope.person,
        "parallel.signed",
        f"parallel:{run.pk}",
        day=day.isoformat(),
        digest=run.digest,
    )
    return run


def _lines(run: ParallelRun, found: Comparison) -> list[ParallelLine]:
    return [
        ParallelLine(
            portfolio_id=run.portfolio_id,
            run=run,
            kind=one.kind.value,
            invoice_number=one.number[:40],
            who=one.who[:160],
            line=one.line,
            ours_cents=one.ours_cents,
            theirs_cents=one.theirs_cents,
            why=one.why.value,
            explained=one.explained,
        )
        for one in found.differences
    ]
