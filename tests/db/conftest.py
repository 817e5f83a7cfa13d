"""Fixtures of the database tests."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def mail_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Mails leave as files into a folder of this test."""
    monkeypatch.setenv("RECOBRO_HOME", str(tmp_path))
    monkeypatch.delenv("RECOBRO_SMTP_URL", raising=False)
    return tmp_path / "outbox"
