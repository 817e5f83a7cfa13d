"""PDFs as they come: what they say, who signed them, and what a hostile one costs."""

from __future__ import annotations

import io
import random
import resource
import time
from datetime import date
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from recobro.readers import pdf
from recobro.readers.notice_text import Named, Paper, named
from recobro.readers.pdf import Document, Signed, verdict
from recobro.readers.rows import BadFile
from tests import papers

SIGNED = papers.signed(papers.certificate(), papers.service())
OK = {"intact": True, "whole": True, "trusted": True, "signer": "Servicio", "at": ""}


@pytest.fixture
def roots(tmp_path: Path) -> Path:
    """A folder that trusts the invented service."""
    (tmp_path / "raiz.pem").write_bytes(papers.service().root_pem)
    return tmp_path


def read(data: bytes, trusted: Path | None = None) -> Document:
    return pdf.read(io.BytesIO(data), trusted)


def refusal(data: bytes) -> str:
    with pytest.raises(BadFile) as refused:
        read(data)
    return refused.value.code


def changed_later(data: bytes) -> bytes:
    """The same file with something added after the signature, as a PDF editor does it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    writer.root["/Lang"] = generic.pdf_string("es")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_letter_is_read_with_its_accents() -> None:
    found = read(papers.letter())
    assert (found.pages, found.signature.state) == (1, Signed.NONE)
    assert "SUSPENSIÓN" in found.text


def test_a_signature_is_trusted_only_by_a_root_of_ours(roots: Path, tmp_path: Path) -> None:
    assert read(SIGNED, roots).signature.state is Signed.TRUSTED
    assert read(SIGNED).signature.state is Signed.UNTRUSTED
    assert read(SIGNED, tmp_path / "nothing").signature.state is Signed.UNTRUSTED
    assert read(SIGNED, roots).signature.signer == "Correo Certificado Inventado"


def test_one_changed_byte_breaks_it(roots: Path) -> None:
    changed = SIGNED.replace(b"Entregado el 03", b"Entregado el 02")
    assert changed != SIGNED
    assert read(changed, roots).signature.state is Signed.BROKEN


def test_what_was_added_after_signing_is_not_covered(roots: Path) -> None:
    assert read(changed_later(SIGNED), roots).signature.state is Signed.PARTIAL


def test_the_weakest_of_several_signatures_counts() -> None:
    assert verdict([]).state is Signed.NONE
    assert verdict([{**OK, "whole": False}, OK]).state is Signed.TRUSTED
    assert verdict([{**OK, "intact": False, "whole": False}, OK]).state is Signed.BROKEN
    assert verdict([OK, {**OK, "trusted": False}]).state is Signed.UNTRUSTED
    assert verdict([{**OK, "whole": False}]).state is Signed.PARTIAL


def test_limits_are_sentences_and_not_crashes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(papers.pdf(["x"], pages=pdf.MOST_PAGES + 1)) == "pdf_too_many_pages"
    monkeypatch.setattr(pdf, "MOST_TEXT", 10)
    assert refusal(papers.letter()) == "pdf_too_much_text"
    monkeypatch.setattr(pdf, "MOST_BYTES", 100)
    assert refusal(papers.letter()) == "pdf_too_large"


def test_a_pdf_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    endless = tmp_path / "child.py"
    endless.write_text("while True: pass\n")
    monkeypatch.setattr(pdf, "_CHILD", endless)
    monkeypatch.setattr(pdf, "MOST_SECONDS", 1)
    started = time.monotonic()
    assert refusal(papers.letter()) == "pdf_too_slow"
    assert time.monotonic() - started < 20


def test_a_page_that_unfolds_to_gigabytes_is_a_page_without_text() -> None:
    bomb = papers.unfolding(megabytes=600)
    assert len(bomb) < 1_000_000
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert read(bomb).text == ""
    grown_mb = max(0, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before) / 1024
    assert grown_mb < 600, "the limit of the process, and pypdf's own before it"


def test_mutated_pdfs_never_crash_and_never_gain_trust(roots: Path) -> None:
    """Bytes overturned at random: the answer is a document or a sentence, and trust only where nothing was changed."""
    chance = random.Random(20261123)
    for _ in range(12):
        data = bytearray(SIGNED)
        for _ in range(chance.choice((1, 3, 40))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            data = data[: chance.randrange(len(data))]
        try:
            found = read(bytes(data), roots)
        except BadFile as refused:
            assert refused.code.startswith("pdf_")
        else:
            assert found.signature.state is not Signed.TRUSTED or bytes(data) == SIGNED or "03/11/2026" in found.text


def test_a_letter_names_its_invoice_its_day_and_the_cut() -> None:
    found = named("\n".join(papers.LETTER).format(invoice="FE26/000123"))
    assert (found.paper, found.sent_on, found.cut_on) == (Paper.LETTER, date(2026, 11, 2), date(2026, 11, 20))
    assert "FE26/000123" in found.numbers


def test_a_certificate_names_its_recipient_and_both_days() -> None:
    found = named("\n".join(papers.CERTIFICATE).format(invoice="F-1"))
    assert (found.paper, found.recipient, found.failed) == (Paper.CERTIFICATE, "ana@example.com", False)
    assert (found.sent_on, found.received_on) == (date(2026, 11, 2), date(2026, 11, 3))


def test_a_certificate_may_say_that_it_was_not_delivered() -> None:
    assert named("Certificado de envío de correo electrónico. No entregado: buzón lleno.").failed


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("Aviso de corte por factura impagada, enviado por correo electrónico certificado", Paper.LETTER),
        ("Factura F-1. Importe 50,00 EUR. Gracias.", Paper.OTHER),
        ("Certificamos que el correo electrónico fue entregado", Paper.CERTIFICATE),
        ("Certificado de empresa", Paper.OTHER),
    ],
)
def test_what_a_paper_is_is_said_by_its_words(text: str, paper: Paper) -> None:
    assert named(text).paper is paper


def test_two_days_are_no_day() -> None:
    assert named("Fecha de corte: 20/11/2026. Suspensión el 21/11/2026").cut_on is None
    assert named("Fecha de corte: 20/11/2026. El corte será el 20 de noviembre de 2026").cut_on == date(2026, 11, 20)
    assert named("Fecha de corte: 31/02/2026").cut_on is None


def test_bare_digits_are_a_number_only_beside_their_label() -> None:
    assert "900123" not in named("Teléfono 900123").numbers
    assert "900123" in named("Factura nº 900123").numbers
    assert "2026" not in named("Madrid, noviembre de 2026").numbers


def test_a_supply_is_read_with_its_blanks() -> None:
    assert named("CUPS ES 0021 0000 0000 0001 AB.").places == ("ES0021000000000001AB",)


def test_what_is_kept_of_a_paper_is_read_back() -> None:
    found = named("\n".join(papers.CERTIFICATE).format(invoice="F-1"))
    assert Named.from_json(found.as_json()) == found
