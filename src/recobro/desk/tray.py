"""The trays: rows of files that wait for a hand, with what is guessed of them side by side. Nothing is chosen here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from recobro.access.queries import people_with
from recobro.access.roles import Right, may
from recobro.access.scope import Scope
from recobro.billing import lots, trays
from recobro.billing.tray_line import Tray
from recobro.core import clock
from recobro.core.errors import BadInput
from recobro.desk.access import DeskRequest, page
from recobro.desk.amounts import cents_typed
from recobro.desk.htmx import show
from recobro.flows import rows

# address word → tray, title, what an empty one means
TABS: dict[str, tuple[Tray, str, str]] = {
    "sin-emparejar": (Tray.UNMATCHED, "Sin emparejar", "Todas las filas de los ficheros aplicados tienen su sitio."),
    "con-error": (Tray.FAULTY, "Con error", "Todas las filas se han podido leer."),
    "duplicadas": (Tray.DUPLICATE, "Duplicadas", "Ninguna fila parece repetir otra."),
    "esperan-datos": (Tray.LACKING, "Esperan más datos", "A ninguna fila le falta otro fichero."),
    "devueltas": (Tray.SENT_BACK, "Devueltas", "Nada se ha devuelto al banco."),
    "apartadas": (Tray.SET_ASIDE, "Apartadas", "Nadie ha apartado ninguna fila."),
}
ALL = ("todas", "Todas las que esperan", "Nada espera: todas las filas de los ficheros aplicados tienen su sitio.")
KINDS = {"devoluciones": ["return", "reject", "unpaid", "collection", "invoice", "contract"], "pagos": ["payment"]}
AGES = {"hoy": (0, 1), "semana": (0, 7), "mes": (8, 30), "vieja": (31, 36_500)}  # days that a row waits
AGE_NAMES = {"hoy": "Desde ayer u hoy", "semana": "Hasta 7 días", "mes": "De 8 a 30 días", "vieja": "Más de 30 días"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address or the filter's form asks for; unknown values ask nothing."""

    tab: str = "sin-emparejar"
    reason: str = ""
    kind: str = ""
    lot: str = ""
    owner: str = ""  # "" | "mias" | "nadie" | id of a person
    age: str = ""
    source: str = ""
    least: str = ""
    most: str = ""
    text: str = ""
    after: int = 0

    @classmethod
    def read(cls, data: QueryDict, *, posted: bool) -> Asked:
        """Names, amounts and words come by POST alone: no address, log or history keeps them."""
        tab, after = data.get("ver", ""), data.get("desde", "")
        found = cls(
            tab=tab if tab in TABS or tab == ALL[0] else "sin-emparejar",
            reason=data.get("motivo", "")[:40],
            kind=data.get("clase", "") if data.get("clase", "") in KINDS else "",
            lot=data.get("lote", "")[:20],
            owner=data.get("dueno", "")[:18],
            age=data.get("edad", "") if data.get("edad", "") in AGES else "",
            after=int(after) if after.isdecimal() and len(after) < 19 else 0,
        )
        if not posted:
            return found
        return replace(
            found,
            source=data.get("fuente", "")[:80],
            least=data.get("minimo", "").strip()[:20],
            most=data.get("maximo", "").strip()[:20],
            text=data.get("q", "").strip()[:80],
        )

    @property
    def tray(self) -> Tray:
        """The tray of the tab."""
        return Tray.WAITING if self.tab == ALL[0] else TABS[self.tab][0]

    @property
    def narrowed(self) -> bool:
        """Whether the list shows less than its tab."""
        return replace(self, tab="", after=0) != Asked(tab="")

    def address(self, **change: str) -> str:
        """The query string with something changed; free text never stands in it."""
        wanted = {"ver": self.tab, "motivo": self.reason, "clase": self.kind, "lote": self.lot, "dueno": self.owner}
        wanted |= {"edad": self.age, **change}
        query = QueryDict(mutable=True)
        for key, value in wanted.items():
            if value:
                query[key] = value
        return "?" + query.urlencode()

    def wish(self, scope: Scope) -> trays.Wish:
        """As the query wants it. Raises `BadInput` for an amount that cannot be read or a lot that is not there."""
        lot = lots.lot_by_ref(scope, self.lot) if self.lot else None
        if self.lot and lot is None:
            raise BadInput("unknown_lot")
        since, until = _received(scope, self.age)
        return trays.Wish(
            reason=self.reason or None,
            kinds=KINDS.get(self.kind),
            lot_id=lot.pk if lot else None,
            owner_id=scope.person_id if self.owner == "mias" else int(self.owner) if self.owner.isdecimal() else None,
            unowned=self.owner == "nadie",
            source=self.source or None,
            since=since,
            until=until,
            least_cents=cents_typed(self.least) if self.least else None,
            most_cents=cents_typed(self.most) if self.most else None,
            text=self.text or None,
        )


