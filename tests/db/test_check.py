"""`recobro check` finds what was broken on purpose, and nothing where all is well."""

from __future__ import annotations

import pytest
from django.db import InternalError

from recobro.access.scope import Scope
from recobro.billing.models import AccountBalance, DebitReturn, Invoice, LedgerEntry, LotRow, Payment
from recobro.cases.models import Case, Step, StepItem
from recobro.core import sql
from recobro.notices.models import Notice
from recobro.policies.models import PolicyVersion
from recobro.reports.check import CheckReport, check
from tests.db import reports_factories as make
from tests.db.reports_office import LADDER, broken_open, execute, sound_office

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def luz() -> Scope:
    """An office in which every promise has something to hold on to."""
    return sound_office()


def broken(report: CheckReport) -> dict[str, set[str]]:
    """Code → the places found."""
    return {r.code: {finding.place for finding in r.findings} for r in report.results if r.findings}


def test_nothing_is_found_where_all_is_well(luz: Scope) -> None:
    report = check()
    assert broken(report) == {}
    assert report.clean
    assert report.lines()[-1] == "Todo cuadra."
    assert len(report.results) == 19
    assert report.as_json()["clean"] is True


def test_an_empty_house_clean() -> None:
    assert check().clean


def test_a_wrong_balance_is_found_by_its_account(luz: Scope) -> None:
    owner = AccountBalance.objects.get()
    AccountBalance.objects.update(balance_cents=1)
    report = check()
    assert set(broken(report)) == {"check_totals", "check_split", "check_balances"}
    (found,) = next(r for r in report.results if r.code == "check_balances").findings
    assert (found.portfolio, found.count, found.first) == ("luz", 1, (str(owner.pk),))
    assert f"    luz: billing_accountbalance.balance_cents, 1: {owner.pk}" in report.lines()


def test_a_wrong_open_amount_is_found(luz: Scope) -> None:
    Invoice.objects.filter(open_cents=180_00).update(open_cents=180_01)
    assert set(broken(check())) == {"check_invoices", "check_split"}


def test_a_deleted_entry_is_found(luz: Scope) -> None:
    with broken_open("billing_ledgerentry"):
        execute("DELETE FROM billing_ledgerentry WHERE kind = 'returned'")
    found = broken(check())
    assert {"check_totals", "check_balances", "check_invoices", "check_attempts"} <= set(found)


def test_a_lot_that_does_not_add_up_to_its_rows_is_found(luz: Scope) -> None:
    LotRow.objects.update(amount_cents=1)
    assert broken(check()) == {"check_lots": {"billing_lot.cents"}}
    LotRow.objects.update(status="waiting")
    assert broken(check()) == {"check_lots": {"billing_lot.counts"}}


def test_a_lot_against_its_own_equation_is_found(luz: Scope) -> None:
    execute("ALTER TABLE billing_lot DROP CONSTRAINT a_booked_lot_adds_up_to_what_was_declared")
    execute("UPDATE billing_lot SET declared_cents = declared_cents + 1")
    assert broken(check()) == {"check_lots": {"billing_lot.declared"}, "check_constraints": {"pg_constraint"}}


def test_credit_given_back_twice_is_found(luz: Scope) -> None:
    money = Payment.objects.get(amount_cents=10_00)
    make.given_back(luz, money, 10_00)
    assert check().clean
    with broken_open("billing_ledgerentry"):
        given = LedgerEntry.objects.get(refund_id__isnull=False)
        make.entry(money.account, "collected", 10_00, payment_id=money.pk, reverses_id=given.reverses_id)
    assert broken(check()) == {"check_credit": {"billing_ledgerentry.amount_cents"}}


def test_a_refund_that_refers_to_nothing_is_found(luz: Scope) -> None:
    given = make.given_back(luz, Payment.objects.get(amount_cents=10_00), 4_00)
    given.delete()
    assert broken(check()) == {"check_orphans": {"billing_ledgerentry.refund_id"}}


def test_a_return_counted_twice_is_found(luz: Scope) -> None:
    back = DebitReturn.objects.get()
    make.entry(back.account, "returned", 80_00, bill=back.invoice, attempt_id=back.attempt_id)
    assert broken(check()) == {"check_attempts": {"billing_debitreturn.attempt_id"}}


def test_a_skipped_rung_is_found(luz: Scope) -> None:
    Step.objects.filter(rung=1).update(state="withdrawn")
    assert broken(check()) == {"check_rungs": {"cases_stepitem.rung"}}


def test_a_voided_rung_does_not_count_as_climbed(luz: Scope) -> None:
    StepItem.objects.filter(rung=1).update(void=True)
    assert set(broken(check())) == {"check_rungs"}


def test_a_rung_that_may_be_passed_by_is_not_missed(luz: Scope) -> None:
    """Rung 2 of the ladder is a call for customers with several invoices only; nobody climbed it here."""
    assert not StepItem.objects.filter(rung=2).exists()
    PolicyVersion.objects.update(text=LADDER.replace('otherwise = "pass"', 'otherwise = "wait"'))
    assert set(broken(check())) == {"check_rungs"}


def test_a_step_for_who_has_paid_is_found(luz: Scope) -> None:
    case = Case.objects.get()
    make.paid(case.account, 180_00, case.items.get().invoice)
    assert broken(check()) == {"check_paid": {"cases_step.state"}}


def test_a_row_behind_the_wrong_wall_is_found(luz: Scope) -> None:
    other = make.scope("gas")
    Case.objects.update(portfolio_id=other.portfolio_id)
    report = check()
    assert "cases_case" in broken(report)["check_walls"]


def test_a_notice_that_nothing_will_send_is_found(luz: Scope) -> None:
    execute("DELETE FROM journal_outbox")
    assert broken(check()) == {"check_outbox": {"notices_notice.state"}}


def test_a_notice_sent_while_its_row_still_waits_is_found(luz: Scope) -> None:
    Notice.objects.update(state="sent")
    assert broken(check()) == {"check_outbox": {"notices_notice.state"}}


def test_a_touched_journal_is_found(luz: Scope) -> None:
    with broken_open("journal_entry"):
        execute("UPDATE journal_entry SET by = 'otra' WHERE subject = 'lot:1'")
    assert broken(check()) == {"check_chain": {"journal_entry"}}


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE billing_ledgerentry DISABLE TRIGGER USER",
        "DROP TRIGGER journal_entry_is_append_only ON journal_entry",
        "ALTER TABLE billing_ledgerentry DROP CONSTRAINT an_entry_changes_the_debt",
        "DROP INDEX an_attempt_comes_back_once",
    ],
)
def test_a_guarantee_taken_away_is_found(luz: Scope, statement: str) -> None:
    execute(statement)
    assert set(broken(check())) == {"check_constraints"}


def test_a_constraint_that_was_never_validated_is_found(luz: Scope) -> None:
    execute("ALTER TABLE billing_ledgerentry DROP CONSTRAINT an_entry_changes_the_debt")
    execute(
        "ALTER TABLE billing_ledgerentry ADD CONSTRAINT an_entry_changes_the_debt CHECK (amount_cents <> 0) NOT VALID"
    )
    assert set(broken(check())) == {"check_constraints"}


def test_the_check_mends_nothing(luz: Scope) -> None:
    AccountBalance.objects.update(balance_cents=7)
    check()
    assert AccountBalance.objects.get().balance_cents == 7


@pytest.mark.django_db(transaction=True)
def test_the_check_could_not_write_if_it_wanted_to() -> None:
    with sql.snapshot(), pytest.raises(InternalError, match="read-only"):
        execute("DELETE FROM billing_accountbalance")
