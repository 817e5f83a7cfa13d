"""One invented world, one server and one browser for all tests of the pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from recobro.access.models import Person
from recobro.core import clock
from tests.web import desk_factories as make
from tests.web import world as invented
from tests.web.browser import Desk
from tests.web.hands import Hands
from tests.web.world import World


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--shots DIR` keeps a picture of every page, to be looked at."""
    parser.addoption("--shots", default="", help="folder for a picture of each page at each size")


@pytest.fixture(scope="package", autouse=True)
def fixed_day() -> Iterator[None]:
    """The clock of the whole process stands on the world's Tuesday, also for the server's threads."""
    clock.fix(make.NOON)
    yield
    clock.fix(None)


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker, fixed_day: None) -> Iterator[World]:
    """Built once. A test that changes it asks for `db` and is rolled back, or puts it back itself."""
    with django_db_blocker.unblock():
        yield invented.build()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def signed_in(world: World, db: None) -> SignIn:
    """`signed_in(person)` gives a client with that person's session."""
    return SignIn()


class SignIn:
    """Makes clients."""

    def __call__(self, person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client


@pytest.fixture(scope="package")
def server(world: World) -> Iterator[LiveServer]:
    """The web, with static files as in production."""
    running = LiveServer("localhost")
    yield running
    running.stop()


@pytest.fixture
def desk(world: World, server: LiveServer, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Opens pages as somebody, and closes them after the test."""
    opened = Desk(browser, server.url, world.sessions, shots=request.config.getoption("--shots", default=""))
    yield opened
    opened.close()


@pytest.fixture
def hands(world: World, django_db_blocker: DjangoDbBlocker) -> Iterator[Hands]:
    """A worker that does the files' jobs while the test looks at its pages."""
    working = Hands()
    with django_db_blocker.unblock():
        working.start()
        yield working
        working.stop()
