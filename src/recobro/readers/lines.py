"""Lines of a text file with fixed columns: decoded first, cut afterwards, whatever ends them. Memory stays flat."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from recobro.readers.encoding import Encoding
from recobro.readers.rows import BadFile

BLOCK = 1 << 16  # characters decoded at once
LONGEST = 1 << 18  # characters without a line end; no norm has records near this


def lines_of(source: BinaryIO, encoding: Encoding, width: int = 0) -> Iterator[str]:
    """Every line without its end (LF, CRLF or CR), blank ones included. The file stays open.

    `width`: the whole file may stand on one line; then it comes in pieces of whole records.
    """
    text = io.TextIOWrapper(source, encoding.codec, errors=encoding.errors, newline=None)
    rest = ""
    try:
        while block := text.read(BLOCK):
            lines = block.split("\n")
            lines[0] = rest + lines[0]
            rest = lines.pop()
            yield from lines
            if len(rest) > LONGEST:
                if not width:
                    raise BadFile("line_too_long", found=rest[:20])
                whole = len(rest) - len(rest) % width
                yield rest[:whole]
                rest = rest[whole:]
        if rest:
            yield rest
    finally:
        text.detach()
