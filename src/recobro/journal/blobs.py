"""Bytes kept and read back in slices: a bank's file may be larger than the memory we want to use."""

from __future__ import annotations

import hashlib
import struct
import tempfile
from typing import BinaryIO, cast

from recobro.core import clock, sql
from recobro.core.errors import BadInput

SLICE = 1 << 20
COLUMNS = ("sha256", "size", "media_type", "created_at", "data")
_SIGNATURE = b"PGCOPY\n\xff\r\n\x00" + struct.pack("!ii", 0, 0)  # header of COPY BINARY: no flags, no extension
_TRAILER = struct.pack("!h", -1)
_POSTGRES_EPOCH = 946_684_800  # 2000-01-01 in Unix seconds


def digest(source: BinaryIO) -> tuple[str, int]:
    """sha256 in hex and size of a seekable file, which is left at its start."""
    source.seek(0)
    sha256, size = hashlib.sha256(), 0
    while piece := source.read(SLICE):
        sha256.update(piece)
        size += len(piece)
    source.seek(0)
    return sha256.hexdigest(), size


def keep_file(source: BinaryIO, media_type: str) -> str:
    """Keep the bytes of a seekable file once, whoever brings them; returns their sha256 in hex."""
    sha256, size = digest(source)
    sql.lock(f"blob {sha256}", 0)
    if sql.one("journal/blob_exists", sha256=sha256)["kept"]:
        return sha256
    moment = int((clock.now().timestamp() - _POSTGRES_EPOCH) * 1_000_000)
    with sql.copy_into("journal_blob", COLUMNS, binary=True) as copy:
        copy.write(_SIGNATURE + struct.pack("!h", 5))
        for field in (sha256.encode(), struct.pack("!q", size), media_type.encode(), struct.pack("!q", moment)):
            copy.write(struct.pack("!i", len(field)) + field)
        copy.write(struct.pack("!i", size))
        copied = 0
        while piece := source.read(SLICE):
            copied += len(piece)
            if copied > size:
                break
            copy.write(piece)
        if copied != size:
            raise BadInput("file_changed")
        copy.write(_TRAILER)
    source.seek(0)
    return sha256


def open_file(sha256: str) -> BinaryIO:
    """A kept file, copied slice by slice into a temporary file. Close it."""
    size = int(sql.one("journal/blob_size", sha256=sha256)["size"])
    spool = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    for start in range(0, size, SLICE):
        spool.write(bytes(sql.one("journal/blob_slice", sha256=sha256, start=start + 1, length=SLICE)["slice"]))
    spool.seek(0)
    return cast(BinaryIO, spool)


def prove_unchanged(source: BinaryIO, sha256: str) -> None:
    """Refuse a file that changed while it was read: somebody was still writing it."""
    if digest(source)[0] != sha256:
        raise BadInput("file_changed")
