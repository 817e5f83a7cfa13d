"""One cell as a value: text, identifier, amount, day. A cell that cannot be one raises `Bad`, which stops its row."""

from __future__ import annotations

from datetime import date

from recobro.core.money import BadAmount
from recobro.readers.amounts import BadDate
from recobro.readers.sheet_dates import day_of
from recobro.readers.sheet_numbers import amount_of, amount_of_number
from recobro.readers.sheet_words import looks_scientific

_EXACT = 10**15  # Excel keeps 15 digits; a longer number has already lost its last ones


class Bad(Exception):
    """A cell that stops its row; becomes a Fault."""

    def __init__(self, code: str, name: str, found: object = "", expected: str = "") -> None:
        self.code, self.name, self.found, self.expected = code, name, str(found)[:80], expected


def text_of(cell: object, name: str) -> str:
    """Text of a cell; a number in it is an identifier, of which Excel keeps 15 digits."""
    if isinstance(cell, str):
        text = cell.strip()
        return text[1:].strip() if text.startswith("'") else text
    if isinstance(cell, float):
        if not abs(cell) < _EXACT:
            raise Bad("digits_lost", name, repr(cell))
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) >= _EXACT:
        raise Bad("digits_lost", name, cell)
    return "" if cell is None else str(cell)


def ident_of(cell: object, name: str) -> str:
    """An identifier; "4,01235E+11" has already lost its digits."""
    text = text_of(cell, name)
    if "+" in text and looks_scientific(text):
        raise Bad("digits_lost", name, text)
    return text


def figure_of(cell: object, name: str, style: str) -> tuple[int, str]:
    """Cents of an amount, and the currency that stood beside it. Never zero by default."""
    try:
        if isinstance(cell, str):
            if not cell.strip():
                raise Bad("missing_amount", name)
            return amount_of(cell, style)
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return amount_of_number(cell), ""
    except BadAmount as exc:
        raise Bad(exc.code, name, exc.data["found"]) from exc
    raise Bad("bad_amount", name, cell)


def date_of(cell: object, name: str, month_first: bool) -> date:
    """The day of a cell that is not blank."""
    try:
        return day_of(cell, month_first)
    except BadDate as exc:
        month = exc.data.get("month")
        expected = f"{str(month).capitalize()} tiene {exc.data['days']} días" if month else ""
        raise Bad(exc.code, name, exc.data["found"], expected) from exc


def ecuador_id_of(cell: object, name: str) -> tuple[str, bool]:
    """Cédula (10) and RUC (13) begin with 0 in nine provinces; a numeric cell has lost it. True: it was put back."""
    text = text_of(cell, name)
    if not isinstance(cell, str) and len(text) in (9, 12) and text.isdecimal():
        return "0" + text, True
    return text, False
