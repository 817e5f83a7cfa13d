"""One statement (Stmt, Ntfctn): our account, the totals the bank states, and whether the entries bear them out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from recobro.core.money import BadAmount, cents_of, figure, units
from recobro.readers.camt_entry import Entry, Sums
from recobro.readers.rows import Declared, Item, Mismatch, RowKind
from recobro.readers.xml import Element, Shape, Values

_OPENING = frozenset({"OPBD", "PRCD"})
_CLOSING = "CLBD"
_HEAD = Shape(
    {
        "Acct": {
            "Id": {"IBAN": "account", "BBAN": "account", "Othr": {"Id": "account"}, "PrtryAcct": {"Id": "account"}},
            "Ccy": "currency",
        },
        "TxsSummry": {
            "TtlNtries": {"NbOfNtries": "count", "Sum": "sum"},
            "TtlCdtNtries": {"NbOfNtries": "credit_count", "Sum": "credit_sum"},
            "TtlDbtNtries": {"NbOfNtries": "debit_count", "Sum": "debit_sum"},
        },
    }
)
_BALANCE = Shape(
    {
        "Tp": {"CdOrPrtry": {"Cd": "type"}, "Cd": "type"},
        "Amt": "$amount",
        "CdtDbtInd": "direction",
    }
)


@dataclass(slots=True)
class Statement:
    """The head of one statement and what its entries add up to so far."""

    account: str
    currency: str
    stated: Values
    balances: list[tuple[str, str, int]]  # type, currency, signed cents
    credit: Sums = field(default_factory=Sums)
    debit: Sums = field(default_factory=Sums)
    booked_cents: dict[str, int] = field(default_factory=dict)  # currency → credits less debits, booked entries only
    currencies: set[str] = field(default_factory=set)
    unreadable: bool = False
    kinds: dict[tuple[RowKind, str], Sums] = field(default_factory=dict)
    undeclared: set[tuple[RowKind, str]] = field(default_factory=set)  # of which an amount cannot be read

    def add(self, entry: Entry) -> None:
        """One more entry, closed."""
        cents = entry.amount_cents
        self.currencies.add(entry.currency)
        if cents is None or entry.undirected:
            self.unreadable = True
        else:
            (self.debit if entry.debit else self.credit).add(1, cents, 0)
        if entry.pending:
            return
        signed = -(cents or 0) if entry.debit else cents or 0
        self.booked_cents[entry.currency] = self.booked_cents.get(entry.currency, 0) + signed
        if entry.undeclared:
            self.undeclared.add((entry.main_kind, entry.currency))
        for kind, sums in entry.declared():
            self.kinds.setdefault((kind, entry.currency), Sums()).add(sums.count, sums.booked_cents, sums.fee_cents)

    def close(self, line: int) -> Iterator[Item]:
        """What the bank states per kind, and where the statement contradicts itself."""
        for (kind, currency), sums in self.kinds.items():
            total = None if (kind, currency) in self.undeclared else sums.booked_cents
            yield Declared("entries", sums.count, total, line, kind, currency, sums.fee_cents)
        if not self.unreadable:
            yield from self._summary(line)
            yield from self._balance(line)

    def _summary(self, line: int) -> Iterator[Mismatch]:
        """TxsSummry counts and adds all entries, whatever their status. Sums of several currencies mean nothing."""
        debit, credit = self.debit, self.credit
        found = {"count": debit.count + credit.count, "credit_count": credit.count, "debit_count": debit.count}
        sums = {
            "sum": debit.booked_cents + credit.booked_cents,
            "credit_sum": credit.booked_cents,
            "debit_sum": debit.booked_cents,
        }
        for name, count in found.items():
            stated = self.stated.get(name, "")
            if stated.isdecimal() and int(stated) != count:
                yield Mismatch("summary_differs", stated, str(count), f"TxsSummry/{name}", line)
        if len(self.currencies) > 1:
            return
        for name, cents in sums.items():
            stated = self.stated.get(name, "")
            if stated and _signed(stated) != cents:
                yield Mismatch("summary_differs", stated, units(cents), f"TxsSummry/{name}", line)

    def _balance(self, line: int) -> Iterator[Mismatch]:
        """Opening + booked entries = closing, when the statement has exactly one of each in one currency."""
        opening = [(currency, cents) for kind, currency, cents in self.balances if kind in _OPENING]
        closing = [(currency, cents) for kind, currency, cents in self.balances if kind == _CLOSING]
        if len(opening) != 1 or len(closing) != 1 or opening[0][0] != closing[0][0]:
            return
        currency, cents = opening[0]
        if self.currencies - {currency}:
            return
        expected, found = closing[0][1], cents + self.booked_cents.get(currency, 0)
        if expected != found:
            yield Mismatch("balance_differs", figure(expected), figure(found), "Bal", line)


def read_statement(element: Element) -> Statement:
    """Read the head of a statement: everything that stands before its first entry."""
    values = _HEAD.read(element)
    balances = []
    for balance in element.findall("{*}Bal"):
        found = _BALANCE.read(balance)
        cents = _signed(found.get("amount", ""))
        if cents is not None:
            signed = -cents if found.get("direction") == "DBIT" else cents
            balances.append((found.get("type", ""), found.get("amount_currency", ""), signed))
    return Statement(values.get("account", ""), values.get("currency", ""), values, balances)


def _signed(text: str) -> int | None:
    try:
        return cents_of(text)
    except BadAmount:
        return None
