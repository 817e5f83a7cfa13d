"""The inbox of the demo's day: several banks and formats, and what goes wrong on an ordinary Tuesday.

Besides the day's own files there is one under a second name, one whose total is off by a cent, one that is not what
it says, evidence of what is known already, rows that belong to nobody, days that do not exist, money without a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from recobro.runs.demo import csb1914, numbers, people, sheets
from recobro.runs.demo.arrivals import (
    ACCOUNTS,
    CREDITOR_ID,
    MESETA,
    NAMES,
    VALLE,
    Arrival,
    arrivals,
    batch_of,
    contracts,
    payments_table,
    rejects,
    transaction,
)
from recobro.runs.demo.events import FEE_CENTS, Bill, Paid, Returned
from recobro.runs.demo.iso20022 import Booking, Paper, Transaction, camt
from recobro.runs.demo.people import Client, Habit
from recobro.runs.demo.sheets import Table, Type
from recobro.runs.demo.world import LAST_REMITTANCE, TODAY, World

YESTERDAY = TODAY - timedelta(days=1)
PRESENTED_AGAIN_ON = date(2026, 11, 26)
NO_SUCH_DAY = "31/11/2026"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def inbox(world: World) -> list[Arrival]:
    """Today's files, in the order in which the office takes them."""
    ordinary = arrivals(world, YESTERDAY, TODAY)
    if world.country == "EC":
        return list(_telecom(world, ordinary))
    return list(_electricity(world, ordinary))


def _electricity(world: World, ordinary: Sequence[Arrival]) -> Iterator[Arrival]:
    returns = [one for one in ordinary if one.kind is None]
    yield from returns
    if returns:
        yield replace(returns[0], file_name=f"descarga (1) {returns[0].file_name}")
        # The bank's web page makes a new message of the same returns each time somebody presses the button.
        again = returns[0].data.replace(f"DEV1{TODAY:%Y%m%d}".encode(), f"WEB1{TODAY:%Y%m%d}".encode())
        yield replace(returns[0], file_name=f"web_devoluciones_{TODAY:%d%m}.xml", data=again)
    off = _off_by_a_cent(world)
    if off:
        yield off
    open_returns = _open_returns(world)
    refused = _refused_again(open_returns)
    if refused:
        yield rejects(refused, TODAY)
    yield _statement(world, open_returns)
    yield _due_returned(world, open_returns)
    yield _payments(world, open_returns)


def _telecom(world: World, ordinary: Sequence[Arrival]) -> Iterator[Arrival]:
    paid = [event for event in world.between(YESTERDAY, TODAY) if isinstance(event, Paid)]
    table = payments_table("EC", paid)
    someone = world.clients[1]
    unknown = numbers.ecuadorian_landline("02", 999)
    strangers: list[tuple[sheets.Cell, ...]] = [
        (YESTERDAY, "Rosa Amelia Chiluisa", "", unknown, "", 4_215, "Ventanilla", "261124900871"),
        (NO_SUCH_DAY, someone.name, someone.tax_id, someone.supply, "", 2_650, "Ventanilla", "261124900902"),
    ]
    rows = [*table.rows, *strangers]
    yield from (one for one in ordinary if one.kind != "payments")
    yield contracts("EC", _new_clients(world), TODAY)
    text = sheets.csv_text(replace(table, rows=rows), encoding="utf-8", comma=False)
    yield Arrival(f"recaudacion_{TODAY:%Y%m%d}.csv", text, "payments")
    yield Arrival(f"recaudacion_banco_{TODAY:%Y%m%d}.csv", PDF)


def _off_by_a_cent(world: World) -> Arrival | None:
    """Banco Meseta's second file of the day: two debits of the last remittance, and a total one cent too high."""
    back = {event.bill for event in world.between(date.min, TODAY) if isinstance(event, Returned)}
    collected = [
        bill
        for bill in world.bills
        if bill.due_on == LAST_REMITTANCE and bill.client.bank == MESETA and bill.cents > 0 and bill not in back
    ]
    if len(collected) < 2:
        return None
    debits = [transaction(Returned(TODAY, bill, 1, "AM04", LAST_REMITTANCE)) for bill in collected[-2:]]
    groups = [(LAST_REMITTANCE, batch_of(collected[-1], LAST_REMITTANCE), debits)]
    creditor = (CREDITOR_ID, "ELECTRICA DEL VALLE SL", ACCOUNTS[MESETA])
    data = csb1914.returns(creditor, f"DEV{TODAY:%Y%m%d}B", TODAY, YESTERDAY, groups, off_by_cents=1)
    return Arrival(f"DEVOL1914_{TODAY:%y%m%d}_2.TXT", data)


def _open_returns(world: World) -> list[tuple[Bill, Returned, int]]:
    """Bills that came back until yesterday and are still open: bill, its last return, what is open."""
    last = {
        event.bill: event
        for event in world.between(date.min, YESTERDAY)
        if isinstance(event, Returned) and not event.rejected
    }
    standing = world.standing(YESTERDAY)
    return [(bill, back, standing[bill]) for bill, back in last.items() if standing[bill] > 0]


