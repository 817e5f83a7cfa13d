"""What a file is, from its content, never from its name.

Reading order: nothing at all → signatures of binary files → XML → text. What cannot be taken is refused with the name
of what it is, so that the answer can say what to do instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO

from lxml import etree

from recobro.readers import camt, pain002, pain008
from recobro.readers.archive import kind_of_zip
from recobro.readers.encoding import Encoding, encoding_of
from recobro.readers.rows import BadFile
from recobro.readers.xml import refuse_doctype

HEAD = 8192
_MESSAGES = {**camt.MESSAGES, **pain002.MESSAGES, **pain008.MESSAGES}
_OTHER_MESSAGES = {
    "BkToCstmrAcctRpt": "camt.052",
    "CstmrCdtTrfInitn": "pain.001",
}
_VERSION = re.compile(r"(?:camt\.05[34]|pain\.00[28])\.\d{3}\.\d{2}")
_PAGES = {"html": "is_html", "workbook": "is_excel_2003"}  # what other programs save under the name of a workbook
_KNOWN_SPACES = ("urn:iso:std:iso:20022:tech:xsd:", "http://www.six-interbank-clearing.com/de/")
_BINARIES = {
    b"%PDF": "is_pdf",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "",
    b"PK": "",
    b"\x1f\x8b": "gzip",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"{\\rtf": "rtf",
}
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_TEXTS = (
    (re.compile(r"11\d{18}\d{12}[12]\d{14}"), "norma43", "norma43"),
    (re.compile(r"[12]119(?P<norm>14|15|44)\d{4}"), "csb19.{norm}", "csb1914"),
    (re.compile(r"01\s?19(?P<norm>14|15|44)\d{4}"), "csb19.{norm}", "csb1914_presentation"),
    (re.compile(r"51[0-9]{2}[A-Z0-9 ]{9}"), "csb19", "csb19"),
    (re.compile(r"0170[\d ]{6}"), "csb57", "csb57"),
)
_OUR_OWN = re.compile(r"5[13]8")  # a classic presentation
_DELIMITERS = ";\t,|"
# The order of Ecuador's cash management: twelve columns without heading (formats.md §6).
_ORDER = re.compile(r"(?:PA|CO)\t[^\t]{1,20}\t[A-Z]{3}\t\d{1,15}\t[A-Z]{2,4}\t(?:[^\t]*\t){6}\d{1,4}\s*")


@dataclass(frozen=True, slots=True)
class Format:
    """What a file is. `name` is what people see; `family` chooses the reader."""

    name: str  # "camt.054.001.08", "pain.002.001.03", "csb19.14", "norma43", "xlsx", "xls", "ods", "csv", "zip"
    family: str  # which reader: "camt", "pain002", "csb1914_presentation", "norma43", "workbook", "csv" …; or "zip"
    unknown_namespace: str | None = None  # what stands there instead of the known one; the lot waits for a person
    encoding: Encoding | None = None  # of text files


def detect(source: BinaryIO) -> Format:
    """Name the format of a seekable file, or raise `BadFile`. The file is left at its start."""
    source.seek(0)
    head = source.read(HEAD)
    source.seek(0)
    try:
        if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
            raise BadFile("empty_file")
        return _binary(head, source) or _xml(head, source) or _text(head, source)
    finally:
        source.seek(0)


def _binary(head: bytes, source: BinaryIO) -> Format | None:
    if b"%PDF" in head[:1024]:
        raise BadFile("is_pdf", found="PDF")
    for magic, name in _BINARIES.items():
        if not head.startswith(magic):
            continue
        if magic == b"PK":
            name = kind_of_zip(source)
            return Format(name, "zip" if name == "zip" else "workbook")
        if not name:
            return Format("xls", "workbook")
        raise BadFile("unknown_format", found=name)
    return None


def _xml(head: bytes, source: BinaryIO) -> Format | None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff") and b"<" in head[2:6]
    if not start.startswith(b"<") and not utf16:
        return None
    if _HTML.match(start):
        raise BadFile("is_html", found="HTML")
    known: list[str] = []
    try:
        for name, space in _opening(source):
            known.append(name)
            if name in _MESSAGES:
                return _message(_MESSAGES[name], space)
            if name in _OTHER_MESSAGES:
                raise BadFile("unsupported_format", found=_OTHER_MESSAGES[name])
            if name.lower() in _PAGES:
                raise BadFile(_PAGES[name.lower()], found=name)
    except etree.XMLSyntaxError as exc:
        if _HTML.search(start):
            raise BadFile("is_html", found="HTML") from exc
        raise BadFile("xml_broken", line=exc.lineno or 0, found=(exc.msg or "")[:120]) from exc
    if known[:1] == ["Document"] and len(known) == 1:
        raise BadFile("empty_message", found="Document")
    raise BadFile("unknown_format", found=" › ".join(known[:3]))


def _opening(source: BinaryIO) -> list[tuple[str, str]]:
    """Local names and namespaces of the first elements: the message may stand inside an envelope."""
    source.seek(0)
    events = etree.iterparse(
        source,
        events=("start",),
        remove_comments=True,
        remove_pis=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    found: list[tuple[str, str]] = []
    for _, element in events:
        if not found:
            refuse_doctype(element)
        space, _, name = str(element.tag).rpartition("}")
        found.append((name, space.lstrip("{")))
        if name in _MESSAGES or name in _OTHER_MESSAGES or len(found) == 60:
            break
    return found


def _message(kind: str, space: str) -> Format:
    version = _VERSION.search(space)
    known = space.startswith(_KNOWN_SPACES) and version is not None and version.group().startswith(kind)
    name = version.group() if known and version else kind
    family = "camt" if kind.startswith("camt") else kind.replace(".", "")
    return Format(name, family, None if known else space)


def _text(head: bytes, source: BinaryIO) -> Format:
    utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if b"\x00" in head and not utf16:
        raise BadFile("unknown_format", found="binario")
    encoding = encoding_of(source)
    text = head.decode(encoding.codec, "ignore").lstrip("\ufeff\r\n")
    first = text.splitlines()[0] if text else ""
    if _OUR_OWN.match(first):
        raise BadFile("own_remittance", found="Cuaderno 19")
    for pattern, name, family in _TEXTS:
        if found := pattern.match(first):
            return Format(name.format(**found.groupdict()), family, encoding=encoding)
    if _ORDER.fullmatch(first):
        raise BadFile("own_order", found="cash management")
    if any(text.count(mark) >= 2 for mark in _DELIMITERS):
        return Format("csv", "csv", encoding=encoding)
    raise BadFile("unknown_format", found=" ".join(first.split()[:6])[:80])
