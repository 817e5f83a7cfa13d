"""The ledger and the office's own table, evening by evening: each difference, the days in a row, the signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from recobro.access.roles import Role
from recobro.access.scope import Scope
from recobro.billing.parallel import queries
from recobro.billing.parallel.models import ParallelLine, ParallelRun
from recobro.core import clock
from recobro.core.errors import BadInput, RuleBroken, Stale
from recobro.flows import opening, parallel
from recobro.flows.money import record_payment
from recobro.flows.opening import Papers, Said
from recobro.journal.models import Entry
from recobro.parties.models import Account
from tests.db.billing import files
from tests.db.billing.conftest import Take
from tests.db.billing.old_table import EVENING, Old, table

TODAY = date(2026, 11, 24)
ROWS = (
    Old(),
    Old("F-2", 50.25, "Luis Ejemplo Gil", "ES0021000000000002CD"),
    Old("F-3", 10.0, "Eva Gil", "ES0021000000000003EF"),
)


@pytest.fixture
def opened(scope: Scope, customer: None) -> None:
    """The three invoices are the opening of Monday evening, booked on Tuesday morning."""
    found = opening.open_books(scope, Papers(table(*ROWS), "TABLA.xlsx", EVENING), Said(160_25))
    assert found.lot.status == "booked"


def compare(scope: Scope, *rows: Old, day: date = TODAY) -> ParallelRun:
    """Compare a table with these rows."""
    return parallel.compare_evening(scope, table(*rows), file_name="TABLA.xlsx", day=day)


def only(run: ParallelRun) -> ParallelLine:
    """Its one difference."""
    (found,) = queries.lines(run)
    return found


def controller(scope: Scope) -> Scope:
    """The same portfolio, as its controller."""
    return replace(scope, role=Role.CONTROLLER, person="clara", person_id=1)


def test_the_first_evening_after_the_opening_is_equal_to_the_cent(scope: Scope, opened: None) -> None:
    run = compare(scope, *ROWS)
    assert run.is_equal
    assert (run.ours_cents, run.theirs_cents, run.equal_count, run.gap_cents) == (160_25, 160_25, 3, 0)
    assert queries.streak(scope, TODAY) == 1


def test_what_only_one_side_holds_is_named(scope: Scope, opened: None) -> None:
    run = compare(scope, *ROWS[:2], Old("F-9", 7.0))
    found = {one.invoice_number: (one.kind, one.ours_cents, one.theirs_cents, one.why) for one in queries.lines(run)}
    assert found == {
        "F-3": ("only_here", 10_00, None, "parallel_opened_today"),
        "F-9": ("only_there", None, 7_00, "parallel_unknown"),
    }
    assert (run.unexplained_count, run.gap_cents) == (1, -3_00)


def test_another_amount_a_repeated_row_and_one_nobody_can_read(scope: Scope, opened: None) -> None:
    run = compare(scope, ROWS[0], replace(ROWS[1], amount=50.26), ROWS[2], ROWS[0], Old("F-8", "siete"))
    kinds = {one.line: (one.kind, one.theirs_cents) for one in queries.lines(run)}
    assert kinds == {5: ("different", 50_26), 7: ("twice", 100_00), 8: ("unreadable", None)}
    assert run.gap_cents == 100_01


def test_who_paid_after_their_cut_off_is_explained(scope: Scope, opened: None) -> None:
    record_payment(scope, Account.objects.get(ref="C-1").pk, 100_00, TODAY, "REC-1", "F-1")
    found = only(compare(scope, *ROWS))
    assert (found.kind, found.why, found.explained) == ("only_there", "parallel_paid_today", True)


def test_who_paid_in_part_differs_by_that_part(scope: Scope, opened: None) -> None:
    record_payment(scope, Account.objects.get(ref="C-1").pk, 30_00, TODAY, "REC-1", "F-1")
    found = only(compare(scope, *ROWS))
    assert (found.ours_cents, found.theirs_cents, found.why) == (70_00, 100_00, "parallel_paid_today")


def test_who_paid_days_ago_and_still_stands_in_their_table_is_not_explained_away(scope: Scope, opened: None) -> None:
    record_payment(scope, Account.objects.get(ref="C-1").pk, 100_00, TODAY, "REC-1", "F-1")
    with clock.at(datetime(2026, 11, 25, 19, tzinfo=UTC)):
        found = only(compare(scope, *ROWS, day=date(2026, 11, 25)))
    assert (found.why, found.explained) == ("parallel_paid_before", False)


def test_a_return_that_their_erp_does_not_tell_yet_is_explained(scope: Scope, opened: None, take_in: Take) -> None:
    assert take_in(files.camt054(files.Back("F-7"))).status == "booked"
    found = only(compare(scope, *ROWS))
    assert (found.kind, found.why) == ("only_here", "parallel_returned_today")


def test_a_row_that_waits_in_the_tray_explains_what_only_they_hold(scope: Scope, opened: None, take_in: Take) -> None:
    take_in(files.camt054(files.Back("F-9", mandate="")))
    found = only(compare(scope, *ROWS, Old("F-9", 100.0)))
    assert (found.why, found.explained) == ("parallel_waits", True)


def test_an_evening_is_what_was_posted_until_its_midnight(scope: Scope, opened: None) -> None:
    with clock.at(datetime(2026, 11, 25, 9, tzinfo=UTC)):
        record_payment(scope, Account.objects.get(ref="C-1").pk, 100_00, TODAY, "REC-1", "F-1")
        assert compare(scope, *ROWS, day=TODAY).is_equal


def test_the_same_table_again_changes_nothing_and_another_takes_its_place(scope: Scope, opened: None) -> None:
    source = table(*ROWS)
    first = parallel.compare_evening(scope, source, file_name="TABLA.xlsx")
    assert parallel.compare_evening(scope, source, file_name="otro.xlsx").pk == first.pk
    second = compare(scope, *ROWS[:2])
    assert [one.pk for one in queries.evenings(scope)] == [second.pk]
    assert [one.pk for one in queries.replaced(scope, TODAY)] == [first.pk]


def test_a_day_to_come_cannot_be_compared(scope: Scope, opened: None) -> None:
    with pytest.raises(BadInput, match="parallel_not_come"):
        compare(scope, *ROWS, day=date(2026, 11, 25))


def test_the_controller_signs_what_is_explained_and_nobody_else_does(scope: Scope, opened: None) -> None:
    run = compare(scope, *ROWS[:2])  # F-3 was opened that very day: explained
    assert queries.streak(scope, TODAY) == 0
    supervisor = replace(scope, role=Role.SUPERVISOR, person="pablo", person_id=2)
    with pytest.raises(RuleBroken):
        parallel.sign(supervisor, TODAY, run.digest)
    with pytest.raises(Stale):
        parallel.sign(controller(scope), TODAY, "0" * 64)
    signed = parallel.sign(controller(scope), TODAY, run.digest)
    assert (signed.signed_by, queries.streak(scope, TODAY)) == ("clara", 1)
    assert Entry.objects.filter(verb="parallel.signed", by="clara").count() == 1


def test_what_nobody_can_explain_is_not_signed(scope: Scope, opened: None) -> None:
    run = compare(scope, *ROWS, Old("F-9", 7.0))
    with pytest.raises(BadInput, match="parallel_unexplained"):
        parallel.sign(controller(scope), TODAY, run.digest)


def test_a_signed_day_never_changes_again(scope: Scope, opened: None) -> None:
    run = parallel.sign(controller(scope), TODAY, compare(scope, *ROWS).digest)
    with pytest.raises(BadInput, match="parallel_signed"):
        compare(scope, *ROWS[:2])
    assert compare(scope, *ROWS).pk == run.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        ParallelRun.objects.filter(pk=run.pk).update(theirs_cents=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        ParallelRun.objects.filter(pk=run.pk).delete()


def test_days_in_a_row_pass_the_weekend_and_break_at_a_gap(scope: Scope, opened: None) -> None:
    for day in (24, 25, 26, 27, 30):  # Tuesday to Friday, then Monday
        with clock.at(datetime(2026, 11, day, 19, tzinfo=UTC)):
            assert compare(scope, *ROWS, day=date(2026, 11, day)).is_equal
            assert queries.streak(scope, date(2026, 11, day)) == (5 if day == 30 else day - 23)
    with clock.at(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        assert queries.streak(scope, date(2026, 12, 1)) == 5  # its evening has not come
        assert queries.streak(scope, date(2026, 12, 2)) == 0  # Tuesday was left out


def test_one_bad_day_begins_the_row_anew(scope: Scope, opened: None) -> None:
    for day, rows in ((24, ROWS), (25, ROWS[:2]), (26, ROWS)):
        with clock.at(datetime(2026, 11, day, 19, tzinfo=UTC)):
            compare(scope, *rows, day=date(2026, 11, day))
    assert queries.streak(scope, date(2026, 11, 26)) == 1
