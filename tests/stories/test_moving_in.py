"""An office moves in: contracts, the old coloured table and the payments workbook on Tuesday; the first evening agrees.

Ana owes one invoice, never handled (yellow). Luis's row is red with a cut for the first of December. Eva paid on
Friday and nobody struck her out.
"""

from __future__ import annotations

from datetime import date

import pytest

from recobro.billing.models import LotRow
from recobro.billing.parallel import queries
from recobro.cases.models import Step
from recobro.core import clock
from recobro.flows import opening, parallel
from recobro.flows.opening import Papers, Said
from recobro.reports.check import check
from tests.db.billing import files
from tests.db.billing.old_table import EVENING, RED, YELLOW, Old, payments, table
from tests.stories.office import Office

pytestmark = pytest.mark.django_db
TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
ANA = Old(colour=YELLOW)
LUIS = Old("F-2", 50.25, "Luis Ejemplo Gil", "ES0021000000000002CD", colour=RED, cut=date(2026, 12, 1))
EVA = Old("F-3", 10.0, "Eva Gil Moreno", "ES0021000000000003EF")


def papers() -> Papers:
    """What lies on the desk on Tuesday morning."""
    paid = payments(
        ("F-0", 33.0, date(2026, 9, 1), "Ana Ejemplo Ruiz"),
        ("F-3", 10.0, date(2026, 11, 20), "Eva Gil Moreno"),
        total=43.0,
    )
    return Papers(
        table(ANA, LUIS, EVA), "TABLA DE IMPAGOS.xlsx", EVENING, files.contracts(), "contratos.csv", paid, "PAGOS.xlsx"
    )


def test_an_office_moves_in_and_the_first_evening_agrees() -> None:
    office = Office("nueva", "ES", "Eléctrica Nueva", TUESDAY)
    scope = office.scope
    with office.at(TUESDAY, 9):
        looked = opening.dry_run(scope, papers(), Said(160_25))
        assert looked.lot.reason == "opening_doubts"
        assert [(one.line, one.code) for one in looked.doubts if one.stops] == [(6, "opening_paid")]
        assert (looked.yellow_count, looked.red_count) == (1, 1)
        assert not LotRow.objects.exists()
    with office.at(TUESDAY, 10):
        opened = opening.open_books(scope, papers(), Said(160_25, asides={6: None}, why="Pagó el viernes"))
        assert opened.lot.status == "booked", opened.lot.sentence
        assert opened.later is not None
        assert (opened.later.status, opened.later.known) == ("booked", (2, 43_00))  # all of it was history
        assert office.totals(TUESDAY).closing == 150_25
    with office.at(TUESDAY, 11):
        office.runs(TUESDAY)
        assert set(Step.objects.values_list("rung", flat=True)) == {1}  # Luis too: a red row proves nothing
    with office.at(TUESDAY, 19):
        late = parallel.compare_evening(scope, table(ANA, LUIS, EVA), file_name="TABLA 24-11.xlsx")
        (eva,) = queries.lines(late)
        assert (eva.invoice_number, eva.why) == ("F-3", "parallel_set_aside")
        again = parallel.compare_evening(scope, table(ANA, LUIS), file_name="TABLA 24-11 corregida.xlsx")
        assert again.is_equal
        assert queries.streak(scope, TUESDAY) == 1
    with office.at(WEDNESDAY, 19):
        assert parallel.compare_evening(scope, table(ANA, LUIS), file_name="TABLA 25-11.xlsx").is_equal
        assert queries.streak(scope, clock.today(scope.zone)) == 2
        assert check().clean
