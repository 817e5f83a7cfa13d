"""A cell is put right in its place: read by the reader's rules, proved by the lot's equation, booked at once."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter

from recobro.access.actions import create_person
from recobro.access.queries import scopes_of
from recobro.access.roles import Role
from recobro.access.scope import Scope
from recobro.billing import repairs
from recobro.billing.models import CellRepair, Invoice, Lot, LotRow
from recobro.core.errors import BadInput, RuleBroken, Stale
from recobro.flows import rows
from recobro.flows.repair import repair
from recobro.flows.take import apply
from recobro.journal.models import Entry
from recobro.reports.check import check
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import Back, camt054

NO_SUCH_DAY = ("C-1;F-1;100,00;31/11/2026;21/12/2026", "C-1;F-2;50,00;01/11/2026;21/11/2026")


def faulty() -> LotRow:
    return LotRow.objects.get(status="faulty")


def sound() -> None:
    assert [one.code for one in check().results if one.findings] == []


def test_a_day_that_does_not_exist_is_put_right_and_booked(scope: Scope, customer: None, take_in: Take) -> None:
    report = take_in(files.invoices(*NO_SUCH_DAY))
    assert (report.status, report.booked, report.faulty) == ("booked", (1, 5000), (1, 10000))
    row = faulty()
    done = repair(scope, row.pk, "", "30/11/2026", "el ERP dice 30")
    lot = Lot.objects.get(pk=report.lot_id)
    assert (done.status, done.row_id) == ("booked", row.pk)
    assert (lot.booked_count, lot.booked_cents, lot.faulty_count, lot.faulty_cents) == (2, 15000, 0, 0)
    assert (open_cents("F-1"), Invoice.objects.get(number="F-1").issued_on) == (10000, date(2026, 11, 30))
    kept = CellRepair.objects.get()
    assert (kept.field, kept.found, kept.typed) == ("Fecha factura", "31/11/2026", "30/11/2026")
    assert "30/11/2026" not in str(list(Entry.objects.values_list("data", flat=True)))
    sound()


def test_put_right_twice_the_second_hears_how_the_row_stands(scope: Scope, customer: None, take_in: Take) -> None:
    take_in(files.invoices(*NO_SUCH_DAY))
    row_id = faulty().pk
    repair(scope, row_id, "", "30/11/2026", "x")
    with pytest.raises(Stale, match="row_is_booked"):
        repair(scope, row_id, "", "29/11/2026", "y")
    assert proved() == 15000


def test_what_still_cannot_be_read_is_refused_and_not_kept(scope: Scope, customer: None, take_in: Take) -> None:
    take_in(files.invoices(*NO_SUCH_DAY))
    with pytest.raises(BadInput, match="repair_not_enough"):
        repair(scope, faulty().pk, "", "pasado mañana", "x")
    assert not CellRepair.objects.exists()
    assert faulty().data["found"] == "31/11/2026"


def test_two_faults_of_a_row_are_put_right_one_after_the_other(scope: Scope, customer: None, take_in: Take) -> None:
    take_in(files.invoices("C-1;F-1;100,00;31/11/2026;99/12/2026", NO_SUCH_DAY[1]))
    row_id = faulty().pk
    assert repair(scope, row_id, "", "30/11/2026", "x").status == "faulty"
    assert faulty().data["field"] == "Vencimiento"
    assert repair(scope, row_id, "", "09/12/2026", "x").status == "booked"
    assert [one.field for one in repairs.of_row(scope, faulty_lot(), 3)] == ["Fecha factura", "Vencimiento"]
    sound()


def faulty_lot() -> int:
    return Lot.objects.get(kind="invoices").pk


def test_a_repair_that_would_break_the_booked_lots_equation_is_refused(
    scope: Scope, invoice: None, take_in: Take
) -> None:
    """Said to be none of our business, the row would be missing from what the file declares."""
    heading = "Fecha pago;Importe;Nº factura;Estado"
    lines = ("20/11/2026;40,00;F-1;ZZZ", "20/11/2026;10,00;F-1;Cobrado", "TOTAL;50,00;;")
    report = take_in(files.sheet(heading, *lines), kind="payments")
    assert (report.status, report.faulty) == ("booked", (1, 4000))
    with pytest.raises(BadInput, match="repair_breaks_total"):
        repair(scope, faulty().pk, "Estado", "Pendiente", "x")
    assert not CellRepair.objects.exists()
    assert repair(scope, faulty().pk, "Estado", "Cobrado", "x").status == "booked"
    assert open_cents() == 5000
    sound()


def test_an_unreadable_amount_of_a_whole_lot_is_put_right_and_the_lot_applied(
    scope: Scope, invoice: None, take_in: Take
) -> None:
    heading = "Cliente;Importe;Número de factura;CUPS"
    source = files.sheet(heading, f"Ana;12..34;F-7;{files.CUPS}", f"Ana;100,00;F-1;{files.CUPS}", "TOTAL;112,34;;")
    report = take_in(source, kind="unpaid")
    assert (report.status, report.reason) == ("waiting", "unreadable_amount")
    assert repair(scope, faulty().pk, "", "12,34", "lo confirma el ERP").status == "booked"
    lot = Lot.objects.get(pk=report.lot_id)
    assert (lot.status, lot.declared_cents, lot.faulty_count) == ("checked", 11234, 0)
    assert proved() == 10000
    assert apply(scope, report.lot_id).booked == (2, 11234)
    assert (open_cents("F-7"), proved()) == (1234, 11234)
    sound()


def test_an_amount_that_misses_the_files_total_is_refused(scope: Scope, invoice: None, take_in: Take) -> None:
    heading = "Cliente;Importe;Número de factura;CUPS"
    source = files.sheet(heading, f"Ana;12..34;F-7;{files.CUPS}", f"Ana;100,00;F-1;{files.CUPS}", "TOTAL;112,34;;")
    report = take_in(source, kind="unpaid")
    with pytest.raises(BadInput, match="repair_breaks_total"):
        repair(scope, faulty().pk, "", "12,35", "creo")
    assert (Lot.objects.get(pk=report.lot_id).status, proved()) == ("waiting", 10000)
    assert not CellRepair.objects.exists()


def test_a_cell_of_a_workbook_is_put_right(scope: Scope, customer: None, take_in: Take) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Facturas emitidas")
        for line, cells in enumerate(
            (
                ("Contrato", "Nº factura", "Importe", "Fecha factura", "Vencimiento"),
                ("C-1", "F-1", 100, "31/11/2026", "21/12/2026"),
                ("C-1", "F-2", 50.5, "01/11/2026", "21/11/2026"),
                ("TOTAL", "", 150.5, "", ""),
            )
        ):
            page.write_row(line, 0, cells)
    take_in(io.BytesIO(out.getvalue()))
    assert [(cell.label, cell.found) for cell in repairs.cells(scope, faulty().lot, 2)][:3] == [
        ("Contrato", "C-1"),
        ("Nº factura", "F-1"),
        ("Importe", "100"),
    ]
    assert repair(scope, faulty().pk, "Fecha factura", "30/11/2026", "x").status == "booked"
    sound()


def test_a_contract_is_put_right(scope: Scope, take_in: Take) -> None:
    take_in(files.contracts(f"C-1;Ana Ejemplo Ruiz;00000001R;{files.CUPS};MND-1;;", ";Luis;;;;;"))
    assert repair(scope, faulty().pk, "Contrato", "C-2", "x").status == "booked"
    sound()


def test_a_cell_of_a_banks_file_is_not_put_right(scope: Scope, invoice: None, take_in: Take) -> None:
    take_in(camt054(Back(amount="12..34")))
    with pytest.raises(BadInput, match="repair_only_sheets"):
        repair(scope, faulty().pk, "Amt", "12.34", "x")


def test_who_repairs_what(scope: Scope, customer: None, take_in: Take) -> None:
    """In a booked lot a repair books money: whoever may not book may not do it. Elsewhere whoever takes files may."""
    person = create_person("clara", portfolio_code="luz", role=Role.OPERATIONS, password="una-clave-de-prueba")
    clara = scopes_of(person.pk)[0]
    take_in(files.invoices(*NO_SUCH_DAY))
    with pytest.raises(RuleBroken, match="forbidden"):
        repair(clara, faulty().pk, "", "30/11/2026", "x")
    heading = "Cliente;Importe;Número de factura;CUPS"
    take_in(files.sheet(heading, f"Ana;12..34;F-7;{files.CUPS}", "TOTAL;12,34;;"), kind="unpaid")
    row = LotRow.objects.get(status="faulty", reason="bad_amount")
    assert repair(clara, row.pk, "", "12,34", "x").status != "faulty"


def test_a_row_set_aside_in_a_waiting_lot_stays_so_when_another_is_put_right(
    scope: Scope, invoice: None, take_in: Take
) -> None:
    heading = "Cliente;Importe;Número de factura;CUPS"
    lines = (f"Ana;12..34;F-7;{files.CUPS}", f"Ana;5..6;F-8;{files.CUPS}", "TOTAL;17,90;;")
    report = take_in(files.sheet(heading, *lines), kind="unpaid")
    first, second = LotRow.objects.filter(status="faulty").order_by("line")
    rows.set_aside(scope, first.pk, "pregunto", cents=1234)
    repair(scope, second.pk, "", "5,56", "x")
    assert LotRow.objects.get(lot_id=report.lot_id, line=first.line).status == "set_aside"
    assert apply(scope, report.lot_id).status == "booked"
    sound()


def test_a_column_that_the_sheet_does_not_have_is_named(scope: Scope, customer: None, take_in: Take) -> None:
    take_in(files.invoices(*NO_SUCH_DAY))
    with pytest.raises(BadInput, match="repair_no_column"):
        repair(scope, faulty().pk, "Colorín", "30/11/2026", "x")
