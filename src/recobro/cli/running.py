"""Gets Django and the database ready, runs one command, and turns errors into a sentence and an exit status."""

from __future__ import annotations

import importlib
import sys

import click
import django
from django.db import OperationalError

from recobro.cli import output, ready
from recobro.core import clock, home
from recobro.core.errors import RecobroError
from recobro.core.wording import say_error


def run(name: str, arguments: list[str], *, needs_database: bool) -> int:
    """Run `recobro NAME ARGUMENTS`; returns 0 done, 1 refused with a sentence, 2 wrong usage."""
    try:
        if needs_database:
            ready.start()
        django.setup()
        clock.fix(home.fixed_moment(home.locate()))
        if needs_database:
            ready.tables()
        command: click.Command = importlib.import_module(f"recobro.cli.{name}").command
        result = command.main(arguments, prog_name=f"recobro {name}", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except (click.Abort, KeyboardInterrupt):
        output.complain("Interrumpido.")
        return 1
    except click.ClickException as wrong:
        wrong.show()
        return 2
    except RecobroError as refusal:
        return _refused(refusal, arguments)
    except BrokenPipeError:  # `recobro totals | head`
        sys.stderr.close()
        return 0
    except OperationalError as lost:  # psycopg's message names server and user, never the password
        return _refused(RecobroError("database_unreachable", found=str(lost).splitlines()[0]), arguments)
    except OSError as wrong:  # a folder that is not there, no right to write, a full disk
        found = wrong.filename2 or wrong.filename or ""
        return _refused(RecobroError("file_unusable", found=str(found), why=wrong.strerror or ""), arguments)


def _refused(refusal: RecobroError, arguments: list[str]) -> int:
    """Say why nothing was done: to a program as JSON on stdout, to a person on stderr."""
    if "--json" in arguments:
        output.as_json({"error": refusal.code, "text": say_error(refusal)})
    output.complain(say_error(refusal))
    return 1
