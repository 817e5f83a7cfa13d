"""The files of the demo are files: our own readers name their format, read every row and find that the totals agree."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from functools import cache

import pytest

from recobro.readers.open import read_file
from recobro.readers.rows import BadFile, Declared, Fault, Item, Mismatch, Note, Row, RowKind
from recobro.runs.demo import today, world
from recobro.runs.demo.agenda import sessions
from recobro.runs.demo.arrivals import Arrival, arrivals, contracts
from recobro.runs.demo.events import Paid, Returned, Undone
from recobro.runs.demo.world import TODAY, World


@cache
def small(country: str) -> World:
    return world.build(country, 0.25)


@cache
def year(country: str) -> tuple[Arrival, ...]:
    return tuple(one for session in sessions() for one in arrivals(small(country), session.after, session.day))


def items(arrival: Arrival) -> tuple[str, list[Item]]:
    """Format and everything that the reader says."""
    form, found = read_file(io.BytesIO(arrival.data), kind=arrival.kind)
    return form.name, list(found)


def rows(arrival: Arrival) -> list[Row]:
    return [item for item in items(arrival)[1] if isinstance(item, Row)]


@pytest.mark.parametrize("country", ["ES", "EC"])
def test_every_file_of_the_year_is_read_without_a_fault(country: str) -> None:
    for arrival in year(country):
        _, found = items(arrival)
        assert not [item for item in found if isinstance(item, Fault | Mismatch)], arrival.file_name
        assert not [item for item in found if isinstance(item, Note) and item.confirm], arrival.file_name


@pytest.mark.parametrize("country", ["ES", "EC"])
def test_every_file_with_money_states_a_total_that_is_right(country: str) -> None:
    for arrival in year(country):
        name, found = items(arrival)
        if arrival.kind == "contracts" or name.startswith("pain.002"):
            continue  # no money, or the bank's total of our own message beside that of its rejects
        stated = sum((one.total_cents or 0) - one.fee_cents for one in found if isinstance(one, Declared))
        assert stated == sum(one.amount_cents or 0 for one in found if isinstance(one, Row)), arrival.file_name


def test_the_year_has_every_format() -> None:
    formats = {items(arrival)[0] for arrival in (*year("ES"), *year("EC"))}
    assert formats >= {"camt.054.001.02", "camt.054.001.08", "pain.002.001.03", "csb19.14", "xlsx", "csv"}


def test_the_files_tell_everything_that_happened() -> None:
    """What the world knows until yesterday is what the rows of the year say, event by event."""
    told = Counter(one.kind for arrival in year("ES") for one in rows(arrival))
    happened = Counter(type(event) for event in small("ES").between(date.min, today.YESTERDAY))
    assert told[RowKind.RETURN] + told[RowKind.REJECT] == happened[Returned]
    assert told[RowKind.PAYMENT] == happened[Paid] + happened[Undone]
    assert told[RowKind.INVOICE] == len([bill for bill in small("ES").bills if bill.cents < 0])


def test_contracts_say_who_and_where() -> None:
    one = small("EC")
    read = rows(contracts("EC", one.clients, TODAY))
    assert [(row.customer_ref, row.tax_id, row.cups, row.segment) for row in read] == [
        (client.ref, client.tax_id, client.supply, client.segment) for client in one.clients
    ]


def test_todays_inbox_holds_what_an_ordinary_tuesday_brings() -> None:
    inbox = {arrival.file_name: arrival for arrival in today.inbox(world.build("ES"))}
    formats = Counter(items(arrival)[0] for arrival in inbox.values())
    assert len(formats) >= 6
    assert len({arrival.data for arrival in inbox.values()}) == len(inbox) - 1, "one file comes under a second name"


def test_todays_total_that_is_off_says_by_how_much() -> None:
    (off,) = [arrival for arrival in today.inbox(world.build("ES")) if arrival.file_name.endswith("_2.TXT")]
    (stated,) = [item.total_cents for item in items(off)[1] if isinstance(item, Declared)]
    assert stated == sum(row.amount_cents or 0 for row in rows(off)) + 1


def test_a_pdf_named_csv_is_refused() -> None:
    (pdf,) = [one for one in today.inbox(world.build("EC")) if one.file_name.startswith("recaudacion_banco")]
    with pytest.raises(BadFile, match="is_pdf"):
        items(pdf)


@pytest.mark.parametrize("country", ["ES", "EC"])
def test_of_today_only_what_is_meant_to_be_spoiled_is(country: str) -> None:
    for arrival in today.inbox(world.build(country)):
        if not arrival.file_name.startswith(("vencimientos", "recaudacion")):
            assert not [item for item in items(arrival)[1] if isinstance(item, Fault | Mismatch)], arrival.file_name


def test_a_day_that_does_not_exist_is_a_fault_whose_amount_still_counts() -> None:
    (listed,) = [arrival for arrival in today.inbox(world.build("ES")) if arrival.kind == "unpaid"]
    (fault,) = [item for item in items(listed)[1] if isinstance(item, Fault)]
    assert (fault.code, fault.found, fault.amount_cents) == ("no_such_day", today.NO_SUCH_DAY, 6105)
