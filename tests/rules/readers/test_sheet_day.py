"""The day of a list stands above its heading, or nowhere."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from recobro.readers.sheet_day import listed_on

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "cells",
    [
        ["Fecha de listado: 24/11/2026"],
        ["FECHA LISTADO", "24-11-2026"],
        ["Fecha:", "", datetime(2026, 11, 24, 8, 30)],  # noqa: DTZ001 - a cell has no zone
        ["Exportado el 24/11/26 08:31"],
        ["Datos a 2026-11-24"],
    ],
)
def test_the_day_of_the_list_is_read(cells: list[object]) -> None:
    assert listed_on([["Vencimientos devueltos"], cells], month_first=False) == DAY


@pytest.mark.parametrize(
    "cells",
    [
        ["Vencimientos devueltos"],
        ["Fecha de factura desde 01/11/2026"],
        ["Periodo: 01/11/2026 - 24/11/2026"],
        ["Vencimiento hasta", "24/11/2026"],
        ["Fecha: 31/11/2026"],
        ["24/11/2026"],
    ],
)
def test_another_day_is_not_taken_for_it(cells: list[object]) -> None:
    assert listed_on([cells], month_first=False) is None


def test_two_days_are_none() -> None:
    assert listed_on([["Fecha: 23/11/2026"], ["Impreso el 24/11/2026"]], month_first=False) is None
