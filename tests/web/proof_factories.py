"""A list of the ERP with its differences, and the reports of a lot, made directly for the pages."""

from __future__ import annotations

from datetime import timedelta

from recobro.access.models import Portfolio
from recobro.billing.models import Difference, Invoice, Lot, LotRow, Snapshot
from recobro.cases.models import Case
from recobro.notices.models import OfficeMail, Receipt
from tests.web.desk_factories import NOON, TODAY, lot

KINDS = (("only_bank", "operations"), ("only_erp", "controller"), ("amount", "controller"), ("gone", "operations"))


def proof(house: Portfolio, bank: Lot, cases: list[Case]) -> Lot:
    """A list with one difference of each kind and one that a person has answered; the reports of `bank`."""
    listed = lot(house, "booked")
    Lot.objects.filter(pk=listed.pk).update(kind="unpaid", format="xlsx", file_name="vencimientos_devueltos.xlsx")
    listed.kind = "unpaid"
    LotRow.objects.filter(lot=listed).delete()
    Snapshot.objects.create(
        portfolio=house, lot=listed, listed_on=TODAY, count=203, cents=3697012, before_count=200, before_cents=3600000,
        new_count=5, new_cents=107012, gone_count=2, gone_cents=10000, changed_count=1, changed_cents=0,
    )  # fmt: skip
    bills = [one.items.order_by("id")[0].invoice for one in cases[:5]]
    for days, ((kind, owner), bill) in enumerate(zip((*KINDS, KINDS[0]), bills, strict=True)):
        difference(house, kind, owner, bill, listed, bank, days)
    Difference.objects.filter(invoice_number=bills[4].number).update(
        closed_on=TODAY, closed_at=NOON, closed_by="carlos", outcome="answered", why="Se exportó con filtro"
    )
    for kind in ("operations", "control"):
        mail = OfficeMail.objects.create(
            portfolio=house, kind="lot_report", key=f"lot-report:{bank.pk}:{kind}", list_kind=kind, subject_id=bank.pk,
            recipients=["oficina@example.org"], subject="Parte", body="Parte", created_at=NOON - timedelta(days=2),
        )  # fmt: skip
        if kind == "control":
            Receipt.objects.create(portfolio=house, mail=mail, by="carlos", created_at=NOON)
    return listed


def difference(house: Portfolio, kind: str, owner: str, bill: Invoice, listed: Lot, bank: Lot, days: int) -> None:
    """One open difference of that age."""
    told = kind != "only_erp"
    Difference.objects.create(
        portfolio=house, kind=kind, invoice_number=bill.number, invoice_id=bill.pk, account=bill.account,
        bank_cents=bill.open_cents if told else None,
        erp_cents=bill.open_cents + 180 if kind in ("only_erp", "amount") else None,
        before_cents=bill.open_cents if kind == "gone" else None,
        ledger_cents=bill.open_cents, lot=listed, bank_lot=bank if told else None,
        bank_row_id=bank.rows.order_by("-line")[0].pk if told else None,
        lists_count=1 + days % 2, owner=owner,
        opened_on=TODAY - timedelta(days=days), opened_at=NOON - timedelta(days=days),
    )  # fmt: skip
