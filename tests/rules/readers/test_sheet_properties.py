"""Properties of sheets: many rows at once say what one by one says, and no bytes make an amount out of nothing."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recobro.readers import sheet_lines
from recobro.readers.open import read_file
from recobro.readers.rows import BadFile, Fault, Item, Row
from recobro.readers.sheet_batch import BatchReader, Uneven
from recobro.readers.sheet_row import RowReader
from tests.rules.readers.files import table, xlsx

EXAMPLES = int(os.environ.get("RECOBRO_EXAMPLES", "60"))
QUICK = settings(
    deadline=None, max_examples=EXAMPLES, derandomize=EXAMPLES == 60, suppress_health_check=list(HealthCheck)
)
SAMPLES = Path(__file__).parent / "samples"
TEXTS = st.sampled_from(
    [
        "",
        " ",
        "Ana",
        "O'Neill",
        "'Eva",
        "TOTAL",
        "Total general",
        "4,01235E+11",
        "007",
        " x ",
        "Salvador",
        "F1",
        "+34 6",
    ]
)
AMOUNTS = st.sampled_from(
    [
        "1,00",
        "1.234,56",
        "12",
        "",
        "12..34",
        "(3,00)",
        "4,00-",
        "5 €",
        "7,00 USD",
        "1.234",
        "-2,50",
        "'9,00",
        "1,005",
        " 6,00",
    ]
)
DAYS = st.sampled_from(["20/11/2026", "31/11/2026", "", "2026-11-20", "46000", "x", "20/11/26", "13/13/2026"])
STATES = st.sampled_from(["", "Cobrado", "Devuelto", "Proceso O.K.", "ERROR: X", "Regular", "Pendiente"])
CELLS = st.one_of(
    st.sampled_from(
        [0.1, 12.0, 1.005, 1e17, -3.5, 600000001.0, 102030405.0, 46000.0, True, float("nan"), float("inf")]
    ),
    TEXTS,
    AMOUNTS,
)
MONEY = st.sampled_from(["EUR", "€", "", "USD", "pesetas"])
OWED = (TEXTS, AMOUNTS, TEXTS, DAYS, TEXTS, MONEY, STATES)
LINES = {
    "unpaid": ("Cliente;Importe;Factura;Vencimiento;Motivo;Moneda;Estado", OWED),
    "payments": ("Fecha de pago;Importe;Cliente;Referencia;Estado", (DAYS, AMOUNTS, TEXTS, TEXTS, STATES)),
    "contracts": ("Nombres;Apellidos;Cédula;Código de cliente;Segmento", (TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)),
    "invoices": ("Factura;Debe;Haber;Fecha factura;Vencimiento;CUPS", (TEXTS, AMOUNTS, AMOUNTS, DAYS, DAYS, TEXTS)),
    "results": ("Fecha envío;Cod tercero;Estado;Valor", (DAYS, TEXTS, STATES, AMOUNTS)),
}  # fmt: skip


def uneven(self: BatchReader, lines: Sequence[int], batch: Sequence[Sequence[object]]) -> None:
    raise Uneven


def read(data: bytes, kind: str | None = None) -> list[Item] | str:
    try:
        return list(read_file(io.BytesIO(data), kind=kind)[1])
    except BadFile as refused:
        return refused.code


def both(data: bytes, kind: str | None) -> tuple[list[Item] | str, list[Item] | str]:
    """The same bytes by column and row by row."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet_lines, "FEW", 1)
        fast = read(data, kind)
        patch.setattr(BatchReader, "read", uneven)
        return fast, read(data, kind)


GOOD = {  # values that need nobody's attention: rows of them go by column
    id(TEXTS): ["Ana", " x ", "O'Neill", "'Eva", "Salvador", "007", "Sumarroca", "AM04 - Sin fondos"],
    id(AMOUNTS): ["1,00", "1.234,56", "-2,50", " 6,00", "12", "5 €", "(3,00)", "4,00-"],
    id(DAYS): ["20/11/2026", "2026-11-20", "46000", "20/11/26"],
    id(STATES): ["Pendiente", "Devuelto", "Cobrado", ""],
    id(MONEY): ["EUR", "€", ""],
}


