"""The day that a list speaks of, where it stands above its heading: "Fecha de listado: 24/11/2026"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from recobro.readers.amounts import BadDate
from recobro.readers.sheet_columns import plain
from recobro.readers.sheet_dates import day_of

# "Fecha de factura desde" is a filter, "Periodo" a span: only words that date the list itself count.
_DATES_THE_LIST = re.compile(
    r"(?:fecha(?: de(?:l)?)?(?: (?:listado|informe|exportacion|emision|impresion|extraccion|consulta))?"
    r"|(?:listado|exportado|emitido|impreso|generado|datos)(?: el| a| al)?|a fecha(?: de)?)"
)
_DAY = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}")


def listed_on(above: Iterable[Sequence[object]], *, month_first: bool) -> date | None:
    """The one day that the rows above the heading give for the list; None without, or when they give several."""
    found = {day for cells in above for day in _days(cells, month_first)}
    return found.pop() if len(found) == 1 else None


def _days(cells: Sequence[object], month_first: bool) -> Iterable[date]:
    label = ""
    for cell in cells:
        if isinstance(cell, datetime | date):
            if _DATES_THE_LIST.fullmatch(label):
                yield cell.date() if isinstance(cell, datetime) else cell
        elif isinstance(cell, str) and cell.strip():
            written = _DAY.findall(cell)
            words = plain(_DAY.sub(" ", re.sub(r"\d{1,2}:\d{2}(?::\d{2})?", " ", cell))) or label
            if len(written) == 1 and _DATES_THE_LIST.fullmatch(words):
                try:
                    yield day_of(written[0], month_first)
                except BadDate:
                    continue
            label = words
