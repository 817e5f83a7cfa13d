"""PDFs that show what others sent: read apart, looked up by what they name, tied to the notice they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from django.db import transaction

from recobro.access.scope import Scope
from recobro.billing.actions import telling
from recobro.core import clock, home, sql
from recobro.journal import blobs
from recobro.journal.actions import record
from recobro.notices.outside import actions as outside
from recobro.notices.outside.models import OutsideDocument
from recobro.notices.outside.rules import NEAR_DAYS, Alike, Verdict, belongs, kind_of, whose
from recobro.notices.outside.rules import Known as KnownNumber
from recobro.readers import pdf
from recobro.readers.detect import Format, detect
from recobro.readers.notice_text import Named, Paper, named
from recobro.readers.open import read_file
from recobro.readers.pdf import Signed
from recobro.readers.rows import Header, Item, Row, RowKind
from recobro.readers.sheet_columns import ColumnMap
from recobro.readers.sheet_heading import Known

ROOTS = "trust"  # folder of the data directory with the roots (*.pem) whose signatures count
PAPERS = {Paper.LETTER: "Carta", Paper.CERTIFICATE: "Certificado", Paper.OTHER: "Documento"}


def open_file(
    scope: Scope, source: BinaryIO, file_name: str, *, kind: str | None, columns: ColumnMap | None, known: Known
) -> tuple[Format, Iterator[Item]]:
    """What a file is and what it holds: a reader's rows, or the one of a PDF, which is kept as a document."""
    form = detect(source)
    if form.family != "pdf":
        return read_file(source, kind=kind, columns=columns, known=known)
    document = pdf.read(source, home.locate().path / ROOTS)
    said = named(document.text)
    outside.keep_document(scope, blobs.digest(source)[0], file_name, document, said)
    return form, _row(said)


def document_of(scope: Scope, sha256: str) -> OutsideDocument | None:
    """The document of these bytes, if they are one."""
    return OutsideDocument.objects.filter(portfolio_id=scope.portfolio_id, blob_id=sha256).first()


@transaction.atomic
def open_document(scope: Scope, document: OutsideDocument) -> BinaryIO:
    """The bytes of a document for somebody who may see them; the journal notes who. Close it."""
    record(
        scope.portfolio_id,
        scope.person,
        "document.seen",
        f"document:{document.pk}",
        account_id=document.notice.account_id if document.notice else None,
        sha256=document.blob_id,
    )
    return blobs.open_file(document.blob_id)


def verdict(scope: Scope, document: OutsideDocument, said: Named) -> Verdict:
    """Whose a document is and to which notice it belongs, or why it waits."""
    found = whose(known(scope, said))
    return found if found.reason else place(scope, Signed(document.signature), said, found)


def place(scope: Scope, signed: Signed, said: Named, found: Verdict) -> Verdict:
    """To which notice the document of this account and these invoices belongs."""
    rows = sql.rows(
        "notices/papers_alike",
        portfolio_id=scope.portfolio_id,
        account_id=found.account_id,
        invoice_ids=list(found.invoice_ids),
        sent_on=said.sent_on,
        days=NEAR_DAYS,
    )
    alike = [Alike(**row) for row in rows]
    return belongs(found, said, signed, alike, clock.today(scope.zone))


def known(scope: Scope, said: Named) -> list[KnownNumber]:
    """Which words of a document are numbers of the portfolio."""
    found = sql.rows(
        "notices/known_numbers",
        portfolio_id=scope.portfolio_id,
        numbers=list(said.numbers),
        places=list(said.places),
    )
    return [KnownNumber(**row) for row in found]


def settle(scope: Scope, document: OutsideDocument) -> Verdict:
    """Say what becomes of the one staged row of this document."""
    found = verdict(scope, document, Named.from_json(document.said))
    settle_as(found)
    return found


def settle_as(found: Verdict) -> None:
    """Say of the one staged row what was decided of its document."""
    invoice_id = found.invoice_ids[0] if found.invoice_ids else None
    telling.settle(found.reason, account_id=found.account_id, invoice_id=invoice_id)


def _row(said: Named) -> Iterator[Item]:
    yield Header("pdf")
    yield Row(
        line=1,
        kind=RowKind.NOTICE,
        amount_cents=None,
        currency="",
        reason_code=kind_of(said.paper),
        text=PAPERS[said.paper],
        email=said.recipient,
        booked_on=said.sent_on,
        value_on=said.received_on,
        due_on=said.cut_on,
    )
