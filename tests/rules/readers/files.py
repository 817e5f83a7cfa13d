"""Small files made on the spot, and short ways to read them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from recobro.readers.open import read_file
from recobro.readers.prove import Control, control
from recobro.readers.rows import Fault, Item, Mismatch, Note, Row
from recobro.readers.sheet_columns import ColumnMap

OUR_ACCOUNT = "ES9121000418450200051332"
ISO = "urn:iso:std:iso:20022:tech:xsd:"


def items(data: bytes, kind: str | None = None, columns: ColumnMap | None = None) -> list[Item]:
    """Everything that is read of a file."""
    return list(read_file(io.BytesIO(data), kind=kind, columns=columns)[1])


def rows(found: Iterable[Item]) -> list[Row]:
    """Only the rows."""
    return [item for item in found if isinstance(item, Row)]


def faults(found: Iterable[Item]) -> list[Fault]:
    """Only the faults."""
    return [item for item in found if isinstance(item, Fault)]


def codes(found: Iterable[Item]) -> list[str]:
    """The codes of faults, mismatches and notes."""
    return [item.code for item in found if isinstance(item, (Fault, Mismatch, Note))]


def sums(data: bytes, kind: str | None = None) -> Control:
    """The control of a file."""
    return control(read_file(io.BytesIO(data), kind=kind)[1])


def transaction(
    amount: str | None = "123.45",
    *,
    end_to_end_id: str = "F2026-00001",
    mandate: str = "MND-000001",
    reason: str | None = "AM04",
    more: str = "",
    currency: str = "EUR",
) -> str:
    """A TxDtls of a return."""
    written = f'<Amt Ccy="{currency}">{amount}</Amt>' if amount is not None else ""
    returned = f"<RtrInf><Rsn><Cd>{reason}</Cd></Rsn></RtrInf>" if reason else ""
    refs = f"<Refs><EndToEndId>{end_to_end_id}</EndToEndId><MndtId>{mandate}</MndtId></Refs>"
    return f"<TxDtls>{refs}{written}{more}{returned}</TxDtls>"


def entry(
    amount: str,
    *transactions: str,
    direction: str = "DBIT",
    reversal: bool = True,
    status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    family: str = "IDDT/UPDD",
    batch: str = "",
    day: str = "2026-11-20",
    currency: str = "EUR",
) -> str:
    """A Ntry."""
    code = ""
    if family:
        first, second = family.split("/")
        code = (
            f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{first}</Cd><SubFmlyCd>{second}</SubFmlyCd></Fmly></Domn></BkTxCd>"
        )
    details = f"<NtryDtls>{batch}{''.join(transactions)}</NtryDtls>" if transactions or batch else ""
    undone = "<RvslInd>true</RvslInd>" if reversal else ""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>{undone}{status}'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>{code}{details}</Ntry>"
    )


def camt(*entries: str, kind: str = "054", version: str = "08", head: str = "", space: str | None = None) -> bytes:
    """A camt.054 or camt.053 with one statement."""
    message, statement = ("BkToCstmrStmt", "Stmt") if kind == "053" else ("BkToCstmrDbtCdtNtfctn", "Ntfctn")
    space = f"{ISO}camt.{kind}.001.{version}" if space is None else space
    named = f' xmlns="{space}"' if space else ""
    account = f"<Acct><Id><IBAN>{OUR_ACCOUNT}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document{named}><{message}><GrpHdr><MsgId>N1</MsgId>'
        f"<CreDtTm>2026-11-20T20:00:00</CreDtTm></GrpHdr><{statement}><Id>1</Id>{account}{head}{''.join(entries)}"
        f"</{statement}></{message}></Document>"
    ).encode()


def status(
    reason: str = "AC01",
    *,
    state: str = "RJCT",
    amount: str | None = "43.21",
    end_to_end_id: str = "F2026-00004",
) -> str:
    """A TxInfAndSts."""
    said = f"<TxSts>{state}</TxSts>" if state else ""
    why = f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf>" if reason else ""
    priced = f'<Amt><InstdAmt Ccy="EUR">{amount}</InstdAmt></Amt>' if amount is not None else ""
    original = f"<OrgnlTxRef>{priced}<MndtRltdInf><MndtId>MND-000004</MndtId></MndtRltdInf></OrgnlTxRef>"
    return f"<TxInfAndSts><OrgnlEndToEndId>{end_to_end_id}</OrgnlEndToEndId>{said}{why}{original}</TxInfAndSts>"


def batch(*transactions: str, state: str = "", reason: str = "", more: str = "", name: str = "REM1-RCUR") -> str:
    """An OrgnlPmtInfAndSts."""
    said = f"<PmtInfSts>{state}</PmtInfSts>" if state else ""
    why = f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf>" if reason else ""
    return (
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{name}</OrgnlPmtInfId>{said}{why}{more}{''.join(transactions)}"
        "</OrgnlPmtInfAndSts>"
    )


def pain002(*batches: str, group: str = "", original: str = "pain.008.001.02") -> bytes:
    """A pain.002.001.03 about our remittance REM1."""
    named = f"<OrgnlMsgNmId>{original}</OrgnlMsgNmId>" if original else ""
    return (
        f'<Document xmlns="{ISO}pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>DA1</MsgId>'
        f"<CreDtTm>2026-11-17T09:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>REM1</OrgnlMsgId>{named}{group}"
        f"</OrgnlGrpInfAndSts>{''.join(batches)}</CstmrPmtStsRpt></Document>"
    ).encode()


def debit_008(
    amount: str = "123.45",
    *,
    end_to_end_id: str = "F2026-00001",
    currency: str = "EUR",
    text: str = "<Ustrd>Factura F2026-00001</Ustrd>",
    more: str = "",
) -> str:
    """A DrctDbtTxInf."""
    return (
        f"<DrctDbtTxInf><PmtId><InstrId>I1</InstrId><EndToEndId>{end_to_end_id}</EndToEndId></PmtId>{more}"
        f'<InstdAmt Ccy="{currency}">{amount}</InstdAmt><DrctDbtTx><MndtRltdInf><MndtId>MND-000001</MndtId>'
        "<DtOfSgntr>2020-01-15</DtOfSgntr></MndtRltdInf></DrctDbtTx><Dbtr><Nm>María García Núñez</Nm></Dbtr>"
        f"<DbtrAcct><Id><IBAN>ES7921000813610123456789</IBAN></Id></DbtrAcct><RmtInf>{text}</RmtInf></DrctDbtTxInf>"
    )


def block_008(
    *debits: str, name: str = "REM1-RCUR", due: str = "2026-11-18", count: int | None = None, total: str = ""
) -> str:
    """A PmtInf; `total` "-" leaves the control sum out."""
    stated = total or _total_008("".join(debits))
    summed = "" if stated == "-" else f"<CtrlSum>{stated}</CtrlSum>"
    number = len(debits) if count is None else count
    return (
        f"<PmtInf><PmtInfId>{name}</PmtInfId><PmtMtd>DD</PmtMtd><NbOfTxs>{number}</NbOfTxs>"
        f"{summed}<PmtTpInf><SeqTp>RCUR</SeqTp></PmtTpInf><ReqdColltnDt>{due}</ReqdColltnDt>"
        f"<CdtrAcct><Id><IBAN>{OUR_ACCOUNT}</IBAN></Id></CdtrAcct>{''.join(debits)}</PmtInf>"
    )


def pain008(*blocks: str, total: str = "", version: str = "02") -> bytes:
    """Our remittance REM1; `total` "-" leaves the control sum of the group out."""
    body = "".join(blocks)
    stated = total or _total_008(body)
    summed = "" if stated == "-" else f"<CtrlSum>{stated}</CtrlSum>"
    return (
        f'<Document xmlns="{ISO}pain.008.001.{version}"><CstmrDrctDbtInitn><GrpHdr><MsgId>REM1</MsgId>'
        f"<CreDtTm>2026-11-16T10:00:00</CreDtTm><NbOfTxs>{body.count('<DrctDbtTxInf>')}</NbOfTxs>{summed}"
        f"<InitgPty><Nm>Electrica Demo SL</Nm></InitgPty></GrpHdr>{body}</CstmrDrctDbtInitn></Document>"
    ).encode()


def _total_008(body: str) -> str:
    """The sum of the amounts that can be read."""
    found = re.findall(r">(\d+\.\d\d)</InstdAmt>", body)
    cents = sum(int(amount.replace(".", "")) for amount in found)
    return f"{cents // 100}.{cents % 100:02d}"


def debit_1914(cents: int, reason: str = "AM04", *, number: int = 1, side: str = "2", amount: str | None = None) -> str:
    """Record 23 of a Cuaderno 19.14 file (13 with side "1")."""
    head = f"{side}319143003{f'F2026-{number:05d}':<35}{f'MND-{number:06d}':<35}RCUR    "
    written = amount if amount is not None else f"{cents:011d}"
    text = f"{head}{written}20200115{'CAIXESBB':<11}{f'CLIENTE Ñ {number}':<70}"
    return f"{text:<402}A{OUR_ACCOUNT:<34}{'':<4}{'LUZ NOVIEMBRE':<140}{reason:<4}20261120"


def csb1914(
    *debits: str, total: int, count: int | None = None, side: str = "2", end: str = "\r\n", codec: str = "latin-1"
) -> bytes:
    """A Cuaderno 19.14 file around these debits; all its totals say `total`."""
    number = len(debits) if count is None else count
    creditor = f"{'ES98000B12345674':<35}"
    lines = [
        f"{side}119143001{creditor}{'ELECTRICA DEMO SL':<70}20261120{'DEV1':<35}21000418",
        f"{side}219143002{creditor}20261120{'ELECTRICA DEMO SL':<70}{'':<140}ES{OUR_ACCOUNT:<34}{'REM1':<35}",
        *debits,
        f"{side}4{creditor}20261120{total:017d}{number:08d}{len(debits) + 2:010d}",
        f"{side}5{creditor}{total:017d}{number:08d}{len(debits) + 3:010d}",
        f"99{total:017d}{number:08d}{len(debits) + 5:010d}",
    ]
    return "".join(f"{line:<600}{end}" for line in lines).encode(codec)


def table(*lines: str, codec: str = "utf-8") -> bytes:
    """A CSV file with semicolons."""
    return "\n".join(lines).encode(codec)


def xlsx(*lines: Sequence[Any], name: str = "Devueltos", hidden: Iterable[int] = ()) -> bytes:
    """A workbook with one sheet; dates become real date cells; `hidden` are row numbers as people see them."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet(name)
    for row, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, day)
            elif isinstance(cell, str) and cell.startswith("="):
                sheet.write_formula(row, column, cell, None, "")
            elif isinstance(cell, str):
                sheet.write_string(row, column, cell)
            else:
                sheet.write(row, column, cell)
    for number in hidden:
        sheet.set_row(number - 1, None, None, {"hidden": True})
    book.close()
    return buffer.getvalue()


def zipped(**members: bytes) -> bytes:
    """A zip file; `a__xml` is stored as "a.xml"."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return buffer.getvalue()
