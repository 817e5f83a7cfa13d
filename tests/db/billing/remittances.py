"""Invented remittances of ours, and what banks answer to them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

MADE = "2026-11-16"
DUE = date(2026, 11, 18)
SPACE = "urn:iso:std:iso:20022:tech:xsd:"


@dataclass(frozen=True)
class Debit:
    """One direct debit as we present it."""

    end_to_end_id: str = "F-1"
    amount: str = "100.00"
    mandate: str = "MND-1"
    text: str = ""
    name: str = "Ana Ejemplo Ruiz"


def cents(amount: str) -> int:
    return int(amount.replace(".", ""))


def _sum(debits: tuple[Debit, ...]) -> str:
    total = sum(cents(debit.amount) for debit in debits)
    return f"{total // 100}.{total % 100:02d}"


def pain008(
    *debits: Debit,
    message: str = "REM-1",
    batch: str = "B-1",
    due: date = DUE,
    made: str = MADE,
    total: str = "",
    version: str = "02",
) -> BinaryIO:
    """A remittance of one block. `total` replaces the control sum of the file."""
    debits = debits or (Debit(),)
    written = "".join(
        f"<DrctDbtTxInf><PmtId><EndToEndId>{one.end_to_end_id or 'NOTPROVIDED'}</EndToEndId></PmtId>"
        f'<InstdAmt Ccy="EUR">{one.amount}</InstdAmt>'
        f"<DrctDbtTx><MndtRltdInf><MndtId>{one.mandate}</MndtId><DtOfSgntr>2020-01-15</DtOfSgntr></MndtRltdInf></DrctDbtTx>"
        f"<Dbtr><Nm>{one.name}</Nm></Dbtr><DbtrAcct><Id><IBAN>ES7921000813610123456789</IBAN></Id></DbtrAcct>"
        f"<RmtInf><Ustrd>{one.text or 'Recibo'}</Ustrd></RmtInf></DrctDbtTxInf>"
        for one in debits
    )
    return io.BytesIO(
        f'<?xml version="1.0"?><Document xmlns="{SPACE}pain.008.001.{version}"><CstmrDrctDbtInitn>'
        f"<GrpHdr><MsgId>{message}</MsgId><CreDtTm>{made}T10:00:00</CreDtTm><NbOfTxs>{len(debits)}</NbOfTxs>"
        f"<CtrlSum>{total or _sum(debits)}</CtrlSum><InitgPty><Nm>Eléctrica Ejemplo</Nm></InitgPty></GrpHdr>"
        f"<PmtInf><PmtInfId>{batch}</PmtInfId><PmtMtd>DD</PmtMtd><NbOfTxs>{len(debits)}</NbOfTxs><CtrlSum>{_sum(debits)}</CtrlSum>"
        f"<PmtTpInf><SeqTp>RCUR</SeqTp></PmtTpInf><ReqdColltnDt>{due}</ReqdColltnDt>"
        f"<CdtrAcct><Id><IBAN>ES9121000418450200051332</IBAN></Id></CdtrAcct>{written}</PmtInf></CstmrDrctDbtInitn></Document>".encode()
    )


def credited(
    *debits: Debit,
    kind: str = "054",
    on: date = DUE,
    batch: str = "B-1",
    bare: str = "",
    message: str = "CRE-1",
    status: str = "BOOK",
) -> BinaryIO:
    """The bank's credit of collected debits, one by one in one entry. `bare`: one sum, only the batch named."""
    head, part = ("BkToCstmrStmt", "Stmt") if kind == "053" else ("BkToCstmrDbtCdtNtfctn", "Ntfctn")
    named = f"<PmtInfId>{batch}</PmtInfId>" if batch else ""
    details = "".join(
        f"<TxDtls><Refs>{named}<EndToEndId>{one.end_to_end_id}</EndToEndId></Refs>"
        f'<Amt Ccy="EUR">{one.amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>'
        for one in debits
    )
    if bare:
        details = f"<Btch>{named}</Btch>"
    return io.BytesIO(
        f'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.08"><{head}>'
        f"<GrpHdr><MsgId>{message}</MsgId><CreDtTm>{on}T20:00:00</CreDtTm></GrpHdr><{part}><Id>{message}</Id>"
        f"<Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        f'<Ntry><Amt Ccy="EUR">{bare or _sum(debits)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>'
        f"<BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt>"
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>ESDD</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"<NtryDtls>{details}</NtryDtls></Ntry></{part}></{head}></Document>".encode()
    )


def answer(
    *rejected: tuple[str, str],
    state: str = "",
    reason: str = "",
    whole: str = "",
    accepted: tuple[str, ...] = (),
    message: str = "REM-1",
    batch: str = "B-1",
    on: str = "2026-11-17",
) -> BinaryIO:
    """About REM-1: rejected (reference, reason) and accepted ones; `state` of the block, `whole` of the file."""
    rows = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{e2e}</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
        f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf></TxInfAndSts>"
        for e2e, code in rejected
    ) + "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{e2e}</OrgnlEndToEndId><TxSts>ACCP</TxSts></TxInfAndSts>" for e2e in accepted
    )
    why = f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf>" if reason else ""
    counted = (
        f"<NbOfTxsPerSts><DtldNbOfTxs>{len(rejected)}</DtldNbOfTxs><DtldSts>RJCT</DtldSts></NbOfTxsPerSts>"
        if rejected
        else ""
    )
    block = (
        ""
        if whole
        else f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{batch}</OrgnlPmtInfId>"
        + (f"<PmtInfSts>{state}</PmtInfSts>{why}" if state else "")
        + f"{counted}{rows}</OrgnlPmtInfAndSts>"
    )
    group = f"<GrpSts>{whole}</GrpSts>{why}" if whole else ""
    original = f"<OrgnlMsgId>{message}</OrgnlMsgId>" if message else ""
    return io.BytesIO(
        '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>'
        f"<GrpHdr><MsgId>ANS-1</MsgId><CreDtTm>{on}T09:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts>{original}"
        f"<OrgnlMsgNmId>pain.008.001.02</OrgnlMsgNmId>{group}</OrgnlGrpInfAndSts>{block}</CstmrPmtStsRpt></Document>".encode()
    )
