"""`recobro check`: what happened twice and what refers to nothing is found, table by table, column by column."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, models

from recobro.access.scope import Scope
from recobro.core import sql
from recobro.journal.actions import record
from recobro.reports.check import check
from tests.db.reports_office import broken_open, execute, sound_office

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def luz() -> Scope:
    """An office in which every promise has something to hold on to."""
    return sound_office()


def places(code: str) -> set[str]:
    """Where the check of this promise found something."""
    return {finding.place for result in check().results if result.code == code for finding in result.findings}


DOUBLES = {
    "billing_ledgerentry": "a_row_posts_one_entry_of_a_kind_per_invoice",
    "billing_debitreturn": "an_attempt_comes_back_once",
    "billing_lot": "the_same_bytes_are_one_living_lot",
    "billing_lotrow": "one_row_per_line_of_a_lot",
    "billing_invoice": "one_invoice_per_portfolio_and_number",
    "cases_case": "one_open_case_per_account_and_stage",
    "cases_step": "one_step_per_case_and_day",
    "cases_stepitem": "a_rung_is_climbed_once_per_item_and_cycle",
    "notices_notice": "a_notice_is_sent_once_per_step_and_recipient",
    "journal_outbox": "one_outbox_row_per_key",
}


@pytest.mark.parametrize(("table", "constraint"), DOUBLES.items())
def test_what_happened_twice_is_found(luz: Scope, table: str, constraint: str) -> None:
    double(table, constraint)
    assert table in places("check_twice")


def test_a_payment_booked_twice_is_found(luz: Scope) -> None:
    execute("UPDATE billing_payment SET lot_row_id = (SELECT max(id) FROM billing_lotrow) WHERE amount_cents = 1000")
    double("billing_payment", "one_payment_per_row_of_a_file")
    assert "billing_payment" in places("check_twice")


def double(table: str, constraint: str) -> None:
    """Copy every row of the table, after dropping what forbids it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [constraint])
        kind = "constraint" if cursor.fetchone() else "index"
        cursor.execute(
            f"ALTER TABLE {table} DROP CONSTRAINT {constraint}" if kind == "constraint" else f"DROP INDEX {constraint}"
        )
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'id'",
            [table],
        )
        columns = cursor.fetchone()[0]
        if table in {"cases_case", "billing_lot"}:  # their other keys stay
            execute_other_keys(table)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}")


def execute_other_keys(table: str) -> None:
    """Drop what else would refuse the copy."""
    other = {"cases_case": "one_case_per_portfolio_and_ref", "billing_lot": "one_lot_number_per_portfolio"}[table]
    execute(f"ALTER TABLE {table} DROP CONSTRAINT {other}")


