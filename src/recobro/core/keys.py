"""The secrets of one installation, each in a file that only its owner reads; `RECOBRO_<NAME>_FILE` names another file.

They are made at first need and never again: with another field key the stored credentials could not be read.
Two machines on one database must be given the same files. Keep a copy apart from the database's backup.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from enum import Enum
from pathlib import Path

from recobro.core.errors import BadInput
from recobro.core.home import Home, prepare, private_directory, usable

SHORTEST = 32  # characters; below this a key can be guessed


class Key(Enum):
    """What each key protects."""

    SIGNING = "signing"  # sessions and signed links
    FIELD_ENCRYPTION = "field_encryption"  # second-factor seeds, credentials of the channels
    BANK_ACCOUNT_HMAC = "bank_account_hmac"  # bank accounts are searched by this digest


def read(key: Key, home: Home, environ: Mapping[str, str] = os.environ) -> str:
    """The key as text of URL-safe characters (384 random bits when made here)."""
    if named := environ.get(f"RECOBRO_{key.name}_FILE"):
        return _checked(Path(named))
    prepare(home)
    with usable(home.secrets):
        path = private_directory(home.secrets) / key.value
        if not path.exists():
            _create(path)
    return _checked(path)


def _checked(path: Path) -> str:
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as refusal:
        raise BadInput("key_unreadable", path=str(path)) from refusal
    if len(text) < SHORTEST:
        raise BadInput("key_too_short", path=str(path), shortest=SHORTEST)
    return text


def _create(path: Path) -> None:
    """Write the file whole, then give it its name. Whoever comes second keeps the first one's key."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()
