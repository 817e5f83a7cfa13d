"""What happened to one row of a file, and the words with which it is given back to the bank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from recobro.access.scope import Scope
from recobro.billing.models import Lot
from recobro.billing.tray_line import TrayLine
from recobro.core.money import spoken
from recobro.journal.models import Entry
from recobro.reports.book import day


@dataclass(frozen=True, slots=True)
class RowEvent:
    """One act on the row. `verb` is the journal's; `why` what the person wrote."""

    at: datetime
    by: str
    verb: str
    why: str


def of(scope: Scope, lot_id: int, line: int) -> list[RowEvent]:
    """The acts on a row, the newest first."""
    found = Entry.objects.filter(portfolio_id=scope.portfolio_id, subject=f"row:{lot_id}:{line}").order_by("-id")
    return [RowEvent(one.at, one.by, one.verb, _why(one.data)) for one in found[:50]]


def letter(scope: Scope, lot: Lot, line: TrayLine) -> str:
    """The text for the bank: which entry, what it says, why it comes back. Plain words for a letter or an e-mail."""
    why = next((one.why for one in of(scope, lot.pk, line.line) if one.verb == "row.sent_back"), "")
    amount = spoken(line.amount_cents or 0, lot.currency)
    facts = [
        ("Fichero", f"{lot.file_name} ({lot.format})"),
        ("Mensaje", lot.message_id),
        ("Apunte", f"n.º {line.line}" + (f", del {day(line.told_on)}" if line.told_on else "")),
        ("Importe", amount if line.amount_cents is not None else ""),
        ("Referencia", line.number),
        ("Ordenante", str(line.data.get("debtor_name") or "")),
        ("Concepto", str(line.data.get("text") or "")),
    ]
    lines = [
        f"A la atención de {lot.sender or 'la entidad'}:",
        "",
        "Les devolvemos este apunte, que no podemos aplicar a ningún cliente:",
        "",
        *(f"  {name}: {value}" for name, value in facts if value),
        "",
        f"Motivo: {why}",
        "",
        "Les rogamos que nos digan a quién corresponde o que lo retrocedan.",
        "",
        scope.name,
    ]
    return "\n".join(lines)


def _why(data: dict[str, Any]) -> str:
    return str(data.get("why") or "")
