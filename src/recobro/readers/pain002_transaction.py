"""One transaction of a pain.002 (TxInfAndSts) as a Row or a Fault, and what its status means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from recobro.core.money import BadAmount
from recobro.readers.amounts import BadDate, iso_day, positive_cents
from recobro.readers.repeats import Repeats
from recobro.readers.rows import Fault, Row, RowKind
from recobro.readers.xml import Element, Shape, Values, ident

REJECTED = "RJCT"
PENDING = frozenset({"PDNG", "RCVD", "PATC", "PRES"})
OUR_FAULT = frozenset(
    {"DU01", "DU02", "DU03", "DUPL", "FF01", "FF03", "AM05", "AM10"}
)  # nobody is unpaid because of these

_TRANSACTION = Shape(
    {
        "OrgnlPmtInfId": "batch_id",  # here in version 02 only
        "OrgnlInstrId": "instruction_id",
        "OrgnlEndToEndId": "end_to_end_id",
        "TxSts": "status",
        "StsRsnInf": {
            "Rsn": {"Cd": "reason", "Prtry": "reason"},
            "StsRsn": {"Cd": "reason", "Prtry": "reason"},
            "AddtlInf": "+reason_text",
            "AddtlStsRsnInf": "+reason_text",
        },
        "OrgnlTxRef": {
            "Amt": {"InstdAmt": "$amount"},
            "ReqdColltnDt": {"": "due_on", "Dt": "due_on", "DtTm": "due_on"},
            "MndtRltdInf": {
                "MndtId": "mandate_id",
                "DrctDbtMndt": {"MndtId": "mandate_id"},
            },
            "CdtrSchmeId": "!scheme",
            "RmtInf": {"Ustrd": "+text", "Strd": {"CdtrRefInf": {"Ref": "reference", "CdtrRef": "reference"}}},
            "Dbtr": {"Nm": "debtor", "Pty": {"Nm": "debtor"}},
            "DbtrAcct": {"Id": {"IBAN": "debtor_account", "Othr": {"Id": "debtor_account"}}},
            "CdtrAcct": {"Id": {"IBAN": "creditor_account", "Othr": {"Id": "creditor_account"}}},
        },
    }
)


@dataclass(frozen=True, slots=True)
class Group:
    """OrgnlGrpInfAndSts: which of our files, and its status as a whole."""

    message_id: str = ""
    message_name: str = ""  # "pain.008.001.02": direct debits; "pain.001…": our own transfers
    status: str = ""
    reason: str = ""
    reason_text: str = ""
    count: str = ""
    sum: str = ""
    created_on: date | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """OrgnlPmtInfAndSts without its transactions."""

    batch_id: str = ""
    status: str = ""
    reason: str = ""
    reason_text: str = ""
    count: str = ""
    sum: str = ""


def is_direct_debit(message_name: str) -> bool | None:
    """Whether our original file was one of direct debits; None when the bank does not say."""
    name = message_name.strip().lower()
    if name.startswith("pain.008"):
        return True
    return False if name.startswith("pain.") else None


def read_transaction(
    element: Element, group: Group, batch: Batch, line: int, repeats: Repeats
) -> tuple[Row | Fault, bool]:
    """Read a TxInfAndSts. The second value is true when only the kind of our file would tell debit from transfer."""
    values = _TRANSACTION.read(element)
    status = values.get("status", "") or batch.status or group.status
    debits = is_direct_debit(group.message_name)
    if debits is None and ("mandate_id" in values or "scheme" in values):
        debits = True
    kind = _kind(status, debits)
    unnamed = kind is RowKind.REJECT and debits is None
    if kind is None:
        return Fault(line, "TxInfAndSts", "unknown_status", status[:40], "TxSts"), False
    try:
        amount = positive_cents(values["amount"]) if "amount" in values else None
        due_on = iso_day(values["due_on"]) if "due_on" in values else None
    except BadAmount as exc:
        return _fault(line, exc.code, values["amount"], "InstdAmt", kind), False
    except BadDate as exc:
        return _fault(line, exc.code, values["due_on"], "ReqdColltnDt", kind), False
    return _row(values, group, batch, line, kind, amount, due_on, status, repeats), unnamed


def _kind(status: str, debits: bool | None) -> RowKind | None:
    """None: a status that we do not know, so that we cannot say what happened."""
    if status == REJECTED:
        return RowKind.OTHER if debits is False else RowKind.REJECT
    if status.startswith("AC") or status in PENDING:
        return RowKind.ACCEPTED if debits is not False else RowKind.OTHER
    return None


def _fault(line: int, code: str, found: str, field: str, kind: RowKind) -> Fault:
    return Fault(line, "TxInfAndSts", code, found[:40], field, kind=kind)


def _row(
    values: Values,
    group: Group,
    batch: Batch,
    line: int,
    kind: RowKind,
    amount: int | None,
    due_on: date | None,
    status: str,
    repeats: Repeats,
) -> Row:
    get = values.get
    end_to_end_id, mandate_id = ident(values, "end_to_end_id"), ident(values, "mandate_id")
    account, currency = get("creditor_account", ""), get("amount_currency", "")
    rejected = status == REJECTED
    return Row(
        line,
        kind,
        amount,
        currency,
        end_to_end_id,
        ident(values, "instruction_id"),
        get("reference", ""),
        mandate_id,
        get("batch_id", "") or batch.batch_id,
        reason_code=get("reason", "") or (batch.reason or group.reason if rejected else ""),
        reason_text=get("reason_text", "") or (batch.reason_text or group.reason_text if rejected else ""),
        booked_on=group.created_on,
        due_on=due_on,
        creditor_account=account,
        debtor_name=get("debtor", ""),
        debtor_account=get("debtor_account", ""),
        text=get("text", ""),
        pending=status in PENDING,
        occurrence=repeats.occurrence(
            kind, account, end_to_end_id, mandate_id, "", amount, currency, group.created_on, status in PENDING
        ),
        message_id=group.message_id,
    )
