"""The format is found in the content, never in the name; what cannot be taken is called by its name."""

from __future__ import annotations

import io

import pytest

from recobro.core.wording import say_error
from recobro.readers.detect import detect
from recobro.readers.rows import BadFile, Note
from tests.rules.readers.files import (
    ISO,
    camt,
    csb1914,
    debit_1914,
    entry,
    items,
    pain002,
    rows,
    table,
    transaction,
    xlsx,
    zipped,
)
from tests.rules.readers.fixed import Move, account, csb19, csb57, debit_19, norma43, paid_57

CAMT = camt(entry("1.00", transaction("1.00")))
CSV = table("Cliente;Importe;Número de factura", "Ana;1,00;F1")


def refusal(data: bytes) -> tuple[str, object]:
    with pytest.raises(BadFile) as refused:
        items(data)
    assert "?" not in say_error(refused.value)
    return refused.value.code, refused.value.data.get("found")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (CAMT, "camt.054.001.08"),
        (camt(kind="053", version="02"), "camt.053.001.02"),
        (pain002(), "pain.002.001.03"),
        (csb1914(debit_1914(1), total=1), "csb19.14"),
        (csb1914(debit_1914(1), total=1).replace(b"19143", b"19154"), "csb19.15"),
        (csb1914(debit_1914(1), total=1).replace(b"19143", b"19443"), "csb19.44"),
        (csb19(debit_19(1), total=1), "csb19"),
        (csb57(paid_57(1), total=1), "csb57"),
        (norma43(account(Move(1))), "norma43"),
        (CSV, "csv"),
        (CSV.decode().encode("utf-16"), "csv"),
        (CSV.decode().encode("utf-8-sig"), "csv"),
        (CSV.decode().encode("cp1252"), "csv"),
        (xlsx(["Cliente", "Importe", "Factura"]), "xlsx"),
    ],
)
def test_each_format_is_known_by_its_content(data: bytes, name: str) -> None:
    source = io.BytesIO(data)
    assert detect(source).name == name
    assert source.tell() == 0


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refusal(data)[0] == "empty_file"


def test_a_pdf_named_xml_is_a_pdf() -> None:
    assert refusal(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj") == ("is_pdf", "PDF")


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body><table><tr><td>Cliente</td></tr></table></body></html>",
        b"\n<!DOCTYPE html><html></html>",
        b"<meta charset='utf-8'><table></table>",
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
    ],
)
def test_a_web_page_named_xls_is_a_web_page(data: bytes) -> None:
    assert refusal(data)[0] == "is_html"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (CAMT.replace(b"BkToCstmrDbtCdtNtfctn", b"BkToCstmrAcctRpt"), "camt.052"),
    ],
)
def test_a_known_format_that_is_not_read_yet_is_named(data: bytes, found: str) -> None:
    assert refusal(data) == ("unsupported_format", found)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"Estimado cliente:\nadjuntamos el fichero", "Estimado cliente:"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\x00\x01\x02binary", "binario"),
        (b"<?xml version='1.0'?><Invoice><Line/></Invoice>", "Invoice › Line"),
        (b"\x1f\x8b\x08\x00", "gzip"),
    ],
)
def test_what_nobody_knows_is_refused_with_its_first_words(data: bytes, found: str) -> None:
    assert refusal(data) == ("unknown_format", found)


def test_our_own_presentation_of_the_old_norm_is_told_apart() -> None:
    assert refusal(csb19(total=0, kind="8")) == ("own_remittance", "Cuaderno 19")


def test_a_bank_with_the_number_of_a_norm_is_still_a_bank() -> None:
    assert detect(io.BytesIO(norma43(account(Move(1), ccc="191430010200051332")))).family == "norma43"


def test_an_empty_document_is_refused() -> None:
    assert refusal(f"<Document xmlns='{ISO}camt.053.001.02'>\n</Document>".encode())[0] == "empty_message"


def test_a_message_without_statement_is_refused() -> None:
    data = CAMT.replace(b"Ntfctn><Id>", b"Other><Id>").replace(b"</Ntry></Ntfctn>", b"</Ntry></Other>")
    assert refusal(data)[0] in ("entry_outside_statement", "no_statement")


@pytest.mark.parametrize(("space", "shown"), [(f"{ISO}other.054.001.02", f"{ISO}other.054.001.02"), ("", "—")])
def test_an_unknown_or_missing_namespace_needs_a_person(space: str, shown: str) -> None:
    """Rule 9: the file is read, so that a person can see what it says."""
    found = items(camt(entry("1.00", transaction("1.00")), space=space))
    assert [item for item in found if isinstance(item, Note)] == [Note("unknown_namespace", shown, confirm=True)]
    assert len(rows(found)) == 1


def test_a_message_under_the_name_of_another_needs_a_person() -> None:
    found = items(camt(entry("1.00", transaction("1.00")), space=f"{ISO}camt.053.001.08"))
    assert any(isinstance(item, Note) and item.confirm for item in found)


def test_the_swiss_namespace_is_known() -> None:
    space = "http://www.six-interbank-clearing.com/de/pain.002.001.03.ch.02.xsd"
    data = pain002().replace(f"{ISO}pain.002.001.03".encode(), space.encode())
    assert not [item for item in items(data) if isinstance(item, Note)]


def test_prefixes_and_envelopes_do_not_hide_a_message() -> None:
    inner = CAMT.decode().partition("?>")[2]
    data = f"<Envelope><Head><Id>1</Id></Head>{inner}</Envelope>".encode()
    assert [row.amount_cents for row in rows(items(data))] == [100]


def test_utf_16_xml_is_read() -> None:
    data = CAMT.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    assert [row.amount_cents for row in rows(items(data))] == [100]


def test_a_zip_is_not_read_as_one_file() -> None:
    assert refusal(zipped(a__xml=CAMT))[0] == "is_zip"
