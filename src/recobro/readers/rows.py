"""What every reader yields. The shapes are the same whatever the bank, the norm or the sheet.

A reader is a generator `read(source: BinaryIO, ...) -> Iterator[Item]`; the first item is the `Header`. One bad
record does not hide the next: it becomes a `Fault` with its line and what was expected and found. A file that cannot
be read at all raises `BadFile` (a BadInput), also after rows were yielded (a truncated file), so whoever reads works
in one transaction. Amounts are integer cents or None when the format does not carry them; never zero by default.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from recobro.core.errors import BadInput


class BadFile(BadInput):
    """The file as a whole cannot be taken: empty, not what it says, truncated, dangerous. Nothing is booked."""

    code = "bad_file"


class AskColumns(BadFile):
    """A sheet that can be read as soon as a person says what it is and what its columns hold. The lot waits."""

    code = "missing_columns"


class RowKind(StrEnum):
    """What a row says happened."""

    RETURN = "return"  # a direct debit that came back after settlement
    REJECT = "reject"  # a direct debit refused before settlement: money never arrived
    PAYMENT = "payment"  # money of a customer came in
    REMITTANCE = "remittance"  # one direct debit that we sent to the bank: presented, not collected
    COLLECTION = "collection"  # direct debits of ours were credited: one of them, or a batch as a whole
    ACCEPTED = "accepted"  # evidence that the bank took our order; says nothing of money
    REFUSED = "refused"  # a file or batch of ours refused as a whole: each transaction of our remittance is a reject
    VOIDED = "voided"  # the same for a fault of our own file: nothing was presented, nobody is unpaid
    UNPAID = "unpaid"  # a line of the ERP's list of open returned items (a snapshot, not an event)
    INVOICE = "invoice"
    CONTRACT = "contract"
    OTHER = "other"  # a statement line that is none of our business (fees, suppliers, returned transfers)


class Row(NamedTuple):
    """One record. Text is kept as found (trimmed), except dates and amounts, which were read strictly.

    A named tuple and not a frozen dataclass: 200,000 of them are made per file, in a quarter of the time.
    """

    line: int  # 1-based line or row of the file; for XML the ordinal of the transaction
    kind: RowKind
    amount_cents: int | None  # positive (in sheets a credit note or an undone payment is negative); None: not carried
    currency: str  # ISO 4217, or "" when the file does not say
    end_to_end_id: str = ""  # EndToEndId / own reference, "" for NOTPROVIDED
    instruction_id: str = ""  # InstrId / OrgnlInstrId, "" for NOTPROVIDED
    reference: str = ""  # structured creditor reference (CdtrRefInf/Ref), or the reference column of a sheet
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
    pending: bool = False  # announced, not booked by the bank (Sts other than BOOK): opens nothing, closes nothing
    occurrence: int = 1  # 2 for the second equal record of the same file (see `repeats.py`): both are real
    message_id: str = ""  # MsgId / OrgnlMsgId of the remittance that the record belongs to or speaks of
    sequence: str = ""  # of a direct debit: FRST | RCUR | OOFF | FNAL
    signed_on: date | None = None  # the day its mandate was signed


new_row = partial(tuple.__new__, Row)  # all 36 values by position: a third of the time of naming them


@dataclass(frozen=True, slots=True)
class Fault:
    """One record that cannot be used: where, what was expected, what was found. It still counts."""

    line: int
    record: str  # "TxInfAndSts", "2319143003", "fila"
    code: str  # a wording key: bad_amount, bad_date, missing_amount, unknown_reason …
    found: str = ""
    field: str = ""  # column or element
    amount_cents: int | None = None  # when the amount itself could be read
    expected: str = ""
    kind: RowKind | None = None  # what the record would have been, when known
    currency: str = ""
    row: Row | None = None  # what could be read of it all the same, so that a person sees whose it is


@dataclass(frozen=True, slots=True)
class Declared:
    """A total that the file itself states about a set of its rows. Pending rows are never inside.

    scope: "file" (trailer record, control sum) · "status" (pain.002: so many with this status) · "entries" (camt: the
    bank's own amounts of the entries, summed per kind) · "totals_row" (sheet).
    """

    scope: str
    count: int | None
    total_cents: int | None  # with the bank's fees inside, when it books them together
    line: int = 0
    kind: RowKind | None = None  # None: all rows of the file
    currency: str = ""
    fee_cents: int = 0  # the part of `total_cents` that is fees


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The file contradicts itself: a total, count or balance it states is not what its records add up to.

    Found by the reader because only it sees all records. A contradiction inside one booking makes its rows faults
    instead: it says nothing against the rest of the file.
    """

    code: str  # group_total_differs, summary_differs, balance_differs, totals_row_differs …
    expected: str  # what the file states: an amount as people write it, or a count
    found: str  # what its records add up to
    field: str = ""  # the element, record or label that states it
    line: int = 0


@dataclass(frozen=True, slots=True)
class WholeReject:
    """A whole file or batch refused without naming its transactions. They are in our own remittance, not here.

    `ours`: the reason says that our file is at fault (sent twice, wrong format, wrong sum): nobody is unpaid.
    """

    scope: str  # "file" | "batch"
    original_message_id: str  # OrgnlMsgId, "" when the bank did not say: then nothing can be matched
    batch_id: str
    reason_code: str
    reason_text: str = ""
    ours: bool = False
    direct_debits: bool | None = None  # False: it was a file of transfers; None: the bank did not say
    line: int = 0


@dataclass(frozen=True, slots=True)
class WholeAccept:
    """A whole file or batch that the bank took without naming its transactions: evidence, not money."""

    scope: str  # "file" | "batch"
    original_message_id: str
    batch_id: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """What the file says of itself; the first thing a reader yields."""

    format: str  # "pain.002.001.03", "camt.054.001.08", "csb19.14", "xlsx", "csv"
    message_id: str = ""  # MsgId / file id; the same message may come in another file
    created_on: date | None = None
    original_message_id: str = ""  # OrgnlMsgId: our own remittance
    sender: str = ""
    sheet_kind: str = ""  # of a sheet, what it was read as: "unpaid", "payments", "contracts", "invoices", "results"


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know: hidden rows, wrong bytes, a column that was ignored.

    With `confirm` the file must not be booked before a person has said yes (unknown namespace, for example).
    """

    code: str
    found: str = ""
    line: int = 0
    confirm: bool = False


Item = Header | Row | Fault | Declared | Mismatch | WholeReject | WholeAccept | Note
