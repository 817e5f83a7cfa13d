"""What a PDF says and who signed it, read in a process of its own with an end to its time, memory and pages.

A PDF comes from outside and its readers are large: a file made to crash, hang or fill the memory costs one answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from recobro.readers.rows import BadFile

MOST_BYTES = 20 << 20
MOST_PAGES = 60
MOST_TEXT = 400_000  # characters
MOST_SECONDS = 20  # of the processor; by the wall twice as long
MOST_MEMORY = 1 << 30
_CHILD = Path(__file__).with_name("pdf_child.py")


class Signed(StrEnum):
    """What the signatures of a document say together."""

    NONE = "none"
    TRUSTED = "trusted"  # intact, over the whole file, by a root that this installation trusts
    UNTRUSTED = "untrusted"  # intact and over the whole file; nobody here knows its root
    PARTIAL = "partial"  # something was added after the last signature
    BROKEN = "broken"  # the bytes are not those that were signed
    UNREADABLE = "unreadable"  # there is one, or there may be, and it cannot be read


@dataclass(frozen=True, slots=True)
class Signature:
    """The verdict, and by whom and when. `at` is what the signer says unless a time stamp proves it."""

    state: Signed
    signer: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One PDF as read."""

    pages: int
    text: str
    signature: Signature


def read(source: BinaryIO, trusted: Path | None = None) -> Document:
    """Read a PDF. `trusted`: folder with the roots (*.pem) whose signatures count. Raises `BadFile`."""
    source.seek(0)
    data = source.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise BadFile("pdf_too_large", limit=MOST_BYTES >> 20)
    roots = str(trusted) if trusted is not None and trusted.is_dir() else ""
    limits = [str(limit) for limit in (MOST_PAGES, MOST_TEXT, MOST_SECONDS, MOST_MEMORY)]
    command = [sys.executable, "-I", str(_CHILD), *limits, roots]
    try:
        done = subprocess.run(  # noqa: S603 - our own script; the file comes by stdin
            command, input=data, capture_output=True, timeout=2 * MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as exc:
        raise BadFile("pdf_too_slow", limit=2 * MOST_SECONDS) from exc
    said = done.stdout.decode("utf-8", "replace").splitlines()
    if not said:
        raise BadFile(
            "pdf_too_slow" if done.returncode < 0 else "pdf_broken", limit=MOST_SECONDS, found=done.returncode
        )
    found: dict[str, Any] = json.loads(said[0])
    if "code" in found:
        raise BadFile(found.pop("code"), **found)
    signature = verdict(json.loads(said[1])) if len(said) > 1 else Signature(Signed.UNREADABLE)
    return Document(found["pages"], found["text"], signature)


def verdict(signatures: list[dict[str, Any]]) -> Signature:
    """One answer for all signatures: the weakest thing that can be said of any of them."""
    if not signatures:
        return Signature(Signed.NONE)
    whole = [one for one in signatures if one["whole"]]
    last = (whole or signatures)[-1]
    if not all(one["intact"] for one in signatures):
        state = Signed.BROKEN
    elif not whole:
        state = Signed.PARTIAL
    else:
        state = Signed.TRUSTED if last["trusted"] else Signed.UNTRUSTED
    at = datetime.fromisoformat(last["at"]) if last["at"] else None
    return Signature(state, last["signer"], at)
