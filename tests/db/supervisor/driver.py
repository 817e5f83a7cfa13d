"""Plays one operator in a process of its own: `driver.py VERB HOME OPTIONS` prints one JSON object."""

from __future__ import annotations

import json
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path

from recobro.core.errors import BadInput
from recobro.core.home import Home
from recobro.core.postgres import server
from recobro.core.postgres.machine import Machine


def main(verb: str, home: str, system: str) -> dict:
    said: list[str] = []
    machine = Machine(say=lambda code, _data: said.append(code), system=Path(system))
    try:
        answer = getattr(server, verb)(Home(Path(home)), machine)
    except BadInput as refusal:
        return {"refused": refusal.code, "said": said} | refusal.data
    found = {field.name: getattr(answer, field.name) for field in fields(answer)} if is_dataclass(answer) else {}
    return {"answer": answer, "said": said} | found


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:]), default=str))  # noqa: T201
