"""Long work that a page watches, as the worker does it: started, told of, and ended, whatever becomes of it.

A worker that is killed leaves the job as it stood. The next one starts it over; work that already changed the books
finds them changed and does nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from recobro.access.queries import scope_on_behalf
from recobro.access.scope import Scope
from recobro.billing.models import Lot
from recobro.core.errors import RecobroError
from recobro.flows import later, take
from recobro.flows.lot_report import LotReport
from recobro.journal import tasks
from recobro.journal.models import Task
from recobro.journal.tasks import Tell
from recobro.runs import office

Work = Callable[[Scope, Task, Tell], Mapping[str, object]]


def carry_out(task_id: int, work: Work) -> None:
    """Do the work of a task in the name of who asked. What goes wrong is told on the page, never lost."""
    task = tasks.start(task_id)
    if task is None:  # a second job of the same task, or one taken up again after its end
        return
    try:
        with tasks.watched(task_id) as tell:
            result = work(scope_on_behalf(task.portfolio_id, task.by), task, tell)
    except RecobroError as error:
        tasks.fail(task_id, error.code)
    except Exception:  # told to the person; the worker writes it into its log
        tasks.fail(task_id, "task_broken")
        raise
    else:
        tasks.end(task_id, result)


def check_lot(scope: Scope, task: Task, tell: Tell) -> Mapping[str, object]:
    """Read and prove a file; nothing is booked."""
    declared = later.declared_of(task.asked)
    return _told(take.look(scope, _lot(task), declared=declared, progress=tell))


def apply_lot(scope: Scope, task: Task, tell: Tell) -> Mapping[str, object]:
    """Book a lot and tell the office of it, once."""
    declared, confirmed = later.declared_of(task.asked), bool(task.asked.get("confirmed"))
    report = take.apply(scope, _lot(task), declared=declared, confirmed=confirmed, progress=tell)
    if Lot.objects.filter(portfolio_id=scope.portfolio_id, pk=report.lot_id, status=Lot.Status.BOOKED).exists():
        office.lot_report_mails(scope, report.lot_id)  # also when a worker that died had booked it
    return _told(report)


def _lot(task: Task) -> int:
    assert task.subject_id is not None
    return task.subject_id


def _told(report: LotReport) -> dict[str, object]:
    """What the page may say of it: a state and counts."""
    return {"status": report.status, "booked_count": report.booked[0], "booked_cents": report.booked[1]}
