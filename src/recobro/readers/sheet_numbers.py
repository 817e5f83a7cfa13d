"""Amounts as people and ERPs write them, in one number style per file.

The style is decided by a value that can mean one thing only.

"1.234,56" and "12,5" decide for the comma, "1,234.56" for the point; "1.234" alone stays undecided: it is one
thousand or one and a bit, and nobody guesses.
"""

from __future__ import annotations

import re

from recobro.core.money import MAX_CENTS, BadAmount, cents_of

COMMA, POINT = ",", "."
_SIMPLE = {COMMA: re.compile(r"-?\d{1,12},\d\d", re.ASCII), POINT: re.compile(r"-?\d{1,12}\.\d\d", re.ASCII)}
_WHOLE = re.compile(r"\d{1,15}", re.ASCII)
_UNDECIDED = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_STYLE = {
    COMMA: re.compile(r"([1-9]\d{0,2}(?:[. ']\d{3})+|\d{1,15})(?:,(\d+))?", re.ASCII),
    POINT: re.compile(r"([1-9]\d{0,2}(?:[, ']\d{3})+|\d{1,15})(?:\.(\d+))?", re.ASCII),
}
_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-", "’": "'"})
_MONEY = re.compile(r"(EUROS?|EUR|USD|US\$|DOLAR(?:ES)?|€|\$)", re.IGNORECASE)
_CURRENCY = {"€": "EUR", "$": "USD", "US$": "USD", "EUR": "EUR", "EURO": "EUR", "EUROS": "EUR", "USD": "USD"}
_CURRENCY |= {"DOLAR": "USD", "DOLARES": "USD", "DÓLAR": "USD", "DÓLARES": "USD"}


def style_of(text: str) -> str | None:
    """ "," or "." when this value decides it, "" when it says nothing, None when it is one that must be decided."""
    digits = bare(text)[0].removeprefix("-")
    if _WHOLE.fullmatch(digits):
        return ""
    if _UNDECIDED.fullmatch(digits):
        return None
    fits = [mark for mark, pattern in _STYLE.items() if pattern.fullmatch(digits)]
    return fits[0] if len(fits) == 1 else ""


def bare(text: str) -> tuple[str, str]:
    """The figure with its sign in front, and the currency that stood beside it: "(12,00 €)" → ("-12,00", "EUR")."""
    text = text.translate(_BLANKS).strip().lstrip("'").strip()
    currencies = {_CURRENCY.get(mark.upper(), "") for mark in _MONEY.findall(text)}
    if currencies:
        text = _MONEY.sub("", text).strip()
    negative = False
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1].strip()
    if text.endswith("-") and not negative:
        negative, text = True, text[:-1].strip()
    if text[:1] in ("-", "+"):
        if negative and text[0] == "-":
            return "", ""  # "(-12)" or "-12-": two minus signs are not a number
        negative, text = negative or text[0] == "-", text[1:].strip()
        if text[:1] in ("-", "+"):
            return "", ""
    sign = "-" if negative else ""
    return (sign + text if text else ""), (currencies.pop() if len(currencies) == 1 else "")


def amount_of(text: str, style: str) -> tuple[int, str]:
    """Read a written amount in the style of its file: cents and the currency beside it. Raises `BadAmount`."""
    simple = _SIMPLE.get(style)
    if simple is not None and simple.fullmatch(text):
        return int(text[:-3] + text[-2:]), ""
    figure, currency = bare(text)
    digits = figure.removeprefix("-")
    if _WHOLE.fullmatch(digits):
        return cents_of(figure), currency
    if not style:
        code = "ambiguous_amount" if _UNDECIDED.fullmatch(digits) else "bad_amount"
        raise BadAmount(code, found=text[:40])
    match = _STYLE[style].fullmatch(digits)
    if match is None:
        other = _STYLE[POINT if style == COMMA else COMMA].fullmatch(digits)
        raise BadAmount("other_number_style" if other else "bad_amount", found=text[:40])
    whole = re.sub(r"\D", "", match.group(1))
    sign = "-" if figure.startswith("-") else ""
    return cents_of(f"{sign}{whole}.{match.group(2) or '0'}"), currency


def amount_of_number(number: float) -> int:
    """Read a numeric cell. A binary fraction is not exact, but within a thousandth of a cent."""
    scaled = number * 100
    if scaled != scaled or abs(scaled) > MAX_CENTS:
        raise BadAmount("amount_too_large", found=repr(number))
    cents = round(scaled)
    if abs(scaled - cents) > 0.001:
        raise BadAmount("more_than_two_decimals", found=repr(number))
    return cents


def currency_of(text: str) -> str:
    """ "EUR", "€", "Dólares" → ISO code; another three-letter code is kept as it is; else ""."""
    word = text.strip().upper()
    return _CURRENCY.get(word) or (word if re.fullmatch(r"[A-Z]{3}", word) else "")
