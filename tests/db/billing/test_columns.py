"""A sheet whose columns nobody knows waits; what a person says of it is kept for its source."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from recobro.access.queries import system_scope
from recobro.access.roles import Role
from recobro.access.scope import Scope
from recobro.billing.models import ColumnProfile, Invoice, Lot
from recobro.core.errors import BadInput, RuleBroken
from recobro.core.wording import say_error
from recobro.flows import columns, take
from recobro.flows.portfolio import create_portfolio
from recobro.flows.take import Declared
from recobro.journal.models import Entry
from recobro.readers.rows import AskColumns
from recobro.readers.sheet_columns import ColumnMap
from tests.db.billing.conftest import Take

HEADINGS = ["Wer", "Wieviel", "Papier", "Anschluss"]
CHOSEN = ColumnMap(
    kind="unpaid",
    places={"debtor_name": 0, "amount": 1, "invoice_number": 2, "cups": 3},
    source="Programa viejo",
    line=1,
)


def file(*lines: str) -> io.BytesIO:
    return io.BytesIO("\n".join([";".join(HEADINGS), *lines]).encode())


def waiting(scope: Scope) -> Lot:
    (report,) = take.take(scope, file("Ana;12,50;F-1;ES1", "Eva;7,50;F-2;ES2"), file_name="enero.csv")
    assert (report.status, report.reason, report.read[0]) == ("waiting", "no_heading", 0)
    return Lot.objects.get(pk=report.lot_id)


def test_a_sheet_that_nobody_can_explain_waits_and_books_nothing(scope: Scope) -> None:
    lot = waiting(scope)
    assert (lot.status, lot.format, Invoice.objects.count()) == ("waiting", "csv", 0)
    assert Entry.objects.filter(verb="lot.waiting", subject=f"lot:{lot.pk}").exists()


def test_what_a_person_says_is_seen_before_it_is_kept(scope: Scope) -> None:
    seen = columns.preview(scope, waiting(scope), CHOSEN, HEADINGS)
    assert [(row.debtor_name, row.amount_cents) for row in seen.rows] == [("Ana", 1250), ("Eva", 750)]
    assert (seen.count, seen.cents, seen.faulty_count, seen.problem) == (2, 2000, 0, None)
    assert not ColumnProfile.objects.exists()
    wrong = columns.preview(scope, waiting(scope), replace(CHOSEN, places={"amount": 0, "invoice_number": 2}), HEADINGS)
    assert [(fault.line, fault.code) for fault in wrong.faults] == [(2, "bad_amount"), (3, "bad_amount")]


def test_what_is_not_enough_says_what_is_missing(scope: Scope) -> None:
    seen = columns.preview(scope, waiting(scope), replace(CHOSEN, places={"debtor_name": 0}), HEADINGS)
    assert seen.problem is not None
    assert "Número de factura" in say_error(seen.problem)


def test_kept_columns_check_the_lot_and_every_later_file_of_the_source(scope: Scope) -> None:
    lot = waiting(scope)
    report = columns.keep(scope, lot.pk, CHOSEN, HEADINGS)
    assert (report.status, report.kind, report.read) == ("waiting", "unpaid", (2, 2000))  # a total is still missing
    booked = take.apply(scope, lot.pk, declared=Declared(2, 2000))
    assert (booked.status, booked.booked) == ("booked", (2, 2000))
    (later,) = take.take(scope, file("Luz;3,00;F-3;ES3"), file_name="febrero.csv", declared=Declared(1, 300))
    assert (later.status, later.booked) == ("booked", (1, 300))
    assert ["columns_known", "Programa viejo"] in [[note["code"], note["found"]] for note in later.notes]


def test_what_is_said_again_replaces_what_was_said(scope: Scope) -> None:
    lot = waiting(scope)
    columns.keep(scope, lot.pk, CHOSEN, HEADINGS)
    columns.keep(scope, lot.pk, replace(CHOSEN, source="Programa nuevo"), HEADINGS)
    (one,) = ColumnProfile.objects.all()
    assert (one.name, one.version) == ("Programa nuevo", 2)
    assert Entry.objects.filter(verb="columns.saved").count() == 2


def test_the_database_itself_keeps_one_map_per_heading_row_and_kind(scope: Scope) -> None:
    columns.keep(scope, waiting(scope).pk, CHOSEN, HEADINGS)
    again = ColumnProfile.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError, match="one_column_map_per_heading_row_and_kind"), transaction.atomic():
        again.save(force_insert=True)


def test_forgotten_columns_ask_again(scope: Scope) -> None:
    columns.keep(scope, waiting(scope).pk, CHOSEN, HEADINGS)
    columns.forget(scope, ColumnProfile.objects.get().pk)
    (later,) = take.take(scope, file("Luz;3,00;F-3;ES3"), file_name="febrero.csv")
    assert later.reason == "no_heading"
    with pytest.raises(BadInput, match="unknown_columns"):
        columns.forget(scope, 1)


def test_columns_of_one_portfolio_say_nothing_to_another(scope: Scope) -> None:
    create_portfolio("gas", country="ES", name="Gas Ejemplo")
    columns.keep(scope, waiting(scope).pk, CHOSEN, HEADINGS)
    (report,) = take.take(system_scope("gas"), file("Luz;3,00;F-3;ES3"), file_name="febrero.csv")
    assert report.reason == "no_heading"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(CHOSEN, source="  "), "source_needs_name"),
        (replace(CHOSEN, kind="sobras"), "unknown_kind"),
        (replace(CHOSEN, places={"debtor_name": 0}), "missing_columns"),
        (replace(CHOSEN, places={"amount": 1, "invoice_number": 2, "sobras": 3}), "unknown_kind"),
    ],
)
def test_what_cannot_be_read_is_not_kept(scope: Scope, wrong: ColumnMap, code: str) -> None:
    lot = waiting(scope)
    with pytest.raises(BadInput) as refused:
        columns.keep(scope, lot.pk, wrong, HEADINGS)
    assert refused.value.code == code
    assert not ColumnProfile.objects.exists()


def test_only_who_may_take_files_keeps_columns(scope: Scope) -> None:
    lot = waiting(scope)
    with pytest.raises(RuleBroken):
        columns.keep(replace(scope, role=Role.AUDITOR), lot.pk, CHOSEN, HEADINGS)
    assert columns.keep(replace(scope, role=Role.OPERATIONS), lot.pk, CHOSEN, HEADINGS).read == (2, 2000)


def test_a_number_that_is_one_or_a_thousand_is_settled_by_the_saved_mark(scope: Scope, take_in: Take) -> None:
    heading = ["Cliente", "Importe", "Factura"]
    data = ";".join(heading).encode() + b"\nAna;1.234;F-1"
    (report,) = take.take(scope, io.BytesIO(data), file_name="duda.csv", kind="unpaid", declared=Declared(1, 123400))
    assert (report.status, report.reason) == ("waiting", "unreadable_amount")
    said = ColumnMap(
        kind="unpaid",
        places={"debtor_name": 0, "amount": 1, "invoice_number": 2},
        decimal=",",
        source="ERP",
    )
    assert columns.keep(scope, report.lot_id, said, heading).read == (1, 123400)


def test_a_sheet_with_two_meanings_asks(scope: Scope) -> None:
    data = io.BytesIO(b"Factura;Importe;Fecha factura;Vencimiento;CUPS\nF1;12,00;01/10/2026;21/10/2026;ES1")
    (report,) = take.take(scope, data, file_name="x.csv")
    assert (report.status, report.reason) == ("waiting", "kind_unclear")
    assert AskColumns.code == "missing_columns"
