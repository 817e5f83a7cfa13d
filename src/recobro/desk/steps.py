"""Says a step of the ladder in words: what is next, and why it is next or why nothing is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from recobro.cases.worklist import RHYTHM
from recobro.core.wording import say, say_rung
from recobro.desk.labels import ICONS
from recobro.desk.templatetags.recobro import fecha_corta, hace


@dataclass(frozen=True, slots=True)
class Next:
    """One line: what, and below it why."""

    icon: str
    title: str
    why: str
    tone: str = ""  # late | today, as the style sheet knows them


def next_step(
    *,
    today: date,
    act: str | None,
    rung_id: str | None,
    step_state: str | None,
    step_on: date | None,
    held_by: str,
    next_on: date | None,
) -> Next:
    """From the step that is open, or from what holds the case."""
    if act and step_on:
        title = {"call": "Llamar", "propose_cut": "Revisar candidato a corte"}.get(act) or say_rung(rung_id or "")
        tone = "late" if step_on < today else "today" if step_on == today else ""
        return Next(ICONS[act], title, _why(act, step_state or "", step_on, today), tone)
    if held_by not in RHYTHM:
        return Next("pause", "En pausa", say(held_by))
    if next_on is None:
        why = say(held_by) if held_by else "Se mirará de nuevo cuando cambie la deuda"
        return Next("clock", "Sin paso previsto", why)
    if next_on <= today:
        return Next("refresh-cw", "Pendiente de la pasada del día", "La deuda ha cambiado o ha vencido un plazo")
    return Next("clock", f"Esperar hasta el {fecha_corta(next_on)}", "Plazo del paso anterior en curso")


def _why(act: str, state: str, day: date, today: date) -> str:
    since = hace(day, today)
    if state == "proposed":
        return f"Propuesto {since}, falta {'revisarlo a mano' if act == 'propose_cut' else 'liberarlo'}"
    if act == "notify":
        return f"Liberado {since}, en cola de envío"
    return f"Por hacer desde {since}" if day < today else "Por hacer hoy"
