"""The command line is a contract: names, flags, JSON keys and exit status stay as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from recobro import cli
from recobro.cli import ready, running
from recobro.core import clock
from recobro.flows.portfolio import create_portfolio
from tests.db.billing import files

KEYS_OF_A_FILE = {
    "file",
    "format",
    "sha256",
    "status",
    "declared_count",
    "declared_total",
    "read_count",
    "read_total",
    "booked_count",
    "booked_total",
    "waiting_count",
    "waiting_total",
    "faulty_count",
    "faulty_total",
    "faults",
    "reasons",
}


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with clock.at(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def valle(db: None) -> None:
    create_portfolio("valle", country="ES", name="Eléctrica del Valle")


def recobro(name: str, *arguments: str) -> int:
    return running.run(name, list(arguments), needs_database=False)


def answered(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    contract = "demo serve web work db portfolio user take day totals workbook check explain".split()
    assert [name for name in contract if f"  {name} " not in said] == []


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["cobrar"])
    assert left.value.code == 2
    assert "no existe la orden «cobrar»" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["day"],
        ["day", "--portfolio", "valle", "--date", "31/11/2026"],
        ["take", "--portfolio", "valle"],
        ["take", "no-existe.xml", "--portfolio", "valle"],
        ["take", "--portfolio", "valle", "--declared-total", "12,50", "x"],
        ["portfolio", "create", "x", "--country", "FR", "--name", "X"],
    ],
)
def test_wrong_usage_leaves_with_two(valle: None, arguments: list[str]) -> None:
    assert recobro(*arguments) == 2


@pytest.mark.parametrize("name", ["day", "totals"])
def test_an_unknown_portfolio_is_refused_with_a_sentence(
    db: None, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert recobro(name, "--portfolio", "nadie", "--json") == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["error"] == "unknown_portfolio"
    assert "No existe la cartera «nadie»" in said.err


def test_take_tells_each_file_by_its_keys(valle: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = tmp_path / "contratos.csv"
    good.write_bytes(files.contracts().read())
    bad = tmp_path / "devoluciones.xml"
    bad.write_bytes(b"%PDF-1.7 no soy un XML")
    assert recobro("take", str(bad), str(good), "--portfolio", "valle", "--json") == 1, "one of them was refused"
    told = answered(capsys)["files"]
    assert [file["file"] for file in told] == ["devoluciones.xml", "contratos.csv"]
    assert all(set(file) >= KEYS_OF_A_FILE for file in told)
    assert [file["status"] for file in told] == ["refused", "booked"]


def test_a_dry_run_books_nothing(valle: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "contratos.csv"
    file.write_bytes(files.contracts().read())
    assert recobro("take", str(file), "--portfolio", "valle", "--dry-run", "--json") == 0
    assert recobro("take", str(file), "--portfolio", "valle", "--json") == 0
    first, second = capsys.readouterr().out.split("}\n{")
    assert '"status": "booked"' in second, "the dry run before had left nothing behind"
    assert first


def test_totals_add_up_on_the_command_line(valle: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert recobro("totals", "--portfolio", "valle", "--json") == 0
    told = answered(capsys)
    assert told["currency"] == "EUR"
    assert told["closing"] == "0.00"


def test_a_period_that_ends_before_it_begins_is_refused(valle: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert recobro("totals", "--portfolio", "valle", "--from", "2026-11-30", "--to", "2026-11-01", "--json") == 1
    assert answered(capsys)["error"] == "period_backwards"


def test_a_database_that_does_not_answer_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused() -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(ready, "start", refused)
    assert running.run("totals", ["--portfolio", "valle", "--json"], needs_database=True) == 1
    assert answered(capsys)["error"] == "database_unreachable"


def test_day_proposes_and_tells_as_json(valle: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert recobro("day", "--portfolio", "valle", "--date", "2026-11-24", "--json") == 0
    assert answered(capsys)["date"] == "2026-11-24"


def test_check_of_a_sound_database_leaves_with_zero(valle: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert recobro("check") == 0
    assert "Todo cuadra." in capsys.readouterr().out


def test_an_unknown_case_cannot_be_explained(valle: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert recobro("explain", "IMP-2026-00001") == 1
    assert "No existe el expediente" in capsys.readouterr().err


def test_the_workbook_is_written_where_it_was_asked(valle: None, tmp_path: Path) -> None:
    assert recobro("workbook", "--portfolio", "valle", "--out", str(tmp_path / "libro.xlsx")) == 0
    assert (tmp_path / "libro.xlsx").read_bytes().startswith(b"PK")


def test_a_workbook_that_cannot_be_written_is_refused_with_a_sentence(
    valle: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert recobro("workbook", "--portfolio", "valle", "--out", str(tmp_path / "no" / "libro.xlsx")) == 1
    assert "no/libro.xlsx" in capsys.readouterr().err


def test_a_person_reads_the_fate_of_a_file_in_words(
    valle: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "contratos.csv"
    file.write_bytes(files.contracts().read())
    for told in ("contratos.csv: aplicado", "contratos.csv: repetido"):
        recobro("take", str(file), "--portfolio", "valle")
        assert told in capsys.readouterr().out


def test_a_role_that_does_not_exist_is_wrong_usage(valle: None) -> None:
    assert recobro("user", "create", "ana", "--portfolio", "valle", "--role", "jefa", "--password", "x") == 2


def test_a_short_password_is_refused_with_its_reason(valle: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert recobro("user", "create", "ana", "--portfolio", "valle", "--role", "advisor", "--password", "corta") == 1
    assert "contraseña" in capsys.readouterr().err.lower()
