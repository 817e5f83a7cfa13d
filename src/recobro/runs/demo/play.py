"""Plays the year through the real flows, day by day, up to an ordinary Tuesday whose files have just come in.

Nothing is inserted: files are taken in, the day is run, proposals are released, mails leave, calls are made. Each day
that is over is marked in the database, so a demo that was killed goes on where it stood: whatever of the broken day had
happened already changes nothing the second time.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from recobro.access.scope import Scope
from recobro.cases.models import Step
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.flows import prove, release
from recobro.flows.take import take
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
WHY_DROPPED = "Paga el viernes en la oficina"


def play(
    home: Path, *, web: str = "", progress: Progress | None = None, scale: float = 1.0, served: bool = False
) -> DemoReport:
    """Play what has not been played yet. `served` allows a database that is not embedded: for tests only.

    Raises `BadInput` "demo_needs_embedded" where DATABASE_URL names a server: invented people are never put beside
    real ones.
    """
    if os.environ.get("DATABASE_URL") and not served:
        raise BadInput("demo_needs_embedded")
    pin(home)
    stage.set_up(home / "secrets")
    worlds = {country: world.build(country, scale) for country in stage.CODES}
    casts = {country: stage.cast(country) for country in stage.CODES}
    over = {country: stage.played(cast.system) for country, cast in casts.items()}
    sessions = list(agenda.sessions())
    done, total = 0, len(worlds) * (len(sessions) + 1)
    for nth, session in enumerate(sessions):
        for country, one in worlds.items():
            if session.day.isoformat() not in over[country]:
                _ordinary_day(casts[country], one, session, nth)
            done += 1
            if progress:
                progress(f"{one.country} {session.day.isoformat()}", done, total)
    for country, one in worlds.items():
        if TODAY.isoformat() not in over[country]:
            _today(casts[country], one, home / "inbox" / stage.CODES[country])
        done += 1
        if progress:
            progress(f"{one.country} {TODAY.isoformat()}", done, total)
    return read_report(list(casts.values()), home, web)


def pin(home: Path) -> None:
    """Let the clock of this installation stand still on the demo's Tuesday, 13:00 in Spain."""
    moment = stage.moment("ES", TODAY, 13)
    (home / "clock").write_text(moment.isoformat(), encoding="ascii")
    clock.fix(moment)


def _ordinary_day(cast: Cast, one: World, session: agenda.Session, nth: int) -> None:
    """Files in, day run, proposals out, mails sent, yesterday's calls made."""
    files = arrivals(one, session.after, session.day)
    if nth == 0:
        files.insert(0, contracts(one, one.clients, session.day))
    _take_all(cast.desk, one.country, session.day, files)
    with clock.at(stage.moment(one.country, session.day, 10)):
        _make_calls(cast.advisor, session.day)
    with clock.at(stage.moment(one.country, session.day, 11)):
        days.run(cast.system, session.day)
    with clock.at(stage.moment(one.country, session.day, 11, 30)):
        _release(cast.desk, nth)
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


def _release(scope: Scope, nth: int) -> None:
    """Release what was proposed, all but cuts; one proposal in a while is dropped instead."""
    proposed = Step.objects.filter(portfolio_id=scope.portfolio_id, state=Step.State.PROPOSED)
    step_ids = list(proposed.exclude(act="propose_cut").order_by("id").values_list("id", flat=True))
    if step_ids and nth % DROPS_EVERY == DROPS_EVERY - 1:
        release.drop(scope, step_ids.pop(0), WHY_DROPPED)
    if step_ids:
        release.release(scope, step_ids)
