"""The day's mails to the office itself. Each is written once, whatever is run again; all leave through the outbox."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from recobro.access.models import MailList
from recobro.access.scope import Scope
from recobro.billing.models import Lot
from recobro.core.money import spoken
from recobro.core.wording import say
from recobro.guards.electricity import CutFacts, refusals
from recobro.laws.calendars import Calendar
from recobro.notices import actions as notices
from recobro.notices.models import OfficeMail
from recobro.reports import lot_report

SHOWN = 200  # rows per day in the mail; the rest is counted
LOT_LISTS = (MailList.Kind.OPERATIONS, MailList.Kind.CONTROL)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DEMANDS = 2  # ELE-05, ELE-08


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


def lot_report_mails(scope: Scope, lot_id: int) -> int:
    """Tell Operations, who keep the billing system up to date, and Control of one lot; how many mails are new.

    The sheet goes with each: what to enter, by invoice, and what waits.
    """
    lists = {kind: found for kind in LOT_LISTS if (found := _list(scope, kind))}
    keys = {kind: f"lot-report:{lot_id}:{kind}" for kind in lists}
    told = OfficeMail.objects.filter(portfolio_id=scope.portfolio_id, key__in=list(keys.values()))
    told_keys = set(told.values_list("key", flat=True))
    wanting = [kind for kind, key in keys.items() if key not in told_keys]
    if not wanting:
        return 0
    lot = Lot.objects.get(portfolio_id=scope.portfolio_id, pk=lot_id)
    sheet = (lot_report.file_name(lot), lot_report.sheet(scope, lot_id), XLSX)
    subject = f"Parte del lote {lot.ref} ({scope.code})"
    body = lot_report.text(scope, lot_id)
    return sum(
        notices.post_office_mail(
            scope,
            "lot_report",
            keys[kind],
            lists[kind],
            subject,
            body,
            attachment=sheet,
            list_kind=kind,
            subject_id=lot_id,
        )
        for kind in wanting
    )


def lots_since(scope: Scope, since: datetime) -> list[int]:
    """Lots that were booked, or that came and wait, since then."""
    lots = Lot.objects.filter(portfolio_id=scope.portfolio_id).filter(
        Q(status=Lot.Status.BOOKED, booked_at__gte=since) | Q(status=Lot.Status.WAITING, received_at__gte=since)
    )
    return list(lots.order_by("number").values_list("id", flat=True))


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
