"""Files and bookings that a person asks for: kept at once, done by the worker, told while under way, done once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import monotonic, sleep
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from recobro.access.actions import set_mail_list
from recobro.access.queries import system_scope
from recobro.access.scope import Scope
from recobro.billing.models import LedgerEntry, Lot
from recobro.core import sql
from recobro.core.errors import BadInput, RecobroError
from recobro.flows import later, take
from recobro.flows.portfolio import create_portfolio
from recobro.flows.take import Declared
from recobro.journal import tasks
from recobro.journal.models import Entry, Task
from recobro.journal.tasks import Tell
from recobro.notices.models import OfficeMail
from recobro.runs import longwork
from recobro.runs import tasks as jobs
from tests.db.billing import files
from tests.db.billing.files import Back, camt054

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_folder")]


@pytest.fixture
def marta(db: None) -> Scope:
    """A person of an office."""
    return an_office("luz")


def an_office(code: str) -> Scope:
    """An office with one customer and one invoice, and somebody who works there."""
    create_portfolio(code, country="ES", name="Eléctrica Ejemplo")
    take.take(system_scope(code), files.contracts(), file_name="contratos.csv")
    take.take(system_scope(code), files.invoices(), file_name="facturas.csv")
    return replace(system_scope(code), person="marta")


def bring(scope: Scope) -> int:
    """A file of one return, brought by a person; its lot."""
    (kept,) = later.check(scope, camt054(Back()), file_name="banco.xml")
    return kept.lot_id


def work() -> None:
    """What the worker does: the jobs that wait, one after the other."""
    for job in ProcrastinateJob.objects.filter(status="todo", task_name__startswith="lot.").order_by("id"):
        {later.CHECK: jobs.check_lot, later.APPLY: jobs.apply_lot}[job.task_name](**job.args)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job.pk])


def test_the_request_only_keeps_the_bytes_and_asks_for_one_job(marta: Scope) -> None:
    lot = Lot.objects.get(pk=bring(marta))
    task = Task.objects.get()
    assert (lot.status, lot.rows.count(), lot.received_by) == ("received", 0, "marta")
    assert (task.kind, task.subject_id, task.state, task.by) == ("lot.check", lot.pk, "waiting", "marta")
    job = ProcrastinateJob.objects.get(task_name="lot.check")
    assert job.args == {"task_id": task.pk}


def test_a_file_goes_its_whole_way_in_the_name_of_who_asked(marta: Scope) -> None:
    lot_id = bring(marta)
    work()
    assert Lot.objects.get(pk=lot_id).status == "checked"
    task_id = later.apply(marta, lot_id)
    work()
    task = Task.objects.get(pk=task_id)
    assert (task.state, task.total) == ("done", 1)
    assert task.result == {"status": "booked", "booked_count": 1, "booked_cents": 10000}
    assert Entry.objects.get(verb="lot.booked", subject=f"lot:{lot_id}").by == "marta"


def test_the_same_click_twice_is_one_task_also_of_two_people(marta: Scope) -> None:
    lot_id = bring(marta)
    work()
    first = later.apply(marta, lot_id)
    assert later.apply(replace(marta, person="julio"), lot_id) == first
    assert ProcrastinateJob.objects.filter(task_name="lot.apply").count() == 1
    assert Task.objects.get(pk=first).by == "marta"
    work()
    with pytest.raises(BadInput, match="taken_before"):
        later.apply(marta, lot_id)


def test_a_job_that_is_done_twice_books_and_tells_the_office_once(marta: Scope) -> None:
    set_mail_list(marta, "control", ["control@example.org"])
    lot_id = bring(marta)
    work()
    task_id = later.apply(marta, lot_id)
    work()
    posted = LedgerEntry.objects.count()
    Task.objects.filter(pk=task_id).update(state="running")  # the worker died before it could say that it had ended
    jobs.apply_lot(task_id)
    jobs.apply_lot(task_id)
    assert Task.objects.get(pk=task_id).state == "done"
    assert LedgerEntry.objects.count() == posted
    assert OfficeMail.objects.filter(kind="lot_report").count() == 1


def test_what_only_waits_is_not_told_to_the_office_as_booked(marta: Scope) -> None:
    set_mail_list(marta, "control", ["control@example.org"])
    (kept,) = later.check(marta, files.sheet(files.UNPAID, f"Ana;100,00;F-1;{files.CUPS};"), file_name="erp.csv")
    work()
    assert Lot.objects.get(pk=kept.lot_id).status == "waiting"
    later.apply(marta, kept.lot_id)
    work()
    assert not OfficeMail.objects.exists()
    later.apply(marta, kept.lot_id, declared=Declared(1, 10000))
    work()
    assert Lot.objects.get(pk=kept.lot_id).status == "booked"
    assert OfficeMail.objects.count() == 1


def test_a_zip_becomes_a_task_for_each_file_inside(marta: Scope) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("uno.xml", camt054(Back(), message="UNO").read())
        archive.writestr("dos.xml", camt054(Back(end_to_end_id="F-2"), message="DOS").read())
        archive.writestr("foto.pdf", b"%PDF-1.7 no es un fichero de datos")
    kept = later.check(marta, packed, file_name="banco.zip")
    work()
    lots = Lot.objects.filter(pk__in=[one.lot_id for one in kept]).order_by("number")
    assert [lot.file_name for lot in lots] == ["banco.zip/uno.xml", "banco.zip/dos.xml", "banco.zip/foto.pdf"]
    assert [lot.status for lot in lots] == ["checked", "checked", "refused"]
    assert {task.state for task in Task.objects.all()} == {"done"}  # a refusal of the file is no failure of the work


def test_bytes_that_were_booked_ask_for_nothing(marta: Scope) -> None:
    later.apply(marta, bring(marta))
    work()
    (kept,) = later.check(marta, camt054(Back()), file_name="otra_vez.xml")
    assert not kept.is_new
    assert not ProcrastinateJob.objects.filter(status="todo", task_name="lot.check").exists()


def test_what_fails_says_why_and_can_be_tried_again(marta: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    lot_id = bring(marta)
    work()
    first = later.apply(marta, lot_id, declared=Declared(1, 10000))
    with monkeypatch.context() as patch:
        patch.setattr(take, "apply", raising(RecobroError("disk_full", found="ruta con un nombre")))
        work()
    task = Task.objects.get(pk=first)
    assert (task.state, task.result) == ("failed", {"code": "disk_full"})
    again = later.again(marta, lot_id)
    assert again != first
    assert Task.objects.get(pk=again).asked == task.asked
    work()
    assert Lot.objects.get(pk=lot_id).status == "booked"
    with pytest.raises(BadInput, match="nothing_to_try_again"):
        later.again(marta, lot_id)


def test_an_error_of_ours_is_told_to_the_person_and_written_to_the_log(
    marta: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(marta)
    monkeypatch.setattr(take, "look", raising(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        work()
    assert Task.objects.get().result == {"code": "task_broken"}


def test_a_task_of_another_portfolio_is_not_found(marta: Scope) -> None:
    lot_id = bring(marta)
    create_portfolio("sol", country="ES", name="Otra")
    other = system_scope("sol")
    assert tasks.latest(other.portfolio_id, later.KINDS, [lot_id]) == {}
    for act in (later.apply, later.again):
        with pytest.raises(BadInput):
            act(other, lot_id)


def raising(error: Exception) -> object:
    """A function that raises it."""

    def fail(*_args: object, **_named: object) -> None:
        raise error

    return fail


def test_progress_is_seen_while_the_transaction_of_the_work_is_open(committed: None) -> None:
    bring(an_office("luz"))

    def slow(scope: Scope, task: Task, tell: Tell) -> Mapping[str, object]:
        with transaction.atomic():
            LedgerEntry.objects.select_for_update().first()
            tell("read", 10_000)
            tell("match", 12_000)
            return {"seen": told(task.pk)}

    longwork.carry_out(Task.objects.get().pk, slow)
    assert Task.objects.get().result == {"seen": ["running", "match", 12_000]}


def told(task_id: int) -> list[object]:
    """What a page reads of the task, once there is something to read; another connection asks."""

    def ask() -> list[object]:
        until = monotonic() + 10
        try:
            while not (found := Task.objects.get(pk=task_id)).phase and monotonic() < until:
                sleep(0.05)
            return [found.state, found.phase, found.done]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ask).result()


def test_a_lost_writer_of_progress_does_not_stop_the_work(marta: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(name: str, **params: object) -> int:
        if name == "journal/task_tell":
            lost.append(name)
            raise DatabaseError("the connection is gone")
        return sql.run(name, **params)

    lost: list[str] = []
    monkeypatch.setattr(tasks, "EVERY", 0.01)
    monkeypatch.setattr(tasks, "sql", SimpleNamespace(run=run, rows=sql.rows, one=sql.one))

    def slow(scope: Scope, task: Task, tell: Tell) -> Mapping[str, object]:
        tell("read", 1)
        while not lost:
            sleep(0.01)
        return {"rows": 1}

    bring(marta)
    longwork.carry_out(Task.objects.get().pk, slow)
    assert Task.objects.get().result == {"rows": 1}
