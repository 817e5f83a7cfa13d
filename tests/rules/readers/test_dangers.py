"""Files that are made to do harm, or that are simply broken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

import pytest

from recobro.readers import archive
from recobro.readers.archive import open_zip
from recobro.readers.open import read_file
from recobro.readers.rows import BadFile, Item
from recobro.readers.xml import Element, stream
from tests.rules.readers.files import batch, camt, entry, items, pain002, rows, status, table, transaction, xlsx, zipped

CAMT = camt(entry("1.00", transaction("1.00")))
BOMB = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def code(data: bytes) -> str:
    with pytest.raises(BadFile) as refused:
        items(data)
    return refused.value.code


def with_doctype(doctype: str, text: str = "F2026-00001") -> bytes:
    return CAMT.replace(b'"UTF-8"?>', b'"UTF-8"?>' + doctype.encode()).replace(b"F2026-00001", text.encode())


@pytest.mark.parametrize(
    "data",
    [
        with_doctype("<!DOCTYPE Document>"),
        with_doctype(BOMB, "&c;"),
        with_doctype('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        with_doctype('<!DOCTYPE d SYSTEM "http://example.com/d.dtd">'),
        with_doctype("<!-- " + "x" * 20_000 + " --><!DOCTYPE Document>"),
    ],
)
def test_a_doctype_is_refused_outright(data: bytes) -> None:
    assert code(data) == "xml_doctype"


@pytest.mark.parametrize("cut", [200, 400, 700, len(CAMT) - 1])
def test_a_truncated_file_is_refused_with_its_line(cut: int) -> None:
    with pytest.raises(BadFile) as refused:
        items(CAMT[:cut])
    assert refused.value.code == "xml_broken"
    assert refused.value.data["line"] == 1


def test_bytes_that_are_not_what_the_xml_says_are_refused() -> None:
    assert code(CAMT.replace(b"F2026-00001", b"F\xe1\xe9")) == "xml_broken"


def test_deep_nesting_is_refused() -> None:
    assert code(CAMT.replace(b"<Refs>", b"<a>" * 5000 + b"</a>" * 5000 + b"<Refs>")) == "xml_broken"


MANY = {
    "an entry for each return": ("camt", camt(*[entry("1.00", transaction("1.00"))] * 1500)),
    "all returns in one entry": ("camt", camt(entry("1500.00", *[transaction("1.00")] * 1500))),
    "one batch of rejects": ("pain002", pain002(batch(*[status()] * 1500))),
    "a batch for each reject": ("pain002", pain002(*[batch(status())] * 1500)),
}


@pytest.mark.parametrize("name", MANY)
def test_what_was_read_does_not_stay_in_memory(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """libxml2 keeps what is not freed: clearing the transactions alone left 748 MB of 200,000 entries."""
    reader, data = MANY[name]
    most = 0

    def watched(source: BinaryIO, *names: str) -> Iterator[Element]:
        nonlocal most
        for number, element in enumerate(stream(source, *names)):
            yield element
            if not number % 100:
                most = max(most, sum(1 for _ in element.getroottree().iter()))

    monkeypatch.setattr(f"recobro.readers.{reader}.stream", watched)
    assert len(rows(items(data))) == 1500
    assert most < 2500  # one chunk of 32 KB ahead; all of it would be 12,000 and more


def test_every_file_of_a_zip_is_a_file_of_its_own() -> None:
    data = zipped(uno__xml=CAMT, dos__csv=table("Cliente;Importe;Factura", "Ana;1,00;F1"))
    found = []
    for name, member in open_zip(io.BytesIO(data)):
        with member:
            found.append((name, read_file(member)[0].name))
    assert found == [("uno.xml", "camt.054.001.08"), ("dos.csv", "csv")]


def test_the_litter_of_other_programs_is_left_out() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("a.xml", "__MACOSX/._a.xml", "carpeta/.DS_Store", "carpeta/"):
            archive.writestr(name, CAMT)
    found = list(open_zip(buffer))
    assert [name for name, _ in found] == ["a.xml"]
    found[0][1].close()


def refused_zip(data: bytes) -> str:
    with pytest.raises(BadFile) as refused:
        for _, member in open_zip(io.BytesIO(data)):
            member.close()
    return refused.value.code


def test_a_zip_bomb_is_refused_before_it_goes_off() -> None:
    assert refused_zip(zipped(a__xml=bytes(40 << 20))) == "zip_bomb"


def test_a_workbook_that_is_a_bomb_is_refused() -> None:
    buffer = io.BytesIO(xlsx(["Cliente", "Importe", "Factura"]))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/big.xml", bytes(40 << 20))
    assert code(buffer.getvalue()) == "zip_bomb"


def test_a_size_that_lies_is_found_out() -> None:
    """The directory says 10 bytes; programs that believe it are told too late."""
    data = zipped(a__xml=b"<" * 5000)
    packed = (5000).to_bytes(4, "little")
    assert packed in data
    assert refused_zip(data.replace(packed, (10).to_bytes(4, "little"))) == "zip_broken"


def test_a_damaged_zip_is_refused() -> None:
    data = bytearray(zipped(a__xml=CAMT))
    data[60] ^= 0xFF
    assert refused_zip(bytes(data)) == "zip_broken"
    assert code(b"PK\x03\x04 not really") == "zip_broken"


def test_a_zip_inside_a_zip_is_refused() -> None:
    assert refused_zip(zipped(a__zip=zipped(a__xml=CAMT))) == "zip_in_zip"


def test_an_empty_zip_is_refused() -> None:
    assert refused_zip(zipped()) == "zip_empty"


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_ENTRIES", 2)
    assert refused_zip(zipped(a=b"1", b=b"2", c=b"3")) == "zip_too_many"


def test_too_much_in_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 1000)
    assert refused_zip(zipped(a=b"1" * 600, b=b"2" * 600)) == "zip_too_large"


def test_a_word_document_is_not_a_sheet() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("word/document.xml", "<w/>")
    assert code(buffer.getvalue()) == "unknown_format"


def test_an_old_office_file_that_is_no_sheet_is_refused() -> None:
    assert code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "sheet_unreadable"


def test_the_first_good_row_of_a_broken_file_does_not_make_it_good() -> None:
    data = camt(entry("1.00", transaction("1.00")), entry("2.00", transaction("2.00")))
    form, found = read_file(io.BytesIO(data[: data.rindex(b"<Ntry>") + 10]))
    seen: list[Item] = []
    with pytest.raises(BadFile):
        seen.extend(found)
    assert form.name == "camt.054.001.08"
    assert len(rows(seen)) <= 1
