"""Fixtures of the database tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection


@pytest.fixture
def mail_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Mails leave as files into a folder of this test."""
    monkeypatch.setenv("RECOBRO_HOME", str(tmp_path))
    monkeypatch.delenv("RECOBRO_SMTP_URL", raising=False)
    return tmp_path / "outbox"


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Other connections see what the test writes; the jobs, which no flush knows, go with it."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
