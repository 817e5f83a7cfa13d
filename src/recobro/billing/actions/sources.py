"""What a person says of the files of a source: the columns of its sheets, the words of its results."""

from __future__ import annotations

import csv
from importlib.resources import files

from recobro.access.scope import Scope
from recobro.billing.models import ColumnProfile, ResultText, ReturnReason
from recobro.core import clock, sql
from recobro.core.errors import BadInput
from recobro.journal.actions import record
from recobro.readers.sheet_columns import ColumnMap, plain
from recobro.readers.sheet_heading import fingerprint_of


def save_columns(scope: Scope, columns: ColumnMap, headings: list[str]) -> ColumnProfile:
    """Keep how sheets with these headings are read; what was said before of the same headings and kind is replaced."""
    sql.lock("column_profile", scope.portfolio_id)
    fingerprint = fingerprint_of(headings)
    same = ColumnProfile.objects.filter(portfolio_id=scope.portfolio_id, fingerprint=fingerprint, kind=columns.kind)
    profile = same.first() or ColumnProfile(
        portfolio_id=scope.portfolio_id, fingerprint=fingerprint, kind=columns.kind, version=0
    )
    profile.name, profile.headings, profile.places = columns.source[:60], headings, dict(columns.places)
    profile.decimal, profile.month_first, profile.sheet = columns.decimal, columns.month_first, columns.sheet[:60]
    profile.version += 1
    profile.saved_by, profile.saved_at = scope.person, clock.now()
    profile.save()
    record(
        scope.portfolio_id,
        scope.person,
        "columns.saved",
        f"columns:{profile.pk}",
        kind=profile.kind,
        fingerprint=fingerprint,
        version=profile.version,
        places=profile.places,
        decimal=profile.decimal,
        month_first=profile.month_first,
    )
    return profile


def forget_columns(scope: Scope, profile_id: int) -> ColumnProfile:
    """Forget a saved map: later files of its source ask again. Raises `BadInput` "unknown_columns"."""
    profile = ColumnProfile.objects.filter(portfolio_id=scope.portfolio_id, pk=profile_id).first()
    if profile is None:
        raise BadInput("unknown_columns", number=profile_id)
    record(
        scope.portfolio_id,
        scope.person,
        "columns.forgotten",
        f"columns:{profile.pk}",
        kind=profile.kind,
        fingerprint=profile.fingerprint,
    )
    ColumnProfile.objects.filter(portfolio_id=scope.portfolio_id, pk=profile_id).delete()
    return profile


def seed_results(portfolio_id: int) -> int:
    """Give a portfolio the shipped meanings of banks' words; those it already has stay as the office changed them."""
    text = files("recobro.billing").joinpath("result_texts.csv").read_text(encoding="utf-8")
    rows = [
        ResultText(portfolio_id=portfolio_id, text=plain(line["text"])[:120], reason_code=line["reason_code"])
        for line in csv.DictReader(text.splitlines())
    ]
    return len(ResultText.objects.bulk_create(rows, ignore_conflicts=True))


def name_result(scope: Scope, text: str, reason_code: str) -> ResultText:
    """Say which reason a bank's words mean. Raises `BadInput` "unknown_reason", "result_text_empty"."""
    folded = plain(text)[:120]
    if not folded:
        raise BadInput("result_text_empty", found=text[:40])
    if not ReturnReason.objects.filter(portfolio_id=scope.portfolio_id, code=reason_code).exists():
        raise BadInput("unknown_reason", found=reason_code)
    sql.lock("result_text", scope.portfolio_id)
    old = ResultText.objects.filter(portfolio_id=scope.portfolio_id, text=folded).first()
    row = old or ResultText(portfolio_id=scope.portfolio_id, text=folded)
    before, row.reason_code = row.reason_code, reason_code
    row.save()
    record(scope.portfolio_id, scope.person, "result.named", f"result:{row.pk}", old=before, new=reason_code)
    return row
