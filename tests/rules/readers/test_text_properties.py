"""Properties of the fixed-width readers: whatever happens to the bytes, no crash, no hang, no amount out of nothing."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recobro.billing.rules import BANK_KINDS
from recobro.core.wording import say_error
from recobro.readers.open import read_file
from recobro.readers.prove import control
from recobro.readers.rows import BadFile, Fault, Row
from tests.rules.readers.files import csb1914, debit_1914
from tests.rules.readers.fixed import Move, account, back, csb19, csb57, debit_19, norma43, paid_57
from tests.rules.readers.test_properties import QUICK

VALID = {
    "norma43": norma43(
        account(back(12345), Move(180, "17", "1"), Move(9900, reference="F-2", texts=("DE ANA Ñ",))),
        account(Move(2), ccc="999902100001234567", opening=-3),
    ),
    "norma43 utf-8": norma43(account(back(664055), Move(7)), codec="utf-8", end="\n"),
    "csb57": csb57(paid_57(2339, "1"), paid_57(89583, "2"), paid_57(2339, "1", cancelled=True), total=89583),
    "csb19": csb19(debit_19(12345), debit_19(6655, "6"), total=19000),
    "csb19 one line": csb19(debit_19(12345), debit_19(6655, "6"), total=19000, end=""),
    "csb19.14": csb1914(debit_1914(12345), debit_1914(6655, number=2), total=19000, end="\r"),
}
PLACE = st.floats(0, 1, exclude_max=True)
CHANGE = st.one_of(
    st.tuples(st.just("flip"), PLACE, st.integers(1, 255)),
    st.tuples(st.just("put"), PLACE, st.binary(min_size=1, max_size=4)),
    st.tuples(st.just("digit"), PLACE, st.sampled_from(b"0123456789 \r\n")),
    st.tuples(st.just("insert"), PLACE, st.binary(min_size=1, max_size=90)),
    st.tuples(st.just("repeat"), PLACE, st.integers(1, 700)),
    st.tuples(st.just("drop"), PLACE, st.integers(1, 700)),
    st.tuples(st.just("cut"), PLACE, st.just(0)),
)


def changed(data: bytes, change: tuple[str, float, object]) -> bytes:
    """One accident: a bit flips, bytes are written over, slip in, come twice or go missing, the end is lost."""
    what, place, by = change
    at = int(place * len(data))
    if what == "cut":
        return data[:at]
    if isinstance(by, bytes):
        return data[:at] + by + data[at + (len(by) if what == "put" else 0) :]
    assert isinstance(by, int)
    if what == "repeat":
        return data[: at + by] + data[at:]
    if what == "drop":
        return data[:at] + data[at + by :]
    return data[:at] + bytes([by if what == "digit" else data[at] ^ by]) + data[at + 1 :] if data else data


def text_of(data: bytes) -> str:
    """The bytes as characters, for looking things up."""
    return data.decode("latin-1")


@pytest.mark.parametrize("name", sorted(VALID))
def test_the_valid_files_prove_themselves(name: str) -> None:
    assert control(read_file(io.BytesIO(VALID[name]))[1]).headline(BANK_KINDS).proved


@QUICK
@given(st.sampled_from(sorted(VALID)), st.lists(CHANGE, min_size=1, max_size=3))
def test_every_cent_that_is_read_stands_in_the_bytes(name: str, changes: list[tuple[str, float, object]]) -> None:
    data = VALID[name]
    for change in changes:
        data = changed(data, change)
    try:
        found = list(read_file(io.BytesIO(data))[1])
    except BadFile as refused:
        assert "?" in text_of(data) or "?" not in say_error(refused)
        return
    for item in found:
        if isinstance(item, (Row, Fault)) and item.amount_cents is not None:
            assert str(abs(item.amount_cents)) in text_of(data)


@QUICK
@given(st.sampled_from(sorted(VALID)), PLACE, st.sampled_from(b"0123456789"))
def test_no_single_figure_can_change_what_is_booked_unseen(name: str, place: float, figure: int) -> None:
    """Whatever one figure becomes: the sum that is proved is the true one, or nothing is proved."""
    true = control(read_file(io.BytesIO(VALID[name]))[1]).headline(BANK_KINDS)
    data = changed(VALID[name], ("digit", place, figure))
    try:
        headline = control(read_file(io.BytesIO(data))[1]).headline(BANK_KINDS)
    except BadFile:
        return
    kinds_changed = headline.read_count != true.read_count  # the concept of a movement itself
    assert not headline.proved or kinds_changed or headline.read_cents == true.read_cents


@QUICK
@given(
    st.lists(st.tuples(st.integers(1, 10**9), st.sampled_from(["1", "2"]), st.sampled_from(["14", "04", "17", "99"]))),
    st.integers(-(10**6), 10**6),
    st.integers(-2, 2),
)
def test_a_statement_is_proved_exactly_when_it_adds_up(
    moves: list[tuple[int, str, str]], opening: int, gap: int
) -> None:
    written = [Move(cents, concept, side) for cents, side, concept in moves]
    closing = opening + sum(cents if side == "2" else -cents for cents, side, _ in moves) + gap
    data = norma43(account(*written, opening=opening, closing=closing))
    headline = control(read_file(io.BytesIO(data))[1]).headline(BANK_KINDS)
    assert headline.proved == (gap == 0)


@QUICK
@given(st.lists(st.tuples(st.integers(1, 10**8), st.booleans()), min_size=1, max_size=12), st.integers(-2, 2))
def test_counter_payments_are_proved_exactly_when_they_add_up(payments: list[tuple[int, bool]], gap: int) -> None:
    total = sum(-cents if cancelled else cents for cents, cancelled in payments) + gap
    lines = [paid_57(cents, str(nth), cancelled=gone) for nth, (cents, gone) in enumerate(payments, 1)]
    data = csb57(*lines, total=total, sign="1" if total < 0 else " ")
    assert control(read_file(io.BytesIO(data))[1]).headline(BANK_KINDS).proved == (gap == 0)


@QUICK
@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=12), st.integers(-2, 2), st.sampled_from(["\n", "\r", ""]))
def test_an_old_returns_file_is_proved_exactly_when_it_adds_up(amounts: list[int], gap: int, end: str) -> None:
    total = max(sum(amounts) + gap, 0)
    data = csb19(*[debit_19(cents) for cents in amounts], total=total, end=end)
    headline = control(read_file(io.BytesIO(data))[1]).headline(BANK_KINDS)
    assert headline.proved == (total == sum(amounts))


@pytest.mark.parametrize(
    ("data", "digits"),
    [
        (norma43(account(back(12345, texts=()))), b"00000000012345"),
        (csb57(paid_57(12345), total=12345), b"000000012345301126"),
        (csb19(debit_19(12345), total=12345), b"0000012345"),
        (csb1914(debit_1914(12345), total=12345), b"00000012345"),
    ],
    ids=["norma43", "csb57", "csb19", "csb19.14"],
)
def test_an_amount_that_slipped_a_column_is_none(data: bytes, digits: bytes) -> None:
    """One figure lost and a blank behind: 123,45 would be read as 12,34."""
    amount = digits[: digits.index(b"12345") + 4]
    broken = data.replace(digits, amount[1:] + b"  " + digits[len(amount) + 1 :], 1)
    faulty = [item for item in read_file(io.BytesIO(broken))[1] if isinstance(item, Fault)]
    assert [(fault.code, fault.amount_cents) for fault in faulty] == [("bad_amount", None)]
