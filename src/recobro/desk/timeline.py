"""Says each event of a case's history in one line: icon, title, detail, who or from where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from recobro.core.wording import say, say_rung
from recobro.desk.labels import ICONS, label
from recobro.desk.templatetags.recobro import dinero, fecha_corta
from recobro.reports.history import Event

FILTERS = (("", "Todo"), ("avisos", "Avisos"), ("dinero", "Dinero"), ("pasos", "Pasos"))
GROUP = {
    "money": "dinero",
    "return": "dinero",
    "step": "pasos",
    "case": "pasos",
    "notice": "avisos",
    "proof": "avisos",
    "told": "avisos",
    "claim": "pasos",
}
PROOFS = {
    "accepted": "Admitido por el canal",
    "delivered": "Entregado",
    "certified": "Entrega certificada",
    "done": "Gestión hecha",
}
GRADES = ("A", "B", "C")
TONES = {"done": "ok", "failed": "danger", "refused": "warn", "sent": "ok", "uncertain": "warn", "paid": "ok"}


@dataclass(frozen=True, slots=True)
class Told:
    """An event as drawn. `tone` colours the icon; the words say the same."""

    at: datetime
    timed: bool
    group: str
    icon: str
    tone: str
    title: str
    detail: str
    source: str

    @property
    def reached(self) -> bool:
        """Whether somebody was told or called by it."""
        return self.group == "avisos" and self.tone == "ok"


def tell(event: Event, currency: str, zone: ZoneInfo) -> Told:
    """The line of an event. What is known by its day alone has no clock time."""
    icon, tone, title, detail = _SAY[event.kind](event, currency)
    source = "" if event.kind in ("proof", "told") else say(event.by) if event.kind == "notice" else event.by
    timed = event.at.astimezone(zone).time() != time.min
    return Told(event.at, timed, GROUP[event.kind], icon, tone, title, detail, source)


def _money(event: Event, currency: str) -> tuple[str, str, str, str]:
    if event.more == "refunded":
        detail = f"Vuelve a quedar pendiente en la factura {event.what}" if event.what else "De su saldo a favor"
        return "undo-2", "", _with_amount("Devuelto al cliente", event, currency), detail
    title = label("entry_kind", event.code)
    if event.more:
        title = f"{title}: anulación"
    lowers = event.amount_cents is not None and event.amount_cents < 0
    icon = {"collected": "banknote", "charged": "receipt-text", "returned": "undo-2"}.get(event.code, "pencil-line")
    detail = f"Factura {event.what}" if event.what else "A cuenta del contrato"
    return icon, "ok" if lowers else "", _with_amount(title, event, currency), detail


def _return(event: Event, currency: str) -> tuple[str, str, str, str]:
    reason = f"{event.code} · {event.more}" if event.more else event.code
    return "undo-2", "danger", _with_amount("Recibo devuelto", event, currency), f"Factura {event.what}. {reason}"


def _step(event: Event, currency: str) -> tuple[str, str, str, str]:
    title = f"{say_rung(event.what)}: {label('step_state', event.code).lower()}"
    return "list-checks", TONES.get(event.code, ""), title, say(event.more) if event.more else ""


def _notice(event: Event, currency: str) -> tuple[str, str, str, str]:
    title = f"{say_rung(event.what)}: {label('notice_state', event.code).lower()}"
    return ICONS["notify"], TONES.get(event.code, "info"), title, event.more


def _proof(event: Event, currency: str) -> tuple[str, str, str, str]:
    title = f"{say_rung(event.what)}: {PROOFS.get(event.code, event.code).lower()}"
    return "file-check", "ok", title, f"Prueba de grado {event.by}, huella {event.more[:12]}"


def _told(event: Event, currency: str) -> tuple[str, str, str, str]:
    """A notice that others sent: to whom, whether it arrived, how well it is proved."""
    title = f"Enviado por otros: {label('notice_kind', event.code).lower()}"
    parts = [event.what] if event.what else []
    if event.more:
        parts.append(f"recibido el {fecha_corta(date.fromisoformat(event.more))}")
    parts.append({"withdrawn": "prueba retirada", "failed": "no llegó", "": "sin prueba de envío"}.get(event.by, ""))
    parts.append(f"prueba de grado {event.by}" if event.by in GRADES else "")
    tone = "ok" if event.by in GRADES else "warn"
    return ICONS["notify"], tone, title, " · ".join(part for part in parts if part)


def _case(event: Event, currency: str) -> tuple[str, str, str, str]:
    if event.code == "opened":
        why = "Por una factura vencida sin pagar" if event.more == "ledger" else "A mano"
        return "folder-open", "", f"Expediente {event.what} abierto", why
    return "folder-check", TONES.get(event.code, ""), f"Cerrado: {label('case_state', event.code).lower()}", ""


def _claim(event: Event, currency: str) -> tuple[str, str, str, str]:
    """What the old table said of an invoice when the office moved in: no proof of anything."""
    words = f": «{event.more}»" if event.more else ""
    title = f"El libro anterior dice {label('claim', event.code)}{words}"
    return "book-open", "", title, f"Factura {event.what}. Sin justificante"


def _with_amount(title: str, event: Event, currency: str) -> str:
    return title if event.amount_cents is None else f"{title}: {dinero(abs(event.amount_cents), currency)}"


_SAY = {
    "money": _money,
    "return": _return,
    "step": _step,
    "notice": _notice,
    "proof": _proof,
    "told": _told,
    "case": _case,
    "claim": _claim,
}
