"""Which files reach the office on a day: exports of the ERP and messages of the banks about what has happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from stdnum.eu import at_02

from recobro.runs.demo import csb1914, iso20022, numbers, sheets
from recobro.runs.demo.events import FEE_CENTS, Bill, Event, Paid, Returned, Undone, bank_day_before
from recobro.runs.demo.iso20022 import Booking, Paper, Transaction, camt
from recobro.runs.demo.people import Client
from recobro.runs.demo.sheets import Table, Type
from recobro.runs.demo.world import World

NAMES = {"ES": "Eléctrica del Valle", "EC": "Telefonía Andina"}
COMPANY_ID = numbers.spanish_company(999)
CREDITOR_ID = "ES" + at_02.calc_check_digits(f"ES00000{COMPANY_ID}") + "000" + COMPANY_ID
VALLE, RIBERA, MESETA = 0, 1, 2  # our three invented banks: Banco del Valle, Caja Ribera, Banco Meseta
ACCOUNTS = tuple(numbers.spanish_account(1 + bank, 71 + bank) for bank in (VALLE, RIBERA, MESETA))
SEGMENTS = {"household": "Doméstico", "business": "Empresa", "public_body": "Administración pública"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file as it comes in."""

    file_name: str
    data: bytes
    kind: str | None = None  # None: the content says it


def arrivals(world: World, after: date, until: date) -> list[Arrival]:
    """The files that tell what happened after one day, until another, in the order in which they are taken."""
    events = world.between(after, until)
    billed = world.billed(after, until)
    if world.country == "EC":
        return list(_telecom(billed, events, until))
    return list(_electricity(billed, events, until))


def contracts(country: str, clients: Sequence[Client], day: date) -> Arrival:
    """The ERP's export of contracts."""
    number, identity, product = (
        ("CUPS", "NIF", "Tarifa") if country == "ES" else ("Número de servicio", "Cédula/RUC", "Producto")
    )
    columns = (
        "Contrato", "Cliente", identity, number, "Dirección", "Municipio", "Provincia", "Teléfono",
        "Correo electrónico", "Tipo de cliente", product, "Mandato",
    )  # fmt: skip
    rows = [
        (
            one.ref, one.name, one.tax_id, one.supply, one.address, one.town,
            one.region, one.phone, one.email, SEGMENTS[one.segment], one.product, one.mandate,
        )
        for one in clients
    ]  # fmt: skip
    title = (f"{NAMES[country]} · Contratos", f"Fecha de exportación: {day:%d/%m/%Y}")
    table = Table("Contratos", title, tuple((label, Type.TEXT) for label in columns), rows, total=False)
    return Arrival(f"contratos_{day:%Y%m%d}.xlsx", sheets.xlsx(table, day), "contracts")


def invoices(country: str, bills: Sequence[Bill], day: date) -> Arrival:
    """The ERP's export of invoices: a workbook in Spain, a CSV in Ecuador."""
    number = "CUPS" if country == "ES" else "Número de servicio"
    columns = (
        ("Número de factura", Type.TEXT), ("Contrato", Type.TEXT), ("Cliente", Type.TEXT), (number, Type.TEXT),
        ("Fecha de emisión", Type.DAY), ("Vencimiento", Type.DAY), ("Importe", Type.MONEY),
    )  # fmt: skip
    rows = [(b.number, b.client.ref, b.client.name, b.client.supply, b.issued_on, b.due_on, b.cents) for b in bills]
    table = Table("Facturas emitidas", (f"{NAMES[country]} · Facturas emitidas",), columns, rows)
    if country == "ES":
        return Arrival(f"facturas_emitidas_{day:%Y%m%d}.xlsx", sheets.xlsx(table, day), "invoices")
    return Arrival(f"facturas_{day:%Y%m%d}.csv", sheets.csv_text(table, encoding="utf-8-sig", comma=False), "invoices")


def payments_table(country: str, paid: Sequence[Paid | Undone]) -> Table:
    """PAGO FACTURAS CLIENTES; a payment that the bank took back stands there once more, below zero."""
    identity, number = ("NIF", "CUPS") if country == "ES" else ("Cédula/RUC", "Número de servicio")
    columns = (
        ("Fecha de pago", Type.DAY), ("Cliente", Type.TEXT), (identity, Type.TEXT), (number, Type.TEXT),
        ("Número de factura", Type.TEXT), ("Importe", Type.MONEY), ("Forma de pago", Type.TEXT),
        ("Referencia", Type.TEXT),
    )  # fmt: skip
    title = "PAGO FACTURAS CLIENTES" if country == "ES" else "RECAUDACIÓN"
    return Table(title, (f"{NAMES[country]} · {title}",), columns, [_payment_row(one) for one in paid])


def transaction(back: Returned, *, fee_cents: int = 0) -> Transaction:
    """A return as a transaction of a bank's message."""
    return _debit(back.bill, batch_of(back.bill, back.presented_on), reason=back.reason, fee_cents=fee_cents)