@page(Right.SEE_LOTS)
@require_http_methods(["GET", "POST"])
def tray(request: DeskRequest) -> HttpResponse:
    """Look and filter; a POST with rows chosen gives them to somebody."""
    if request.method == "POST" and "assign" in request.POST:
        return _assign(request)
    scope, posted = request.scope, request.method == "POST"
    asked = Asked.read(request.POST if posted else request.GET, posted=posted)
    listed, more = trays.lines(scope, asked.tray, asked.wish(scope), after=asked.after)
    counted = trays.counts(scope)
    books = scope.role is not None and may(scope.role, Right.BOOK_LOTS)
    takes = scope.role is not None and may(scope.role, Right.TAKE_FILES)
    context = {
        "asked": asked,
        "lines": listed,
        "more": more,
        "today": clock.today(scope.zone),
        "tabs": tabs(asked, counted),
        "reasons": _reasons(asked, counted),
        "total": _total(counted, asked.tray),
        "empty": next((text for name, text in _empties() if name == asked.tab), ""),
        "owners": people_with(scope, Right.TAKE_FILES),
        "sources": trays.sources(scope),
        "ages": AGE_NAMES,
        "settles": books,
        "assigns": takes,
        "ticks": takes,
        "sure": trays.sure(scope) if books and asked.tray is Tray.UNMATCHED and not asked.narrowed else None,
        "waiting_lots": lots.waiting_lots(scope) if asked.tray is Tray.LACKING else [],
    }
    return show(request, "tray", "_list", context)


def tabs(asked: Asked, counted: list[trays.TrayCount]) -> list[tuple[str, str, str, int, bool]]:
    """Word, address, title, count, is it this one."""
    shown = [(word, title, tray) for word, (tray, title, _) in TABS.items()]
    if asked.tab == ALL[0]:
        shown.insert(0, (ALL[0], ALL[1], Tray.WAITING))
    return [
        (word, f"?ver={word}", title, _total(counted, tray)["count"], word == asked.tab) for word, title, tray in shown
    ]


def _empties() -> list[tuple[str, str]]:
    return [(ALL[0], ALL[2]), *((word, empty) for word, (_, _, empty) in TABS.items())]


def _total(counted: list[trays.TrayCount], tray: Tray) -> dict[str, int]:
    """Count, cents, how many are the person's own and how many nobody's."""
    mine = [one for one in counted if one.tray is tray or (tray is Tray.WAITING and one.status == "waiting")]
    return {
        "count": sum(one.count for one in mine),
        "cents": sum(one.cents for one in mine),
        "mine": sum(one.mine for one in mine),
        "unowned": sum(one.unowned for one in mine),
    }


def _reasons(asked: Asked, counted: list[trays.TrayCount]) -> list[tuple[str, str, int, int, bool]]:
    """The reasons inside the tab: address, code, count, cents, is it this one; the most rows first."""
    sums: dict[str, list[int]] = {}
    for one in counted:
        if one.tray is asked.tray:
            held = sums.setdefault(one.reason, [0, 0])
            held[0], held[1] = held[0] + one.count, held[1] + one.cents
    return [
        (asked.address(motivo="" if code == asked.reason else code), code, count, cents, code == asked.reason)
        for code, (count, cents) in sums.items()
    ]


def _received(scope: Scope, age: str) -> tuple[datetime | None, datetime | None]:
    """Between which instants the files of rows of that age were received."""
    if not age:
        return None, None
    least, most = AGES[age]
    today = clock.today(scope.zone)
    since = datetime.combine(today - timedelta(days=most), time.min, scope.zone)
    return since, datetime.combine(today - timedelta(days=least - 1), time.min, scope.zone)


def _assign(request: DeskRequest) -> HttpResponse:
    """Give the rows that were ticked to one person."""
    to = request.POST.get("to", "")
    ticked = [int(one) for one in request.POST.getlist("row") if one.isdecimal() and len(one) < 19]
    changed = rows.assign(request.scope, ticked, int(to) if to.isdecimal() and len(to) < 19 else None)
    messages.success(request, f"Filas con responsable nuevo: {changed}.")
    return redirect(f"/importar/pendientes/{Asked.read(request.POST, posted=False).address()}")
