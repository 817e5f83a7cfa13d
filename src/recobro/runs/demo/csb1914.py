"""Cuaderno 19.14 as text, 600 columns: returns (21…25). Positions after formats.md §4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from recobro.runs.demo.iso20022 import Transaction

WIDTH = 600


def returns(
    creditor: tuple[str, str, str],
    file_id: str,
    made_on: date,
    returned_on: date,
    batches: Sequence[tuple[date, str, Sequence[Transaction]]],
    *,
    off_by_cents: int = 0,
) -> bytes:
    """A file of returns. `creditor`: identifier, name, IBAN. `batches`: charge day, id of the original file, returns.

    `off_by_cents` makes the total at the end wrong, as one file of the demo has it.
    """
    identifier, name, account = creditor
    lines = [_put((11, identifier), (46, name), (116, f"{made_on:%Y%m%d}"), (124, file_id), head="2119143001")]
    total = count = 0
    for charged_on, original, back in batches:
        lines.append(
            _put(
                (11, identifier), (46, f"{charged_on:%Y%m%d}"), (54, name), (264, "ES"), (266, account),
                (300, original), head="2219143002",
            )
        )  # fmt: skip
        lines += [_debit(one, returned_on) for one in back]
        cents = sum(one.cents for one in back)
        figures = f"{cents:017d}{len(back):08d}{len(back) + 2:010d}"
        lines.append(_put((3, identifier), (38, f"{charged_on:%Y%m%d}"), (46, figures), head="24"))
        total, count = total + cents, count + len(back)
    lines.append(_put((3, identifier), (38, f"{total:017d}{count:08d}{len(lines):010d}"), head="25"))
    lines.append(_put((3, f"{total + off_by_cents:017d}{count:08d}{len(lines) + 1:010d}"), head="99"))
    return ("\r\n".join(lines) + "\r\n").encode("latin-1")


def _debit(one: Transaction, returned_on: date) -> str:
    return _put(
        (11, one.end_to_end_id), (46, one.mandate), (81, "RCUR"), (89, f"{one.cents:011d}"), (100, "20210310"),
        (119, one.name[:70]), (403, "A"), (404, one.account), (442, one.text[:140]), (582, one.reason),
        (586, f"{returned_on:%Y%m%d}"), head="2319143003",
    )  # fmt: skip


def _put(*fields: tuple[int, str], head: str) -> str:
    """A record with each text at its 1-based column."""
    record = list(head.ljust(WIDTH))
    for column, text in fields:
        record[column - 1 : column - 1 + len(text)] = text
    assert len(record) == WIDTH, "a text ran over its field"
    return "".join(record)
