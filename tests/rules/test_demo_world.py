"""The demo's invented world: valid in form, nobody's in fact, the same every time, and its sums are right."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache
from zipfile import ZipFile

import phonenumbers
import pytest
from stdnum import iban
from stdnum.ec import ci, ruc
from stdnum.es import cif, cups, dni, nie
from stdnum.eu import at_02

from recobro.runs.demo import agenda, arrivals, today, world
from recobro.runs.demo.events import Paid, Returned, Undone
from recobro.runs.demo.people import Habit
from recobro.runs.demo.world import TODAY, World

COUNTRIES = pytest.mark.parametrize("country", ["ES", "EC"])


@cache
def small(country: str) -> World:
    return world.build(country, 0.25)


@COUNTRIES
def test_every_identity_number_is_valid_in_form(country: str) -> None:
    valid = (dni, nie, cif) if country == "ES" else (ci, ruc)
    assert not [one for one in small(country).clients if not any(kind.is_valid(one.tax_id) for kind in valid)]


def test_every_supply_point_and_account_has_its_control_digits() -> None:
    clients = small("ES").clients
    assert not [one for one in clients if not cups.is_valid(one.supply)]
    assert not [one for one in clients if one.account and not iban.is_valid(one.account)]
    assert all(iban.is_valid(account) for account in arrivals.ACCOUNTS)
    assert at_02.is_valid(arrivals.CREDITOR_ID)


@COUNTRIES
def test_every_telephone_could_exist_and_rings_nowhere(country: str) -> None:
    for one in small(country).clients:
        assert phonenumbers.is_possible_number(phonenumbers.parse(one.phone, country))
        assert "0000" in one.phone.replace(" ", "")


@COUNTRIES
def test_every_mail_goes_to_a_domain_kept_for_examples(country: str) -> None:
    mails = [one.email for one in small(country).clients if one.email]
    assert not [mail for mail in mails if not re.search(r"[@.]example\.(es|com)$", mail)]
    assert 0.8 < len(mails) / len(small(country).clients) < 1  # some have given none


@COUNTRIES
def test_nobody_shares_a_contract_a_supply_or_an_identity(country: str) -> None:
    clients = world.build(country).clients
    for number in ("ref", "supply", "tax_id"):
        assert len({getattr(one, number) for one in clients}) == len(clients)


@COUNTRIES
def test_the_same_seed_makes_the_same_world_and_the_same_bytes(country: str) -> None:
    again = world.build(country, 0.25)
    assert again == small(country)
    assert today.inbox(again) == today.inbox(small(country))


def test_a_workbook_carries_no_moment_of_its_making() -> None:
    """Else the second run of the demo would bring new bytes, and with them new lots."""
    one = small("ES")
    data = arrivals.contracts("ES", one.clients, TODAY).data
    archive = ZipFile(io.BytesIO(data))
    assert {info.date_time[0] for info in archive.infolist()} == {1980}
    assert b"2026-11-24T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_year_of_debits_comes_back_as_often_as_in_life() -> None:
    until = date(2026, 11, 1)
    presented = [bill for bill in world.build("ES").bills if bill.due_on < until and bill.cents > 0]
    back = {event.bill for event in world.build("ES").between(date.min, until) if isinstance(event, Returned)}
    assert 0.03 < len(back) / len(presented) < 0.05


def test_the_portfolios_owe_what_companies_of_that_size_are_owed() -> None:
    def owed(country: str) -> int:
        return sum(world.build(country).standing(TODAY).values())

    assert 3_000_000 < owed("ES") < 6_500_000
    assert 2_000_000 < owed("EC") < 4_000_000


def test_a_debit_that_comes_back_twice_is_owed_once() -> None:
    one = world.build("ES")
    twice = {event.bill for event in one.between(date.min, TODAY) if isinstance(event, Returned) and event.ordinal == 2}
    paid = {event.bill for event in one.between(date.min, TODAY) if isinstance(event, Paid)}
    assert twice - paid
    assert all(one.standing(TODAY)[bill] == bill.cents for bill in twice - paid)


def test_what_the_telecom_is_owed_is_what_was_billed_less_what_came_in() -> None:
    one = small("EC")
    owed = sum(bill.cents for bill in one.bills if bill.issued_on <= TODAY)
    for event in one.between(date.min, TODAY):
        match event:
            case Paid(bill=bill, cents=cents) if bill:
                owed -= cents
            case Undone(payment=payment) if payment.bill:
                owed += payment.cents
    assert sum(one.standing(TODAY).values()) == owed


def test_every_kind_of_trouble_happens_in_a_year() -> None:
    """Second returns, rejects, payments undone, in part, too high, before the bill, and credit notes."""
    spain = world.build("ES").between(date.min, TODAY)
    assert [event for event in spain if isinstance(event, Returned) and event.ordinal == 2]
    assert [event for event in spain if isinstance(event, Returned) and event.rejected]
    reasons = {event.reason for event in spain if isinstance(event, Returned)}
    assert {"AM04", "MD06", "MS02", "AC04", "MD01", "MD07"} <= reasons
    telecom = world.build("EC").between(date.min, TODAY)
    paid = [event for event in telecom if isinstance(event, Paid)]
    assert [event for event in telecom if isinstance(event, Undone)]
    assert [event for event in paid if event.bill and event.cents < event.bill.cents]
    assert [event for event in paid if event.bill and event.cents > event.bill.cents]
    assert [event for event in paid if event.bill is None]
    assert [bill for country in ("ES", "EC") for bill in world.build(country).bills if bill.cents < 0]


def test_nobody_who_has_gone_pays_again() -> None:
    last: dict[str, date] = {}
    for event in world.build("EC").between(date.min, TODAY):
        if isinstance(event, Paid) and event.client.habit is Habit.GONE and event.bill:
            last[event.client.ref] = max(last.get(event.client.ref, date.min), event.bill.issued_on)
    turns = {one.ref: one.turn for one in world.build("EC").clients}
    assert last
    months = {ref: (day.year - 2025) * 12 + day.month - 11 for ref, day in last.items()}
    assert not [ref for ref, month in months.items() if month >= turns[ref]]


def test_the_days_of_the_play_go_forward_and_end_before_the_demos_day() -> None:
    days = [session.day for session in agenda.sessions()]
    assert days == sorted(set(days))
    assert days[-1] == date(2026, 11, 23)
    assert not [day for day in days if day.weekday() > 4]
    assert [session.after for session in agenda.sessions()][1:] == days[:-1]