def _refused_again(open_returns: Sequence[tuple[Bill, Returned, int]]) -> list[Returned]:
    """Debits that were to be presented once more in two days; the bank refuses them before that."""
    again = [(bill, back) for bill, back, cents in open_returns if back.reason == "AM04" and cents == bill.cents]
    return [
        Returned(TODAY, bill, back.ordinal + 1, reason, PRESENTED_AGAIN_ON, rejected=True)
        for (bill, back), reason in zip(again[-3:], ("AC04", "AC06", "MS03"), strict=False)
    ]


def _statement(world: World, open_returns: Sequence[tuple[Bill, Returned, int]]) -> Arrival:
    """Banco del Valle's statement: returns known from its notification already, and transfers, one without a name."""
    known = [
        transaction(event, fee_cents=FEE_CENTS)
        for event in world.between(YESTERDAY, TODAY)
        if isinstance(event, Returned) and not event.rejected and event.bill.client.bank == VALLE
    ]
    entries = [Booking(YESTERDAY, (one,), debit=True, family="IDDT/UPDD", text="DEVOLUCION ADEUDO") for one in known]
    debtors = [(bill, cents) for bill, _, cents in open_returns if bill.client.segment == "household"]
    for (bill, cents), text in zip(debtors[2:4], (f"PAGO FACTURA {debtors[2][0].number}", "RECIBO LUZ"), strict=False):
        initial, _, rest = bill.client.name.partition(" ")
        name = bill.client.name if text.startswith("PAGO") else f"{initial[0]} {rest.rsplit(' ', 1)[0]}".upper()
        entries.append(_transfer(cents, name, text))
    entries.append(_transfer(12_000, "TRANSFERENCIA INMEDIATA", "PAGO LUZ"))
    paper = Paper("camt.053", "08", f"EXT1{TODAY:%Y%m%d}", ACCOUNTS[VALLE], TODAY, opening_cents=4_821_377)
    return Arrival(f"extracto_valle_{TODAY:%Y%m%d}.xml", camt(paper, entries))


def _transfer(cents: int, name: str, text: str) -> Booking:
    return Booking(TODAY, (Transaction(cents, name=name, text=text),), debit=False, family="RCDT/ESCT", text=text)


def _due_returned(world: World, open_returns: Sequence[tuple[Bill, Returned, int]]) -> Arrival:
    """Gestión de Pagos → Vencimiento de Cobro → Devuelto: all open returns, and what nobody had seen."""
    columns = (
        ("Cliente", Type.TEXT), ("Importe", Type.MONEY), ("Número de factura", Type.TEXT), ("CUPS", Type.TEXT),
        ("Fecha vto.", Type.DAY), ("Motivo", Type.TEXT),
    )  # fmt: skip
    whole = [one for one in open_returns if one[2] == one[0].cents]
    in_part = [one for one in open_returns if one[2] != one[0].cents][:2]  # the ERP shows what is left of them
    rows: list[tuple[sheets.Cell, ...]] = [
        (bill.client.name, cents, bill.number, bill.client.supply, bill.due_on, back.reason)
        for bill, back, cents in whole + in_part
    ]
    for nth, client in enumerate(_seldom(world)):  # older than what Recobro was ever told
        rows.append(
            (client.name, 8_412 + nth * 2_977, f"FE25-{98_112 + nth * 31}", client.supply, date(2025, 10, 6), "AM04")
        )
    if open_returns:
        bill, back, _ = open_returns[0]
        rows.append((bill.client.name, 6_105, f"{bill.number}-B", bill.client.supply, NO_SUCH_DAY, back.reason))
    rows.append(("Comunidad de Regantes Sin Alta", 21_860, "FE24-88120", "", date(2024, 12, 20), "MS03"))
    title = (f"{NAMES['ES']} · Vencimientos de cobro devueltos", f"Fecha de listado: {TODAY:%d/%m/%Y}", "")
    table = Table("Vencimientos", title, columns, rows)
    return Arrival(f"vencimientos_devueltos_{TODAY:%d%m%Y}.csv", sheets.csv_text(table), "unpaid")


def _payments(world: World, open_returns: Sequence[tuple[Bill, Returned, int]]) -> Arrival:
    """PAGO FACTURAS CLIENTES of today, with money that names nobody."""
    paid = [event for event in world.between(YESTERDAY, TODAY) if isinstance(event, Paid)]
    large = [(bill, cents) for bill, _, cents in open_returns if bill.client.segment == "business"]
    for bill, cents in large[:1]:  # a business pays a half
        paid.append(Paid(TODAY, bill.client, cents // 2, "261124310077", bill))
    table = payments_table("ES", paid)
    nameless: tuple[sheets.Cell, ...] = (
        TODAY,
        "Ingreso sin identificar",
        "",
        "",
        "",
        9_550,
        "Ventanilla",
        "261124310093",
    )
    book = sheets.xlsx(replace(table, rows=[*table.rows, nameless]), TODAY)
    return Arrival(f"PAGO FACTURAS CLIENTES {TODAY:%Y-%m-%d}.xlsx", book, "payments")


def _seldom(world: World) -> list[Client]:
    """Two customers who otherwise pay."""
    return [one for one in world.clients if one.habit is Habit.TIGHT][:2]


def _new_clients(world: World) -> list[Client]:
    """Three lines that were sold yesterday."""
    return people.ecuadorian(3, Random("lines sold yesterday"), len(world.clients) + 1)  # noqa: S311 - invented data
