"""An office whose ERP sends the notices: a ladder that leaves two rungs to it, and the lists and papers it brings."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

from recobro.access.roles import Role
from recobro.access.scope import Scope
from recobro.billing.models import Invoice, LotRow
from recobro.core import home
from recobro.flows.lot_report import LotReport
from recobro.flows.take import take
from recobro.notices.models import OutsideNotice
from recobro.parties.models import Account, Number
from tests.db import ladder_factories as make
from tests.db.ladder_world import World
from tests.told_ladder import LADDER

HEADINGS = (
    "Factura;CUPS;NIF;Cliente;Canal;Tipo de comunicado;Fecha de envío;Fecha de recepción;Destinatario;Resultado;"
    "Fecha programada de corte"
)
CUPS = "ES0021000000000001AB"


class Office(World):
    """One customer with invoice F-1, due on 23 October 2026."""

    def __init__(self, *, first: str = "accepted", second: str = "accepted") -> None:
        super().__init__(LADDER.format(first=first, second=second), start=date(2026, 10, 1))
        self.account = self.customer(CUPS)
        self.bill("F-1", date(2026, 10, 23))

    def customer(self, cups: str, email: str = "ana@example.com") -> Account:
        """Another customer with a supply."""
        with self.on(date(2026, 10, 1)):
            made = make.account(self.scope, email=email)
            Number.objects.create(portfolio_id=self.scope.portfolio_id, account=made, kind="cups", value=cups)
            return made

    def bill(self, number: str, due_on: date, of: Account | None = None) -> Invoice:
        """An invoice of 50.00."""
        with self.on(due_on):
            return make.invoice(of or self.account, 5000, due_on, number=number)

    def listed(self, *rows: str, on: date) -> LotReport:
        """The ERP's list of communications comes in; each row without its heading."""
        return self.brings("\n".join((HEADINGS, *rows)).encode(), "comunicados.csv", on=on)

    def brings(self, data: bytes, name: str, *, on: date) -> LotReport:
        """One file comes in."""
        with self.on(on):
            (report,) = take(self.scope, io.BytesIO(data), file_name=name)
            return report

    def as_role(self, role: str) -> Scope:
        """The same portfolio as a person of this role sees it."""
        return replace(self.scope, role=Role(role), person="persona")

    def rung(self, number: str = "F-1") -> tuple[int, date | None]:
        """Where an invoice stands, and since when."""
        item = self.item(number)
        return item.rung, item.proved_on

    def notices(self) -> list[OutsideNotice]:
        """Everything others sent, oldest first."""
        return list(OutsideNotice.objects.filter(portfolio_id=self.scope.portfolio_id).order_by("sent_on", "pk"))

    def waiting(self) -> LotRow:
        """The one row that waits."""
        return LotRow.objects.get(portfolio_id=self.scope.portfolio_id, status="waiting")


def row(
    invoice: str = "F-1",
    *,
    sent: str = "02/11/2026",
    received: str = "",
    channel: str = "Carta",
    to: str = "",
    result: str = "",
    cut: str = "",
    cups: str = "",
    tax_id: str = "",
    called: str = "Aviso de impago",
) -> str:
    """One line of the list."""
    return ";".join((invoice, cups, tax_id, "Ana Inventada", channel, called, sent, received, to, result, cut))


def trust(root_pem: bytes) -> None:
    """Let this installation trust a root."""
    folder: Path = home.locate().path / "trust"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "raiz.pem").write_bytes(root_pem)
