"""Mails to the office as messages for the channel."""

from __future__ import annotations

from recobro.journal.models import Blob
from recobro.notices.channels import Attachment, Message
from recobro.notices.models import OfficeMail


def message(mail_id: int, message_id: str) -> Message:
    """The message of an office mail, with its attachment."""
    mail = OfficeMail.objects.get(pk=mail_id)
    attachment = None
    if mail.attachment_sha256:
        blob = Blob.objects.get(pk=mail.attachment_sha256)
        attachment = Attachment(mail.attachment_name, bytes(blob.data), blob.media_type)
    return Message(message_id, tuple(mail.recipients), mail.subject, mail.body, attachment)
