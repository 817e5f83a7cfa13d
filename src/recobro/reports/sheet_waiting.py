"""The sheet SIN EMPAREJAR: every row that waits in the open, why, and which invoice it might belong to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from recobro.access.scope import Scope
from recobro.core import sql
from recobro.core.wording import say
from recobro.reports import labels
from recobro.reports.book import Book, Column

NAME = "SIN EMPAREJAR"
COLUMNS = (
    Column("Estado", 16),
    Column("Importe", 13, "money"),
    Column("Tipo", 14),
    Column("Nombre en el fichero", 30),
    Column("Factura leída", 18),
    Column("Referencia", 26),
    Column("Motivo", 9),
    Column("Fecha", 12, "date"),
    Column("Por qué espera", 56),
    Column("Candidata", 38),
    Column("Por qué es candidata", 36),
    Column("Fichero", 34),
    Column("Línea", 8, "count"),
    Column("Días en espera", 9, "count"),
)


def write(book: Book, scope: Scope, today: date, subtitle: str, lot_id: int | None = None) -> None:
    """Write the sheet: of one lot, or of all. Needs an open transaction."""
    sheet = book.sheet(NAME, NAME, subtitle, COLUMNS)
    sheet.row = 3
    first = sheet.head()
    for values in _rows(scope, today, lot_id):
        sheet.write(values)
    sheet.finish(first)


def _rows(scope: Scope, today: date, lot_id: int | None) -> Iterator[list[Any]]:
    for row in sql.stream("reports/sheet_waiting", portfolio_id=scope.portfolio_id, lot_id=lot_id):
        status, kind, cents, debtor, invoice, reference, code, reason, read, day, who, why, file_name, line, at = row
        yield [
            labels.ROW_STATUS[status],
            cents,
            labels.ROW_KINDS.get(kind, kind),
            debtor,
            invoice,
            reference,
            code,
            day,
            say(reason, **json.loads(read)) if reason else "",
            who,
            say(why) if why else "",
            file_name,
            line,
            (today - at.astimezone(scope.zone).date()).days,
        ]
