"""Days in sheets: dd/mm/yyyy unless a person says otherwise; a day that does not exist is never moved."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from recobro.core.wording import say
from recobro.readers.amounts import BadDate
from recobro.readers.sheet_columns import ColumnMap
from recobro.readers.sheet_dates import day_of
from tests.rules.readers.files import faults, items, rows, table

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "written",
    [
        *("20/11/2026", "20-11-2026", "20.11.2026", "20/11/26", "2026-11-20", "2026/11/20", "20261120"),
        *("2026-11-20 08:30:00", "20/11/2026 8:30", "20-nov-2026", "20 de noviembre de 2026", "20/NOV/26"),
        *(" 20/11/2026 ", "46346", 46346, 46346.5, DAY),
        datetime(2026, 11, 20, 8, 30),  # noqa: DTZ001 - a cell has no zone
    ],
)
def test_days_as_people_write_them(written: object) -> None:
    assert day_of(written, month_first=False) == DAY


def test_two_digits_of_a_year_mean_the_nearest() -> None:
    assert day_of("01/02/69", month_first=False) == date(2069, 2, 1)
    assert day_of("01/02/70", month_first=False) == date(1970, 2, 1)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31/11/2026", "no_such_day"),
        ("29/02/2026", "no_such_day"),
        ("12/15/2018", "no_such_month"),
        ("00/11/2026", "no_such_day"),
        ("20/11", "bad_date"),
        ("mañana", "bad_date"),
        ("20/11/0026", "bad_date"),
        ("21990101", "bad_date"),
        (12.5, "bad_date"),
        (True, "bad_date"),
        (None, "bad_date"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(written: object, code: str) -> None:
    with pytest.raises(BadDate) as refused:
        day_of(written, month_first=False)
    assert refused.value.code in (code, "bad_date")


def test_the_31st_of_november_is_explained() -> None:
    found = items(table("Cliente;Importe;Factura;Vencimiento", "Ana;1,00;F1;31/11/2026"), "unpaid")
    (fault,) = faults(found)
    assert (fault.code, fault.found, fault.field) == ("no_such_day", "31/11/2026", "Vencimiento")
    sentence = say(fault.code, found=fault.found, field=fault.field, expected=fault.expected)
    assert sentence == "La fecha «31/11/2026» de «Vencimiento» no existe: Noviembre tiene 30 días."


def test_the_month_comes_first_only_when_a_person_says_so() -> None:
    data = table("Cliente;Importe;Factura;Vencimiento", "Ana;1,00;F1;12/15/2018")
    assert [fault.code for fault in faults(items(data, "unpaid"))] == ["no_such_month"]
    (row,) = rows(items(data, "unpaid", ColumnMap(month_first=True)))
    assert row.due_on == date(2018, 12, 15)
