"""Invented files of banks and ERPs, made as small as the rule that they try."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import BinaryIO

DAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Back:
    """One returned direct debit as a bank tells it."""

    end_to_end_id: str = "F-1"
    amount: str = "100.00"
    on: date = DAY
    code: str = "AM04"
    mandate: str = "MND-1"
    batch: str = ""
    currency: str = "EUR"
    status: str = "BOOK"


@dataclass(frozen=True)
class Money:
    """One credit transfer of a customer."""

    reference: str = ""  # structured: our invoice number
    amount: str = "100.00"
    on: date = DAY
    end_to_end_id: str = "NOTPROVIDED"
    text: str = ""
    name: str = "Ana Ejemplo Ruiz"
    status: str = "BOOK"


def camt054(*lines: Back | Money, message: str = "MSG-1", amount: str = "", version: str = "08") -> BinaryIO:
    """A notification with one entry per line. `amount` replaces the amount of the first entry (a bank's mistake)."""
    return _camt("camt.054.001." + version, "BkToCstmrDbtCdtNtfctn", "Ntfctn", lines, message, amount)


def camt053(*lines: Back | Money, message: str = "STM-1", amount: str = "") -> BinaryIO:
    """A statement with one entry per line."""
    return _camt("camt.053.001.08", "BkToCstmrStmt", "Stmt", lines, message, amount)


def _camt(name: str, root: str, part: str, lines: Sequence[Back | Money], message: str, amount: str) -> BinaryIO:
    entries = "".join(_entry(line, amount if index == 0 else "") for index, line in enumerate(lines))
    return io.BytesIO(
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:{name}"><{root}>'
        f"<GrpHdr><MsgId>{message}</MsgId><CreDtTm>2026-11-21T06:00:00</CreDtTm></GrpHdr><{part}><Id>{message}</Id>"
        f"<Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id><Ccy>EUR</Ccy></Acct>{entries}</{part}></{root}></Document>".encode()
    )


def _entry(line: Back | Money, amount: str) -> str:
    if isinstance(line, Back):
        batch = f"<PmtInfId>{line.batch}</PmtInfId>" if line.batch else ""
        details = (
            f"<TxDtls><Refs>{batch}<EndToEndId>{line.end_to_end_id or 'NOTPROVIDED'}</EndToEndId>"
            f"<MndtId>{line.mandate}</MndtId></Refs>"
            f'<Amt Ccy="{line.currency}">{line.amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
            f"<RtrInf><Rsn><Cd>{line.code}</Cd></Rsn></RtrInf></TxDtls>"
        )
        head = f'<Amt Ccy="{line.currency}">{amount or line.amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
        head += "<RvslInd>true</RvslInd>"
        family, status = "<Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly>", line.status
    else:
        strd = f"<Strd><CdtrRefInf><Ref>{line.reference}</Ref></CdtrRefInf></Strd>" if line.reference else ""
        ustrd = f"<Ustrd>{line.text}</Ustrd>" if line.text else ""
        remittance = f"<RmtInf>{ustrd}{strd}</RmtInf>" if strd or ustrd else ""
        details = (
            f'<TxDtls><Refs><EndToEndId>{line.end_to_end_id}</EndToEndId></Refs><Amt Ccy="EUR">{line.amount}</Amt>'
            f"<CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>{line.name}</Nm></Pty></Dbtr></RltdPties>{remittance}</TxDtls>"
        )
        head = f'<Amt Ccy="EUR">{amount or line.amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        family, status = "<Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly>", line.status
    return (
        f"<Ntry>{head}<Sts><Cd>{status}</Cd></Sts><BookgDt><Dt>{line.on}</Dt></BookgDt><ValDt><Dt>{line.on}</Dt></ValDt>"
        f"<BkTxCd><Domn><Cd>PMNT</Cd>{family}</Domn></BkTxCd><NtryDtls>{details}</NtryDtls></Ntry>"
    )


def pain002(*codes: tuple[str, str], message: str = "REJ-1", amount: str = "") -> BinaryIO:
    """Rejects as (end-to-end id, reason); `amount` when the bank repeats it."""
    reference = f'<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">{amount}</InstdAmt></Amt></OrgnlTxRef>' if amount else ""
    rows = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{e2e}</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>"
        f"{reference}</TxInfAndSts>"
        for e2e, code in codes
    )
    return io.BytesIO(
        '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr>'
        f"<MsgId>{message}</MsgId><CreDtTm>2026-11-21T06:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>REM-1</OrgnlMsgId>"
        "<OrgnlMsgNmId>pain.008.001.02</OrgnlMsgNmId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>B-1</OrgnlPmtInfId>"
        f"<NbOfTxsPerSts><DtldNbOfTxs>{len(codes)}</DtldNbOfTxs><DtldSts>RJCT</DtldSts></NbOfTxsPerSts>{rows}</OrgnlPmtInfAndSts>"
        "</CstmrPmtStsRpt></Document>".encode()
    )


def sheet(heading: str, *lines: str) -> BinaryIO:
    """A semicolon file as an ERP writes it."""
    return io.BytesIO("\n".join((heading, *lines, "")).encode())


INVOICES = "Contrato;Nº factura;Importe;Fecha factura;Vencimiento"
CONTRACTS = "Contrato;Cliente;NIF;CUPS;Mandato;Correo electrónico;Teléfono"
UNPAID = "Cliente;Importe;Número de factura;CUPS;Motivo"
PAYMENTS = "Fecha pago;Importe;Nº factura;CUPS;Referencia"
CUPS = "ES0021000000000001AB"
CUPS_2 = "ES0021000000000002CD"
CUPS_3 = "ES0021000000000003EF"
OVERPAID = "20/11/2026;150,00;F-1;;P-1"  # for an invoice of 100.00
REFUND = "23/11/2026;-50,00;F-1;;P-1"


def contracts(*lines: str) -> BinaryIO:
    """Contracts: code, name, tax id, CUPS, mandate, e-mail, phone."""
    return sheet(CONTRACTS, *(lines or (f"C-1;Ana Ejemplo Ruiz;00000001R;{CUPS};MND-1;ana@example.com;600000001",)))


def invoices(*lines: str) -> BinaryIO:
    """Invoices: contract, number, amount, issued, due; with a checked total."""
    lines = lines or ("C-1;F-1;100,00;01/10/2026;21/10/2026",)
    return sheet("Facturas emitidas;;;;\n" + INVOICES, *lines, f"TOTAL;;{total(lines, 2)};;")


def unpaid(*lines: str) -> BinaryIO:
    """The ERP's list of open returned items: name, amount, number, CUPS, reason; with a checked total."""
    return sheet(UNPAID, *lines, f"TOTAL;{total(lines, 1)};;;")


def payments(*lines: str) -> BinaryIO:
    """Payments: day, amount, number, CUPS, reference; with a checked total."""
    return sheet(PAYMENTS, *lines, f"TOTAL;{total(lines, 1)};;;")


def total(lines: Sequence[str], column: int) -> str:
    """The sum of a column in Spanish figures."""
    cents = sum(int(line.split(";")[column].replace(".", "").replace(",", "")) for line in lines)
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"


__all__ = [
    "OVERPAID",
    "REFUND",
    "Back",
    "Money",
    "camt053",
    "camt054",
    "contracts",
    "invoices",
    "pain002",
    "payments",
    "replace",
    "sheet",
    "unpaid",
]
