"""`take` of a camt.054 with 200,000 returns against 1,000,000 invoices: read, match and book.

The peer does what nobody can do without: our reader alone over the same file, plus COPY of all rows that ours wrote
(the file's bytes, lot rows, attempts, returns, entries; not those it only updated) into the same indexed tables.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from bench.day import scratch
from bench.frame import Line

HERE = Path(__file__).parent
CODE = "bench"
MEGABYTES = 250
# What a booking of returns inserts, in the order that the foreign keys want.
WRITTEN = {
    "journal_blob": "sha256 = (SELECT sha256 FROM billing_lot)",
    "billing_lot": "true",
    "billing_lotrow": "true",
    "billing_collectionattempt": "true",
    "billing_debitreturn": "true",
    "billing_ledgerentry": "kind <> 'charged'",
}


def run(*, small: bool = False) -> Iterator[Line]:
    """Fill, copy, run; yields the lines of figures."""
    invoices, returns = (10_000, 2_000) if small else (1_000_000, 200_000)
    with tempfile.TemporaryDirectory() as folder, scratch("take_base") as base:
        fill(base, invoices)
        once, twice = Path(folder, "once.xml"), Path(folder, "twice.xml")
        write(once, returns, invoices // returns)
        write(twice, returns * 2, invoices // returns // 2)
        with scratch("take_ours", base) as url:
            ours = _child(url, "take", once)
            _child(url, "dump", once)
        with scratch("take_twice", base) as url:
            longer = _child(url, "take", twice)
        with scratch("take_peer", base) as url:
            peer = _child(url, "peer", once)
    size = f"camt.054 with {returns:,} returns, {invoices:,} invoices"
    yield Line(f"take, {size} / reader {peer['read']:.1f} s + COPY {peer['copy']:.1f} s", ours["s"], peer["s"], 3)
    yield Line(f"take, twice as long a file ({returns * 2:,}) / once", longer["s"], ours["s"], 2.2)
    yield Line(f"peak memory, {size} / {MEGABYTES} MB", ours["mb"], MEGABYTES, 1, "MB")
    yield Line(f"peak memory, {returns * 2:,} returns / {MEGABYTES} MB", longer["mb"], MEGABYTES, 1, "MB")


def fill(url: str, invoices: int) -> None:
    """Portfolio by our own action, the rest by SQL."""
    _child(url, "prepare")
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in (HERE / "take_fill.sql").read_text().split(";\n"):
            connection.execute(statement, {"accounts": invoices * 7 // 10, "invoices": invoices})  # type: ignore[arg-type]
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def write(path: Path, returns: int, step: int) -> None:
    """A notification with one entry per return, spread over all invoices; amounts are those of the invoices."""
    with path.open("w", encoding="utf-8") as out:
        out.write(
            '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08">'
            f"<BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>BENCH-{returns}</MsgId><CreDtTm>2026-02-02T06:00:00</CreDtTm></GrpHdr>"
            "<Ntfctn><Id>1</Id><Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        )
        for nth in range(1, returns + 1):
            number = nth * step
            cents = 3000 + number % 9000
            amount = f"{cents // 100}.{cents % 100:02d}"
            out.write(
                f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd>'
                "<Sts><Cd>BOOK</Cd></Sts>"
                "<BookgDt><Dt>2026-02-01</Dt></BookgDt><ValDt><Dt>2026-02-01</Dt></ValDt><BkTxCd>"
                "<Domn><Cd>PMNT</Cd><Fmly>"
                "<Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs>"
                f"<PmtInfId>REM-{nth % 20}</PmtInfId><EndToEndId>F2026-{number}</EndToEndId></Refs>"
                f'<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><RltdPties><Dbtr><Pty>'
                f"<Nm>Cliente {number}</Nm></Pty></Dbtr>"
                f"<DbtrAcct><Id><IBAN>ES{number:022d}</IBAN></Id></DbtrAcct></RltdPties>"
                f"<RmtInf><Ustrd>Factura F2026-{number}</Ustrd></RmtInf>"
                "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls>"
                "</NtryDtls></Ntry>\n"
            )
        out.write("</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>\n")


def _child(url: str, what: str, file: Path | None = None) -> dict[str, Any]:
    """Run one part in a process of its own; it prints one JSON object."""
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "recobro.settings"}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    out = subprocess.run(
        [sys.executable, "-m", "bench.children.take", what, str(file or "")],
        env=env,
        stdout=subprocess.PIPE,
        check=True,
        cwd=HERE.parent,
    )
    found: dict[str, Any] = json.loads(out.stdout)
    return found
