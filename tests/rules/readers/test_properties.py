"""Properties: no amount out of nothing, no crash but a refusal, whatever the bytes."""

from __future__ import annotations

import io
import os
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recobro.core.money import BadAmount
from recobro.readers.amounts import positive_cents
from recobro.readers.open import read_file
from recobro.readers.prove import LOT_KINDS, control
from recobro.readers.rows import BadFile, Fault, Row
from recobro.readers.sheet_numbers import amount_of, amount_of_number, style_of
from tests.rules.readers.files import (
    block_008,
    camt,
    csb1914,
    debit_008,
    debit_1914,
    entry,
    pain002,
    pain008,
    table,
    transaction,
)

SAMPLES = Path(__file__).parent / "samples"
CENTS = st.integers(min_value=0, max_value=10**13)
EXAMPLES = int(os.environ.get("RECOBRO_EXAMPLES", "60"))  # more of them when somebody looks for trouble
QUICK = settings(
    deadline=None, max_examples=EXAMPLES, derandomize=EXAMPLES == 60, suppress_health_check=[HealthCheck.too_slow]
)
SEEDS = [
    camt(entry("664.05", transaction("564.05"), transaction("100.00", end_to_end_id="F2"))),
    pain002(),
    csb1914(debit_1914(12345), debit_1914(6655, number=2), total=19000),
    pain008(block_008(debit_008(), debit_008("66.55")), block_008(debit_008("43.21"), name="B")),
    csb1914(debit_1914(12345, side="0"), debit_1914(6655, number=2, side="0"), total=19000, side="0"),
    table("Cliente;Importe;Número de factura;CUPS", "Ana;1.234,56;F1;ES1", "Eva;5,00;F2;ES2", "TOTAL;1.239,56;;"),
    (SAMPLES / "made_tabla_impagos_merged_shaded.xlsx").read_bytes(),
]


def spanish(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}".replace(",", ".") + f",{rest:02d}"


@QUICK
@given(CENTS, st.booleans(), st.sampled_from(["", " €", "\u00a0EUR"]))
def test_a_spanish_amount_comes_back_to_the_cent(cents: int, negative: bool, currency: str) -> None:
    signed = -cents if negative else cents
    assert amount_of(spanish(signed) + currency, ",")[0] == signed


@QUICK
@given(CENTS)
def test_a_machine_amount_comes_back_to_the_cent(cents: int) -> None:
    assert positive_cents(f"{cents // 100}.{cents % 100:02d}") == cents


@QUICK
@given(st.integers(min_value=-(10**11), max_value=10**11))
def test_a_numeric_cell_comes_back_to_the_cent(cents: int) -> None:
    assert amount_of_number(cents / 100) == cents


@QUICK
@given(st.text(alphabet="0123456789.,-+()€$ '\u00a0eEx", max_size=14), st.sampled_from([",", ".", ""]))
def test_no_amount_has_digits_that_its_text_has_not(text: str, style: str) -> None:
    try:
        cents, _ = amount_of(text, style)
    except BadAmount:
        return
    digits = "".join(mark for mark in text if mark.isdigit())
    assert str(abs(cents)).strip("0") in digits or cents == 0
    assert digits


@QUICK
@given(CENTS)
def test_a_written_amount_never_decides_for_the_other_style(cents: int) -> None:
    assert style_of(spanish(cents)) in (",", None)


@QUICK
@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=3)), min_size=1, max_size=4),
    cut=st.floats(0.3, 1),
)
def test_damaged_files_are_refused_or_faulty_and_never_crash(
    seed: bytes, changes: list[tuple[float, bytes]], cut: float
) -> None:
    data = bytearray(seed)
    for place, new in changes:
        at = int(place * len(data))
        data[at : at + len(new)] = new
    data = data[: int(len(data) * cut)] if cut < 0.95 else data
    try:
        found = list(read_file(io.BytesIO(bytes(data)))[1])
    except BadFile as refused:
        assert refused.code
        return
    for item in found:
        if isinstance(item, Row):
            assert item.amount_cents is None or isinstance(item.amount_cents, int)


@QUICK
@given(st.binary(max_size=300))
def test_noise_is_refused_or_holds_nothing(data: bytes) -> None:
    try:
        found = list(read_file(io.BytesIO(data))[1])
    except BadFile:
        return
    assert not [item for item in found if isinstance(item, (Row, Fault)) and item.amount_cents]


@QUICK
@given(st.lists(st.integers(min_value=1, max_value=10**7), min_size=1, max_size=12), st.integers(-2, 2))
def test_an_entry_is_proved_exactly_when_it_adds_up(amounts: list[int], gap: int) -> None:
    total = sum(amounts) + gap
    if total < 0:
        return
    written = [transaction(f"{cents // 100}.{cents % 100:02d}") for cents in amounts]
    data = camt(entry(f"{total // 100}.{total % 100:02d}", *written))
    headline = control(read_file(io.BytesIO(data))[1]).headline(LOT_KINDS["returns"])
    assert headline.proved == (gap == 0)


@QUICK
@given(st.lists(st.integers(min_value=1, max_value=10**7), min_size=1, max_size=12), st.integers(-2, 2))
def test_a_1914_file_is_proved_exactly_when_it_adds_up(amounts: list[int], gap: int) -> None:
    total = sum(amounts) + gap
    if total < 0:
        return
    data = csb1914(*[debit_1914(cents, number=number) for number, cents in enumerate(amounts, 1)], total=total)
    headline = control(read_file(io.BytesIO(data))[1]).headline(LOT_KINDS["returns"])
    assert headline.proved == (gap == 0)


@QUICK
@given(st.lists(st.integers(min_value=1, max_value=10**7), min_size=1, max_size=12), st.integers(-2, 2))
def test_a_remittance_is_proved_exactly_when_it_adds_up(amounts: list[int], gap: int) -> None:
    total = sum(amounts) + gap
    if total < 0:
        return
    written = [debit_008(f"{cents // 100}.{cents % 100:02d}") for cents in amounts]
    data = pain008(block_008(*written), total=f"{total // 100}.{total % 100:02d}")
    headline = control(read_file(io.BytesIO(data))[1]).headline(LOT_KINDS["remittance"])
    assert headline.proved == (gap == 0)
