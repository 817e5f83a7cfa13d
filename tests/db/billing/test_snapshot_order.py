"""Lists of the ERP that come late, in part, out of order, or are taken back."""

from __future__ import annotations

from itertools import permutations

from django.db import transaction

from recobro.access.models import Portfolio
from recobro.access.scope import Scope
from recobro.billing.models import Snapshot
from recobro.flows import take
from recobro.flows.reverse import reverse
from tests.db.billing.conftest import Take
from tests.db.billing.files import camt054
from tests.db.billing.lists import (
    ANA,
    BACK,
    EVA,
    LUIS,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    ended,
    figures,
    listed,
    on,
    standing,
)


def test_a_part_of_the_list_asks_before_it_counts(scope: Scope, take_in: Take) -> None:
    take_in(listed(MONDAY, *(f"Cliente {n};10,00;G-{n};;AM04" for n in range(40))))
    with on(WEDNESDAY):
        report = take_in(listed(TUESDAY, *(f"Cliente {n};10,00;G-{n};;AM04" for n in range(27))))
        assert (report.status, report.reason) == ("waiting", "far_fewer_rows")
        assert report.reason_data == {"found": 27, "expected": 40}
        assert Snapshot.objects.count() == 1
        assert take.apply(scope, report.lot_id, confirmed=True).status == "booked"
    assert Snapshot.objects.latest("id").gone_count == 13


def test_the_share_of_a_short_list_is_the_portfolios_own(scope: Scope, take_in: Take) -> None:
    Portfolio.objects.filter(pk=scope.portfolio_id).update(erp_list_percent=60)
    take_in(listed(MONDAY, *(f"Cliente {n};10,00;G-{n};;AM04" for n in range(40))))
    with on(WEDNESDAY):
        report = take_in(listed(TUESDAY, *(f"Cliente {n};10,00;G-{n};;AM04" for n in range(27))))
    assert report.status == "booked"


def test_a_list_that_comes_late_changes_nothing_of_the_newest(invoice: None, take_in: Take) -> None:
    take_in(camt054(BACK))
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, ANA, EVA))
        before = standing()
    with on(THURSDAY):
        take_in(listed(MONDAY, ANA, EVA))
    late = Snapshot.objects.latest("id")
    assert (late.listed_on.day, late.before_id, figures(late)) == (MONDAY, None, (2, 0, 0, 0))
    assert standing() == before == {}


def test_what_only_a_late_list_has_is_gone_since(take_in: Take) -> None:
    with on(WEDNESDAY):
        take_in(listed(WEDNESDAY, ANA, EVA))
    with on(THURSDAY):
        take_in(listed(MONDAY, ANA, LUIS))
    assert standing() == {"F-1": "only_erp", "F-2": "gone"}


def test_a_list_of_a_day_that_has_not_come_is_of_today(take_in: Take) -> None:
    take_in(listed(30, ANA))
    assert Snapshot.objects.get().listed_on.day == TUESDAY


def test_any_order_of_the_lists_leaves_the_same_questions(scope: Scope, take_in: Take) -> None:
    days = {MONDAY: (ANA, LUIS), TUESDAY: (LUIS, EVA), WEDNESDAY: (EVA, ANA.replace("100,00", "90,00"))}
    found = set()
    for order in permutations(days):
        with on(THURSDAY), transaction.atomic():
            for day in order:
                take_in(listed(day, *days[day]))
            assert Snapshot.objects.get(listed_on__day=WEDNESDAY).count == 2
            found.add(tuple(sorted((number, kind == "gone") for number, kind in standing().items())))
            transaction.set_rollback(True)
    assert len(found) == 1
    assert ("F-2", True) in found.pop()


def test_a_list_taken_back_leaves_what_the_one_before_said(invoice: None, scope: Scope, take_in: Take) -> None:
    take_in(camt054(BACK))
    take_in(listed(MONDAY, ANA, EVA))
    with on(WEDNESDAY):
        report = take_in(listed(TUESDAY, EVA))
        assert standing() == {"F-1": "gone"}
        reverse(scope, report.lot_id, "Exportada con filtro")
    assert standing() == {}
    with on(THURSDAY):
        take_in(listed(THURSDAY, ANA, EVA))
    assert Snapshot.objects.latest("id").before_id == Snapshot.objects.earliest("id").lot_id


def test_the_only_list_taken_back_leaves_no_question(scope: Scope, take_in: Take) -> None:
    report = take_in(listed(MONDAY, LUIS))
    assert standing() == {"F-2": "only_erp"}
    reverse(scope, report.lot_id, "No era de esta empresa")
    assert standing() == {}
    assert ended("F-2") == ["list_reversed"]
