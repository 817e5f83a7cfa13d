"""Lists of the ERP as the tests of the proof use them, and what they ask for afterwards."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import BinaryIO

from recobro.billing.models import Difference, Snapshot
from recobro.core import clock
from tests.db.billing import files
from tests.db.billing.files import Back

ANA = f"Ana Ejemplo Ruiz;100,00;F-1;{files.CUPS};AM04"
LUIS = f"Luis Ejemplo;50,00;F-2;{files.CUPS_2};MD06"
EVA = "Eva Ejemplo;70,00;F-3;;AM04"
BACK = Back()
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = 23, 24, 25, 26


@contextmanager
def on(day: int, hour: int = 9) -> Iterator[None]:
    """It is that day of November, at that hour."""
    with clock.at(datetime(2026, 11, day, hour, tzinfo=UTC)):
        yield


def listed(day: int, *lines: str) -> BinaryIO:
    """The list with its own date above the heading; another cell makes other bytes of the same list."""
    text = f"Fecha de listado: {day}/11/2026;;;;\n".encode() + files.unpaid(*lines).read()
    return io.BytesIO(text)


def standing() -> dict[str, str]:
    """Invoice → kind of its open difference; Eva's stands in every list and in no bank's file."""
    found = Difference.objects.filter(closed_at=None).exclude(invoice_number="F-3", kind="only_erp")
    return dict(found.values_list("invoice_number", "kind"))


def ended(number: str = "F-1") -> list[str]:
    """What ended the differences of an invoice, in their order."""
    return list(
        Difference.objects.filter(invoice_number=number)
        .exclude(outcome="")
        .order_by("id")
        .values_list("outcome", flat=True)
    )


def figures(snapshot: Snapshot) -> tuple[int, int, int, int]:
    """New, same, gone, changed."""
    return snapshot.new_count, snapshot.same_count, snapshot.gone_count, snapshot.changed_count
