"""The office's workbook: its sheets, its colours, its sums, and what a spreadsheet program makes of it."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from recobro.access.scope import Scope
from recobro.billing.models import AccountBalance, MatchProposal
from recobro.core.errors import BadInput, Unreconciled
from recobro.reports import book, resumen, totals
from recobro.reports.workbook import UNPAID, write
from tests.db import reports_factories as make

pytestmark = [pytest.mark.db, pytest.mark.django_db]
SHEETS = ["TABLA DE IMPAGOS", "RESUMEN TOTAL IMPAGO", "PAGOS", "DEVOLUCIONES", "SIN EMPAREJAR", "CUADRE"]
CUPS = "ES0021000000000001AB"
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""


@pytest.fixture
def luz() -> Scope:
    """An office with some clients, old and new debt, money, returns and rows that wait."""
    luz = make.scope()
    for client in range(6):
        home = make.account(luz, f"Cliente Inventado {client}", cups=f"ES00210000000000{client:02d}AB")
        bills = [
            make.charged(home, 10_29 + 7 * client + months, due=date(2026, 3, 1) - timedelta(days=31 * months))
            for months in range(client + 1)
        ]
        make.charged(home, 55_05, due=make.TODAY + timedelta(days=5))
        make.returned(home, make.invoice(home, 33_33), unknown=True)
        if client % 2:
            make.paid(home, 4_01, bills[0])
            make.step(make.case(home, *bills), state="proposed" if client == 1 else "done")
    make.given_back(luz, make.paid(home, 12_34), 2_30)
    row = make.row(
        make.lot(luz, waiting_count=1, waiting_cents=61_08),
        "waiting",
        61_08,
        reason="stale",
        data={"debtor_name": "=1+1"},
    )
    MatchProposal.objects.create(
        portfolio_id=luz.portfolio_id, lot_row=row, account=home, invoice=bills[0], reason="bad_amount", confidence=70
    )
    return luz


def written(scope: Scope) -> bytes:
    out = BytesIO()
    write(scope, out, make.TODAY)
    return out.getvalue()


def cents(rows: list[list[Any]], column: int = 1) -> int:
    """The sum of a column, each amount exact to the cent."""
    found = [row[column] for row in rows if isinstance(row[column], float)]
    assert all(round(value * 100) == pytest.approx(value * 100, abs=1e-6) for value in found)
    return sum(round(value * 100) for value in found)


def values(data: bytes, sheet: str, first: int) -> list[list[Any]]:
    """The cells of a sheet from a row on, as a reader of stored values sees them."""
    return (
        CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)[first:]
    )


def proof(data: bytes) -> dict[str, int]:
    """RESUMEN's equation: label → cents."""
    rows = values(data, "RESUMEN TOTAL IMPAGO", 4)
    stop = next(place for place, row in enumerate(rows) if row[1] == "Diferencia")
    return {row[1]: round(row[2] * 100) for row in rows[: stop + 1] if row[1]}


def test_the_sheets_and_headings_are_the_ones_the_office_knows(luz: Scope) -> None:
    data = written(luz)
    assert CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names == SHEETS
    head = values(data, UNPAID, 4)[0]
    assert head[:4] == ["Cliente", "Importe", "Número de factura", "CUPS"]
    assert set(head) >= {"NIF", "Emisión", "Vencimiento", "Devolución", "Motivo", "Días", "N.º dev."}
    assert set(head) >= {"Expediente", "Próximo paso", "Fecha de corte programada", "Estado"}


def test_every_sheet_sums_to_the_ledger(luz: Scope) -> None:
    data = written(luz)
    today, parts = totals.day(luz, make.TODAY), totals.split(luz, make.TODAY)
    assert cents(values(data, UNPAID, 5)) == parts.overdue
    assert cents(values(data, "PAGOS", 4)) == today.collected - today.already_counted
    assert cents(values(data, "DEVOLUCIONES", 4)) == today.returned
    told = proof(data)
    assert told["Total anterior"] == today.opening
    assert told["Total actual"] == told["Total según la cartera"] == today.closing
    assert told["Devoluciones"] == today.returned
    assert told["Diferencia"] == 0


def test_what_went_back_to_a_customer_is_told_beside_what_came_in(luz: Scope) -> None:
    data = written(luz)
    (given,) = [row for row in values(data, "PAGOS", 4) if row[10] == "Devuelto al cliente"]
    assert round(given[1] * 100) == -2_30
    told = proof(data)
    assert (told["Devuelto a clientes"], told["Cobros"]) == (2_30, -(3 * 4_01 + 12_34))


def test_the_pivot_gives_each_client_and_month_its_sum(luz: Scope) -> None:
    rows = values(written(luz), "RESUMEN TOTAL IMPAGO", 0)
    head = next(place for place, row in enumerate(rows) if row[0] == "N.º cliente")
    grand, *clients = rows[head + 1 :]
    assert grand[1] == "Total General (importe)"
    assert len(clients) == 6
    for column in range(2, len(grand)):
        assert cents(clients, column) == round(grand[column] * 100)
    assert round(grand[-1] * 100) == totals.split(luz, make.TODAY).overdue
    assert rows[head][-2] == date(2026, 3, 1)