ORPHANS: dict[str, Callable[[], object]] = {
    "billing_debitreturn.lot_row_id": lambda: execute("UPDATE billing_debitreturn SET lot_row_id = 999999"),
    "billing_returnevidence.lot_row_id": lambda: execute(
        "INSERT INTO billing_returnevidence (portfolio_id, account_id, debit_return_id, lot_row_id, source, told_on)"
        " SELECT portfolio_id, account_id, id, 999999, 'erp', returned_on FROM billing_debitreturn"
    ),
    "billing_payment.lot_row_id": lambda: execute("UPDATE billing_payment SET lot_row_id = 999000 + id"),
    "billing_lotrow.account_id": lambda: execute("UPDATE billing_lotrow SET account_id = 999999"),
    "billing_lotrow.invoice_id": lambda: execute("UPDATE billing_lotrow SET invoice_id = 999999"),
    "journal_outbox.subject_id": lambda: execute("UPDATE journal_outbox SET subject_id = 999999"),
    "journal_outbox.portfolio_id": lambda: execute("UPDATE journal_outbox SET portfolio_id = 999999"),
    "journal_entry.portfolio_id": lambda: record(999999, "ana", "lot.booked", "lot:3"),
    "journal_entry.account_id": lambda: record(None, "ana", "lot.booked", "lot:3", account_id=999999),
    "journal_task.portfolio_id": lambda: execute(
        "INSERT INTO journal_task (portfolio_id, kind, state, done, total, result, by, created_at, asked, phase)"
        " VALUES (999999, 'take', 'done', 0, 0, '{}', 'ana', now(), '{}', '')"
    ),
    "notices_officemail.attachment_sha256": lambda: execute(
        "INSERT INTO notices_officemail (portfolio_id, kind, key, list_kind, recipients, subject, body,"
        " attachment_name, attachment_sha256, created_at) "
        " SELECT id, 'lot_report', 'k', '', '[]', 's', 'b', 'x.xlsx', 'beef', now() FROM access_portfolio"
    ),
}
SIDES = {
    "billing_difference.invoice_id": "UPDATE billing_difference SET invoice_id = 999999",
    "billing_difference.bank_row_id": "UPDATE billing_difference SET bank_row_id = 999999",
    "billing_erpentry.lot_row_id": (
        "INSERT INTO billing_erpentry (portfolio_id, lot_id, lot_row_id, by, said_at, missing_count)"
        " SELECT portfolio_id, id, 999999, 'ana', now(), 0 FROM billing_lot"
    ),
    "notices_officemail.subject_id": (
        "INSERT INTO notices_officemail (portfolio_id, kind, key, list_kind, subject_id, recipients, subject, body,"
        " attachment_name, attachment_sha256, created_at)"
        " SELECT id, 'lot_report', 'k', 'control', 999999, '[]', 's', 'b', '', '', now() FROM access_portfolio"
    ),
}
TOLD = {
    "notices_outsidenotice.lot_row_id": (
        "INSERT INTO notices_outsidenotice (portfolio_id, account_id, kind, by, sent_on, recipient, called, result,"
        " attested, listed, certified, failed, grade, lot_row_id, created_at, withdrawn_by)"
        " SELECT portfolio_id, id, 'letter', 'erp', now(), '', '', '', false, true, false, false, 'C', 999999,"
        " now(), '' FROM parties_account"
    ),
    "cases_told.source_id": (
        "INSERT INTO cases_told (portfolio_id, account_id, invoice_id, source_id, proof, sent_on)"
        " SELECT portfolio_id, account_id, id, 999999, 'sent', now() FROM billing_invoice"
    ),
}
LEDGER_IDS = ("invoice_id", "lot_id", "lot_row_id", "payment_id", "attempt_id", "reverses_id")


@pytest.mark.parametrize("place", ORPHANS)
def test_an_id_that_leads_nowhere_is_found(luz: Scope, place: str) -> None:
    ORPHANS[place]()
    assert place in places("check_orphans")


@pytest.mark.parametrize("place", SIDES)
def test_an_id_of_the_proof_that_leads_nowhere_is_found(luz: Scope, place: str) -> None:
    execute(
        "INSERT INTO billing_difference (portfolio_id, kind, invoice_number, lot_id, lists_count, owner, opened_on,"
        " opened_at, closed_by, outcome, why) SELECT portfolio_id, 'gone', 'F-' || id, id, 1, 'operations', now(),"
        " now(), '', '', '' FROM billing_lot"
    )
    execute(SIDES[place])
    assert place in places("check_orphans")


@pytest.mark.parametrize("place", TOLD)
def test_a_notice_of_others_that_leads_nowhere_is_found(luz: Scope, place: str) -> None:
    execute(TOLD[place])
    assert place in places("check_orphans")


@pytest.mark.parametrize("column", LEDGER_IDS)
def test_an_entry_that_refers_to_nothing_is_found(luz: Scope, column: str) -> None:
    with broken_open("billing_ledgerentry"):
        execute(f"UPDATE billing_ledgerentry SET {column} = 999000 + id")
    assert f"billing_ledgerentry.{column}" in places("check_orphans")


def test_every_id_without_a_foreign_key_is_looked_after() -> None:
    """A new column of this kind must be added to check_orphans.sql."""
    excused = {"journal_seal.from_id", "journal_seal.to_id", "journal_task.subject_id"}  # numbers; any of many tables
    bare = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        if model.__module__.startswith("recobro.")
        for field in model._meta.concrete_fields
        if isinstance(field, models.BigIntegerField) and field.column.endswith("_id") and not field.is_relation
    }
    text = sql.text("reports/check_orphans")
    assert not {place for place in bare - excused if f"'{place}'" not in text}
