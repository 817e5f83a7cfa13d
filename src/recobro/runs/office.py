"""The day's mails to the office itself. Each is written once, whatever is run again; all leave through the outbox."""

from __future__ import annotations

from datetime import date
from typing import Any

from recobro.access.models import MailList
from recobro.access.scope import Scope
from recobro.billing.models import Lot
from recobro.core import clock
from recobro.core.money import spoken
from recobro.core.wording import say
from recobro.guards.electricity import CutFacts, refusals
from recobro.laws.calendars import Calendar
from recobro.notices import actions as notices
from recobro.notices.models import OfficeMail
from recobro.reports import lot_report

SHOWN = 200  # rows per day in the mail; the rest is counted
DEMANDS = 2  # ELE-05, ELE-08
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def near_cuts_mail(scope: Scope, day: date, near: list[dict[str, Any]], calendar: Calendar) -> bool:
    """Tell the colleague who speaks with each customer which candidates come near: to be reviewed, never orders.

    True when a mail was written: somebody is on the list, there is something to tell, and not yet today.
    """
    recipients = _list(scope, MailList.Kind.CUTS)
    if not recipients or not near:
        return False
    count = sum(one["count"] for one in near)
    lines = [
        f"Candidatos a revisar: {count}. No es una orden: nadie se corta por este correo.",
        "De cada uno hay que comprobar quién es el cliente y avisarle una vez más.",
    ]
    for one in near:
        lines += ["", f"{one['day']:%d/%m/%Y}: {one['count']} · {spoken(one['owed_cents'], scope.currency)}"]
        lines += [_line(scope, row, one["day"], calendar) for row in one["rows"]]
        if one["count"] > SHOWN:
            lines.append(f"  … y {one['count'] - SHOWN} más.")
    return notices.post_office_mail(
        scope,
        "near_cuts",
        f"near-cuts:{day.isoformat()}",
        recipients,
        f"Candidatos a revisar: {count} ({scope.code}, {day:%d/%m/%Y})",
        "\n".join(lines) + "\n",
    )


def lot_mails(scope: Scope, day: date) -> int:
    """Tell Operaciones, who keep the ERP up to date, and Control of each lot booked on the day, with its sheet.

    Each list gets a lot once; returns how many mails were written now.
    """
    lists = {kind: _list(scope, kind) for kind in (MailList.Kind.OPERATIONS, MailList.Kind.CONTROL)}
    begins, ends = clock.day_bounds(day, scope.zone)
    booked = Lot.objects.filter(
        portfolio_id=scope.portfolio_id, status=Lot.Status.BOOKED, booked_at__gte=begins, booked_at__lt=ends
    )
    told = set(
        OfficeMail.objects.filter(portfolio_id=scope.portfolio_id, kind="lot_report").values_list("key", flat=True)
    )
    written = 0
    for lot in booked.order_by("number"):
        wanted = {f"lot-report:{lot.pk}:{kind.value}": to for kind, to in lists.items() if to}
        missing = {key: to for key, to in wanted.items() if key not in told}
        if missing:
            written += _lot_mails(scope, lot, missing)
    return written


def _lot_mails(scope: Scope, lot: Lot, recipients: dict[str, list[str]]) -> int:
    """One lot to the lists that have not had it: the same words and the same sheet."""
    body = lot_report.text(scope, lot.pk) + "\n"
    sheet = lot_report.sheet(scope, lot.pk)
    subject = f"Lote {lot.ref}: {lot.booked_count} aplicadas, {spoken(lot.booked_cents, scope.currency)}"
    attachment = (lot_report.file_name(lot), sheet, SHEET)
    return sum(
        notices.post_office_mail(scope, "lot_report", key, to, subject, body, attachment=attachment)
        for key, to in recipients.items()
    )


def _line(scope: Scope, row: dict[str, Any], day: date, calendar: Calendar) -> str:
    """One candidate with everything that still speaks against it."""
    facts = CutFacts(
        owed_cents=row["owed_cents"],
        money_in_flight=False,
        protected=None,
        demands_certified=0,
        demands_required=DEMANDS,
        term_ends_on=day,
    )
    missing = "; ".join(say(refusal.value) for refusal in refusals(facts, day, calendar))
    supply = f" · {row['supply']}" if row["supply"] else ""
    return (
        f"  {row['ref']} · {row['customer']}{supply} · {row['items_count']} facturas · "
        f"{spoken(row['owed_cents'], scope.currency)} · Por comprobar: {missing}"
    )


def _list(scope: Scope, kind: str) -> list[str]:
    found = MailList.objects.filter(portfolio_id=scope.portfolio_id, kind=kind)
    return list(found.order_by("address").values_list("address", flat=True))
