"""Zip files: what is inside, and the limits that keep a bomb from going off. An .xlsx and an .ods are zips as well."""

from __future__ import annotations

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, cast

from recobro.readers.rows import BadFile

MAX_ENTRIES = 2_000
MAX_BYTES = 1 << 30  # of everything inside, unpacked
MAX_RATIO = 250  # unpacked to packed; payment messages reach about 60
SMALL = 10 << 20  # below this the ratio does not matter
CHUNK = 1 << 18
IN_MEMORY = 8 << 20  # larger members go to a temporary file
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def kind_of_zip(source: BinaryIO) -> str:
    """ "xlsx", "ods" or "zip"."""
    with _opened(source) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" in names:
            if any(name.startswith("xl/") for name in names):
                return "xlsx"
            raise BadFile("unknown_format", found="Word / PowerPoint")
        if "mimetype" in names:
            with _told("mimetype"), archive.open("mimetype") as member:
                kind = member.read(80)
            if b"spreadsheet" in kind:
                return "ods"
            raise BadFile("unknown_format", found=kind.decode("ascii", "replace"))
        return "zip"


def check_zip(source: BinaryIO) -> None:
    """Unpack everything once without keeping it: sizes in a zip can lie, and other programs believe them."""
    for _ in watch_zip(source):
        pass


def watch_zip(source: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Unpack everything once, piece by piece, with the name of the member; refused where it grows too large."""
    with _opened(source) as archive:
        total = 0
        for info in archive.infolist():
            for chunk in _chunks(archive, info):
                total += len(chunk)
                if total > MAX_BYTES:
                    raise BadFile("zip_too_large", found=info.filename[:80], limit=MAX_BYTES)
                yield info.filename, chunk
    source.seek(0)


def open_zip(source: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Yield name and content of each file inside; each becomes a file of its own. Close what you take."""
    with _opened(source) as archive:
        members = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(info.filename)]
        if not members:
            raise BadFile("zip_empty")
        left = MAX_BYTES
        for info in members:
            spool = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - handed over
            try:
                left -= _unpack(archive, info, spool, left)
            except BadFile:
                spool.close()
                raise
            yield info.filename, spool


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, spool: BinaryIO, left: int) -> int:
    """Write one member into `spool`, rewound; its size. At most `left` bytes."""
    size = 0
    for chunk in _chunks(archive, info):
        size += len(chunk)
        if size > left:
            raise BadFile("zip_too_large", found=info.filename[:80], limit=MAX_BYTES)
        spool.write(chunk)
    spool.seek(0)
    if spool.read(2) == b"PK" and kind_of_zip(spool) == "zip":
        raise BadFile("zip_in_zip", found=info.filename[:80])
    spool.seek(0)
    return size


@contextmanager
def _told(name: str = "") -> Iterator[None]:
    """Whatever a damaged zip makes the library raise is one refusal for us."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError) as exc:
        raise BadFile("zip_broken", found=f"{name[:80]} {str(exc)[:60]}".strip()) from exc


def _opened(source: IO[bytes]) -> zipfile.ZipFile:
    source.seek(0)
    with _told():
        archive = zipfile.ZipFile(source)
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise BadFile("zip_too_many", found=str(len(infos)), limit=MAX_ENTRIES)
    if sum(info.file_size for info in infos) > MAX_BYTES:
        raise BadFile("zip_too_large", limit=MAX_BYTES)
    if any(info.flag_bits & 1 for info in infos):
        raise BadFile("zip_encrypted")
    return archive


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack one member whatever size it claims; the checksum is compared at its true end."""
    claimed, info.file_size = info.file_size, MAX_BYTES + CHUNK
    size = 0
    try:
        with _told(info.filename), archive.open(info) as member:
            while chunk := member.read(CHUNK):
                size += len(chunk)
                if size > SMALL and size > MAX_RATIO * max(info.compress_size, 1):
                    raise BadFile("zip_bomb", found=info.filename[:80], limit=MAX_RATIO)
                yield chunk
    finally:
        info.file_size = claimed
    if size != claimed:
        raise BadFile("zip_broken", found=info.filename[:80])


def _is_litter(name: str) -> bool:
    return name.startswith(_LITTER[0]) or name.rsplit("/", 1)[-1] in _LITTER
