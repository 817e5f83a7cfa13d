"""The only writer of notices that others sent and of their papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from recobro.access.scope import Scope
from recobro.core import clock, sql
from recobro.core.errors import BadInput, Stale
from recobro.journal.actions import record
from recobro.notices.outside.models import OutsideDocument, OutsideInvoice, OutsideNotice
from recobro.notices.outside.rules import Shown, Verdict, grade, kind_of, proof_of
from recobro.readers.notice_text import Named, Paper
from recobro.readers.notice_words import arrived
from recobro.readers.pdf import Document, Signed


class Telling(NamedTuple):
    """What the ladder is to be told of one notice and one invoice. `proof` is "" when it proves nothing."""

    source_id: int
    account_id: int
    invoice_id: int
    proof: str
    sent_on: date
    received_on: date | None


def read_list(scope: Scope) -> None:
    """Find whose each staged communication is and what becomes of its row; writes nothing of ours."""
    found = (row["reason_text"] for row in sql.rows("notices/results"))
    sql.run("notices/take_failed", failed=[result for result in found if arrived(result) is False])
    sql.run("notices/take_outside", portfolio_id=scope.portfolio_id, today=clock.today(scope.zone))
    sql.run("notices/outside_news", portfolio_id=scope.portfolio_id)


def take_list(scope: Scope) -> list[int]:
    """Write the notices of the rows that were read; returns the ids of all that they tell of."""
    portfolio_id = scope.portfolio_id
    sql.run("notices/outside_insert", portfolio_id=portfolio_id, moment=clock.now())
    sql.run("notices/outside_meet", portfolio_id=portfolio_id)
    sql.run("notices/outside_update", portfolio_id=portfolio_id)
    sql.run("notices/outside_invoices", portfolio_id=portfolio_id)
    return [row["id"] for row in sql.rows("notices/outside_touched")]


def keep_document(scope: Scope, sha256: str, file_name: str, document: Document, named: Named) -> OutsideDocument:
    """Keep what was read of a PDF. The same bytes are one document, whatever their name."""
    kept, _ = OutsideDocument.objects.get_or_create(
        portfolio_id=scope.portfolio_id,
        blob_id=sha256,
        defaults={
            "paper": named.paper.value,
            "said": named.as_json(),
            "file_name": file_name[:200],
            "pages": document.pages,
            "signature": document.signature.state.value,
            "signer": document.signature.signer[:200],
            "signed_at": document.signature.at,
            "created_at": clock.now(),
        },
    )
    return kept


def take_document(
    scope: Scope, kept: OutsideDocument, named: Named, verdict: Verdict, *, row_id: int | None, by: str = "erp"
) -> int:
    """Tie a document to the notice it shows, which is written when it is new; returns the notice's id."""
    notice_id = verdict.notice_id or _open(scope, named, verdict, row_id=row_id, by=by)
    notice = OutsideNotice.objects.select_for_update().get(portfolio_id=scope.portfolio_id, pk=notice_id)
    if named.paper is Paper.CERTIFICATE:
        _attest(notice, named, Signed(kept.signature))
    if named.paper is Paper.CERTIFICATE and notice.kind == kind_of(Paper.LETTER):
        notice.kind = kind_of(Paper.CERTIFICATE)
    notice.recipient = notice.recipient or named.recipient
    notice.cut_on = notice.cut_on or named.cut_on
    notice.save()
    add_invoices(scope, [notice.pk], verdict.invoice_ids)
    OutsideDocument.objects.filter(pk=kept.pk, portfolio_id=scope.portfolio_id).update(notice=notice)
    record(
        scope.portfolio_id,
        scope.person,
        "document.matched",
        f"document:{kept.pk}",
        account_id=notice.account_id,
        notice=notice.pk,
        sha256=kept.blob_id,
        signature=kept.signature,
    )
    return notice.pk


def regrade(scope: Scope, notice_ids: Sequence[int]) -> list[Telling]:
    """Grade these notices anew; returns what the ladder is to be told of each invoice."""
    facts = sql.rows("notices/outside_shown", portfolio_id=scope.portfolio_id, notice_ids=list(notice_ids))
    graded = [
        (row.pop("id"), grade(Shown(**{name: value for name, value in row.items() if name != "account_id"})))
        for row in facts
    ]
    if not graded:
        return []
    ids, grades = (list(column) for column in zip(*graded, strict=True))
    told = sql.rows("notices/outside_graded", portfolio_id=scope.portfolio_id, ids=ids, grades=grades)
    return [
        Telling(
            row["id"],
            row["account_id"],
            row["invoice_id"],
            proof_of(row["grade"], received=row["received_on"] is not None) or "",
            row["sent_on"],
            row["received_on"],
        )
        for row in told
    ]


def add_invoices(scope: Scope, notice_ids: Sequence[int], invoice_ids: Sequence[int]) -> None:
    """Note that these notices speak of these invoices too."""
    OutsideInvoice.objects.bulk_create(
        [
            OutsideInvoice(portfolio_id=scope.portfolio_id, notice_id=notice_id, invoice_id=invoice_id)
            for notice_id in notice_ids
            for invoice_id in invoice_ids
        ],
        ignore_conflicts=True,
    )


def withdraw(scope: Scope, notice_id: int, why: str) -> OutsideNotice:
    """A person says that a notice proves nothing. It stays known, so no later list brings it back.

    Raises `BadInput` "withdrawal_needs_reason", "unknown_notice"; `Stale` when it was withdrawn already.
    """
    if not why.strip():
        raise BadInput("withdrawal_needs_reason")
    notice = OutsideNotice.objects.select_for_update().filter(portfolio_id=scope.portfolio_id, pk=notice_id).first()
    if notice is None:
        raise BadInput("unknown_notice", notice=notice_id)
    if notice.withdrawn_at is not None:
        raise Stale(notice=notice_id)
    notice.withdrawn_at, notice.withdrawn_by, notice.grade = clock.now(), scope.person, ""
    notice.save(update_fields=["withdrawn_at", "withdrawn_by", "grade"])
    record(
        scope.portfolio_id,
        scope.person,
        "notice_of_others.withdrawn",
        f"notice_of_others:{notice.pk}",
        account_id=notice.account_id,
        why=why.strip()[:200],
    )
    return notice


def _open(scope: Scope, named: Named, verdict: Verdict, *, row_id: int | None, by: str) -> int:
    """The notice of which this paper is the first sign, or the one with the same way, day and address."""
    notice, _ = OutsideNotice.objects.get_or_create(
        portfolio_id=scope.portfolio_id,
        account_id=verdict.account_id,
        kind=kind_of(named.paper),
        sent_on=named.sent_on,
        recipient=named.recipient,
        defaults={"by": by, "cut_on": named.cut_on, "lot_row_id": row_id, "created_at": clock.now()},
    )
    return notice.pk


def _attest(notice: OutsideNotice, named: Named, signed: Signed) -> None:
    """What a certificate says: that it left, perhaps when it arrived, or that it did not."""
    trusted = signed is Signed.TRUSTED
    notice.attested = True
    notice.failed = named.failed
    if named.received_on is not None and (trusted or not notice.certified):
        notice.received_on = named.received_on
        notice.certified = trusted
