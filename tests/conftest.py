"""What all tests share: the database and who may use it, the browser, and how long hypothesis looks.

With DATABASE_URL the tests use that server; else they start the embedded one in the clone's own `.cache/tests` and stop
it when they are done. Rules and house tests never need a database: one that asks for it is refused.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from recobro.core.postgres import connection, server

HERE = Path(__file__).parent
WITHOUT_DATABASE = (HERE / "rules", HERE / "house")
ASKS_FOR_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "django_db_setup"}

hypothesis.settings.register_profile("ci", max_examples=50, deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("long", max_examples=5_000, deadline=None, print_blob=True)
hypothesis.settings.load_profile("ci")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the database and the browser, and refuse it where nothing may need one."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        needs_database = item.get_closest_marker("django_db") is not None or bool(ASKS_FOR_DATABASE & fixtures)
        if needs_database and any(item.path.is_relative_to(folder) for folder in WITHOUT_DATABASE):
            raise pytest.UsageError(f"{item.nodeid} asks for a database: it belongs in tests/db")
        if needs_database:
            item.add_marker("db")
        if "browser" in fixtures:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """The server on which pytest-django makes its test database."""
    if not connection.is_embedded():
        yield
        return
    running = server.up(settings.HOME)
    found = connection.databases(settings.HOME)["default"]  # only now is it known where its socket lies
    for configured in (settings.DATABASES["default"], connections["default"].settings_dict):
        configured.update({"HOST": found["HOST"], "PORT": found["PORT"]})
    yield
    if running.started:
        server.down(settings.HOME)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window. Nothing is downloaded."""
    program = os.environ.get("RECOBRO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    if sys.platform == "linux" and ctypes.util.find_library("atomic") is None:
        pytest.skip("Playwright's driver needs libatomic (Debian: apt-get install libatomic1)")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # its driver keeps a loop in this thread; the tests themselves wait
    connections.close_all()  # Django keeps other connections inside a loop than outside: none may stay behind
    with sync_playwright() as driver:
        # Without Chromium's sandbox: neither root nor most containers have it, and the pages are our own.
        running = driver.chromium.launch(executable_path=program, chromium_sandbox=False)
        yield running
        running.close()
        connections.close_all()
