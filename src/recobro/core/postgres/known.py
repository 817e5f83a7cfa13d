"""What the last start wrote down in `server.json`, so that the next caller attaches at once. Any system can read it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from recobro.core.home import Home, write_whole

DATABASE = "recobro"
USER = "recobro"
PORT = 5432  # of the socket's name only: nothing listens on the network


@dataclass(frozen=True)
class Known:
    """Where the server is and who it is."""

    socket: str  # directory
    uid: int  # the server's account
    version: str
    programs: str  # directory


def recall(home: Home) -> Known | None:
    """The last start's note; None when there is none, or one that cannot be read."""
    try:
        found = json.loads(home.server.read_text(encoding="utf-8"))
        return Known(found["socket"], found["uid"], found["version"], found["programs"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def note(home: Home, known: Known) -> None:
    """Write it down for us, and the names a database tool asks for."""
    tools = {"database": DATABASE, "user": USER, "port": PORT}
    write_whole(home.server, json.dumps(asdict(known) | tools, indent=1))