def test_a_row_is_yellow_only_while_its_act_is_open(luz: Scope) -> None:
    sheet = openpyxl.load_workbook(BytesIO(written(luz)))[UNPAID]
    yellow = {str(row[0].value) for row in sheet.iter_rows(min_row=6) if row[0].fill.fgColor.rgb == "FFFFF2A8"}
    assert yellow == {"Cliente Inventado 1"}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B6", f"A5:Q{sheet.max_row}")
    assert sheet["A3"].value == "Pendiente de la gestión de hoy"
    assert sheet["A3"].fill.fgColor.rgb == "FFFFF2A8"


def test_a_name_that_looks_like_a_formula_stays_a_name(luz: Scope) -> None:
    wicked = ["=cmd|'/c calc'!A1", "+1+1", "-2", "@SUM(A1)", "{=1}", "http://example.com/x", "00012"]
    for name in wicked:
        make.charged(make.account(luz, name), 1_00, due=date(2026, 1, 1))
    data = written(luz)
    assert {row[0] for row in values(data, UNPAID, 5)} >= set(wicked)
    cells = openpyxl.load_workbook(BytesIO(data))
    assert all(row[0].data_type in {"s", "inlineStr"} for row in cells[UNPAID].iter_rows(min_row=6) if row[0].value)
    assert not any(cell.hyperlink for row in cells[UNPAID].iter_rows() for cell in row)
    assert [row[3] for row in values(data, "SIN EMPAREJAR", 4)] == ["=1+1"]


def test_an_invoice_number_keeps_its_zeros(luz: Scope) -> None:
    home = make.account(luz)
    make.entry(home, "charged", 5_00, bill=make.invoice(home, 5_00, number="000123456789012345678"))
    assert "000123456789012345678" in {row[2] for row in values(written(luz), UNPAID, 5)}


def test_totals_that_are_not_proved_leave_no_workbook(luz: Scope, tmp_path: Path) -> None:
    AccountBalance.objects.filter(portfolio_id=luz.portfolio_id).update(balance_cents=1)
    with pytest.raises(Unreconciled):
        write(luz, tmp_path / "impagos.xlsx", make.TODAY)
    assert not list(tmp_path.iterdir())


def test_a_table_that_no_sheet_holds_is_refused(luz: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "MAX_ROWS", 8)
    with pytest.raises(BadInput, match="too_many_rows_for_a_sheet"):
        written(luz)


def test_a_very_large_table_has_figures_instead_of_a_million_formulas(
    luz: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = values(written(luz), "RESUMEN TOTAL IMPAGO", 0)
    monkeypatch.setattr(resumen, "LIVE", 0)
    data = written(luz)
    assert "SUMIFS" not in str(
        [[c.value for c in row] for row in openpyxl.load_workbook(BytesIO(data))[resumen.NAME].rows]
    )
    assert values(data, "RESUMEN TOTAL IMPAGO", 0)[-6:] == live[-6:]


def test_an_empty_portfolio_has_an_empty_workbook() -> None:
    data = written(make.scope("nueva"))
    assert values(data, UNPAID, 5) == []
    assert proof(data)["Total actual"] == 0


def test_ecuador_reads_its_own_words() -> None:
    tel = make.scope("tel", "EC")
    make.charged(make.account(tel, "Nelly Chango"), 56_10)
    data = written(tel)
    assert {"N.º de servicio / DUMMY", "Cédula / RUC"} <= set(values(data, UNPAID, 4)[0])


def office(data: bytes, folder: Path, target: str) -> Path:
    """What LibreOffice makes of the file, calculating every formula itself."""
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    (folder / "impagos.xlsx").write_bytes(data)
    done = subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(folder / "out"),
            str(folder / "impagos.xlsx"),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    told = done.stderr.replace("Warning: failed to launch javaldx - java may not function correctly", "")
    assert "warn" not in told.lower(), told  # nothing but that there is no Java, which a sheet does not need
    assert "repair" not in (done.stdout + done.stderr).lower()
    return folder / "out" / f"impagos.{target}"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed here")
def test_libreoffice_opens_it_and_calculates_the_same_figures(luz: Scope, tmp_path: Path) -> None:
    data = written(luz)
    again = office(data, tmp_path, "xlsx").read_bytes()
    assert proof(again) == proof(data)
    assert proof(again)["Total actual"] == totals.day(luz, make.TODAY).closing
    ours, theirs = (values(one, "RESUMEN TOTAL IMPAGO", 0) for one in (data, again))
    figures = [
        [[round(cell * 100) for cell in row if isinstance(cell, float)] for row in rows if row[1]]
        for rows in (ours, theirs)
    ]
    assert figures[0] == figures[1]
    assert "SUMIFS" in str(
        [[cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(again))["RESUMEN TOTAL IMPAGO"].rows]
    )


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed here")
def test_libreoffice_really_calculates_the_formulas_here(luz: Scope, tmp_path: Path) -> None:
    """The counter-proof of the test above: with a wrong stored value LibreOffice gives the right one."""
    opened = openpyxl.load_workbook(BytesIO(written(luz)))
    first = next(row for row in opened[UNPAID].iter_rows(min_row=6))
    first[1].value = float(str(first[1].value)) + 100
    changed = BytesIO()
    opened.save(changed)
    told = proof(office(changed.getvalue(), tmp_path, "xlsx").read_bytes())
    assert told["Diferencia"] == -100_00
