"""How the pages write money, days and names. Money is never formatted in the browser."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache

from django.contrib.staticfiles import finders
from django.template import Library
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from recobro.billing.models import Lot
from recobro.core import money, wording
from recobro.desk import labels

register = Library()
MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
DAYS = "lunes martes miércoles jueves viernes sábado domingo".split()
UNBROKEN = "\u00a0"  # a figure and its unit stay on one line


@register.filter
def dinero(cents: int | None, currency: str) -> str:
    """123450 EUR → 1.234,50 €."""
    return "" if cents is None else money.spoken(cents, currency).replace(" ", UNBROKEN)


@register.filter
def dinero_con_signo(cents: int, currency: str) -> str:
    """The same with its sign, for a movement: +1.234,50 €."""
    return f"+{dinero(cents, currency)}" if cents > 0 else dinero(cents, currency)


@register.filter
def cuenta(number: int | None) -> str:
    """1234 → 1.234."""
    return "" if number is None else f"{number:,}".replace(",", ".")


@register.filter
def registros(number: int) -> str:
    """1 registro, 203 registros."""
    return f"{cuenta(number)} {'registro' if number == 1 else 'registros'}"


@register.filter
def tope(number: int, limit: int = 10_000) -> str:
    """A count that was only taken up to a limit: 10001 → 10.000+."""
    return f"{cuenta(limit)}+" if number > limit else cuenta(number)


@register.filter
def fecha(day: date | None) -> str:
    """14 sep 2026."""
    return "" if day is None else f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


@register.filter
def fecha_corta(day: date | None) -> str:
    """14 sep."""
    return "" if day is None else f"{day.day} {MONTHS[day.month - 1][:3]}"


@register.filter
def fecha_larga(day: date) -> str:
    """martes 24 de noviembre de 2026."""
    return f"{DAYS[day.weekday()]} {day.day} de {MONTHS[day.month - 1]} de {day.year}"


@register.filter
def mes(day: date) -> str:
    """octubre de 2026."""
    return f"{MONTHS[day.month - 1]} de {day.year}"


@register.filter(expects_localtime=True)
def hora(moment: datetime | None) -> str:
    """09:12, in the portfolio's zone."""
    return "" if moment is None else f"{moment:%H:%M}"


@register.filter(expects_localtime=True)
def momento(moment: datetime | None) -> str:
    """14 sep 2026, 09:12, in the portfolio's zone."""
    return "" if moment is None else f"{fecha(moment.date())}, {moment:%H:%M}"


@register.filter
def dias(number: int | None) -> str:
    """74 días."""
    return "" if number is None else f"{cuenta(number)} {'día' if number == 1 else 'días'}"


@register.filter
def vencida(due_on: date, today: date) -> str:
    """How many days an invoice is past due: 74, or a dash while it is not."""
    days = (today - due_on).days
    return cuenta(days) if days > 0 else "—"


@register.filter
def hace(day: date | None, today: date) -> str:
    """hoy, ayer, hace 3 días; en 2 días."""
    if day is None:
        return ""
    gone = (today - day).days
    if gone < 0:
        return "mañana" if gone == -1 else f"en {dias(-gone)}"
    return {0: "hoy", 1: "ayer"}.get(gone) or f"hace {dias(gone)}"


@register.filter
def nombre(value: str, kind: str) -> str:
    """The Spanish name of a role, state or kind."""
    return labels.label(kind, value)


@register.filter
def tono(value: str, kind: str) -> str:
    """The colour class of a state."""
    return labels.tone(kind, value)


@register.filter
def icono(act: str) -> str:
    """The icon of an act."""
    return labels.ICONS.get(act, "circle")


@register.simple_tag
def frase(code: str, **data: object) -> str:
    """The sentence of a code."""
    return wording.say(code, **data) if code else ""


@register.simple_tag
def frase_lote(lot: Lot) -> str:
    """Why a lot waits or was refused."""
    return wording.say(lot.reason, **lot.reason_data)


@register.filter(expects_localtime=True)
def espera(moment: datetime, today: date) -> str:
    """How long something waits that came at that moment: hoy, 1 día, 12 días. In the portfolio's zone."""
    days = (today - moment.date()).days
    return dias(days) if days > 0 else "hoy"


@register.filter
def iniciales(name: str) -> str:
    """Marta Ibáñez → MI."""
    return "".join(word[0] for word in name.split()[:2]).upper()


@register.simple_tag
def barra(percent: int, tone: str = "") -> SafeString:
    """A thin bar beside a number that says the same; an SVG, because the policy forbids inline styles."""
    return format_html(
        '<svg class="bar {}" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bar-bg" width="100" height="4"/><rect class="bar-fg" width="{}" height="4"/></svg>',
        tone,
        max(0, min(100, percent)),
    )


@register.simple_tag
def asset(path: str) -> str:
    """Address of a static file with the digest of its bytes: a new release is never mixed with the old one's cache."""
    return f"{static(path)}?v={_digest(path)}"


@cache
def _digest(path: str) -> str:
    found = finders.find(path)
    assert isinstance(found, str), f"no static file {path}"
    with open(found, "rb") as file:  # noqa: PTH123
        return hashlib.file_digest(file, "sha256").hexdigest()[:10]