@QUICK
@given(data=st.data(), kind=st.sampled_from(["unpaid", "payments", "contracts", "invoices"]), total=st.booleans())
def test_rows_read_by_column_are_those_read_one_by_one(data: st.DataObject, kind: str, total: bool) -> None:
    """Each column draws from one to three kinds of values, so that plain columns stand beside odd ones."""
    heading, columns = LINES[kind]
    pools = [data.draw(st.sets(st.sampled_from(GOOD[id(column)]), min_size=1, max_size=3)) for column in columns]
    rows = st.tuples(*[st.sampled_from(sorted(pool)) for pool in pools])
    even = data.draw(st.lists(rows, min_size=9, max_size=30))
    odd = data.draw(st.lists(st.tuples(*columns), max_size=4))
    lines = [";".join(row) for row in (*even, *odd, *even[:12])]
    if total and kind == "unpaid":
        lines.append("TOTAL;1,00;;;;;")
    fast, slow = both(table(heading, *lines), kind)
    assert fast == slow


def test_even_rows_do_go_by_column(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the property above compares nothing."""
    alone: list[int] = []
    read_one = RowReader.read

    def watched(self: RowReader, line: int, cells: Sequence[object]) -> Row | Fault:
        alone.append(line)
        return read_one(self, line, cells)

    monkeypatch.setattr(RowReader, "read", watched)
    lines = [f" Ana {n};1.{n:03d},56;F{n};20/11/2026;AM04 - Sin fondos;EUR;Devuelto" for n in range(100, 900)]
    assert isinstance(read(table(LINES["unpaid"][0], *lines), "unpaid"), list)
    assert not alone


@QUICK
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), min_size=9, max_size=30))
def test_cells_of_a_workbook_by_column_are_those_one_by_one(cells: list[tuple[object, ...]]) -> None:
    heading = ["Cliente", "Importe", "Factura", "Cédula", "Vencimiento"]
    clean = [[cell if cell == cell and abs(_size(cell)) < 1e300 else "x" for cell in row] for row in cells]
    fast, slow = both(xlsx(heading, *clean), "unpaid")
    assert fast == slow


def _size(cell: object) -> float:
    return cell if isinstance(cell, float) else 0.0


SEEDS = [
    table(LINES["unpaid"][0], *["Ana;1.234,56;F1;20/11/2026;AM04;EUR;Devuelto"] * 20, "TOTAL;24.691,20;;;;;"),
    table(LINES["results"][0], "20/11/2026;1700000019;Proceso O.K.;25.99", "20/11/2026;17;ERROR: X;100.50"),
    *((SAMPLES / f"made_merged_headings.{kind}").read_bytes() for kind in ("xlsx", "ods", "xls")),
]


@QUICK
@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=4)), min_size=1, max_size=6),
    cut=st.floats(0.2, 1),
)
def test_damaged_sheets_are_refused_or_faulty_and_never_hang(
    seed: bytes, changes: list[tuple[float, bytes]], cut: float
) -> None:
    data = bytearray(seed)
    for place, new in changes:
        at = int(place * len(data))
        data[at : at + len(new)] = new
    began = time.monotonic()
    found = read(bytes(data[: int(len(data) * cut)] if cut < 0.95 else data))
    assert time.monotonic() - began < 20
    if isinstance(found, str):
        return
    for item in found:
        assert not isinstance(item, (Row, Fault)) or item.amount_cents is None or isinstance(item.amount_cents, int)


@QUICK
@given(st.lists(st.sampled_from([*"0123456789,.-()€ ", "EUR", "x"]), max_size=10).map("".join))
def test_no_amount_of_a_column_has_digits_that_its_cell_has_not(written: str) -> None:
    found = read(table("Cliente;Importe;Factura", *[f"Ana;{written};F{n}" for n in range(12)]), "unpaid")
    digits = "".join(mark for mark in written if mark.isdigit())
    for item in found if not isinstance(found, str) else ():
        if isinstance(item, Row) and item.amount_cents:
            assert str(abs(item.amount_cents)).strip("0") in digits


def test_a_letter_in_an_amount_never_becomes_a_number() -> None:
    lines = [f"Ana;1{n % 10},00;F{n}" for n in range(600)]
    lines[300] = "Ana;1O,00;F300"
    found = read(table("Cliente;Importe;Factura", *lines), "unpaid")
    assert not isinstance(found, str)
    assert [(item.line, item.code) for item in found if isinstance(item, Fault)] == [(302, "bad_amount")]
    assert len([item for item in found if isinstance(item, Row)]) == 599
