"""Which encoding a text file is in: BOM, strict UTF-8, else Windows-1252, which old banking tools and Excel write."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from recobro.readers.rows import Note

CHUNK = 1 << 20
_UNDEFINED = bytes(
    (0x81, 0x8D, 0x8F, 0x90, 0x9D)
)  # no characters in Windows-1252: the file is something else or damaged
_NOT_BEYOND = bytes(byte for byte in range(256) if not 0x80 <= byte <= 0x9F)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec, how to treat bytes that it does not know, and what a person should hear about it."""

    codec: str
    errors: str = "strict"
    notes: tuple[Note, ...] = ()


def encoding_of(source: BinaryIO) -> Encoding:
    """Look at the whole file once; it is left at its start. Costs about a second per gigabyte."""
    source.seek(0)
    head = source.read(4)
    source.seek(0)
    for bom, codec in _BOMS:
        if head.startswith(bom):
            if codec == "utf-16":
                return Encoding(codec, "replace")
            break
    codec = "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        replaced = sum(_lost_characters(source))
        notes = (Note("damaged_characters", found=str(replaced)),) if replaced else ()
        return Encoding(codec, notes=notes)
    except UnicodeDecodeError:
        if codec == "utf-8-sig":
            return Encoding(codec, "replace", (Note("damaged_characters", found="Algunos", confirm=True),))
        return _windows(source)
    finally:
        source.seek(0)


def _lost_characters(source: BinaryIO) -> Iterator[int]:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    while chunk := source.read(CHUNK):
        text = decoder.decode(chunk)
        if not text.isascii():
            yield text.count("\ufffd")
    decoder.decode(b"", final=True)


def _windows(source: BinaryIO) -> Encoding:
    """Windows-1252. Without its 32 characters beyond Latin-1 it is Latin-1, which decodes ten times faster."""
    source.seek(0)
    beyond = undefined = 0
    while chunk := source.read(CHUNK):
        found = chunk.translate(None, _NOT_BEYOND)
        beyond += len(found)
        undefined += len(found) - len(found.translate(None, _UNDEFINED))
    if not beyond:
        return Encoding("latin-1")
    notes = (Note("suspicious_bytes", found=str(undefined), confirm=True),) if undefined else ()
    return Encoding("cp1252", "replace", notes)
