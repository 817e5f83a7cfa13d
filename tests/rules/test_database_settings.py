"""Django is told where PostgreSQL is: the company's server when one is named, else our own socket."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from recobro.core import home as homes
from recobro.core.errors import BadInput
from recobro.core.home import Home
from recobro.core.postgres import connection, known
from recobro.core.postgres.known import Known

SERVED = {"DATABASE_URL": "postgresql://clerk:s3cret@db.example.com:6432/recobro?sslmode=require"}


@dataclass
class Reported:
    pg_version: int


def test_a_named_server_is_used_with_its_options() -> None:
    found = connection.databases(Home(Path("/nowhere")), SERVED)["default"]
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.com", 6432, "recobro")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_a_pool_joins_the_options_that_are_there() -> None:
    served = connection.databases(Home(Path("/nowhere")), SERVED, pool=True)["default"]
    assert served["OPTIONS"] == {"sslmode": "require", "pool": {"min_size": 2, "max_size": 8}}
    assert served["CONN_MAX_AGE"] == 0, "Django allows no pool beside kept connections"
    assert connection.databases(Home(Path("/nowhere")), {}, pool=True)["default"]["OPTIONS"]["pool"]


def test_without_a_named_server_it_is_the_socket_of_the_home_and_nothing_is_made(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    found = connection.databases(home, {"DATABASE_URL": ""})["default"]
    assert (found["HOST"], found["USER"], found["NAME"]) == (str(home.pg / "run"), "recobro", "recobro")
    assert not home.path.exists()


def test_a_socket_that_lies_elsewhere_is_the_one_that_was_noted(tmp_path: Path) -> None:
    home = Home(tmp_path)
    homes.prepare(home)
    known.note(home, Known(str(home.path), "/tmp/recobro-abc", 1000, "18.4", "/programs"))
    assert connection.databases(home, {})["default"]["HOST"] == "/tmp/recobro-abc"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://clerk:s3cret@db.example.com/recobro", "database_url_not_postgres"),
        ("sqlite:///recobro.db", "database_url_not_postgres"),
        ("recobro", "database_url_not_postgres"),
        ("postgresql://clerk:s3cret@db.example.com:port/recobro", "database_url_unreadable"),
        ("postgresql://clerk:s3cret@[db.example.com/recobro", "database_url_unreadable"),
    ],
)
def test_another_database_is_refused_and_the_password_not_repeated(url: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        connection.databases(Home(Path("/nowhere")), {"DATABASE_URL": url})
    assert refused.value.code == code
    assert "s3cret" not in str(refused.value)


def test_a_server_older_than_the_dialect_is_refused() -> None:
    connection.check_version(Reported(150000))
    with pytest.raises(BadInput) as refused:
        connection.check_version(Reported(140012))
    assert refused.value.data == {"found": "14", "oldest": 15}
