"""What the last start wrote down in `server.json`, so that the next caller attaches at once. Any system can read it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from recobro.core.home import Home, keep_written

DATABASE = "recobro"
USER = "recobro"
PORT = 5432  # of the socket's name only: nothing listens on the network


@dataclass(frozen=True)
class Known:
    """Where the server is and who it is."""

    home: str  # of which this is said: in a copy of a home it is not true
    socket: str  # directory
    uid: int  # the server's account
    version: str
    programs: str  # directory


def recall(home: Home) -> Known | None:
    """The last start's note; None when there is none, or one that cannot be read."""
    try:
        found = json.loads(home.server.read_text(encoding="utf-8"))
        known = Known(**{field.name: found[field.name] for field in fields(Known)})
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return known if known.home == str(home.path) else None


def note(home: Home, known: Known) -> None:
    """Write it down for us, and the names a database tool asks for."""
    tools = {"database": DATABASE, "user": USER, "port": PORT}
    keep_written(home.server, json.dumps(asdict(known) | tools, indent=1))
