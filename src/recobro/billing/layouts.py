"""Reads what people have said of the files of a source, as the readers take it."""

from __future__ import annotations

from recobro.access.scope import Scope
from recobro.billing.models import ColumnProfile, ResultText
from recobro.readers.sheet_columns import ColumnMap
from recobro.readers.sheet_heading import Known


def known(portfolio_id: int) -> Known:
    """Every saved map by the heading row it was made for."""
    found: dict[str, list[ColumnMap]] = {}
    for one in ColumnProfile.objects.filter(portfolio_id=portfolio_id).order_by("id"):
        found.setdefault(one.fingerprint, []).append(map_of(one))
    return found


def profiles(scope: Scope) -> list[ColumnProfile]:
    """The saved maps, by name."""
    return list(ColumnProfile.objects.filter(portfolio_id=scope.portfolio_id).order_by("name", "kind", "id"))


def map_of(one: ColumnProfile) -> ColumnMap:
    """A saved map."""
    return ColumnMap(
        kind=one.kind,
        places={str(name): int(column) for name, column in one.places.items()},
        decimal=one.decimal,
        month_first=one.month_first,
        sheet=one.sheet,
        source=one.name,
    )


def results(scope: Scope) -> dict[str, str]:
    """What banks' words mean: folded text → reason code."""
    return dict(ResultText.objects.filter(portfolio_id=scope.portfolio_id).values_list("text", "reason_code"))
