"""Any split, repetition and order of the same files gives the same ledger."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import BinaryIO

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from recobro.access.scope import Scope
from recobro.billing.models import AccountBalance, DebitReturn, LotRow
from recobro.flows.take import take
from tests.db.billing import files
from tests.db.billing.conftest import proved
from tests.db.billing.files import DAY, Back, Money, camt053, camt054

Piece = Callable[[], BinaryIO]
Ledger = tuple[int, list[tuple[str, int]], list[tuple[str, int]], list[str]]
CONTRACTS = (
    f"C-1;Ana Ejemplo Ruiz;00000001R;{files.CUPS};MND-1;;",
    f"C-2;Luis Ejemplo Paz;00000002W;{files.CUPS_2};MND-2;;",
    f"C-3;Eva Ejemplo Sanz;00000003A;{files.CUPS_3};MND-3;;",
)
INVOICES = (
    "C-1;F-1;100,00;01/10/2026;21/10/2026",
    "C-1;F-2;70,00;01/11/2026;21/11/2026",
    "C-2;F-3;55,10;01/10/2026;21/10/2026",
    "C-2;F-4;12,34;01/11/2026;21/11/2026",
    "C-3;F-5;30,00;01/10/2026;21/10/2026",
)
RETURNS = (
    Back("F-1", "100.00", DAY),
    Back("F-2", "70.00", DAY, "MD06"),
    Back("F-3", "55.10", DAY, "AC04", "MND-2"),
    Back("F-1", "100.00", DAY + timedelta(days=12)),  # presented again, returned again
)
PAYMENTS = (
    Money("F-1", "100.00", DAY + timedelta(days=2), end_to_end_id="T-1"),
    Money("F-3", "55.10", DAY + timedelta(days=3), end_to_end_id="T-2"),
    Money("F-2", "20.00", DAY + timedelta(days=4), end_to_end_id="T-3"),
)
SHEET = (  # overpaid, and what was too much went back in two parts; another payment was a mistake
    f"18/11/2026;45,00;;{files.CUPS_3};T-4",
    f"19/11/2026;7,00;;{files.CUPS_3};T-5",
    f"20/11/2026;-10,00;F-5;{files.CUPS_3};",
    f"21/11/2026;-5,00;;{files.CUPS_3};R-2",
    f"21/11/2026;-7,00;;{files.CUPS_3};T-5",
)
UNPAID = (f"Luis Ejemplo Paz;12,34;F-4;{files.CUPS_2};",)


def in_one() -> list[Piece]:
    """The plain order: contracts, invoices, the bank's notification, the statement that repeats it, the ERP's list."""
    return [
        lambda: files.contracts(*CONTRACTS),
        lambda: files.invoices(*INVOICES),
        lambda: camt054(*RETURNS, *PAYMENTS),
        lambda: camt053(*RETURNS, *PAYMENTS),
        lambda: files.payments(*SHEET),
        lambda: files.unpaid(*UNPAID),
    ]


@st.composite
def shuffled(draw: st.DrawFn) -> list[Piece]:
    """The same facts cut into other files, some of them twice, in any order."""
    dice = random.Random(draw(st.integers(0, 2**32)))
    pieces: list[Piece] = []
    makers: list[tuple[Callable[..., BinaryIO], tuple[object, ...]]] = [
        (files.contracts, CONTRACTS),
        (files.invoices, INVOICES),
        (camt054, RETURNS + PAYMENTS),
        (camt053, RETURNS + PAYMENTS),
        (files.payments, SHEET),
        (files.unpaid, UNPAID),
    ]
    for maker, lines in makers:
        cut = draw(st.integers(0, len(lines) - 1))
        for nth, part in enumerate(filter(None, (lines[:cut], lines[cut:]))):
            bank = {"message": f"M-{nth}"} if maker in (camt053, camt054) else {}
            pieces += [partial(maker, *part, **bank)] * draw(st.integers(1, 2))
    pieces.append(partial(files.payments, *SHEET))  # the sheet of all payments so far
    dice.shuffle(pieces)
    return pieces


def ledger(scope: Scope, pieces: list[Piece]) -> Ledger:
    """Take the files and say what the ledger holds; then forget it all."""
    with transaction.atomic():
        for piece in pieces:
            (report,) = take(scope, piece(), file_name="fichero")
            assert report.status in ("booked", "duplicate"), report.sentence
        total = proved()
        balances = sorted(AccountBalance.objects.values_list("account__ref", "balance_cents"))
        returns = sorted(DebitReturn.objects.exclude(source="erp").values_list("invoice__number", "amount_cents"))
        waiting = sorted(LotRow.objects.filter(status="waiting").values_list("reason", flat=True))
        transaction.set_rollback(True)
    return total, balances, returns, waiting


@pytest.fixture
def plain(scope: Scope) -> Ledger:
    return ledger(scope, in_one())


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pieces=shuffled())
def test_any_split_repetition_and_order_gives_the_same_ledger(scope: Scope, plain: Ledger, pieces: list[Piece]) -> None:
    assert plain[-1] == []
    assert ledger(scope, pieces) == plain
