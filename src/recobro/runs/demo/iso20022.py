"""camt.053, camt.054 (versions 02 and 08) and pain.002 as banks write them. Elements after formats.md §1.2 and §1.3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from recobro.core.money import units

_ROOTS = {"camt.053": ("BkToCstmrStmt", "Stmt"), "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}


@dataclass(frozen=True, slots=True)
class Transaction:
    """One direct debit or transfer inside an entry."""

    cents: int
    end_to_end_id: str = ""
    mandate: str = ""
    batch: str = ""
    name: str = ""
    account: str = ""
    text: str = ""
    reason: str = ""  # set: it came back
    fee_cents: int = 0  # inside the booked amount


@dataclass(frozen=True, slots=True)
class Booking:
    """One entry of the statement."""

    day: date
    transactions: tuple[Transaction, ...]
    debit: bool
    family: str  # "IDDT/ESDD" collected, "IDDT/UPDD" returned, "RCDT/ESCT" transfer
    text: str = ""

    @property
    def cents(self) -> int:
        """What moved on our account, the bank's fees inside."""
        return sum(one.cents + one.fee_cents for one in self.transactions)


@dataclass(frozen=True, slots=True)
class Paper:
    """The head of a message."""

    message: str  # camt.053 | camt.054
    version: str  # "02" | "08"
    message_id: str
    account: str
    made_on: date
    opening_cents: int = 0  # camt.053 only


def camt(paper: Paper, bookings: Sequence[Booking]) -> bytes:
    """A notification or statement with these entries; a statement carries balances that add up."""
    root, unit = _ROOTS[paper.message]
    moment = f"{paper.made_on.isoformat()}T06:40:00"
    entries = "\n".join(_entry(paper, booking, at) for at, booking in enumerate(bookings, 1))
    moved = sum(-one.cents if one.debit else one.cents for one in bookings)
    balances = ""
    if paper.message == "camt.053":
        balances = _balance("OPBD", paper.opening_cents, paper.made_on)
        balances += _balance("CLBD", paper.opening_cents + moved, paper.made_on)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{paper.message}.001.{paper.version}"><{root}>'
        f"<GrpHdr><MsgId>{paper.message_id}</MsgId><CreDtTm>{moment}</CreDtTm></GrpHdr>"
        f"<{unit}><Id>{paper.message_id}-1</Id><CreDtTm>{moment}</CreDtTm>"
        f"<Acct><Id><IBAN>{paper.account}</IBAN></Id><Ccy>EUR</Ccy></Acct>{balances}\n{entries}\n</{unit}></{root}></Document>\n"
    )
    return text.encode()


def pain002(
    message_id: str,
    original_id: str,
    made_on: date,
    due_on: date,
    rejects: Sequence[Transaction],
    total: tuple[int, int],
) -> bytes:
    """A report of rejects out of one batch. `total`: count and cents of the original message."""
    count, cents = total
    records = "\n".join(
        f"<TxInfAndSts><OrgnlInstrId>I-{escape(one.end_to_end_id)}</OrgnlInstrId>"
        f"<OrgnlEndToEndId>{escape(one.end_to_end_id)}</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
        f"<StsRsnInf><Rsn><Cd>{one.reason}</Cd></Rsn></StsRsnInf><OrgnlTxRef>"
        f'<Amt><InstdAmt Ccy="EUR">{units(one.cents)}</InstdAmt></Amt><ReqdColltnDt>{due_on.isoformat()}</ReqdColltnDt>'
        f"<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd>CORE</Cd></LclInstrm></PmtTpInf>"
        f"<PmtMtd>DD</PmtMtd><MndtRltdInf><MndtId>{one.mandate}</MndtId></MndtRltdInf>"
        f"<Dbtr><Nm>{escape(one.name)}</Nm></Dbtr><DbtrAcct><Id><IBAN>{one.account}</IBAN></Id></DbtrAcct>"
        "</OrgnlTxRef></TxInfAndSts>"
        for one in rejects
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>'
        f"<GrpHdr><MsgId>{message_id}</MsgId><CreDtTm>{made_on.isoformat()}T07:05:00</CreDtTm></GrpHdr>"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{original_id}</OrgnlMsgId><OrgnlMsgNmId>pain.008.001.02</OrgnlMsgNmId>"
        f"<OrgnlNbOfTxs>{count}</OrgnlNbOfTxs><OrgnlCtrlSum>{units(cents)}</OrgnlCtrlSum><GrpSts>PART</GrpSts>"
        f"<NbOfTxsPerSts><DtldNbOfTxs>{len(rejects)}</DtldNbOfTxs><DtldSts>RJCT</DtldSts>"
        f"<DtldCtrlSum>{units(sum(one.cents for one in rejects))}</DtldCtrlSum></NbOfTxsPerSts>"
        f"</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>{original_id}-RCUR</OrgnlPmtInfId>\n{records}\n"
        "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n"
    )
    return text.encode()


