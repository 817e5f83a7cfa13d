"""The measured process of `bench.day`: prepares a scratch database, or runs the day in it and prints its figures."""

from __future__ import annotations

import json
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402  Django is set up first

from bench import day as bench  # noqa: E402
from bench.frame import peak_mb  # noqa: E402
from recobro.access.actions import create_portfolio  # noqa: E402
from recobro.access.queries import system_scope  # noqa: E402
from recobro.core import clock  # noqa: E402
from recobro.policies.actions import publish_shipped  # noqa: E402
from recobro.runs import day  # noqa: E402


def main() -> None:
    """`prepare` or `run`."""
    if sys.argv[1] == "prepare":
        call_command("migrate", verbosity=0)
        create_portfolio(bench.CODE, country="ES", name="Banco de pruebas", region="MD")
        publish_shipped(system_scope(bench.CODE))
        print("{}")
        return
    scope = system_scope(bench.CODE)
    began = time.perf_counter()
    with clock.at(clock.instant(bench.DAY, scope.zone)):
        day.run(scope, bench.DAY)
    print(json.dumps({"s": time.perf_counter() - began, "mb": peak_mb()}))


main()
