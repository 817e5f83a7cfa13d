"""Totals rows of a sheet: checked against the rows above them, then left out of the data.

A total may be of the section since the last one or of everything so far. The last one that covers everything is what
the sheet declares; when only sections are totalled, their sum is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recobro.core.money import figure
from recobro.readers.rows import Declared, Item, Mismatch, Note
from recobro.readers.sheet_columns import fold

_LABEL = re.compile(r"(sub ?)?total(es)?\b|suma\b|sumas\b|saldo\b|balance\b|importe total\b")
# What a total in a column of names or numbers begins with; every other cell there is data, without a closer look.
MAYBE_TOTAL = re.compile(
    r"^\s*(?:(?:sub\W*)?total|sumas?\b|saldo|balance|imp(?:orte)?\W+total)", re.IGNORECASE | re.MULTILINE
)
_BALANCE = re.compile(r"saldo\b|balance\b")
_COUNT = re.compile(
    r"(total )?(numero )?(registros|filas|recibos|lineas|operaciones|count)\b|(total )?numero facturas\b"
)
_FIGURE = re.compile(r"\d{1,9}")


def is_total(label: str) -> bool:
    """Whether the first text of a row names a total."""
    return _LABEL.match(fold(label)) is not None


def count_in(cells: list[str]) -> int | None:
    """The number of rows that a line such as "Nº de registros: 4" states."""
    if not cells or not _COUNT.match(fold(cells[0])):
        return None
    for text in cells[:2]:
        match = _FIGURE.search(text)
        if match:
            return int(match.group())
    return None


@dataclass(slots=True)
class Totals:
    """What was added up so far."""

    count: int = 0
    cents: int = 0
    section_cents: int = 0
    unreadable: bool = False  # a row above could not be read: its total proves nothing until it is repaired
    stated_count: int | None = None
    line: int = 0
    _grand: int | None = None
    _sections: int | None = None

    def add(self, cents: int | None) -> None:
        """One data row, readable or not."""
        self.count += 1
        self._grand = None
        if cents is None:
            self.unreadable = True
        else:
            self.cents += cents
            self.section_cents += cents

    def add_many(self, count: int, cents: int) -> None:
        """Data rows that could all be read."""
        self.count += count
        self._grand = None
        self.cents += cents
        self.section_cents += cents

    def total(self, cents: int, line: int, label: str) -> Iterator[Item]:
        """One totals row."""
        matches_all, matches_section = cents == self.cents, cents == self.section_cents
        if not matches_all and not matches_section and _BALANCE.match(fold(label)):
            yield Note("balance_row", found=label[:80], line=line)  # a bank's balance is no sum of rows
            return
        self.line = line
        if matches_section:
            self._sections = (self._sections or 0) + cents
        if matches_all or not matches_section:
            self._grand = cents
        if not (matches_all or matches_section or self.unreadable):
            yield Mismatch("totals_row_differs", figure(cents), figure(self.cents), label[:80], line)
        self.section_cents = 0

    def declared(self, currency: str) -> Iterator[Declared]:
        """What the sheet states about itself, when it does."""
        total = self._grand
        if total is None and self._sections is not None and not self.section_cents:
            total = self._sections
        if total is not None or self.stated_count is not None:
            yield Declared("totals_row", self.stated_count, total, self.line, None, currency)
