"""`recobro check` proves that bank, ERP and ledger add up, and that every difference is true."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection

from recobro.access.scope import Scope
from recobro.billing.models import Difference, ErpEntry, Snapshot
from recobro.billing.proof.rules import Sums
from recobro.cli.proof import command
from recobro.flows import proof
from recobro.reports import proof as report
from recobro.reports import sheet_proof
from recobro.reports.check import check
from tests.db.billing.conftest import Take
from tests.db.billing.files import Money, camt054
from tests.db.billing.lists import BACK, EVA, LUIS, THURSDAY, TUESDAY, WEDNESDAY, listed, on

WEDNESDAYS_DATE = date(2026, 11, WEDNESDAY)


@pytest.fixture
def day(invoice: None, scope: Scope, take_in: Take) -> int:
    """A bank's file, a list that misses it, a tick that the list contradicts; returns the bank's lot."""
    bank = take_in(camt054(BACK)).lot_id
    proof.enter(scope, bank)
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, EVA, LUIS))
    return bank


def findings() -> set[str]:
    """Places that the two checks of the proof complain of."""
    return {
        finding.place
        for result in check().results
        if result.code in ("check_proof", "check_differences")
        for finding in result.findings
    }


def test_an_ordinary_day_is_clean(day: int) -> None:
    assert findings() == set()


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        ("DELETE FROM billing_difference WHERE kind = 'only_bank'", "billing_difference"),
        ("UPDATE billing_difference SET ledger_cents = 1 WHERE kind = 'only_bank'", "billing_difference.ledger_cents"),
        ("UPDATE billing_snapshot SET count = 9, before_count = before_count + 7", "billing_snapshot.count"),
        ("UPDATE billing_snapshot SET sums = jsonb_set(sums, '{erp_cents}', '1')", "billing_snapshot.sums"),
        ("UPDATE billing_erpentry SET proved_at = now()", "billing_erpentry.missing_count"),
    ],
)
def test_what_is_not_true_is_found(day: int, spoil: str, place: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(spoil)
    assert place in findings()


def test_the_day_is_told_as_it_stood(day: int, scope: Scope, take_in: Take) -> None:
    with on(THURSDAY):
        take_in(camt054(Money(reference="F-1"), message="PAID"))
        then = report.of_day(scope, WEDNESDAYS_DATE)
        now = report.of_day(scope, date(2026, 11, THURSDAY))
        assert (then.counts["only_bank"].count, now.counts["only_bank"].count) == (1, 0)
        assert now.counts[report.CLOSED].count == 1
        assert then.sums == Sums(**Snapshot.objects.get().sums)
        (line,) = report.lines(scope, date(2026, 11, THURSDAY), report.CLOSED)[0]
        assert (line.outcome, line.days(date(2026, 11, THURSDAY))) == ("paid_here", 1)


def test_a_lot_tells_what_the_list_says_of_its_returns(day: int, scope: Scope) -> None:
    told = report.of_lot(scope, Difference.objects.get(kind="only_bank").bank_lot)  # type: ignore[arg-type]
    assert told.rows is not None
    assert (told.rows["count"], told.rows["listed_count"], told.rows["missing_count"]) == (1, 0, 1)
    assert told.entry is not None
    assert (told.entry.missing_count, ErpEntry.objects.count()) == (1, 1)


def test_the_sheet_and_the_csv_have_every_difference(day: int, scope: Scope) -> None:
    with on(WEDNESDAY, 12):
        text = sheet_proof.text(scope, WEDNESDAYS_DATE).decode("utf-8-sig")
        assert sheet_proof.xlsx(scope, WEDNESDAYS_DATE)[:2] == b"PK"
    heading, *rows = text.split("\r\n")[:-1]
    assert heading.startswith("Qué pasa;Número de factura;Cliente;Banco;ERP")
    assert {row.split(";")[1] for row in rows} == {"F-1", "F-2", "F-3"}
    assert any("100,00;;" in row and "Operaciones" in row for row in rows)


def test_a_name_that_a_spreadsheet_would_calculate_stays_text(scope: Scope, take_in: Take) -> None:
    take_in(listed(TUESDAY, EVA.replace("Eva Ejemplo", "=HYPERLINK(1)")))
    with on(TUESDAY, 12):
        assert "'=HYPERLINK" in sheet_proof.text(scope, date(2026, 11, TUESDAY)).decode("utf-8-sig").upper()


def test_the_command_prints_one_object(day: int, scope: Scope, capsys: pytest.CaptureFixture[str]) -> None:
    with on(WEDNESDAY, 12), pytest.raises(SystemExit) as ended:
        command(["--portfolio", "luz", "--json"], standalone_mode=True)
    assert ended.value.code in (0, None)
    told = json.loads(capsys.readouterr().out)
    assert told["proved"] is True
    assert told["differences"]["only_bank"] == 1
    assert {line["invoice"] for line in told["lines"]} == {"F-1", "F-2", "F-3"}


def test_the_command_tells_a_clerk(day: int, scope: Scope, capsys: pytest.CaptureFixture[str]) -> None:
    with on(WEDNESDAY, 12):
        command(["--portfolio", "luz"], standalone_mode=False)
    out = capsys.readouterr().out
    assert "Cuadra." in out
    assert "F-1 Ana Ejemplo Ruiz · En el banco y no en el ERP · banco 100,00 €, libro 100,00 € · Operaciones" in out
