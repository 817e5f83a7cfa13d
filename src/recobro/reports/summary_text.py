"""The day's summary as text for the terminal and for mails: Spanish, aligned, one thought per block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from recobro.billing.models import Lot
from recobro.core.money import spoken
from recobro.core.wording import say, say_rung
from recobro.reports import labels
from recobro.reports.near_cuts import CutDay
from recobro.reports.today import Held, Leaving, Steps
from recobro.reports.totals import Split, Totals
from recobro.reports.waiting import Waiting

LABEL = 56  # columns of a label
COUNT = 7
AMOUNT = 20
SHOWN = 15  # lines of a block; of the rest only the number is told


def long_date(day: date) -> str:
    """martes 17 de marzo de 2026"""
    return f"{labels.WEEKDAYS[day.weekday()]} {day.day} de {labels.MONTHS[day.month - 1]} de {day.year}"


def number(count: int) -> str:
    """A count with its thousands: 1.912"""
    return f"{count:,}".replace(",", ".")


def head(code: str, day: date) -> list[str]:
    """Which portfolio, which day."""
    return [f"{code.upper()} · {long_date(day)}"]


def total(totals: Totals, split: Split, currency: str) -> list[str]:
    """Before, every movement, after, the difference; then the parts of what is owed."""
    parts = (("overdue", split.overdue), ("not_due", split.not_due), ("credit", -split.credit))
    return [
        "TOTAL IMPAGO",
        *totals.lines(currency),
        *(_line(f"  de ello: {labels.SPLIT[code].lower()}", spoken(cents, currency)) for code, cents in parts if cents),
    ]


def files(lots: Sequence[Lot], currency: str) -> list[str]:
    """Every file of the day and what became of it."""
    if not lots:
        return ["FICHEROS DEL DÍA", "  Ninguno."]
    return ["FICHEROS DEL DÍA", *_shown([_file(lot, currency) for lot in lots])]


def waiting_rows(rows: Sequence[Waiting], currency: str) -> list[str]:
    """What waits in the open and why."""
    if not rows:
        return ["SIN EMPAREJAR O ILEGIBLE", "  Nada: todas las filas tienen su factura."]
    return ["SIN EMPAREJAR O ILEGIBLE", *_shown([_counted(row.why, row.count, row.cents, currency) for row in rows])]


def proposed(steps: Sequence[Steps], leaving: Leaving, currency: str) -> list[str]:
    """What the ladder proposes today, what was released, and what left."""
    lines = [
        _counted(
            f"{labels.ACTS[s.act]} «{say_rung(s.rung_id)}», {labels.STEP_STATES[s.state]}", s.count, s.cents, currency
        )
        for s in steps
    ]
    lines = _shown(lines) or ["  Nada: no toca ningún paso."]
    sent = f"  Avisos enviados: {number(leaving.sent)}, por salir: {number(leaving.queued)}"
    refused = f", detenidos en el último momento: {number(leaving.refused)}" if leaving.refused else ""
    return ["PASOS DE HOY", *lines, f"{sent}{refused}."]


def held_cases(held: Sequence[Held], currency: str) -> list[str]:
    """What is held and by which rule."""
    if not held:
        return ["EXPEDIENTES RETENIDOS", "  Ninguno."]
    return ["EXPEDIENTES RETENIDOS", *_shown([_counted(one.why, one.count, one.cents, currency) for one in held])]


def near(cuts: Sequence[CutDay], today: date, currency: str) -> list[str]:
    """Days with candidates. Candidates are never orders."""
    lines = [
        _counted(
            f"{long_date(day.on)}, por revisar {number(day.to_review)}"
            + (f"; DÍA CERRADO: {day.closed_label}" if day.closed else ""),
            day.planned,
            day.cents,
            currency,
        )
        for day in cuts
        if day.planned and day.on >= today
    ]
    return ["CORTES QUE SE ACERCAN (candidatos a revisar, no órdenes)", *(_shown(lines) or ["  Ninguno."])]


def _file(lot: Lot, currency: str) -> str:
    said = f"{lot.ref} {_short(lot.file_name, 28)}: {labels.LOT_STATUS[lot.status]}"
    if lot.status != Lot.Status.BOOKED:
        return f"  {said}" + (f"\n      {say(lot.reason, **lot.reason_data)}" if lot.reason else "")
    line = _counted(said, lot.booked_count, lot.booked_cents, currency)
    more = [
        f"{word} {number(count)} ({spoken(cents, currency)})"
        for word, count, cents in (
            ("ya constaban", lot.known_count, lot.known_cents),
            ("sin emparejar", lot.waiting_count, lot.waiting_cents),
            ("ilegibles", lot.faulty_count, lot.faulty_cents),
        )
        if count
    ]
    return "\n".join([line, f"      {', '.join(more)}"]) if more else line


def _line(label: str, amount: str) -> str:
    return f"  {label:<{LABEL + COUNT}}{amount:>{AMOUNT}}"


def _counted(label: str, count: int, cents: int, currency: str) -> str:
    """Long labels push the figures to a line of their own rather than being cut: a reason is read whole."""
    figures = f"{number(count):>{COUNT}}{spoken(cents, currency):>{AMOUNT}}"
    if len(label) <= LABEL:
        return f"  {label:<{LABEL}}{figures}"
    return f"  {label}\n  {'':<{LABEL}}{figures}"


def _short(name: str, width: int) -> str:
    return name if len(name) <= width else f"{name[: width - 1]}…"


def _shown(lines: Iterable[str]) -> list[str]:
    found = list(lines)
    rest = [f"  … y {number(len(found) - SHOWN)} más."] if len(found) > SHOWN else []
    return [line for shown in found[:SHOWN] for line in shown.split("\n")] + rest