def batch_of(bill: Bill, presented_on: date) -> str:
    """Our own PmtInfId of the presentation."""
    return f"EV{presented_on:%Y%m%d}-{bill.client.bank + 1}"


def _telecom(billed: Sequence[Bill], events: Sequence[Event], day: date) -> Iterator[Arrival]:
    if billed:
        yield invoices("EC", billed, day)
    paid = [event for event in events if isinstance(event, Paid | Undone)]
    if paid:
        text = sheets.csv_text(payments_table("EC", paid), encoding="utf-8", comma=False)
        yield Arrival(f"recaudacion_{day:%Y%m%d}.csv", text, "payments")


def _electricity(billed: Sequence[Bill], events: Sequence[Event], day: date) -> Iterator[Arrival]:
    """What was collected is no news. Of the ERP's invoices only the credit notes are wanted."""
    back = [event for event in events if isinstance(event, Returned)]
    for bank, write in ((VALLE, _valle), (RIBERA, _ribera), (MESETA, _meseta)):
        mine = [one for one in back if one.bill.client.bank == bank and not one.rejected]
        if mine:
            yield write(mine, day)
    rejected = [one for one in back if one.rejected]
    if rejected:
        yield rejects(rejected, day)
    paid = [event for event in events if isinstance(event, Paid | Undone)]
    if paid:
        table = payments_table("ES", paid)
        yield Arrival(f"PAGO FACTURAS CLIENTES {day:%Y-%m-%d}.xlsx", sheets.xlsx(table, day), "payments")
    credit_notes = [bill for bill in billed if bill.cents < 0]
    if credit_notes:
        yield invoices("ES", credit_notes, day)


def _valle(back: Sequence[Returned], day: date) -> Arrival:
    """Banco del Valle books all returns of a day as one entry, with its fee inside."""
    paper = Paper("camt.054", "08", f"DEV1{day:%Y%m%d}", ACCOUNTS[VALLE], day)
    by_day = _by(back, lambda one: one.day)
    entries = [
        Booking(
            bank_day_before(on),
            tuple(transaction(one, fee_cents=FEE_CENTS) for one in ones),
            debit=True,
            family="IDDT/UPDD",
        )
        for on, ones in by_day
    ]
    return Arrival(f"camt054_devoluciones_valle_{day:%Y%m%d}.xml", camt(paper, entries))


def _ribera(back: Sequence[Returned], day: date) -> Arrival:
    """Caja Ribera still sends version 02, one entry per return."""
    paper = Paper("camt.054", "02", f"RIB{day:%y%m%d}DV", ACCOUNTS[RIBERA], day)
    entries = [entry for one in back for entry in iso20022.single([transaction(one)], bank_day_before(one.day))]
    return Arrival(f"CAMT054_RIBERA_{day:%d%m%Y}.xml", camt(paper, entries))


def _meseta(back: Sequence[Returned], day: date) -> Arrival:
    """Banco Meseta sends the old text."""
    groups = [
        (charged_on, batch_of(ones[0].bill, charged_on), [transaction(one) for one in ones])
        for charged_on, ones in _by(back, lambda one: one.presented_on)
    ]
    creditor = (CREDITOR_ID, "ELECTRICA DEL VALLE SL", ACCOUNTS[MESETA])
    return Arrival(
        f"DEVOL1914_{day:%y%m%d}.TXT", csb1914.returns(creditor, f"DEV{day:%Y%m%d}", day, bank_day_before(day), groups)
    )


def rejects(back: Sequence[Returned], day: date) -> Arrival:
    """What the banks refuse before settlement comes as a pain.002."""
    due_on = back[0].presented_on
    total = (len(back) + 63, sum(one.bill.cents for one in back) + 512_344)
    text = iso20022.pain002(
        f"RCH{day:%Y%m%d}", f"EV{due_on:%Y%m%d}", day, due_on, [transaction(one) for one in back], total
    )
    return Arrival(f"pain002_rechazos_{day:%Y%m%d}.xml", text)


def _payment_row(one: Paid | Undone) -> tuple[sheets.Cell, ...]:
    paid, sign, way = (one.payment, -1, "Anulación") if isinstance(one, Undone) else (one, 1, one.channel)
    client, bill = paid.client, paid.bill
    number = bill.number if bill else ""
    return (one.day, client.name, client.tax_id, client.supply, number, sign * paid.cents, way, paid.reference)


def _debit(bill: Bill, batch: str, *, reason: str = "", fee_cents: int = 0) -> Transaction:
    client = bill.client
    return Transaction(
        bill.cents,
        end_to_end_id=bill.number,
        mandate=client.mandate,
        batch=batch if client.bank != RIBERA else "",  # Caja Ribera leaves our batch out
        name=client.name,
        account=client.account,
        text=f"FACTURA {bill.number}",
        reason=reason,
        fee_cents=fee_cents,
    )


def _by(back: Sequence[Returned], key: Callable[[Returned], date]) -> list[tuple[date, list[Returned]]]:
    found: dict[date, list[Returned]] = defaultdict(list)
    for one in back:
        found[key(one)].append(one)
    return sorted(found.items())
