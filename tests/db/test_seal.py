"""The chain over the journal: what was written cannot be changed, removed or slipped in unseen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from recobro.core import clock
from recobro.journal import seal as sealing
from recobro.journal.actions import record
from recobro.journal.models import Entry, Seal
from recobro.journal.seal import seal, verify
from recobro.runs import day
from tests.db import reports_factories as make
from tests.db.reports_office import broken_open

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def write(*numbers: int) -> list[int]:
    """Entries; returns their ids."""
    for number in numbers:
        record(1, "ana", "lot.booked", f"lot:{number}", count=number, cents=100 * number)
    return list(Entry.objects.order_by("id").values_list("id", flat=True))


def test_what_was_written_is_sealed_once() -> None:
    write(1, 2, 3)
    assert seal() == 3
    assert seal() == 0
    write(4)
    assert seal() == 1
    chain = verify()
    assert (chain.seals, chain.entries, chain.unsealed, chain.broken) == (2, 4, 0, None)
    assert len(chain.head) == 64


def test_an_empty_journal_has_an_empty_chain() -> None:
    assert seal() == 0
    assert verify().head == ""


def test_a_long_journal_is_sealed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 2)
    write(1, 2, 3, 4, 5)
    assert seal() == 5
    assert (verify().seals, verify().broken) == (3, None)


def test_the_chain_holds_in_any_zone_of_the_session() -> None:
    write(1)
    seal()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'America/Guayaquil'")
    assert verify().broken is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal_entry SET data = '{\"cents\": 1}' WHERE id = {second}",
        "UPDATE journal_entry SET by = 'otra' WHERE id = {second}",
        "UPDATE journal_entry SET at = at + interval '1 microsecond' WHERE id = {second}",
        "DELETE FROM journal_entry WHERE id = {second}",
        "UPDATE journal_entry SET id = {last} + 1 WHERE id = {second}",
    ],
)
def test_a_changed_or_removed_entry_breaks_its_seal(change: str) -> None:
    write(1)
    seal()
    _, second, _ = write(2, 3)
    seal()
    last = write(4)[-1]
    seal()
    with broken_open("journal_entry"), connection.cursor() as cursor:
        cursor.execute(change.replace("{second}", str(second)).replace("{last}", str(last)))
    found = verify().broken
    assert found is not None
    assert (found.from_id, found.to_id, found.entries_hold) == (second, second + 1, False)


def test_an_entry_slipped_in_between_is_seen() -> None:
    first = write(1)[0]
    with connection.cursor() as cursor:  # a number that a rolled back transaction had left unused
        cursor.execute("SELECT nextval(pg_get_serial_sequence('journal_entry', 'id'))")
    write(2)
    seal()
    Entry.objects.create(id=first + 1, at=Entry.objects.get(pk=first).at, by="x", verb="lot.booked", subject="lot:9")
    found = verify().broken
    assert found is not None and not found.entries_hold


def test_a_forged_seal_breaks_the_chain_even_when_its_entries_fit() -> None:
    write(1)
    seal()
    write(2)
    seal()
    with broken_open("journal_seal"), connection.cursor() as cursor:
        cursor.execute("UPDATE journal_seal SET previous = sha256('x'), hash = sha256(sha256('x') || digest)")
    found = verify().broken
    assert found is not None and found.entries_hold


def test_a_missing_seal_is_seen() -> None:
    for number in (1, 2, 3):
        write(number)
        seal()
    middle = Seal.objects.order_by("from_id")[1]
    with broken_open("journal_seal"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_seal WHERE id = %s", [middle.pk])
    found = verify().broken
    assert found is not None and found.from_id == middle.to_id + 1


@contextmanager
def somebody_writes() -> Iterator[None]:
    """Another session that has written an entry and does not end."""
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO journal_entry (at, by, verb, subject, data) VALUES (now(), 'b', 'v', 's', '{}')"
            )
        yield
        other.rollback()
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_what_stands_beside_an_open_transaction_is_not_sealed_yet() -> None:
    """Its number is lower than ours and would appear inside a sealed range."""
    moment = "2026-03-17T09:00:00Z"
    with somebody_writes():
        Entry.objects.create(at=moment, by="ana", verb="lot.booked", subject="lot:1")
        assert seal(patience=0.1) == 0
    assert seal() == 1
    assert verify().broken is None


def test_the_day_ends_with_a_sealed_journal() -> None:
    luz = make.scope()
    home = make.account(luz)
    make.returned(home, make.invoice(home, 80_00), unknown=True)
    with clock.at(make.NOW + timedelta(hours=1)):
        day.run(luz, make.TODAY)
    chain = verify()
    assert (chain.unsealed, chain.broken) == (0, None)
    assert chain.entries > 0
