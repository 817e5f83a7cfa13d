"""Small files of fixed columns made on the spot: Norma 43, Cuaderno 57, Cuaderno 19 of before SEPA."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CCC = "210004180200051332"  # bank, branch and account of the example IBAN, without control digits
IBAN = "ES9121000418450200051332"


@dataclass(frozen=True)
class Move:
    """One movement of a statement. side: "1" out of the account, "2" into it."""

    cents: int = 10000
    concept: str = "04"
    side: str = "2"
    texts: Sequence[str] = ()  # what follows "23nn"
    reference: str = ""  # reference 2
    number: str = ""  # reference 1
    document: str = ""
    day: str = "261120"
    amount: str = ""  # instead of `cents`


def sepa(end_to_end_id: str = "F-1", mandate: str = "MND-1", debtor: str = "ANA EJEMPLO RUIZ") -> tuple[str, ...]:
    """The five texts of a direct debit (annex 4)."""
    return (
        f"{'CORE':<4}{'ELECTRICA DEMO SL':<70}",
        f"{'ES98000B12345674':<35}{mandate:<35}",
        f"{'':<8}{f'FACTURA {end_to_end_id}':<68}",
        "",
        f"{end_to_end_id:<35}{debtor:<41}",
    )


def back(cents: int = 10000, **more: object) -> Move:
    """A returned direct debit with all its items."""
    return Move(cents, "14", "1", **{"texts": sepa(), **more})  # type: ignore[arg-type]


def account(
    *moves: Move,
    opening: int = 500000,
    closing: int | None = None,
    ccc: str = CCC,
    currency: str = "978",
    mode: str = "3",
    sign: str = "",
    debits: tuple[int, int] | None = None,
    credits_: tuple[int, int] | None = None,
    end: bool = True,
) -> list[str]:
    """Records 11 … 33 of one account. `debits` and `credits_` are count and cents as record 33 states them."""
    out = [move for move in moves if move.side == "1"]
    into = [move for move in moves if move.side == "2"]
    debits = debits or (len(out), sum(move.cents for move in out))
    credits_ = credits_ or (len(into), sum(move.cents for move in into))
    closing = (
        opening - sum(move.cents for move in out) + sum(move.cents for move in into) if closing is None else closing
    )
    side = "1" if opening < 0 else "2"
    lines = [f"11{ccc}261118261120{side}{abs(opening):014d}{currency}{mode}{'ELECTRICA DEMO SL':<26}   "]
    for move in moves:
        amount = move.amount or f"{move.cents:014d}"
        lines.append(
            f"22    0418{move.day}{move.day}{move.concept}000{move.side}{amount}{move.document:0>10}{move.number:0>12}"
            f"{move.reference:<16}"
        )
        lines += [f"23{nth:02d}{text:<76}" for nth, text in enumerate(move.texts, 1)]
    if end:
        side = sign or ("1" if closing < 0 else "2")
        lines.append(
            f"33{ccc}{debits[0]:05d}{debits[1]:014d}{credits_[0]:05d}{credits_[1]:014d}{side}{abs(closing):014d}"
            f"{currency}    "
        )
    return lines


def norma43(
    *accounts: list[str], records: int | None = None, end: str = "\r\n", codec: str = "latin-1", close: bool = True
) -> bytes:
    """A statement file of these accounts."""
    lines = [line for one in accounts for line in one]
    if close:
        lines.append(f"88{'9' * 18}{len(lines) if records is None else records:06d}{'':<54}")
    return "".join(line + end for line in lines).encode(codec)


def paid_57(
    cents: int = 10000, reference: str = "", *, cancelled: bool = False, day: str = "201126", amount: str = ""
) -> str:
    """Record 60 of a Cuaderno 57 file."""
    head = f"6070      22350466501{2}21000418{day}{amount or f'{cents:012d}'}301126"
    return f"{head}{'':<20} {'1' if cancelled else ' '}{reference:0>13}"


def csb57(*payments: str, total: int, records: int | None = None, end: str = "\r\n", sign: str = " ") -> bytes:
    """A Cuaderno 57 file with one issuer around these payments."""
    number = len(payments) if records is None else records
    lines = [
        "0170      22350466    2100          201126",
        "0270      22350466501 2100          201126",
        *payments,
        f"8070      22350466501 {number + 2:06d}        {abs(total):012d}{'':<27}{sign}",
        f"9070      22350466    {number + 4:06d}        {abs(total):012d}{'':<27}{sign}",
    ]
    return "".join(f"{line:<100}{end}" for line in lines).encode("latin-1")


def debit_19(
    cents: int = 10000,
    reason: str = "1",
    *,
    mandate: str = "000000001001",
    hidden: str = "",
    reference: str = "",
    code: str = "5690",
    amount: str = "",
) -> str:
    """Record 56 of a Cuaderno 19 file of returns."""
    head = f"{code}B12345674000{mandate:<12}{'ANA EJEMPLO ÑUÑEZ':<40}21000418450200051332"
    return f"{head}{amount or f'{cents:010d}'}{hidden:<6}{reference:<10}{'LUZ NOVIEMBRE':<40}{reason:<8}"


def csb19(
    *debits: str, total: int, count: int | None = None, kind: str = "9", end: str = "\r\n", codec: str = "latin-1"
) -> bytes:
    """A Cuaderno 19 file around these records; its totals say `total` and `count`."""
    number = len([debit for debit in debits if debit[2:4] == f"{kind}0"]) if count is None else count
    who = "B12345674000"
    lines = [
        f"51{kind}0{who}201126{'':<6}{'ELECTRICA DEMO SL':<40}{'':<20}21000418",
        f"53{kind}0{who}201126181126{'ELECTRICA DEMO SL':<40}21000418450200051332{'':<8}01",
        *debits,
        f"58{kind}0{who}{'':<72}{total:010d}{'':<6}{number:010d}{len(debits) + 2:010d}",
        f"59{kind}0{who}{'':<52}0001{'':<16}{total:010d}{'':<6}{number:010d}{len(debits) + 4:010d}",
    ]
    return "".join(f"{line:<162}{end}" for line in lines).encode(codec)
