"""What every reader yields. The shapes are the same whatever the bank, the norm or the sheet.

A reader is a generator `read(source: BinaryIO, ...) -> Iterator[Item]`. One bad record does not hide the
next: it becomes a `Fault` with its line and what was expected and found. A file that cannot be read at all raises
`BadFile` (a BadInput). Amounts are integer cents or None when the format does not carry them; never zero by default.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recobro.core.errors import BadInput


class BadFile(BadInput):
    """The file as a whole cannot be taken: empty, not what it says, truncated, dangerous. Nothing is booked."""

    code = "bad_file"


class RowKind(StrEnum):
    """What a row says happened."""

    RETURN = "return"  # a direct debit that came back after settlement
    REJECT = "reject"  # a direct debit refused before settlement: money never arrived
    PAYMENT = "payment"  # money of a customer came in
    COLLECTION = "collection"  # a batch of direct debits was credited to us
    ACCEPTED = "accepted"  # evidence that the bank took our order; says nothing of money
    UNPAID = "unpaid"  # a line of the ERP's list of open returned items (a snapshot, not an event)
    INVOICE = "invoice"
    CONTRACT = "contract"
    OTHER = "other"  # a statement line that is none of our business (fees, suppliers, returned transfers)


@dataclass(frozen=True, slots=True)
class Row:
    """One record. Text is kept as found (trimmed), except dates and amounts, which were read strictly."""

    line: int  # 1-based line or row of the file; for XML the ordinal of the transaction
    kind: RowKind
    amount_cents: int | None  # positive; None when the format does not carry it (pain.002 often)
    currency: str  # ISO 4217, or "" when the file does not say
    end_to_end_id: str = ""  # EndToEndId / own reference, "" for NOTPROVIDED
    mandate_id: str = ""
    batch_id: str = ""  # PmtInfId / OrgnlPmtInfId / id of the original file
    invoice_number: str = ""
    cups: str = ""  # supply point code (ES) or service number (EC)
    reason_code: str = ""  # ISO external code, or CSB19-n
    reason_text: str = ""
    booked_on: date | None = None  # day of the return or payment in the bank's books
    value_on: date | None = None
    due_on: date | None = None  # requested collection date or due date
    issued_on: date | None = None
    fee_cents: int = 0  # the bank's charge inside the booking; never part of the debt
    creditor_account: str = ""  # our account (IBAN or CCC)
    debtor_name: str = ""
    debtor_account: str = ""
    text: str = ""  # remittance text as found
    tax_id: str = ""
    customer_ref: str = ""  # the ERP's customer or contract code
    email: str = ""
    phone: str = ""
    address: str = ""
    town: str = ""
    region: str = ""  # province as written
    segment: str = ""  # household | business | public_body, "" when the file does not say
    product: str = ""
    occurrence: int = 1  # 2 for the second equal record of the same file: inside one file both are real


@dataclass(frozen=True, slots=True)
class Fault:
    """One record that cannot be used: where, what was expected, what was found. It still counts."""

    line: int
    record: str  # "TxInfAndSts", "2319143003", "fila"
    code: str  # a wording key: bad_amount, bad_date, missing_amount, unknown_reason …
    found: str = ""
    field: str = ""  # column or element
    amount_cents: int | None = None  # when the amount itself could be read


@dataclass(frozen=True, slots=True)
class Declared:
    """A total that the file itself states about a set of rows just read (file, block, entry or totals row)."""

    scope: str  # "file" | "block" | "entry" | "totals_row"
    count: int | None
    total_cents: int | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """What the file says of itself; the first thing a reader yields."""

    format: str  # "pain.002.001.03", "camt.054.001.08", "csb19.14", "xlsx", "csv"
    message_id: str = ""  # MsgId / file id; the same message may come in another file
    created_on: date | None = None
    original_message_id: str = ""  # OrgnlMsgId: our own remittance
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know that changes nothing: hidden rows, wrong bytes, a column that was ignored."""

    code: str
    found: str = ""
    line: int = 0


Item = Header | Row | Fault | Declared | Note
