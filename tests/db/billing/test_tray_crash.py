"""Killed in the middle of an act nothing of it stands; done again it ends as one undisturbed act."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from recobro.access.queries import system_scope
from recobro.billing.models import CellRepair, Invoice, Lot, LotRow
from recobro.core.errors import RecobroError
from recobro.flows import rows
from recobro.flows.repair import repair
from recobro.flows.take import take
from recobro.reports.check import check
from tests.db.billing import files
from tests.db.billing.conftest import proved
from tests.db.billing.files import Money, camt054
from tests.db.billing.test_crash import open_office

ROOT = Path(__file__).parents[3]
FAULTY = ("C-1;F-8;100,00;31/11/2026;21/12/2026", "C-1;F-9;50,00;01/11/2026;21/11/2026")
KILLED = textwrap.dedent(
    """
    import os, signal, sys
    import django
    django.setup()
    from recobro.access.queries import system_scope
    from recobro.billing.actions import repairs, rows as acts, waiting
    from recobro.flows import repair as repairing, rows

    def stop(*given, **named):
        os.kill(os.getpid(), signal.SIGKILL)

    scope, row_id = system_scope("luz"), int(sys.argv[2])
    if sys.argv[1] == "match":
        waiting.close = stop
        rows.match(scope, row_id, int(sys.argv[3]), int(sys.argv[4]), "x")
    elif sys.argv[1] == "send_back":
        acts.note = stop
        rows.send_back(scope, row_id, "x")
    else:
        repairs.keep_row = stop
        repairing.repair(scope, row_id, "", "30/11/2026", "x")
    """
)


@pytest.fixture
def office(transactional_db: None) -> None:
    open_office("luz")


def bring(source: object) -> None:
    take(system_scope("luz"), source, file_name="fichero")  # type: ignore[arg-type]


def killed(act: str, *arguments: int) -> None:
    """The act in a process of its own, killed in its middle."""
    to = connection.settings_dict
    host = quote(str(to["HOST"]), safe="")  # the embedded server's is the folder of its socket
    done = subprocess.run(
        [sys.executable, "-c", KILLED, act, *map(str, arguments)],
        env={
            **os.environ,
            "DATABASE_URL": f"postgresql://{to['USER']}@{host}:{to['PORT']}/{to['NAME']}",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        },
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def sound() -> None:
    assert [one.code for one in check().results if one.findings] == []


def test_a_match_that_was_killed_is_done_again(office: None) -> None:
    bring(camt054(Money(amount="100.00", name="Quien Sabe")))
    row, bill = LotRow.objects.get(status="waiting"), Invoice.objects.get()
    killed("match", row.pk, bill.account_id, bill.pk)
    assert (LotRow.objects.get(pk=row.pk).status, proved()) == ("waiting", 10000)
    assert rows.match(system_scope("luz"), row.pk, bill.account_id, bill.pk, "x").status == "booked"
    assert proved() == 0
    sound()


def test_a_row_on_its_way_to_the_bank_is_still_there(office: None) -> None:
    bring(camt054(Money(amount="100.00", name="Quien Sabe")))
    row = LotRow.objects.get(status="waiting")
    killed("send_back", row.pk)
    assert LotRow.objects.get(pk=row.pk).status == "waiting"
    sound()


def test_a_repair_that_was_killed_left_no_trace(office: None) -> None:
    bring(files.invoices(*FAULTY))
    row = LotRow.objects.get(status="faulty")
    killed("repair", row.pk)
    assert not CellRepair.objects.exists()
    assert LotRow.objects.get(pk=row.pk).status == "faulty"
    sound()
    assert repair(system_scope("luz"), row.pk, "", "30/11/2026", "x").status == "booked"
    sound()


@pytest.mark.parametrize("whole", [False, True], ids=["booked lot", "waiting lot"])
def test_two_people_at_once_mend_once(office: None, whole: bool) -> None:
    if whole:
        heading = "Cliente;Importe;Número de factura;CUPS"
        (report,) = take(
            system_scope("luz"),
            files.sheet(heading, f"Ana;12..34;F-7;{files.CUPS}", "TOTAL;12,34;;"),
            file_name="erp.csv",
            kind="unpaid",
        )
        assert report.status == "waiting"
    else:
        bring(files.invoices(*FAULTY))
    row_id = LotRow.objects.get(status="faulty").pk

    def one(nth: int) -> str:
        try:
            return repair(system_scope("luz"), row_id, "", "12,34" if whole else "30/11/2026", f"n.º {nth}").status
        except RecobroError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcome = sorted(pool.map(one, range(2)))
    assert len(set(outcome) & {"row_is_booked", "unknown_row", "row_is_faulty"}) == 1, outcome
    assert CellRepair.objects.count() == 1
    assert Lot.objects.order_by("-id").values_list("status", flat=True)[0] == ("checked" if whole else "booked")
    sound()
