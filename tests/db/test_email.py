"""E-mail over real SMTP on the loopback, and as files without a server."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email.policy import default
from pathlib import Path

import pytest

from recobro.core.errors import BadInput
from recobro.journal.models import Outbox
from recobro.notices.actions import post_office_mail
from recobro.notices.channels import Attachment, Lasting, Message, Passing
from recobro.notices.channels.email import Folder, Smtp, channel
from recobro.notices.models import Notice
from recobro.runs import outbox
from tests.db.smtp_server import Server
from tests.db.test_outbox import DAY, released

MAIL = Message("<es.notice.1.abc@recobro.example>", ("ana@example.org",), "Información", "Hola, Ana:\n\n· 50,00 €\n")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that takes every message, named in the environment."""
    running = Server()
    monkeypatch.setenv("RECOBRO_SMTP_URL", running.url)
    yield running
    running.close()


def test_a_message_arrives_whole_with_its_own_id(server: Server) -> None:
    data = channel().send(MAIL)
    assert server.seen.recipients == ["ana@example.org"]
    found = email.message_from_bytes(server.seen.messages[0], policy=default)
    assert found["Message-ID"] == MAIL.message_id
    assert found["Subject"] == "Información"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found.get_content().replace("\r\n", "\n") == MAIL.body
    kept = email.message_from_bytes(data, policy=default)
    assert kept.get_content() == found.get_content()  # what is kept as evidence is what left
    assert kept["Message-ID"] == found["Message-ID"]


def test_an_attachment_goes_with_it(server: Server) -> None:
    sheet = Attachment("parte.xlsx", b"PK\x03\x04sheet", "application/octet-stream")
    channel().send(Message(MAIL.message_id, ("control@example.org",), "Parte", "Adjunto.", sheet))
    found = email.message_from_bytes(server.seen.messages[0], policy=default)
    attached = next(iter(found.iter_attachments()))
    assert (attached.get_filename(), attached.get_content()) == ("parte.xlsx", b"PK\x03\x04sheet")


@pytest.mark.parametrize(
    ("rcpt", "data", "error", "code"),
    [
        ("550 no such user", "250 ok", Lasting, "channel_refused"),
        ("450 greylisted", "250 ok", Passing, "channel_busy"),
        ("250 ok", "554 refused", Lasting, "channel_refused"),
        ("250 ok", "451 try later", Passing, "channel_busy"),
    ],
)
def test_what_the_server_answers_lasts_or_passes(
    server: Server, rcpt: str, data: str, error: type[Passing | Lasting], code: str
) -> None:
    server.seen.rcpt_answer, server.seen.data_answer = rcpt, data
    with pytest.raises(error) as caught:
        channel().send(MAIL)
    assert caught.value.code == code


def test_a_server_that_is_not_there_passes(server: Server) -> None:
    server.close()
    with pytest.raises(Passing, match="channel_unreachable"):
        channel().send(MAIL)


@pytest.mark.parametrize("url", ["http://127.0.0.1", "smtp://", "127.0.0.1:25"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BadInput):
        Smtp(url)


def test_a_file_is_written_once_however_often(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "outbox")
    folder.send(MAIL)
    folder.send(MAIL)
    assert [file.name for file in (tmp_path / "outbox").iterdir()] == ["es.notice.1.abc.eml"]


def test_a_full_disk_passes(tmp_path: Path) -> None:
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox" / ".es.notice.1.abc.part").mkdir()  # a write that cannot succeed
    with pytest.raises(Passing):
        Folder(tmp_path / "outbox").send(MAIL)


@pytest.mark.django_db
def test_a_released_notice_and_an_office_mail_leave_by_smtp(server: Server) -> None:
    world, _ = released()
    with world.on(DAY):
        for _ in range(2):
            post_office_mail(
                world.scope,
                "lot_report",
                "lot-report:1:control",
                ["control@example.org", "jefe@example.org"],
                "Parte del lote",
                "Adjunto.",
                attachment=("parte.csv", b"a;b\n", "text/csv"),
            )
        assert outbox.drain(world.scope) == {"sent": 2}
    assert server.seen.recipients == ["c0@example.org", "control@example.org", "jefe@example.org"]
    assert Notice.objects.get().state == "sent"
    assert set(Outbox.objects.values_list("kind", "state")) == {("notice", "sent"), ("mail", "sent")}


@pytest.mark.django_db
def test_mail_to_the_office_leaves_at_any_hour(server: Server) -> None:
    world, _ = released()
    with world.on(DAY, 23):
        post_office_mail(world.scope, "near_cuts", "near-cuts:x", ["corte@example.org"], "Candidatos", "Hola.")
        assert outbox.drain(world.scope) == {"put_off": 1, "sent": 1}
