"""Whether a row may be matched by hand to an account or invoice, and what follows. Pure; see docs/reglas/bandejas.md.

The certain rules of `take_match.sql` look at everybody at once; here a person has chosen one place for one row, and the
same refusals hold: a return of more than its invoice, a number that another invoice has.
"""

from __future__ import annotations

from dataclasses import dataclass

from recobro.core.money import figure

RETURNS = frozenset({"return", "reject"})
DOUBTFUL = ("maybe_the_same_payment", "repeated_in_file", "maybe_assumed")  # reasons that ask: is it another one?


@dataclass(frozen=True, slots=True)
class Told:
    """What the row says. `amount_cents` None: the format carries none; `number`: the invoice it names, or ""."""

    kind: str
    amount_cents: int | None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """The place chosen. The cents are the invoice's; `number_is` the invoice that has the row's number."""

    account_id: int
    invoice_id: int | None = None
    amount_cents: int | None = None
    open_cents: int | None = None
    number_is: int | None = None


def refusal(row: Told, place: Target) -> str:
    """Why the row cannot be matched there, as a wording key; "" when it can."""
    if row.kind == "contract":
        return "match_of_contract"
    if row.kind == "payment":
        return ""
    if place.invoice_id is None:
        return _without_invoice(row, place)
    if row.kind in RETURNS:
        return _returned(row.amount_cents, place.amount_cents or 0)
    if row.kind == "unpaid" and not place.open_cents:
        return "match_erp_paid"
    asked = place.open_cents if row.kind == "unpaid" else place.amount_cents
    return "amount_differs" if row.amount_cents != asked else ""


def follows(row: Told, place: Target, owed_cents: int = 0) -> tuple[str, dict[str, object]]:
    """What matching it there does, as a wording key with its data. `owed_cents`: what the whole account owes."""
    amount = row.amount_cents or 0
    if row.kind == "payment":
        return _paid(amount, place, owed_cents)
    if place.invoice_id is None:
        return "opens_invoice", {"number": row.number}
    return ("returns_invoice" if row.kind in RETURNS else "confirms_invoice"), {}


def _without_invoice(row: Told, place: Target) -> str:
    """Only a number of its own lets a row open an invoice, and only one that nobody has."""
    if not row.number:
        return "match_needs_invoice"
    if place.number_is is not None:
        return "match_number_taken"
    return "" if row.kind == "invoice" else _returned(row.amount_cents, 0)


def _returned(cents: int | None, invoice_cents: int) -> str:
    """An invoice of 0 was opened by a lot that was taken back; it says nothing."""
    if cents is None:
        return "" if invoice_cents else "amount_unknown"
    if cents <= 0:
        return "amount_zero" if cents == 0 else "amount_negative"
    return "amount_differs" if invoice_cents and cents > invoice_cents else ""


def _paid(amount: int, place: Target, owed_cents: int) -> tuple[str, dict[str, object]]:
    if amount < 0:
        return "undoes_payment", {"amount": figure(-amount)}
    if place.invoice_id is None:
        return "pays_account", {"owed": figure(owed_cents)}
    opened = place.open_cents or 0
    if opened <= 0:
        return "pays_closed", {}
    if amount > opened:
        return "pays_more", {"rest": figure(amount - opened)}
    return ("pays_part", {"left": figure(opened - amount)}) if amount < opened else ("pays_invoice", {})
