"""Where Recobro keeps what is its own: `RECOBRO_HOME`, else /var/lib/recobro for root, else the user's data directory.

What we make here is closed to everybody else. A directory that was there before keeps its mode: it may be /srv.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from recobro.core.errors import BadInput

# The one place of the machine that root uses: data, and the programs that the server's account may read.
SYSTEM = Path("/var/lib/recobro")


@dataclass(frozen=True)
class Home:
    """The data directory and the names in it."""

    path: Path

    @property
    def pg(self) -> Path:
        """The embedded database: data, settings, socket."""
        return self.path / "pg"

    @property
    def secrets(self) -> Path:
        """Keys, one file each; never in an export or a backup."""
        return self.path / "secrets"

    @property
    def outbox(self) -> Path:
        """Letters and mails of the demo, written as files instead of sent."""
        return self.path / "outbox"

    @property
    def clock(self) -> Path:
        """The demo's fixed instant."""
        return self.path / "clock"

    @property
    def server(self) -> Path:
        """What the supervisor wrote about the server it started: socket, version, programs."""
        return self.path / "server.json"

    @property
    def start_lock(self) -> Path:
        """Held while somebody starts or stops the server."""
        return self.path / "start.lock"

    @property
    def pg_elsewhere(self) -> Path:
        """Says where the database lies when its account may not enter this directory."""
        return self.path / "pg.path"

    def holds_only_ours(self) -> bool:
        """True when nothing lies here that we have not made."""
        ours = {self.pg, self.secrets, self.outbox, self.clock, self.server, self.start_lock, self.pg_elsewhere}
        return ours.issuperset(self.path.iterdir())


def is_root() -> bool:
    """True for the superuser of a Unix machine."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def locate(environ: Mapping[str, str] = os.environ) -> Home:
    """The home that the environment asks for. Nothing is created."""
    if named := environ.get("RECOBRO_HOME", "").strip():
        return Home(Path(os.path.abspath(Path(named).expanduser())))  # noqa: PTH100  (keeps symlinks, unlike resolve)
    if is_root():
        return Home(SYSTEM)
    return Home(Path(platformdirs.user_data_dir("recobro", appauthor=False)))


def prepare(home: Home) -> None:
    """Make the home, closed to others, if it is not there."""
    with usable(home.path):
        home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(home.path, os.W_OK | os.X_OK):
            raise BadInput("home_unusable", path=str(home.path), why="Permission denied")


@contextlib.contextmanager
def usable(path: Path) -> Iterator[None]:
    """Answer the operating system's refusals with the sentence that names the place."""
    try:
        yield
    except OSError as refusal:
        where = refusal.filename if isinstance(refusal.filename, str) else str(path)
        raise BadInput("home_unusable", path=where, why=refusal.strerror or str(refusal)) from refusal


def private_directory(path: Path) -> Path:
    """A directory of ours that nobody else may enter; refuses a link or somebody else's directory under that name."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise BadInput("home_not_ours", path=str(path))
    if found.st_mode & 0o077:
        path.chmod(0o700)
    return path


def keep_written(path: Path, text: str, *, mode: int = 0o600, group: int = -1) -> None:
    """The file says this; written only when it said something else, for a write waits for the disk."""
    try:
        found = path.lstat()
        same = stat.S_IMODE(found.st_mode) == mode and group in {-1, found.st_gid} and path.read_text("utf-8") == text
    except (FileNotFoundError, UnicodeDecodeError):
        same = False
    if not same:
        write_whole(path, text, mode=mode, group=group)


def write_whole(path: Path, text: str, *, mode: int = 0o600, group: int = -1) -> None:
    """Write a file that is either there whole or not there: a power cut never leaves half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            if group >= 0:
                os.fchown(file.fileno(), -1, group)
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def fixed_moment(home: Home, environ: Mapping[str, str] = os.environ) -> datetime | None:
    """The instant at which the demo's clock stands. Never with a company's own server: there the day is real."""
    if environ.get("DATABASE_URL"):
        return None
    try:
        return datetime.fromisoformat(home.clock.read_text(encoding="ascii").strip()).astimezone(UTC)
    except FileNotFoundError:
        return None
    except ValueError as wrong:
        raise BadInput("clock_unreadable", path=str(home.clock)) from wrong


def fix_moment(home: Home, moment: datetime) -> None:
    """Let the clock of this home stand still: the demo's ordinary Tuesday."""
    assert moment.tzinfo, "an instant without a zone is not an instant"
    write_whole(home.clock, moment.astimezone(UTC).isoformat())
