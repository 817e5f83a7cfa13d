"""Letters and certificates dropped as PDFs find their case, tie to one notice, and are believed as they are signed."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.billing.models import Lot, LotRow
from recobro.core.errors import BadInput
from recobro.flows import told
from recobro.notices.models import OutsideDocument
from tests import papers
from tests.db.told_office import CUPS, Office, row, trust

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_folder")]
LETTER_DAY = date(2026, 11, 2)
TODAY = date(2026, 11, 5)


@pytest.fixture
def office() -> Office:
    made = Office(first="certified")
    made.run(LETTER_DAY)
    return made


def test_a_letter_finds_its_case_and_alone_proves_nothing(office: Office) -> None:
    report = office.brings(papers.letter(), "carta.pdf", on=TODAY)
    assert (report.status, report.format, report.booked, report.waiting) == ("booked", "pdf", (1, 0), (0, 0))
    (notice,) = office.notices()
    assert (notice.kind, notice.sent_on, notice.cut_on, notice.grade) == ("letter", LETTER_DAY, date(2026, 11, 20), "")
    assert Lot.objects.get().blob.size == len(papers.letter())


def test_letter_and_certificate_are_one_notice_with_two_documents(office: Office) -> None:
    office.brings(papers.letter(), "carta.pdf", on=TODAY)
    office.brings(papers.certificate(), "certificado.pdf", on=TODAY)
    (notice,) = office.notices()
    assert (notice.kind, notice.recipient, notice.received_on) == ("certified", "ana@example.com", date(2026, 11, 3))
    assert sorted(notice.documents.values_list("paper", flat=True)) == ["certificate", "letter"]


def test_the_order_of_the_papers_makes_no_difference(office: Office) -> None:
    office.brings(papers.certificate(), "certificado.pdf", on=TODAY)
    office.brings(papers.letter(), "carta.pdf", on=TODAY)
    (notice,) = office.notices()
    assert (notice.kind, notice.cut_on, notice.documents.count()) == ("certified", date(2026, 11, 20), 2)


@pytest.mark.parametrize("papers_first", [True, False])
def test_the_list_and_its_papers_tell_of_one_notice(office: Office, papers_first: bool) -> None:
    line = row(channel="Email certificado", to="ana@example.com")
    if papers_first:
        office.brings(papers.letter(), "carta.pdf", on=TODAY)
    office.listed(line, on=TODAY)
    office.brings(papers.certificate(), "certificado.pdf", on=TODAY)
    if not papers_first:
        office.brings(papers.letter(), "carta.pdf", on=TODAY)
    (notice,) = office.notices()
    assert (notice.kind, notice.listed, notice.documents.count()) == ("certified", True, 2)


def test_only_a_trusted_signature_gives_the_best_grade_and_the_rung(office: Office) -> None:
    data = papers.signed(papers.certificate(), papers.service())
    trust(papers.service().root_pem)
    office.brings(data, "certificado.pdf", on=TODAY)
    document = OutsideDocument.objects.get()
    assert (document.signature, document.signer) == ("trusted", "Correo Certificado Inventado")
    assert office.notices()[0].grade == "A"
    assert office.rung() == (1, date(2026, 11, 3)), "the day of the receipt"


def test_an_unknown_root_is_said_and_gives_the_lesser_grade(office: Office) -> None:
    office.brings(papers.signed(papers.certificate(), papers.service()), "certificado.pdf", on=TODAY)
    assert OutsideDocument.objects.get().signature == "untrusted"
    assert (office.notices()[0].grade, office.rung()) == ("B", (0, None))


def test_a_document_changed_after_signing_waits(office: Office) -> None:
    data = papers.signed(papers.certificate(), papers.service()).replace(b"Entregado el 03", b"Entregado el 02")
    report = office.brings(data, "certificado.pdf", on=TODAY)
    assert report.waiting[0] == 1
    assert office.waiting().reason == "signature_broken"
    with office.on(TODAY):
        told.assign(office.scope, office.waiting().pk, "F-1")
    assert office.notices()[0].grade == "", "tied by a person, it is a paper like any other: it certifies nothing"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (papers.letter("F-777"), "paper_of_nobody"),
        (papers.pdf(["Factura F-1", "Importe 50,00 EUR", "Gracias por su confianza"]), "paper_unclear"),
        (papers.letter("F-1", "y también la factura F-OTRA-2"), "paper_two_accounts"),
        (papers.certificate("F-1", lines=[*papers.CERTIFICATE[:3], "Enviado el 02/12/2026"]), "paper_in_future"),
        (papers.pdf(["Aviso de corte por impago de la factura F-1"]), "paper_without_day"),
        (papers.letter("", f"Suministro {CUPS}"), "paper_invoice_unclear"),
        (papers.pdf([]), "paper_of_nobody"),
    ],
)
def test_what_a_paper_leaves_open_waits_in_the_open(office: Office, data: bytes, reason: str) -> None:
    other = office.customer("ES0021000000000002CD", "eva@example.com")
    office.bill("F-OTRA-2", date(2026, 10, 24), other)
    report = office.brings(data, "papel.pdf", on=TODAY)
    assert (report.status, report.waiting[0]) == ("booked", 1)
    assert office.waiting().reason == reason
    assert not office.notices()


def test_a_person_gives_a_paper_its_case_and_its_day(office: Office) -> None:
    office.brings(papers.pdf(["Aviso de corte por impago, factura 4711"]), "papel.pdf", on=TODAY)
    with office.on(TODAY), pytest.raises(BadInput, match="paper_without_day"):
        told.assign(office.scope, office.waiting().pk, "F-1")
    with office.on(TODAY):
        told.assign(office.scope, office.waiting().pk, "F-1", sent_on=LETTER_DAY)
    assert OutsideDocument.objects.get().notice == office.notices()[0]
    assert not LotRow.objects.filter(status="waiting").exists()


def test_a_paper_that_waits_finds_its_invoice_when_that_comes(office: Office) -> None:
    office.brings(papers.letter("F-2"), "carta.pdf", on=TODAY)
    office.bill("F-2", date(2026, 10, 24))
    office.listed(row(), on=TODAY)
    assert not LotRow.objects.filter(status="waiting").exists()
    assert OutsideDocument.objects.get().notice is not None


def test_the_same_bytes_are_one_document_whatever_their_name(office: Office) -> None:
    office.brings(papers.letter(), "carta.pdf", on=TODAY)
    assert office.brings(papers.letter(), "otra.pdf", on=TODAY).status == "duplicate"
    assert OutsideDocument.objects.count() == 1


def test_a_notice_by_somebody_else_is_kept_and_proves_no_rung_of_the_erp() -> None:
    office = Office()
    office.run(LETTER_DAY)
    lines = [*papers.CERTIFICATE[:1], "Factura 4711", *papers.CERTIFICATE[2:]]
    office.brings(papers.certificate("", lines=lines), "certificado.pdf", on=TODAY)
    with office.on(TODAY):
        told.assign(office.scope, office.waiting().pk, "F-1", by="other")
    assert (office.notices()[0].by, office.notices()[0].grade, office.rung()) == ("other", "B", (0, None))


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"%PDF-1.7\n%%EOF", "pdf_broken"), (papers.pdf(["x"], pages=61), "pdf_too_many_pages")],
)
def test_a_pdf_that_cannot_be_read_is_refused_with_a_sentence(office: Office, data: bytes, reason: str) -> None:
    report = office.brings(data, "papel.pdf", on=TODAY)
    assert (report.status, report.reason) == ("refused", reason)
    assert len(report.sentence) > 20
