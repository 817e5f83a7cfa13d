"""E-mail: by SMTP when `RECOBRO_SMTP_URL` names a server, else as .eml files in the data directory (the demo).

    smtp://user:password@host:25    smtp+tls://host:587 (STARTTLS)    smtps://host:465

The sender's address is `RECOBRO_MAIL_FROM`.
"""

from __future__ import annotations

import os
import smtplib
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from recobro.core import clock, home
from recobro.core.errors import BadInput
from recobro.notices.channels import Channel, Lasting, Message, Passing

SENDER = "recobro@example.org"
TIMEOUT_S = 30
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


class Smtp:
    """A real server. Once it has said yes the message is gone: it is never handed over twice."""

    repeatable = False

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise BadInput("bad_smtp_url", known=", ".join(PORTS))
        self.backend = EmailBackend(
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            username=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            use_tls=parts.scheme == "smtp+tls",
            use_ssl=parts.scheme == "smtps",
            timeout=TIMEOUT_S,
        )

    def send(self, message: Message) -> bytes:
        """Hand it to the server. A 5xx answer lasts, everything else passes."""
        mail = _mail(message)
        try:
            self.backend.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as exc:
            codes = [code for code, _ in exc.recipients.values()]
            raise _answer(min(codes)) from exc
        except smtplib.SMTPResponseException as exc:
            raise _answer(exc.smtp_code) from exc
        except (smtplib.SMTPException, OSError) as exc:
            raise Passing("channel_unreachable") from exc
        return _bytes(mail)


class Folder:
    """Files `<Message-ID>.eml` in a folder; writing one again changes nothing."""

    repeatable = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: Message) -> bytes:
        """Write the file whole, then give it its name."""
        data = _bytes(_mail(message))
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = message.message_id.strip("<>").partition("@")[0]
        draft = self.folder / f".{name}.part"
        try:
            draft.write_bytes(data)
            draft.replace(self.folder / f"{name}.eml")
        except OSError as exc:
            raise Passing("channel_unreachable") from exc
        return data


def channel() -> Channel:
    """The channel of this installation."""
    url = os.environ.get("RECOBRO_SMTP_URL", "")
    return Smtp(url) if url else Folder(home.locate().path / "outbox")


def _mail(message: Message) -> EmailMessage:
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=os.environ.get("RECOBRO_MAIL_FROM", SENDER),
        to=list(message.recipients),
        headers={
            "Message-ID": message.message_id,
            "Date": clock.now().strftime("%a, %d %b %Y %H:%M:%S +0000"),
            "Auto-Submitted": "auto-generated",
        },
    )
    if message.attachment:
        mail.attach(message.attachment.name, message.attachment.data, message.attachment.media_type)
    return mail


def _bytes(mail: EmailMessage) -> bytes:
    return bytes(mail.message().as_bytes(linesep="\r\n"))


def _answer(code: int) -> Passing | Lasting:
    return Lasting("channel_refused", answer=code) if 500 <= code < 600 else Passing("channel_busy", answer=code)
