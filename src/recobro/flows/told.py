"""Notices that others sent come in: rows and papers find their case, are graded, and prove rungs of the ladder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction

from recobro.access import queries as portfolios
from recobro.access.roles import Right
from recobro.access.scope import Scope
from recobro.billing.actions import telling, waiting
from recobro.billing.models import Invoice, Lot, LotRow
from recobro.cases import actions as cases
from recobro.cases.models import Item
from recobro.cases.told import actions as told
from recobro.core import clock, sql
from recobro.core.errors import BadInput, Stale
from recobro.flows import papers
from recobro.laws import calendars
from recobro.notices import actions as notices
from recobro.notices.outside import actions as outside
from recobro.notices.outside.models import OutsideDocument
from recobro.notices.outside.rules import Verdict
from recobro.parties.models import Number
from recobro.policies import queries as policies
from recobro.readers.notice_text import Named, Paper
from recobro.readers.pdf import Signed

MOST_PAPERS = 200  # documents looked at again after one file


def read(scope: Scope, lot: Lot) -> None:
    """Say what becomes of the staged rows of a lot of notices; writes working tables only."""
    document = papers.document_of(scope, lot.sha256)
    if document is None:
        outside.read_list(scope)
    else:
        papers.settle(scope, document)


def book(scope: Scope, lot: Lot) -> None:
    """Write the notices of a lot that was read, and let the ladder know."""
    document = papers.document_of(scope, lot.sha256)
    if document is None:
        _tell(scope, outside.take_list(scope))
        return
    said = Named.from_json(document.said)
    found = papers.verdict(scope, document, said)
    if not found.reason:
        row_id = sql.one("notices/staged_row")["id"]
        _tell(scope, [outside.take_document(scope, document, said, found, row_id=row_id)])


def look_again(scope: Scope) -> int:
    """Communications and papers that wait are looked up once more after each file; returns how many changed."""
    return _rows_again(scope) + sum(_paper_again(scope, one["id"], one["row_id"]) for one in _papers_waiting(scope))


@transaction.atomic
def assign(scope: Scope, row_id: int, identifier: str, *, sent_on: date | None = None, by: str = "erp") -> None:
    """A person says whose a waiting row is: by invoice number, CUPS or reference of the case.

    Raises `BadInput` ("unknown_identifier", or the reason for which it still waits), `Stale` when it no longer waits.
    """
    scope.demand(Right.TAKE_FILES)
    sql.lock("booking", scope.portfolio_id)
    row = LotRow.objects.select_related("lot").filter(portfolio_id=scope.portfolio_id, pk=row_id, kind="notice").first()
    if row is None or row.status != LotRow.Status.WAITING or waiting.stage(scope, [row_id]) is None:
        raise Stale(row=row_id)
    account_id, invoices = _named_by(scope, identifier, sent_on or row.booked_on)
    document = papers.document_of(scope, row.lot.sha256)
    if document is None:
        telling.name(invoices[0].number)
        outside.read_list(scope)
        notice_ids = outside.take_list(scope)
    else:
        notice_ids = [_assign_paper(scope, document, row_id, account_id, invoices, sent_on, by)]
    waiting.close(scope)
    row.refresh_from_db()
    if row.status == LotRow.Status.WAITING:
        raise BadInput(row.reason)
    outside.add_invoices(scope, notice_ids, [one.pk for one in invoices])
    _tell(scope, notice_ids)


@transaction.atomic
def withdraw(scope: Scope, notice_id: int, why: str) -> None:
    """A person says, with a reason, that a notice of others proves nothing: the rungs it proved are open again."""
    scope.demand(Right.RELEASE)
    sql.lock("booking", scope.portfolio_id)
    notice = outside.withdraw(scope, notice_id, why)
    cases.lock_accounts(scope, [notice.account_id])
    told.withdraw(scope, [notice_id])
    notices.ledger_moved(scope, [notice.account_id])


def _tell(scope: Scope, notice_ids: Sequence[int]) -> None:
    """Grade notices, write down below what the ladder must know, and lift what they prove."""
    tellings = outside.regrade(scope, notice_ids)
    account_ids = sorted({one.account_id for one in tellings})
    if not account_ids:
        return
    cases.lock_accounts(scope, account_ids)
    told.write(scope, [told.Telling(*one) for one in tellings])
    notices.ledger_moved(scope, account_ids)
    today = clock.today(scope.zone)
    calendar = calendars.around(scope.country, portfolios.portfolio(scope).region, today)
    told.climb(scope, account_ids, today, policies.all_by_id(scope), calendar)


@transaction.atomic
def _rows_again(scope: Scope) -> int:
    sql.lock("booking", scope.portfolio_id)
    if telling.stage(scope) is None:
        return 0
    outside.read_list(scope)
    _tell(scope, outside.take_list(scope))
    return waiting.close(scope)


def _papers_waiting(scope: Scope) -> list[dict[str, int]]:
    return sql.rows("notices/papers_waiting", portfolio_id=scope.portfolio_id, most=MOST_PAPERS)


@transaction.atomic
def _paper_again(scope: Scope, document_id: int, row_id: int) -> int:
    sql.lock("booking", scope.portfolio_id)
    document = OutsideDocument.objects.get(portfolio_id=scope.portfolio_id, pk=document_id)
    if document.notice_id is not None or waiting.stage(scope, [row_id]) is None:
        return 0
    found = papers.settle(scope, document)
    if not found.reason:
        said = Named.from_json(document.said)
        _tell(scope, [outside.take_document(scope, document, said, found, row_id=row_id)])
    return waiting.close(scope)


def _assign_paper(
    scope: Scope,
    document: OutsideDocument,
    row_id: int,
    account_id: int,
    invoices: Sequence[Invoice],
    sent_on: date | None,
    by: str,
) -> int:
    """Tie a paper to the case that a person named. What cannot attest anything counts as a letter."""
    said = Named.from_json(document.said)
    said = replace(said, sent_on=sent_on or said.sent_on)
    if said.paper is Paper.OTHER or document.signature == Signed.BROKEN:
        said = replace(said, paper=Paper.LETTER, received_on=None, failed=False)
    named = Verdict(account_id, tuple(one.pk for one in invoices))
    found = papers.place(scope, Signed.NONE, said, named)
    papers.settle_as(found)
    if found.reason:
        raise BadInput(found.reason)
    return outside.take_document(scope, document, said, found, row_id=row_id, by=by)


def _named_by(scope: Scope, identifier: str, until_on: date | None) -> tuple[int, list[Invoice]]:
    """Account and invoices that a person means: the invoice itself, or what is unpaid of the supply or the case."""
    wanted = identifier.strip().upper()
    bills = Invoice.objects.filter(portfolio_id=scope.portfolio_id)
    one = bills.filter(number=wanted).first() if wanted else None
    if one is not None:
        return one.account_id, [one]
    items = Item.objects.filter(portfolio_id=scope.portfolio_id, case__ref=wanted, left_on=None)
    accounts = set(items.values_list("account_id", flat=True)) or set(
        Number.objects.filter(
            portfolio_id=scope.portfolio_id, value=wanted.replace(" ", ""), to_on=None, kind=Number.Kind.CUPS
        ).values_list("account_id", flat=True)
    )
    if len(accounts) != 1:
        raise BadInput("unknown_identifier", found=identifier[:40])
    (account_id,) = accounts
    unpaid = bills.filter(account_id=account_id, open_cents__gt=0).order_by("due_on", "pk")
    if until_on is not None:
        unpaid = unpaid.exclude(issued_on__gt=until_on)
    found = list(unpaid)
    if not found:
        raise BadInput("nothing_unpaid_then", found=identifier[:40])
    return account_id, found
