"""Killed and taken again, a booking ends as one undisturbed run; a full disk or a lost connection books nothing."""

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
from recobro.billing.models import CollectionAttempt, Invoice, LedgerEntry, Lot, LotRow
from recobro.core.errors import RecobroError
from recobro.flows.portfolio import create_portfolio
from recobro.flows.take import take
from tests.db.billing import files
from tests.db.billing.conftest import proved
from tests.db.billing.files import Back, Money, camt054
from tests.db.billing.remittances import Debit, credited, pain008

ROOT = Path(__file__).parents[3]
OTHER = Debit("F-2", "60.00")
PHASES = ("read", "returns", "ledger", "rows")
RETURNS = (
    Back(),
    Back(end_to_end_id="F-NEW"),
    Money(reference="F-1", amount="30.00"),
    Back(end_to_end_id="?", mandate="?"),
)
KILLED = textwrap.dedent(
    """
    import io, os, signal, sys
    import django
    django.setup()
    from recobro.access.queries import system_scope
    from recobro.flows.take import take

    def stop(phase, rows):
        if phase == sys.argv[2]:
            os.kill(os.getpid(), signal.SIGKILL)

    take(system_scope("luz"), open(sys.argv[1], "rb"), file_name="banco.xml", progress=stop)
    """
)


@pytest.fixture
def office(transactional_db: None) -> None:
    open_office("luz")


def open_office(code: str) -> None:
    """A portfolio with one customer and one invoice."""
    create_portfolio(code, country="ES", name="Eléctrica Ejemplo")
    take(system_scope(code), files.contracts(), file_name="contratos.csv")
    take(system_scope(code), files.invoices(), file_name="facturas.csv")


def story(code: str) -> list[tuple[object, ...]]:
    """The ledger and the rows of a portfolio, without ids that depend on the number of tries."""
    mine = {"portfolio__code": code}
    entries = (
        LedgerEntry.objects.filter(**mine).order_by("id").values_list("kind", "amount_cents", "value_on", "assumed")
    )
    rows = LotRow.objects.filter(**mine).order_by("lot__number", "line").values_list("status", "reason", "amount_cents")
    invoices = Invoice.objects.filter(**mine).order_by("number").values_list("number", "open_cents", "returns")
    return [*entries, *rows, *invoices]


@pytest.mark.parametrize("phase", PHASES)
def test_a_kill_in_the_middle_ends_as_one_undisturbed_run(office: None, tmp_path: Path, phase: str) -> None:
    file = tmp_path / "banco.xml"
    file.write_bytes(camt054(*RETURNS).read())
    assert killed(file, phase) == -signal.SIGKILL
    lot = Lot.objects.get(kind="returns")
    assert (lot.status, lot.rows.count()) == ("received", 0)
    assert proved() == 10000
    (report,) = take(system_scope("luz"), camt054(*RETURNS), file_name="banco.xml")
    assert (report.status, report.lot_ref) == ("booked", lot.ref)
    assert proved() == 17000
    open_office("sol")
    take(system_scope("sol"), camt054(*RETURNS), file_name="banco.xml")
    assert story("luz") == story("sol")


def killed(file: Path, phase: str) -> int:
    """Take the file in a process that kills itself in that phase; returns how it ended."""
    to = connection.settings_dict
    host = quote(str(to["HOST"]), safe="")  # the embedded server's is the folder of its socket
    url = f"postgresql://{to['USER']}@{host}:{to['PORT']}/{to['NAME']}"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(file), phase],
        env={
            **os.environ,
            "DATABASE_URL": url,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        },
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    return done.returncode


@pytest.mark.parametrize("phase", ["read", "match", "collections", "rows"])
def test_a_kill_amid_a_remittance_or_its_credit_ends_as_one_run(office: None, tmp_path: Path, phase: str) -> None:
    """The remittance when it has no money to collect yet, else the credit of it."""
    first, second = (pain008(Debit(), OTHER), credited(Debit(), OTHER))
    kept = second if phase == "collections" else first
    if phase == "collections":
        take(system_scope("luz"), first, file_name="remesa.xml")
    file = tmp_path / "fichero.xml"
    file.write_bytes(kept.read())
    assert killed(file, phase) == -signal.SIGKILL
    assert proved() == 10000
    for source in (pain008(Debit(), OTHER), credited(Debit(), OTHER)):
        take(system_scope("luz"), source, file_name="fichero.xml")
    assert proved() == 0
    open_office("sol")
    for source in (pain008(Debit(), OTHER), credited(Debit(), OTHER)):
        take(system_scope("sol"), source, file_name="fichero.xml")
    assert story("luz") == story("sol")
    mine = CollectionAttempt.objects.filter(portfolio__code="luz", collected_on__isnull=False)
    assert mine.count() == 2


def test_two_at_once_book_once(office: None) -> None:
    def one(nth: int) -> str:
        try:
            return take(system_scope("luz"), camt054(*RETURNS), file_name=f"{nth}.xml")[0].status
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == ["booked", "duplicate"]
    assert proved() == 17000


def test_a_lost_connection_books_nothing_and_says_so(office: None) -> None:
    def cut(phase: str, rows: int) -> None:
        if phase == "ledger":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (pid,) = cursor.fetchone()
            other = connection.copy()
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
            other.close()

    with pytest.raises(RecobroError, match="database_lost"):
        take(system_scope("luz"), camt054(*RETURNS), file_name="banco.xml", progress=cut)
    assert Lot.objects.get(kind="returns").status == "received"
    (report,) = take(system_scope("luz"), camt054(*RETURNS), file_name="banco.xml")
    assert report.status == "booked"
    assert proved() == 17000


def test_a_full_disk_books_nothing_and_says_so(office: None) -> None:
    """The server reports a full disk as error 53100 wherever it strikes; here when the ledger is written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER disk_full BEFORE INSERT ON billing_ledgerentry "
            "FOR EACH STATEMENT EXECUTE FUNCTION disk_is_full()"
        )
    try:
        with pytest.raises(RecobroError, match="disk_full"):
            take(system_scope("luz"), camt054(*RETURNS), file_name="banco.xml")
        assert Lot.objects.get(kind="returns").status == "received"
        assert not LotRow.objects.filter(lot__kind="returns").exists()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION disk_is_full() CASCADE")
    (report,) = take(system_scope("luz"), camt054(*RETURNS), file_name="banco.xml")
    assert report.status == "booked"
    assert proved() == 17000
