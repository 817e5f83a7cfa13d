"""Remittance, answer, credit, statement and return in any order and as often as you like: the same ledger."""

from __future__ import annotations

import io
import random
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from recobro.access.scope import Scope
from recobro.billing.models import AccountBalance, CollectionAttempt, DebitReturn, Lot, LotRow
from recobro.core.errors import BadInput
from recobro.flows.reverse import reverse
from recobro.flows.take import Declared, take
from recobro.reports.check import check
from tests.db.billing import files
from tests.db.billing.conftest import Take, proved
from tests.db.billing.files import Back, camt054
from tests.db.billing.remittances import DUE, Debit, answer, credited, pain008
from tests.db.billing.test_any_order import Piece

ONE, TWO, THREE = Debit("F-1", "100.00"), Debit("F-2", "70.00"), Debit("F-3", "55.10", "MND-2", name="Luis Ejemplo Paz")
SECOND = partial(pain008, TWO, THREE, message="REM-2", batch="B-2", due=DUE + timedelta(days=14), made="2026-11-30")
THIRD = partial(pain008, TWO, THREE, message="REM-3", batch="B-3", due=DUE + timedelta(days=15), made="2026-12-01")
FILES: list[Piece] = [
    partial(
        files.contracts,
        f"C-1;Ana Ejemplo Ruiz;00000001R;{files.CUPS};MND-1;;",
        f"C-2;Luis Ejemplo Paz;00000002W;{files.CUPS_2};MND-2;;",
    ),
    partial(files.invoices, "C-1;F-1;100,00;01/10/2026;21/10/2026", "C-2;F-3;55,10;01/10/2026;21/10/2026"),
    partial(pain008, ONE, TWO, THREE),
    partial(answer, ("F-2", "AC01"), accepted=("F-1", "F-3")),
    partial(credited, ONE, THREE),
    partial(credited, bare="155.10", kind="053", message="STM", on=DUE + timedelta(days=1)),
    partial(camt054, Back("F-3", "55.10", DUE + timedelta(days=3), "AM04", "MND-2", batch="B-1")),
    SECOND,  # presented again …
    partial(answer, state="RJCT", reason="AG01", message="REM-2", batch="B-2", on="2026-12-01"),  # … refused as a whole
    THIRD,
    partial(answer, whole="RJCT", reason="FF01", message="REM-3", on="2026-12-02"),  # a fault of ours
]
PLAIN: list[tuple[object, ...]] = []


def story(scope: Scope, pieces: list[Piece]) -> tuple[object, ...]:
    """Take the files and say what is held; then forget it all."""
    with transaction.atomic():
        for piece in pieces:
            (report,) = take(scope, piece(), file_name="fichero")
            assert report.status in ("booked", "duplicate", "waiting"), report.sentence
        attempts = CollectionAttempt.objects.values_list(
            "end_to_end_id", "message_id", "collected_on", "accepted_on", "cancelled_on", "assumed"
        )
        told = ("invoice__number", "attempt__message_id", "reason_code", "returned_on")
        returns = DebitReturn.objects.filter(undone_at=None).values_list(*told)
        found = (
            proved(),
            sorted(AccountBalance.objects.values_list("account__ref", "balance_cents")),
            sorted(map(str, attempts)),
            sorted(map(str, returns)),
            sorted(LotRow.objects.filter(status="waiting").values_list("reason", flat=True)),
            sorted(LotRow.objects.exclude(status="known").filter(kind="collection").values_list("status", flat=True)),
            [lot.reason for lot in Lot.objects.filter(status="waiting")],
            [line for line in check().lines() if line.startswith("✗")],
        )
        transaction.set_rollback(True)
    return found


def in_plain_order(scope: Scope) -> tuple[object, ...]:
    """The same for every test: nothing of it depends on ids."""
    if not PLAIN:
        PLAIN.append(story(scope, FILES))
    return PLAIN[0]


def test_the_plain_order_says_what_happened(scope: Scope) -> None:
    total, balances, attempts, returns, waiting, _, lots, broken = in_plain_order(scope)
    assert (total, balances) == (12510, [("C-1", 7000), ("C-2", 5510)])
    assert (waiting, lots, broken) == ([], [], [])
    assert isinstance(attempts, list) and len(attempts) == 7
    assert isinstance(returns, list) and len(returns) == 4


@st.composite
def shuffled(draw: st.DrawFn) -> list[Piece]:
    dice = random.Random(draw(st.integers(0, 2**32)))
    pieces = [piece for piece in FILES for _ in range(dice.choice((1, 1, 2)))]
    dice.shuffle(pieces)
    return pieces


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pieces=shuffled())
def test_any_order_and_repetition_gives_the_same_ledger(scope: Scope, pieces: list[Piece]) -> None:
    found, plain = story(scope, pieces), in_plain_order(scope)
    for nth, (one, other) in enumerate(zip(found, plain, strict=True)):
        assert nth == 5 or one == other


@pytest.mark.parametrize("nth", range(len(FILES)))
def test_each_file_taken_back_and_again_gives_the_same_ledger(scope: Scope, nth: int) -> None:
    plain = in_plain_order(scope)
    with transaction.atomic():
        lots = [take(scope, piece(), file_name="fichero")[0].lot_id for piece in FILES]
        try:
            reverse(scope, lots[nth], "por error")
        except BadInput as refused:
            assert refused.code in ("lot_in_use", "lot_not_booked")
            transaction.set_rollback(True)
            return
        assert [line for line in check().lines() if line.startswith("✗")] == []
        again = story(scope, [FILES[nth]])
        transaction.set_rollback(True)
    assert (again[0], again[1], again[3], again[4], again[7]) == (plain[0], plain[1], plain[3], plain[4], plain[7])


SAMPLES = Path(__file__).parents[2] / "rules" / "readers" / "samples"


def test_the_made_chain_of_remittance_reject_and_returns(take_in: Take) -> None:
    """made_pain008 → made_pain002 → made_camt054: one is rejected, two are credited and come back."""
    take_in(
        files.contracts(
            f"C-1;María García Núñez;00000001R;{files.CUPS};MND-000001;;",
            f"C-2;José Peña López;00000002W;{files.CUPS_2};MND-000002;;",
            "C-4;Luis Rojo;00000003A;ES0021000000000004EF;MND-000004;;",
        )
    )
    names = (
        ("made_pain008v02_3tx.xml", None),
        ("made_pain002v03_matches_pain008.xml", Declared(1, 4321)),  # lists the rejected ones alone: no total of them
        ("made_camt054v08_prefixed_batch_fee.xml", None),
    )
    statuses = [
        take_in(io.BytesIO((SAMPLES / name).read_bytes()), declared=declared).status for name, declared in names
    ]
    assert statuses == ["booked", "booked", "booked"]
    assert CollectionAttempt.objects.filter(message_id="REM20261118", assumed=False).count() == 3
    assert sorted(DebitReturn.objects.values_list("reason_code", flat=True)) == ["AC01", "AM04", "MD06"]
    assert proved() == 23321
