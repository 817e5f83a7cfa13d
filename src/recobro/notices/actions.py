"""The only writer of notices, proofs and office mails."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from django.db import transaction

from recobro.access.scope import Scope
from recobro.core import clock, sql
from recobro.core.errors import BadInput
from recobro.journal import actions as journal
from recobro.notices.models import OfficeMail, Receipt
from recobro.notices.rules import Template, parse


class Draft(NamedTuple):
    """A notice ready to be queued."""

    account_id: int
    step_id: int
    channel: str
    recipient: str
    template: str
    template_sha256: str
    subject: str
    body: str
    owed_cents: int


class Fate(NamedTuple):
    """What became of a notice."""

    notice_id: int
    state: str
    reason: str = ""
    message_id: str = ""
    sent_at: datetime | None = None


class Sent(NamedTuple):
    """Evidence of one accepted notice: digest of the message as it left."""

    account_id: int
    step_id: int
    notice_id: int
    sha256: str


@cache
def template(name: str) -> Template:
    """The text `ladder/rung` of the package. Raises `BadInput` when there is none."""
    ladder, _, rung = name.partition("/")
    file = files("recobro.notices").joinpath("texts", ladder, f"{rung}.txt")
    if not rung or not file.is_file():
        raise BadInput("template_unknown", name=name)
    return parse(name, file.read_text(encoding="utf-8"))


def queue(scope: Scope, drafts: Sequence[Draft]) -> int:
    """Queue notices with their outbox rows and ask for the job that sends them; returns how many are new."""
    if not drafts:
        return 0
    columns = [list(column) for column in zip(*drafts, strict=True)]
    names = ["account_ids", "step_ids", "channels", "recipients", "templates", "sha256s", "subjects", "bodies", "cents"]
    queued = sql.run(
        "notices/queue",
        portfolio_id=scope.portfolio_id,
        moment=clock.now(),
        **dict(zip(names, columns, strict=True)),
    )
    journal.defer("outbox.drain", lock=f"outbox.drain:{scope.portfolio_id}", portfolio_id=scope.portfolio_id)
    return queued


def ledger_moved(scope: Scope, account_ids: Sequence[int]) -> None:
    """Queued notices of steps that were withdrawn a moment ago do not leave, nor do their outbox rows."""
    refused = sql.rows(
        "notices/refuse_withdrawn",
        portfolio_id=scope.portfolio_id,
        account_ids=list(account_ids),
        moment=clock.now(),
        by=scope.person,
    )
    if refused:
        journal.refuse_ready(scope.portfolio_id, [f"notice:{row['id']}" for row in refused], refused[0]["reason"])


def settle(scope: Scope, fates: Sequence[Fate]) -> None:
    """Write what became of queued notices."""
    if fates:
        ids, states, reasons, message_ids, sent_at = (list(column) for column in zip(*fates, strict=True))
        sql.run(
            "notices/settle",
            portfolio_id=scope.portfolio_id,
            ids=ids,
            states=states,
            reasons=reasons,
            message_ids=message_ids,
            sent_at=sent_at,
            moment=clock.now(),
            by=scope.person,
        )


def add_proofs(scope: Scope, sent: Sequence[Sent], today: date) -> None:
    """Keep the evidence that notices were accepted: grade C, handed over (COM-02)."""
    if sent:
        account_ids, step_ids, notice_ids, sha256s = (list(column) for column in zip(*sent, strict=True))
        sql.run(
            "notices/add_proofs",
            portfolio_id=scope.portfolio_id,
            account_ids=account_ids,
            step_ids=step_ids,
            notice_ids=notice_ids,
            sha256s=sha256s,
            today=today,
            moment=clock.now(),
        )


@transaction.atomic
def post_office_mail(
    scope: Scope,
    kind: str,
    key: str,
    recipients: Sequence[str],
    subject: str,
    body: str,
    *,
    attachment: tuple[str, bytes, str] | None = None,
    list_kind: str = "",
    subject_id: int | None = None,
) -> bool:
    """Put a mail to the office into the outbox, once per key; True when it is new. `attachment`: name, bytes, type.

    With `list_kind` and `subject_id` somebody of that list is asked to say that it arrived.
    """
    sha256 = journal.keep(attachment[1], attachment[2]) if attachment else ""
    mail, new = OfficeMail.objects.get_or_create(
        portfolio_id=scope.portfolio_id,
        key=key,
        defaults={
            "kind": kind,
            "list_kind": list_kind,
            "subject_id": subject_id,
            "recipients": list(recipients),
            "subject": subject,
            "body": body,
            "attachment_name": attachment[0] if attachment else "",
            "attachment_sha256": sha256,
            "created_at": clock.now(),
        },
    )
    if new:
        journal.post(scope.portfolio_id, "mail", f"mail:{mail.pk}", mail.pk)
        journal.defer("outbox.drain", lock=f"outbox.drain:{scope.portfolio_id}", portfolio_id=scope.portfolio_id)
    return new


def receive(scope: Scope, mail: OfficeMail) -> bool:
    """This person says that a mail arrived; True when they had not said so before."""
    receipt, new = Receipt.objects.get_or_create(
        portfolio_id=scope.portfolio_id, mail=mail, by=scope.person, defaults={"created_at": clock.now()}
    )
    if new:
        journal.record(
            scope.portfolio_id,
            scope.person,
            "mail.received",
            f"mail:{mail.pk}",
            receipt=receipt.pk,
            lot=mail.subject_id,
        )
    return new
