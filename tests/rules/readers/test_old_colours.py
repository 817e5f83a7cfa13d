"""The colours of the old table are claims: a legend goes before the hue, and what nobody explains stays unknown."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.readers.open import read_file
from recobro.readers.rows import Row
from recobro.readers.sheet_colours import Fill, day_in, meaning_of, read_marks
from tests.db.billing.old_table import GREEN, RED, YELLOW, Old, table
from tests.rules.readers.shared_samples import SHARED

NEAR = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("rgb", "fill"),
    [
        ("FFFF00", Fill.OPEN),
        ("FFF2A8", Fill.OPEN),  # of our own workbook
        ("FF0000", Fill.CUT),
        ("F4B6AE", Fill.CUT),  # of our own workbook
        ("FFC7CE", Fill.CUT),
        ("92D050", Fill.UNKNOWN),
        ("F8CBAD", Fill.UNKNOWN),
        ("FFFFFF", Fill.NONE),
        ("D9D9D9", Fill.NONE),
        ("", Fill.UNKNOWN),  # a colour of the theme has no value of its own
    ],
)
def test_a_hue_says_what_it_says_and_no_more(rgb: str, fill: Fill) -> None:
    assert meaning_of(rgb) is fill


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("corte programado 12/11", date(2026, 11, 12)),
        ("12-01", date(2027, 1, 12)),
        ("12.11.25", date(2025, 11, 12)),
        ("1/12/2026", date(2026, 12, 1)),
        ("31/02", None),
        ("cortado", None),
    ],
)
def test_a_day_without_year_is_the_nearest_one(text: str, day: date | None) -> None:
    assert day_in(text, NEAR) == day


def test_a_legend_goes_before_the_hue() -> None:
    source = table(Old(colour=GREEN), Old(colour=RED), legend={GREEN: "Corte enviado", RED: "Sin gestionar"})
    found = read_marks(source, "TABLA DE IMPAGOS", NEAR)
    assert [(mark.fill, mark.legend) for mark in found.values()] == [
        (Fill.CUT, "Corte enviado"),
        (Fill.OPEN, "Sin gestionar"),
    ]


def test_marks_and_rows_name_the_same_lines() -> None:
    """Two empty rows stand above the heading: both readers count them, once."""
    source = table(Old(colour=YELLOW), Old("F-2"))
    _, items = read_file(source, kind="unpaid")
    lines = [item.line for item in items if isinstance(item, Row)]
    assert lines == [4, 5] == list(read_marks(source, "TABLA DE IMPAGOS", NEAR))


def test_the_shared_sample_tells_its_yellow_and_its_red() -> None:
    path = SHARED / "csv_xlsx" / "made_tabla_impagos_merged_shaded.xlsx"
    if not path.exists():
        pytest.skip("the shared samples are not beside this clone")
    with path.open("rb") as source:
        found = read_marks(source, "TABLA DE IMPAGOS", NEAR)
    assert {line: (mark.fill, mark.cut_on) for line, mark in found.items() if mark.fill is not Fill.NONE} == {
        4: (Fill.OPEN, None),
        5: (Fill.CUT, date(2026, 12, 1)),
    }
