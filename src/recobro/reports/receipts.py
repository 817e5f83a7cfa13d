"""Who has said that the report of a lot arrived, and who should have by now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from recobro.access import queries as portfolios
from recobro.access.scope import Scope
from recobro.core import clock
from recobro.notices.models import OfficeMail


@dataclass(frozen=True, slots=True)
class Report:
    """A lot report to one list: when it was written, who has answered, whether the portfolio's hours are over."""

    mail_id: int
    lot_id: int
    list_kind: str  # operations | control
    written_at: datetime
    received_by: tuple[tuple[str, datetime], ...]
    late: bool

    def as_json(self) -> dict[str, object]:
        """For machines."""
        return {
            "list": self.list_kind,
            "written_at": self.written_at.isoformat(),
            "received_by": [{"person": by, "at": at.isoformat()} for by, at in self.received_by],
            "late": self.late,
        }


def of_lot(scope: Scope, lot_id: int) -> list[Report]:
    """The reports of one lot."""
    return _read(scope, OfficeMail.objects.filter(subject_id=lot_id))


def late(scope: Scope) -> list[Report]:
    """Reports that nobody of their list has answered within the portfolio's hours, the oldest first."""
    return [one for one in _read(scope, OfficeMail.objects.filter(receipts=None)) if one.late]


def _read(scope: Scope, mails: QuerySet[OfficeMail]) -> list[Report]:
    hours = portfolios.portfolio(scope).receipt_hours
    until = clock.now() - timedelta(hours=hours)
    found = mails.filter(portfolio_id=scope.portfolio_id, kind="lot_report", subject_id__isnull=False)
    reports = []
    for mail in found.order_by("id").prefetch_related("receipts"):
        answers = tuple((one.by, one.created_at) for one in sorted(mail.receipts.all(), key=lambda one: one.created_at))
        reports.append(
            Report(
                mail_id=mail.pk,
                lot_id=mail.subject_id or 0,
                list_kind=mail.list_kind,
                written_at=mail.created_at,
                received_by=answers,
                late=not answers and mail.created_at < until,
            )
        )
    return reports
