"""What cannot be right is refused or waits, with its reason, and nothing is booked."""

from __future__ import annotations

import io

import pytest

from recobro.access.queries import system_scope
from recobro.access.scope import Scope
from recobro.billing.models import DebitReturn, Invoice, Lot, LotRow, MatchProposal
from recobro.flows.portfolio import create_portfolio
from recobro.flows.rows import set_aside
from recobro.flows.take import Declared, apply
from tests.db.billing import files
from tests.db.billing.conftest import Take, open_cents, proved
from tests.db.billing.files import Back, Money, camt053, camt054, pain002

PDF = io.BytesIO(b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_file"),
        (PDF.getvalue(), "is_pdf"),
        (camt054(Back()).read()[:-40], "xml_broken"),
        (b"<html><body>sesion caducada</body></html>", "is_html"),
        (b"PK\x03\x04broken", "zip_broken"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_kept(take_in: Take, content: bytes, reason: str) -> None:
    report = take_in(io.BytesIO(content), "banco.xml")
    assert (report.status, report.reason) == ("refused", reason)
    assert len(report.sentence) > 20
    assert Lot.objects.get().blob.size == len(content)
    assert not LotRow.objects.exists()


def test_a_refused_file_can_be_taken_again_and_is_the_same_lot(take_in: Take) -> None:
    first, second = (take_in(io.BytesIO(b"%PDF-1.7 "), name) for name in ("a", "b"))
    assert (first.lot_ref, second.status) == (second.lot_ref, "refused")
    assert Lot.objects.count() == 1


def test_an_amount_like_12_34_holds_the_whole_file(invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Back(amount="12..34"), Back(amount="100.00")))
    assert (report.status, report.reason) == ("waiting", "unreadable_amount")
    assert report.faults[0]["code"] == "bad_amount"
    assert "12..34" in report.faults[0]["text"]
    assert not DebitReturn.objects.exists()


def test_an_unreadable_row_set_aside_by_name_lets_the_rest_book(scope: Scope, invoice: None, take_in: Take) -> None:
    heading = "Cliente;Importe;Número de factura;CUPS"
    source = files.sheet(heading, f"Ana;12..34;F-7;{files.CUPS}", f"Ana;100,00;F-1;{files.CUPS}", "TOTAL;112,34;;")
    report = take_in(source, kind="unpaid")
    assert (report.status, report.reason) == ("waiting", "unreadable_amount")
    row = LotRow.objects.get(status="faulty")
    set_aside(scope, row.pk, "pregunto al ERP", cents=1234)
    booked = apply(scope, report.lot_id)
    assert (booked.status, booked.booked, booked.faulty) == ("booked", (1, 10000), (1, 1234))
    assert LotRow.objects.get(lot_id=report.lot_id, line=row.line).status == "set_aside"


def test_an_unreadable_row_set_aside_with_a_wrong_amount_does_not_help(
    scope: Scope, invoice: None, take_in: Take
) -> None:
    source = files.sheet(
        files.UNPAID, f"Ana;12..34;F-7;{files.CUPS};", f"Ana;100,00;F-1;{files.CUPS};", "TOTAL;112,34;;;"
    )
    report = take_in(source, kind="unpaid")
    set_aside(scope, LotRow.objects.get(status="faulty").pk, "a ojo", cents=1235)
    again = apply(scope, report.lot_id)
    assert (again.status, again.reason, again.reason_data["gap"]) == ("refused", "total_differs", "0,01")


def test_an_entry_that_is_off_by_one_cent_books_none_of_its_rows(invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Back(), amount="100.01"))
    assert report.faults[0]["code"] == "entry_total_differs"
    assert (report.booked, report.faulty) == ((0, 0), (1, 10000))
    assert not DebitReturn.objects.exists()


def test_a_totals_row_off_by_one_cent_refuses_the_sheet_and_names_the_gap(invoice: None, take_in: Take) -> None:
    report = take_in(files.sheet(files.UNPAID, f"Ana;100,00;F-1;{files.CUPS};AM04", "TOTAL;100,01;;;"), kind="unpaid")
    assert report.status == "refused"
    assert "100,01" in report.sentence and "100,00" in report.sentence
    assert not report.booked[0]


def test_without_a_total_the_file_waits_for_a_person(invoice: None, take_in: Take) -> None:
    def source() -> io.BytesIO:
        return io.BytesIO(files.sheet(files.UNPAID, f"Ana;100,00;F-1;{files.CUPS};AM04").read())

    waits = take_in(source(), kind="unpaid")
    assert (waits.status, waits.reason) == ("waiting", "no_declared_total")
    wrong = take_in(source(), kind="unpaid", declared=Declared(1, 10001))
    assert (wrong.status, wrong.reason, wrong.lot_ref) == ("waiting", "typed_total_differs", waits.lot_ref)
    right = take_in(source(), kind="unpaid", declared=Declared(1, 10000))
    assert (right.status, right.declared_by, right.lot_ref) == ("booked", "person", waits.lot_ref)


def test_a_typed_total_beside_another_one_of_the_file_waits(invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Back()), declared=Declared(1, 9999))
    assert (report.status, report.reason) == ("waiting", "typed_total_differs")


def test_a_foreign_currency_refuses_the_file(invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Back(), Back(end_to_end_id="F-2", currency="USD")))
    assert (report.status, report.reason) == ("refused", "wrong_currency")
    assert "USD" in report.sentence and "EUR" in report.sentence
    assert not DebitReturn.objects.exists()