def _entry(paper: Paper, booking: Booking, ordinal: int) -> str:
    old = paper.version == "02"
    side = "DBIT" if booking.debit else "CRDT"
    status = "<Sts>BOOK</Sts>" if old else "<Sts><Cd>BOOK</Cd></Sts>"
    family, subfamily = booking.family.split("/")
    reversal = "<RvslInd>true</RvslInd>" if any(one.reason for one in booking.transactions) else ""
    day = booking.day.isoformat()
    details = "".join(_details(one, side, old) for one in booking.transactions)
    batch = ""
    if len(booking.transactions) > 1:
        batch = f"<Btch><NbOfTxs>{len(booking.transactions)}</NbOfTxs></Btch>"
    return (
        f'<Ntry><Amt Ccy="EUR">{units(booking.cents)}</Amt><CdtDbtInd>{side}</CdtDbtInd>{reversal}{status}'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>"
        f"<AcctSvcrRef>{paper.message_id}/{ordinal:04d}</AcctSvcrRef>"
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{subfamily}</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"<NtryDtls>{batch}{details}</NtryDtls>"
        + (f"<AddtlNtryInf>{escape(booking.text)}</AddtlNtryInf>" if booking.text else "")
        + "</Ntry>"
    )


def _details(one: Transaction, side: str, old: bool) -> str:
    asked = f'<InstdAmt><Amt Ccy="EUR">{units(one.cents)}</Amt></InstdAmt>'
    charges = ""
    if one.fee_cents and not old:
        charges = (
            f'<Chrgs><Rcrd><Amt Ccy="EUR">{units(one.fee_cents)}</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
            "<ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>"
        )
    amount = f'<Amt Ccy="EUR">{units(one.cents + one.fee_cents)}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
    return "".join(
        (
            "<TxDtls>",
            _references(one),
            "" if old else amount,
            f"<AmtDtls>{asked}</AmtDtls>",
            charges,
            _debtor(one, old),
            f"<RmtInf><Ustrd>{escape(one.text)}</Ustrd></RmtInf>" if one.text else "",
            f"<RtrInf><Rsn><Cd>{one.reason}</Cd></Rsn></RtrInf>" if one.reason else "",
            "</TxDtls>",
        )
    )


def _references(one: Transaction) -> str:
    found = {"PmtInfId": one.batch, "EndToEndId": one.end_to_end_id or "NOTPROVIDED", "MndtId": one.mandate}
    return "<Refs>" + "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in found.items() if value) + "</Refs>"


def _debtor(one: Transaction, old: bool) -> str:
    if not one.name:
        return ""
    name = f"<Nm>{escape(one.name)}</Nm>"
    account = f"<DbtrAcct><Id><IBAN>{one.account}</IBAN></Id></DbtrAcct>" if one.account else ""
    return f"<RltdPties><Dbtr>{name if old else f'<Pty>{name}</Pty>'}</Dbtr>{account}</RltdPties>"


def _balance(code: str, cents: int, day: date) -> str:
    side = "DBIT" if cents < 0 else "CRDT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{units(abs(cents))}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"<Dt><Dt>{day.isoformat()}</Dt></Dt></Bal>"
    )


def single(bookings_of: Sequence[Transaction], day: date) -> Iterator[Booking]:
    """One entry per return, as some banks book them."""
    for one in bookings_of:
        yield Booking(day, (one,), debit=True, family="IDDT/UPDD", text="DEVOLUCION ADEUDO DOMICILIADO")
