"""Long work as a page sees it: a short wait for what is quick, then how far it has come, then how it ended."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse

from recobro.access.roles import Right, may
from recobro.access.scope import Scope
from recobro.billing.models import Lot
from recobro.core import sql
from recobro.core.wording import say
from recobro.desk import labels
from recobro.desk.access import DeskRequest
from recobro.desk.templatetags.recobro import dinero, registros
from recobro.flows import later
from recobro.journal import tasks
from recobro.journal.models import Task

PATIENCE = 1.5  # seconds that a request waits for quick work; longer work shows its progress
GLANCE = 0.1  # seconds between two looks meanwhile
RIGHTS = {later.CHECK: Right.TAKE_FILES, later.APPLY: Right.BOOK_LOTS}  # who may ask for it, and ask again


@dataclass(frozen=True, slots=True)
class Work:
    """The newest long work on one lot."""

    task: Task
    nobody: bool  # no worker is there to do it
    may_again: bool

    @property
    def open(self) -> bool:
        """It has not ended."""
        return _open(self.task)

    @property
    def failed(self) -> bool:
        """It ended without doing what was asked."""
        return self.task.state == Task.State.FAILED

    @property
    def applies(self) -> bool:
        """It books; else it reads."""
        return self.task.kind == later.APPLY

    @property
    def phase(self) -> str:
        """What is being done now, as a word of ours."""
        if self.nobody:
            return "nobody"
        return "queued" if self.task.state == Task.State.WAITING else self.task.phase or "begun"

    @property
    def doing(self) -> str:
        """The same for people."""
        return labels.label("task_phase", self.phase)

    @property
    def total(self) -> int:
        """How many rows there are, where the file was read before; never less than what is done. 0: not known."""
        return max(self.task.total, self.task.done) if self.task.total else 0

    @property
    def pace(self) -> int:
        """Seconds until the page asks again."""
        return 5 if self.nobody else 1

    @property
    def why(self) -> str:
        """Why it failed, as a sentence."""
        return say(str(self.task.result.get("code", "task_broken"))) if self.failed else ""


def works(scope: Scope, lot_ids: Collection[int]) -> dict[int, Work]:
    """The newest long work of each of these lots that has some."""
    found = tasks.latest(scope.portfolio_id, later.KINDS, lot_ids)
    idle = any(_open(task) for task in found.values()) and not worker_alive()
    return {
        lot_id: Work(
            task,
            nobody=idle and _open(task),
            may_again=scope.role is not None and may(scope.role, RIGHTS[task.kind]),
        )
        for lot_id, task in found.items()
    }


def wait(scope: Scope, lot_ids: Collection[int]) -> None:
    """Give quick work the time to end before the page is drawn. Where no worker is, nobody waits."""
    until = time.monotonic() + PATIENCE
    while any(_open(task) for task in tasks.latest(scope.portfolio_id, later.KINDS, lot_ids).values()):
        if time.monotonic() > until or not worker_alive():
            return
        time.sleep(GLANCE)


def worker_alive() -> bool:
    """Whether anybody is there to do the work."""
    return bool(sql.one("desk/worker_alive")["alive"])


def tell_end(request: DeskRequest, one: Lot, work: Work | None) -> None:
    """Say once what a booking did, to whoever waited for it. What was only read speaks for itself."""
    if work is None or work.task.state != Task.State.DONE or not work.applies:
        return
    result = work.task.result
    if result.get("status") == Lot.Status.BOOKED:
        count, cents = int(result["booked_count"]), int(result["booked_cents"])
        messages.success(request, f"{one.ref}: aplicado, {registros(count)}, {dinero(cents, one.currency)}")
    elif one.reason:
        messages.error(request, say(one.reason, **one.reason_data))


def reload() -> HttpResponse:
    """Let the page that watches draw itself anew."""
    response = HttpResponse()
    response["HX-Refresh"] = "true"
    response["Cache-Control"] = "no-store"
    return response


def _open(task: Task) -> bool:
    return task.state in (Task.State.WAITING, Task.State.RUNNING)
