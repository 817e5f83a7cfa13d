"""One movement of a Norma 43 statement: record 22 and its texts, the items of a direct debit (annex 4) among them.

What it is for us follows from the common concept and the side. Texts are joined and never read for amounts, reasons or
numbers: whether one names an invoice of ours only the ledger knows.
"""

from __future__ import annotations

import re

from recobro.core.money import BadAmount
from recobro.readers.amounts import BadDate, filled_cents, short_day
from recobro.readers.repeats import Repeats
from recobro.readers.rows import Fault, Row, RowKind, new_row

DEBIT, CREDIT = "1", "2"
WIDTH = 80
_KINDS = {  # common concept and side; fees, suppliers, cards, corrections and what is unclear are none of our business
    "14" + DEBIT: RowKind.RETURN,  # returns and unpaid
    "02" + CREDIT: RowKind.PAYMENT,  # pay-ins
    "04" + CREDIT: RowKind.PAYMENT,  # transfers
    "03" + CREDIT: RowKind.COLLECTION,  # bills by direct debit, credited to us: those we presented
    "06" + CREDIT: RowKind.COLLECTION,  # remittances of bills
}
OTHER = RowKind.OTHER  # looking a member up costs as much as cutting three fields
_SCHEMES = ("CORE", "COR1", "B2B ")
_CREDITOR_ID = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{3,31}", re.ASCII)
_SHORTEST_NUMBER = 6  # a reference of fewer digits may be anything: it is kept, and matches nothing


def movement_of(number: int, line: str, texts: list[str], account: str, currency: str, repeats: Repeats) -> Row | Fault:
    """Record 22 at this line, padded to its width, with the records 23 that follow it."""
    kind = _KINDS.get(line[22:24] + line[27], OTHER)
    try:
        cents = filled_cents(line[28:42])
    except BadAmount as exc:
        return Fault(number, "22", exc.code, line[28:42].strip(), "29-42", None, "14 cifras", kind, currency)
    if line[27] not in "12":
        return Fault(number, "22", "bad_direction", line[27], "28", cents, "1, 2", None, currency)
    if len(line) > WIDTH and line[WIDTH:].strip():
        return Fault(number, "22", "long_record", str(len(line)), "longitud", None, str(WIDTH), kind, currency)
    try:
        booked_on = short_day(line[10:16])
        value_on = short_day(line[16:22]) if line[16:22].strip("0 ") else None
    except BadDate as exc:
        return Fault(number, "22", exc.code, str(exc.data["found"]), "11-22", cents, "aammdd", kind, currency)
    end_to_end_id = mandate_id = debtor = ""
    if len(texts) > 1 and texts[0][4:8] in _SCHEMES and _CREDITOR_ID.fullmatch(texts[1][4:39].rstrip()):
        end_to_end_id, mandate_id, debtor, text = _direct_debit(texts)
    elif texts:
        text = " ".join(texts[0][4:80].split()) if len(texts) == 1 else _joined([line[4:80] for line in texts])
    else:
        text = ""
    reference, other = _references(line[64:80].strip(), line[52:64].strip(), line[42:52].strip())
    nth = repeats.nth(hash((account, line, end_to_end_id, mandate_id)))
    return new_row(
        (
            number, kind, cents, currency, end_to_end_id, other, reference, mandate_id, "", "", "", "", "", booked_on,
            value_on, None, None, 0, account, debtor, "", text, "", "", "", "", "", "", "", "", "", False, nth,
            "", "", None,
        )
    )  # fmt: skip


def _direct_debit(texts: list[str]) -> tuple[str, str, str, str]:
    """Annex 4: our reference of the debit, the mandate, the debtor and the text of a SEPA direct debit."""
    end_to_end_id = mandate_id = debtor = ""
    said = []
    for line in texts:
        part = line[2:4]
        if part == "02":
            mandate_id = line[39:74].strip()
        elif part == "03":
            said.append(line[12:80])
        elif part == "04":
            said.append(line[4:76])
        elif part == "05":
            end_to_end_id, debtor = line[4:39].strip(), line[39:80].strip()
    return "" if end_to_end_id == "NOTPROVIDED" else end_to_end_id, mandate_id, debtor, _joined(said)


def _joined(parts: list[str]) -> str:
    return " ".join(" ".join(parts).split())


def _references(second: str, first: str, document: str) -> tuple[str, str]:
    """The reference to match by (the freer field first), and everything that tells one movement from its like."""
    best = second = second if second.strip("0") else ""
    other = document if document.strip("0") else ""
    if first.strip("0"):
        other = f"{other}/{first}" if other else first
        best = second or first
    if second:
        other = f"{other}/{second}" if other else second
    if best and best.isdecimal() and len(best.lstrip("0")) < _SHORTEST_NUMBER:
        best = ""
    return best, other
