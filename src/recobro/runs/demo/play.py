"""Plays the year through the real flows, day by day, up to an ordinary Tuesday whose files have just come in.

Nothing is inserted: files are taken in, the day is run, proposals are released, mails leave, calls are made. Each day
that is over is marked in the database, so a demo that was killed goes on where it stood: whatever of the broken day had
happened already changes nothing the second time.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event, Lock

from django.db import connections

from recobro.access.scope import Scope
from recobro.cases.models import Step
from recobro.core import clock, sql
from recobro.core.errors import BadInput
from recobro.core.home import Home, fix_moment
from recobro.flows import prove, release
from recobro.flows.take import take
from recobro.journal import seal
from recobro.runs import day as days
from recobro.runs import outbox
from recobro.runs.demo import agenda, stage, today, world
from recobro.runs.demo.arrivals import Arrival, arrivals, contracts
from recobro.runs.demo.report import DemoReport, read_report
from recobro.runs.demo.stage import Cast
from recobro.runs.demo.world import TODAY, World

Progress = Callable[[str, int, int], None]  # what is done now, how many days are over, how many there are
LAST_CALLS_ON = date(2026, 11, 18)  # later ones are still on the advisors' lists
DROPS_EVERY = 9  # sessions; now and then a reviewer takes a proposal out
REVIEWS = 6  # candidates for a cut that are looked at in a session
WHY_DROPPED = "Paga el viernes en la oficina"
WHY_REVIEWED = "Ha pedido pagar a plazos: se revisa"


def play(
    home: Path, *, web: str = "", progress: Progress | None = None, scale: float = 1.0, served: bool = False
) -> DemoReport:
    """Play what has not been played yet. `served` allows a database that is not embedded: for tests only.

    Raises `BadInput` "demo_needs_embedded" where DATABASE_URL names a server: invented people are never put beside
    real ones. And "demo_sends_nothing" where a mail server is set: its mails are files.
    """
    if os.environ.get("DATABASE_URL") and not served:
        raise BadInput("demo_needs_embedded")
    if os.environ.get("RECOBRO_SMTP_URL"):
        raise BadInput("demo_sends_nothing")
    pin(home)
    stage.set_up(home / "secrets")
    years = [Year(stage.cast(country), world.build(country, scale)) for country in stage.CODES]
    tally = Tally(progress, sum(len(year.days()) for year in years))
    if served:  # a test sees everything in its own transaction
        for year in years:
            _play_year(year, home, tally)
    else:
        _play_together(years, home, tally)
        seal.seal()
    return read_report([year.cast for year in years], home, web)


@dataclass(frozen=True, slots=True)
class Year:
    """One portfolio, who works in it, and what happens to it."""

    cast: Cast
    world: World

    def days(self) -> list[date]:
        """The days that are played, the demo's own last."""
        return [*(session.day for session in agenda.sessions()), TODAY]


class Tally:
    """How many days are over, in both portfolios together; told by two threads, one at a time."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0
        self._lock = Lock()
        self.stop = Event()  # set when one of them fails: the other ends after its day

    def over(self, what: str) -> None:
        """One more day is over."""
        with self._lock:
            self._done += 1
            if self._progress:
                self._progress(what, self._done, self._total)


def _play_together(years: Sequence[Year], home: Path, tally: Tally) -> None:
    """Both portfolios at once, each with its own connection: they share nothing but the server."""
    with ThreadPoolExecutor(max_workers=len(years), thread_name_prefix="demo") as pool:
        try:
            for ended in [pool.submit(_in_thread, year, home, tally) for year in years]:
                ended.result()
        finally:
            tally.stop.set()


def _in_thread(year: Year, home: Path, tally: Tally) -> None:
    try:
        with sql.quick_commits():
            _play_year(year, home, tally)
    except BaseException:
        tally.stop.set()
        raise
    finally:
        connections.close_all()


def _play_year(year: Year, home: Path, tally: Tally) -> None:
    """Every day that is not over yet, in order."""
    country, over = year.world.country, stage.played(year.cast.system)
    for nth, session in enumerate(agenda.sessions()):
        if tally.stop.is_set():
            return
        if session.day.isoformat() not in over:
            _ordinary_day(year.cast, year.world, session, nth)
        tally.over(f"{country} {session.day.isoformat()}")
    if TODAY.isoformat() not in over:
        _today(year.cast, year.world, home / "inbox" / stage.CODES[country])
    tally.over(f"{country} {TODAY.isoformat()}")


def pin(home: Path) -> None:
    """Let the clock of this installation stand still on the demo's Tuesday, 13:00 in Spain."""
    moment = stage.moment("ES", TODAY, 13)
    fix_moment(Home(home), moment)
    clock.fix(moment)


