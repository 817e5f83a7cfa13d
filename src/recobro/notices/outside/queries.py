"""What others sent to an account, with the papers that show it; and one paper for whoever may open it."""

from __future__ import annotations

from django.db.models import Prefetch

from recobro.access.scope import Scope
from recobro.notices.outside.models import OutsideDocument, OutsideNotice


def of_account(scope: Scope, account_id: int) -> list[OutsideNotice]:
    """Every notice of others to this account, newest first, with `papers` and `invoices`."""
    papers = OutsideDocument.objects.filter(portfolio_id=scope.portfolio_id).defer("said").order_by("pk")
    found = OutsideNotice.objects.filter(portfolio_id=scope.portfolio_id, account_id=account_id)
    return list(
        found.prefetch_related(Prefetch("documents", queryset=papers, to_attr="papers"), "invoices__invoice").order_by(
            "-sent_on", "-pk"
        )
    )


def document(scope: Scope, document_id: int, account_id: int) -> OutsideDocument | None:
    """A paper of this account, or None: of another account or portfolio, or of none."""
    return OutsideDocument.objects.filter(
        portfolio_id=scope.portfolio_id, pk=document_id, notice__account_id=account_id
    ).first()
