"""The colours by which the office reads TABLA DE IMPAGOS."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.reports.rules import Fill, fill

SENT = date(2026, 3, 23)


@pytest.mark.parametrize("state", ["proposed", "released"])
def test_a_row_is_yellow_until_todays_act_on_it_is_done(state: str) -> None:
    assert fill(state, None) is Fill.YELLOW


@pytest.mark.parametrize("state", [None, "done", "dropped", "withdrawn", "failed"])
def test_a_handled_row_has_no_colour(state: str | None) -> None:
    assert fill(state, None) is Fill.NONE


@pytest.mark.parametrize("state", [None, "proposed", "released", "done"])
def test_a_row_is_red_once_its_cut_is_sent_whatever_else_is_to_be_done(state: str | None) -> None:
    assert fill(state, SENT) is Fill.RED
