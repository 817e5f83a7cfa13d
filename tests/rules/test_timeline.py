"""What the history of a case says of money, in words that a customer on the telephone understands."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from recobro.desk.timeline import tell
from recobro.reports.history import Event


@pytest.mark.parametrize(
    ("more", "invoice", "cents", "title", "detail"),
    [
        ("", "F-1", -10000, "Cobro: 100,00", "Factura F-1"),
        ("reversed", "F-1", 10000, "Cobro: anulación: 100,00", "Factura F-1"),
        ("refunded", "", 5000, "Devuelto al cliente: 50,00", "De su saldo a favor"),
        ("refunded", "F-1", 5000, "Devuelto al cliente: 50,00", "Vuelve a quedar pendiente en la factura F-1"),
        ("refunded", "", None, "Devuelto al cliente", "De su saldo a favor"),
    ],
)
def test_money_is_told_by_what_it_did(more: str, invoice: str, cents: int | None, title: str, detail: str) -> None:
    event = Event(datetime(2026, 11, 23, 9, tzinfo=UTC), "money", "collected", invoice, more, "pagos.csv", cents)
    told = tell(event, "EUR", ZoneInfo("Europe/Madrid"))
    assert told.title.startswith(title)
    assert told.detail == detail