def _ordinary_day(cast: Cast, one: World, session: agenda.Session, nth: int) -> None:
    """Files in, day run, proposals out, mails sent, yesterday's calls made."""
    files = arrivals(one, session.after, session.day)
    if nth == 0:
        files.insert(0, contracts(one.country, one.clients, session.day))
    _take_all(cast.desk, one.country, session.day, files)
    with clock.at(stage.moment(one.country, session.day, 10)):
        _make_calls(cast.advisor, session.day)
    with clock.at(stage.moment(one.country, session.day, 11)):
        days.run(cast.system, session.day)
    with clock.at(stage.moment(one.country, session.day, 11, 30)):
        _release(cast.desk, session.day, nth)
    with clock.at(stage.moment(one.country, session.day, 12)):
        outbox.drain(cast.system, 10_000)
        stage.mark_played(cast.system, session.day)


def _today(cast: Cast, one: World, folder: Path) -> None:
    """Today's files lie in the inbox and are taken in; the day proposes, and nothing is released."""
    folder.mkdir(parents=True, exist_ok=True)
    with clock.at(stage.moment(one.country, TODAY, 8)):
        stage.open_mail_lists(cast.system)
    files = today.inbox(one)
    for arrival in files:
        (folder / arrival.file_name).write_bytes(arrival.data)
    _take_all(cast.desk, one.country, TODAY, files)
    with clock.at(stage.moment(one.country, TODAY, 11)):
        days.run(cast.system, TODAY)
        outbox.drain(cast.system, 10_000)
        stage.mark_played(cast.system, TODAY)


def _take_all(scope: Scope, country: str, day: date, files: list[Arrival]) -> None:
    """Take the files one after another, two minutes apart. Bytes that were taken before change nothing."""
    for nth, arrival in enumerate(files):
        with clock.at(stage.moment(country, day, 8, 10 + nth * 2)):
            take(scope, io.BytesIO(arrival.data), file_name=arrival.file_name, kind=arrival.kind)


def _make_calls(scope: Scope, day: date) -> None:
    """The advisors call everybody who was on their list since the last session."""
    if day > LAST_CALLS_ON:
        return
    waiting = Step.objects.filter(portfolio_id=scope.portfolio_id, act="call", state=Step.State.RELEASED)
    for step_id in waiting.order_by("id").values_list("id", flat=True):
        prove.call_made(scope, step_id)


def _release(scope: Scope, day: date, nth: int) -> None:
    """Release what was proposed; one proposal in a while is dropped instead, and every candidate whose day has come.

    Nobody is cut here: who reviews a candidate finds somebody who has come to an arrangement, and looks again later.
    """
    proposed = Step.objects.filter(portfolio_id=scope.portfolio_id, state=Step.State.PROPOSED).order_by("id")
    candidates = proposed.filter(act="propose_cut", planned_on__lte=day)
    for step_id in candidates.values_list("id", flat=True)[:REVIEWS]:
        release.drop(scope, step_id, WHY_REVIEWED)
    step_ids = list(proposed.exclude(act="propose_cut").values_list("id", flat=True))
    if step_ids and nth % DROPS_EVERY == DROPS_EVERY - 1:
        release.drop(scope, step_ids.pop(0), WHY_DROPPED)
    if step_ids:
        release.release(scope, step_ids)
