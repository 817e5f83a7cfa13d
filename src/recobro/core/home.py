"""Where an installation keeps its data: `RECOBRO_HOME`, else the platform's user data directory."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import platformdirs


def path() -> Path:
    """The data directory; made on first use, readable by its owner only."""
    home = Path(os.environ.get("RECOBRO_HOME") or platformdirs.user_data_dir("recobro"))
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home


def secret(name: str) -> str:
    """A secret of this installation, made on first use in `secrets/` (0600)."""
    file = path() / "secrets" / name
    file.parent.mkdir(exist_ok=True, mode=0o700)
    if not file.exists():
        file.touch(0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()
