"""One transaction of an entry (TxDtls), or an entry without any, as a Row or a Fault.

The debt to reopen is what we had asked for (InstdAmt), never the amount with the bank's charge inside.
"""

from __future__ import annotations

from recobro.core.money import BadAmount
from recobro.readers.amounts import positive_cents
from recobro.readers.camt_entry import Entry, read_batch
from recobro.readers.camt_kinds import Marks, doubt, kind_of
from recobro.readers.repeats import Repeats
from recobro.readers.rows import Fault, Row, RowKind
from recobro.readers.xml import Element, Plan, Shape, Values, ident


def _party(leaf: str) -> Plan:
    return {"Nm": leaf, "Pty": {"Nm": leaf}}


def _account(leaf: str) -> Plan:
    return {"Id": {"IBAN": leaf, "BBAN": leaf, "Othr": {"Id": leaf}, "PrtryAcct": {"Id": leaf}}}


_TRANSACTION = Shape(
    {
        "Refs": {
            "EndToEndId": "end_to_end_id",
            "InstrId": "instruction_id",
            "MndtId": "mandate_id",
            "PmtInfId": "batch_id",
            "MsgId": "message_id",
        },
        "Amt": "$amount",
        "CdtDbtInd": "direction",
        "AmtDtls": {"TxAmt": {"Amt": "$moved"}, "InstdAmt": {"Amt": "$asked"}},
        "BkTxCd": {"Domn": {"Fmly": {"Cd": "family", "SubFmlyCd": "subfamily"}}},
        "Chrgs": "!charges",
        "RltdPties": {
            "Dbtr": _party("debtor"),
            "DbtrAcct": _account("debtor_account"),
            "Cdtr": _party("creditor"),
            "CdtrAcct": _account("creditor_account"),
        },
        "RmtInf": {"Ustrd": "+text", "Strd": {"CdtrRefInf": {"Ref": "reference", "CdtrRef": "reference"}}},
        "RtrInf": {
            "Rsn": {"Cd": "reason", "Prtry": "reason"},
            "RtrRsn": {"Cd": "reason", "Prtry": "reason"},
            "AddtlInf": "+reason_text",
            "AddtlRtrRsnInf": "+reason_text",
        },
        "AddtlTxInf": "+more",
    }
)
_CHARGE = Shape({"Amt": "$amount", "CdtDbtInd": "direction", "ChrgInclInd": "included"})


def read_transaction(element: Element, entry: Entry, line: int, repeats: Repeats) -> tuple[Row | Fault, str]:
    """Read a TxDtls. The second value is the code of a note, or ""."""
    values = _TRANSACTION.read(element)
    direction = values.get("direction", "")
    debit = direction == "DBIT" if direction else entry.debit
    marks = Marks(
        debit=debit,
        reversal=entry.reversal,
        family=values.get("family", "") or entry.family,
        subfamily=values.get("subfamily", "") or entry.subfamily,
        returned="reason" in values or "reason_text" in values,
        detailed=True,
        mandate="mandate_id" in values,
    )
    kind = kind_of(marks)
    try:
        included, beside = _charges(element) if "charges" in values else (0, 0)
        booked, amount = _money(values, entry, kind, included)
    except BadAmount as exc:
        found = str(exc.data.get("found", ""))
        return Fault(line, "TxDtls", exc.code, found, "Amt", kind=kind, currency=entry.currency), ""
    fee = 0 if booked is None or amount is None else booked - amount
    if booked is not None:
        entry.tally(kind, booked, fee, debit is entry.debit)
        entry.charges_cents += beside
    return _row(values, entry, line, kind, amount, fee, repeats), doubt(marks, kind)


def read_line(element: Element, entry: Entry, line: int, repeats: Repeats) -> tuple[Row | Fault, str]:
    """Read an entry without transactions: a line of the statement, no more."""
    marks = Marks(
        entry.debit, entry.reversal, entry.family, entry.subfamily, returned=False, detailed=False, mandate=False
    )
    kind = kind_of(marks)
    if entry.amount_cents is not None:
        entry.tally(kind, entry.amount_cents, 0, same_direction=True)
    values = {"more": entry.text}
    if kind is RowKind.COLLECTION:  # a batch credited as one sum: what may name it
        values |= read_batch(element)
    return _row(values, entry, line, kind, entry.amount_cents, 0, repeats), doubt(marks, kind)


def _row(values: Values, entry: Entry, line: int, kind: RowKind, amount: int | None, fee: int, repeats: Repeats) -> Row:
    end_to_end_id = ident(values, "end_to_end_id")
    mandate_id = ident(values, "mandate_id")
    counted = entry.amount_cents if amount is None else amount
    get = values.get
    return Row(
        line,
        kind,
        amount,
        entry.currency,
        end_to_end_id,
        ident(values, "instruction_id"),
        get("reference", ""),
        mandate_id,
        get("batch_id", "") or entry.batch_id,
        reason_code=get("reason", ""),
        reason_text=get("reason_text", ""),
        booked_on=entry.booked_on,
        value_on=entry.value_on,
        fee_cents=fee,
        creditor_account=entry.account,
        # Some banks turn the parties round in a return: the customer is then the creditor of the reversal.
        debtor_name=get("debtor", "") or (get("creditor", "") if kind is RowKind.RETURN else ""),
        debtor_account=get("debtor_account", "") or (get("creditor_account", "") if kind is RowKind.RETURN else ""),
        text=get("text", "") or get("more", ""),
        pending=entry.pending,
        occurrence=repeats.occurrence(
            kind, entry.account, end_to_end_id, mandate_id, "", counted, entry.currency, entry.booked_on, entry.pending
        ),
        message_id=ident(values, "message_id") or entry.message_id,
    )


def _money(values: Values, entry: Entry, kind: RowKind, included_cents: int) -> tuple[int | None, int | None]:
    """What moved on the account, and the debt inside it. (None, None) when the transaction carries no amount."""
    booked: int | None = None
    for name in ("amount", "moved", "asked"):
        if name in values and values.get(name + "_currency", "") in (entry.currency, ""):
            booked = positive_cents(values[name])
            break
    if booked is None:
        if "amount" in values or "moved" in values:
            entry.unpriced = "currency_differs"
        return None, None
    if kind is not RowKind.RETURN:
        return booked, booked
    if "asked" in values and values.get("asked_currency", "") in (entry.currency, ""):
        asked = positive_cents(values["asked"])
        if asked > booked:
            raise BadAmount("amount_below_asked", found=values["asked"][:40])
        return booked, asked
    return booked, booked - min(included_cents, booked)


def _charges(element: Element) -> tuple[int, int]:
    """Charges inside the amount of the transaction, and charges beside it, in cents. Raises `BadAmount`."""
    included = beside = 0
    for charges in element.findall("{*}Chrgs"):
        for record in charges.findall("{*}Rcrd") or [charges]:
            values = _CHARGE.read(record)
            if "amount" not in values or values.get("direction", "DBIT") != "DBIT":
                continue
            cents = positive_cents(values["amount"])
            if values.get("included") in ("true", "1"):
                included += cents
            else:
                beside += cents
    return included, beside
