"""The connection to PostgreSQL."""

from __future__ import annotations

import os
from typing import Any

import dj_database_url


def database_settings() -> dict[str, Any]:
    """Django's DATABASES["default"]."""
    return dict(dj_database_url.parse(os.environ["DATABASE_URL"]))
