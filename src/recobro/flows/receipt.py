"""Somebody of a list says that the report of a lot arrived."""

from __future__ import annotations

from django.db import transaction

from recobro.access.roles import Right, answers_for
from recobro.access.scope import Scope
from recobro.core.errors import RuleBroken
from recobro.notices import actions as notices
from recobro.notices.models import OfficeMail


def mine(scope: Scope, lot_id: int, address: str) -> list[OfficeMail]:
    """The reports of a lot that this person answers for: by role, or because the list has their address."""
    sent = OfficeMail.objects.filter(portfolio_id=scope.portfolio_id, kind="lot_report", subject_id=lot_id)
    return [
        mail
        for mail in sent.order_by("id")
        if (scope.role is not None and answers_for(scope.role, mail.list_kind))
        or (address and address.lower() in [one.lower() for one in mail.recipients])
    ]


@transaction.atomic
def received(scope: Scope, lot_id: int, address: str = "") -> int:
    """Answer for each report of the lot that is this person's; returns how many were not answered by them before.

    Raises `RuleBroken` "forbidden" for somebody who is on none of its lists.
    """
    scope.demand(Right.SEE_LOTS)
    mails = mine(scope, lot_id, address)
    if not mails:
        raise RuleBroken("forbidden", right="receive_report", role=str(scope.role))
    return sum(notices.receive(scope, mail) for mail in mails)