def test_the_same_transactions_in_another_message_are_known(invoice: None, take_in: Take) -> None:
    take_in(camt054(Back(), message="A"))
    report = take_in(camt054(Back(), message="B"))
    assert (report.status, report.booked, report.known) == ("booked", (1, 10000), (1, 10000))
    assert DebitReturn.objects.get().evidences == 2
    assert proved() == 10000


def test_the_same_message_in_other_bytes_is_a_duplicate(invoice: None, take_in: Take) -> None:
    take_in(camt054(Back(), message="A"))
    report = take_in(io.BytesIO(camt054(Back(), message="A").read() + b"\n"))
    assert report.status == "duplicate"
    assert DebitReturn.objects.get().evidences == 1


def test_a_day_that_does_not_exist_is_a_fault_and_the_rest_books(invoice: None, take_in: Take) -> None:
    source = files.sheet(files.PAYMENTS, "31/11/2026;10,00;F-1;;P-1", "20/11/2026;40,00;F-1;;P-2", "TOTAL;50,00;;;")
    report = take_in(source, kind="payments")
    assert report.status == "booked", report.sentence
    assert (report.booked, report.faulty, report.declared_cents) == ((1, 4000), (1, 1000), 5000)
    assert report.faults[0]["code"] == "no_such_day"
    assert open_cents() == 6000


def test_an_unknown_reason_code_is_kept_for_a_person(invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Back(code="ZZ99")))
    assert (report.status, report.reasons) == ("booked", {"ZZ99": 1})
    assert Invoice.objects.get().last_reason_code == "ZZ99"


def test_a_sheet_without_its_columns_says_what_is_there_and_what_is_missing(take_in: Take) -> None:
    report = take_in(files.sheet("Cliente;Teléfono;Provincia", "Ana;600000001;Madrid"), kind="unpaid")
    assert (report.status, report.reason) == ("waiting", "missing_columns")
    assert "Cliente" in report.sentence
    assert "invoice_number" in report.sentence or "factura" in report.sentence


def test_more_than_two_decimals_are_never_rounded(invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Back(amount="100.005")))
    assert (report.status, report.reason) == ("waiting", "unreadable_amount")


def test_a_return_of_nobody_waits_in_the_open(take_in: Take) -> None:
    report = take_in(camt054(Back(end_to_end_id="X-1", mandate="X")))
    assert (report.status, report.waiting, report.declared_cents) == ("booked", (1, 10000), 10000)
    assert LotRow.objects.get().reason == "no_match"
    assert proved() == 0


def test_a_return_of_another_portfolio_shows_nothing_of_it(invoice: None, take_in: Take) -> None:
    create_portfolio("gas", country="ES", name="Gas Ejemplo")
    other = system_scope("gas")
    report = take_in(camt054(Back(mandate="")), scope=other)
    row = LotRow.objects.get(lot_id=report.lot_id)
    assert (row.status, row.reason) == ("waiting", "of_another_portfolio")
    assert (row.account_id, row.invoice_id) == (None, None)
    assert not MatchProposal.objects.filter(portfolio_id=other.portfolio_id).exists()
    assert open_cents() == 10000


def test_a_whole_reject_waits_because_its_transactions_are_unknown(take_in: Take) -> None:
    source = io.BytesIO(
        b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>M</MsgId>'
        b"<CreDtTm>2026-11-21T06:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>REM-1</OrgnlMsgId>"
        b"<OrgnlMsgNmId>pain.008.001.02</OrgnlMsgNmId><GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>"
        b"</OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>"
    )
    report = take_in(source)
    assert (report.status, report.reason) == ("waiting", "whole_reject")
    assert "«REM-1» (motivo AC04)" in report.sentence


def test_an_unknown_namespace_waits_for_a_yes(invoice: None, take_in: Take) -> None:
    def source() -> io.BytesIO:
        return io.BytesIO(
            camt054(Back()).read().replace(b"urn:iso:std:iso:20022:tech:xsd:camt.054", b"urn:other:camt.054")
        )

    waits = take_in(source())
    assert (waits.status, waits.reason) == ("waiting", "unknown_namespace")
    assert take_in(source(), confirmed=True).status == "booked"


def test_a_reject_without_amount_takes_ours(invoice: None, take_in: Take) -> None:
    report = take_in(pain002(("F-1", "AC01"), ("F-404", "AC01")))
    assert (report.status, report.booked, report.waiting) == ("booked", (1, 10000), (1, 0)), report.sentence
    assert LotRow.objects.get(status="waiting").reason == "no_match"
    assert Invoice.objects.get().returns == 1
    assert proved() == 10000


def test_what_the_bank_only_announces_changes_nothing_but_holds(invoice: None, take_in: Take) -> None:
    report = take_in(camt054(Back(status="INFO"), Money(reference="F-1", status="PDNG")))
    assert (report.status, report.read, report.ignored_count) == ("booked", (0, 0), 2)
    assert not DebitReturn.objects.exists()
    assert open_cents() == 10000
    held = MatchProposal.objects.get()
    assert (held.reason, held.account.ref, held.settled_at) == ("announced", "C-1", None)


def test_a_statement_of_other_matters_books_nothing(take_in: Take) -> None:
    report = take_in(camt053(message="EMPTY"))
    assert (report.status, report.read) == ("booked", (0, 0))
