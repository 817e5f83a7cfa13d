"""The rejected rows leave in the columns of their file, harmless in a spreadsheet, and come back as they are."""

from __future__ import annotations

import io
from typing import BinaryIO

import pytest
import python_calamine
import xlsxwriter

from recobro.access.queries import system_scope
from recobro.access.scope import Scope
from recobro.billing.models import Lot, LotRow
from recobro.core.errors import BadInput
from recobro.flows.portfolio import create_portfolio
from recobro.flows.take import take
from recobro.reports import rejected
from tests.db.billing import files
from tests.db.billing.files import Money, camt054


@pytest.fixture
def scope(db: None) -> Scope:
    create_portfolio("luz", country="ES", name="Eléctrica Ejemplo")
    scope = system_scope("luz")
    take(scope, files.contracts(), file_name="contratos.csv")
    return scope


def bring(scope: Scope, source: BinaryIO) -> Lot:
    (report,) = take(scope, source, file_name="fichero")
    return Lot.objects.get(pk=report.lot_id)


LINES = (
    "C-1;F-1;100,00;31/11/2026;21/12/2026",
    "C-1;F-2;50,00;01/11/2026;21/11/2026",
    "C-9;F-3;20,00;01/11/2026;21/11/2026",
)


def lines_of(lot: Lot) -> list[str]:
    return rejected.as_csv(system_scope("luz"), lot).decode("utf-8-sig").splitlines()


def test_only_the_rejected_rows_leave_in_their_own_columns(scope: Scope) -> None:
    lot = bring(scope, files.invoices(*LINES))
    heading, first, second = lines_of(lot)
    assert heading == f"{files.INVOICES};{';'.join(rejected.WHY)}"
    assert first.startswith("C-1;F-1;100,00;31/11/2026;21/12/2026;La fecha")
    assert first.endswith(";31/11/2026")
    assert second.startswith("C-9;F-3;20,00;01/11/2026;21/11/2026;No se sabe de quién es")


def test_repaired_at_the_source_they_come_in_again(scope: Scope) -> None:
    lot = bring(scope, files.invoices(*LINES))
    heading, first, _ = lines_of(lot)
    again = io.BytesIO("\n".join((heading, first.replace("31/11/2026;21", "30/11/2026;21"), "")).encode("utf-8-sig"))
    (report,) = take(scope, again, file_name="otra.csv", kind="invoices")
    assert (report.reason, report.read) == ("no_declared_total", (1, 10000))
    assert not LotRow.objects.filter(lot_id=report.lot_id, status="faulty").exists()


def test_a_workbook_keeps_numbers_and_days_as_they_were(scope: Scope) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Facturas emitidas")
        page.write_row(0, 0, files.INVOICES.split(";"))
        page.write_row(1, 0, ("C-1", "F-1", 100.25, "31/11/2026", "21/12/2026"))
        page.write_row(2, 0, ("C-1", "F-2", 50, "01/11/2026", "21/11/2026"))
        page.write_row(3, 0, ("TOTAL", "", 150.25))
    lot = bring(scope, io.BytesIO(out.getvalue()))
    made = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(rejected.as_xlsx(scope, lot)))
    heading, row = made.get_sheet_by_index(0).to_python()
    assert heading == [*files.INVOICES.split(";"), *rejected.WHY]
    assert row[:5] == ["C-1", "F-1", 100.25, "31/11/2026", "21/12/2026"]


def test_what_looks_like_a_formula_stays_a_name(scope: Scope) -> None:
    take(scope, camt054(Money(amount="12.00", name="=HYPERLINK(1)", text="@cmd")), file_name="banco.xml")
    lot = Lot.objects.get(kind="returns")
    assert ";'=HYPERLINK(1);'@cmd;" in lines_of(lot)[1]
    made = rejected.as_xlsx(scope, lot)
    assert "=HYPERLINK(1)" in str(
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    )
    assert b"<f>" not in made


def test_a_banks_file_leaves_in_columns_of_ours(scope: Scope) -> None:
    take(scope, camt054(Money(amount="12.00", name="Alguien")), file_name="banco.xml")
    heading, row = lines_of(Lot.objects.get(kind="returns"))
    assert heading.startswith("Línea;Tipo;Importe;Fecha")
    assert row.startswith("1;Pago;12,00;20/11/2026")


def test_a_lot_of_another_portfolio_is_unknown(scope: Scope) -> None:
    take(scope, camt054(Money()), file_name="banco.xml")
    create_portfolio("sol", country="ES", name="Solar Ejemplo")
    with pytest.raises(BadInput, match="unknown_lot"):
        rejected.of_lot(system_scope("sol"), Lot.objects.get(kind="returns").pk)
