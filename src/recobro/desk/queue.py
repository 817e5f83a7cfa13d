"""The work list and the palette's exact search."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from django.core.signing import BadSignature, dumps, loads
from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods, require_POST

from recobro.access.roles import Right
from recobro.cases import worklist
from recobro.cases.worklist import QueueRow, View
from recobro.core import clock
from recobro.desk.access import DeskRequest, page
from recobro.desk.htmx import show
from recobro.desk.steps import Next, next_step

GROUPS = (("Vencido", "late"), ("Hoy", "today"), ("Esta semana", "week"), ("Más adelante", "later"))
VIEWS = {
    "todos": ("Todos", "total", View()),
    "llamadas": ("Llamadas", "calls", View(act="call")),
    "avisos": ("Avisos", "notices", View(act="notify")),
    "cortes": ("Cortes por revisar", "cuts", View(act="propose_cut")),
    "retenidos": ("En pausa", "held", View(held="any")),
    "fallidos": ("Sin entregar", "failed", View(held="step_failed")),
    "temprana": ("Temprana", "early", View(stage="early")),
    "diferido": ("Diferido", "early_payoff", View(stage="early_payoff")),
    "extrajudicial": ("Extrajudicial", "extrajudicial", View(stage="extrajudicial")),
    "coactiva": ("Coactiva", "coercive", View(stage="coercive")),
}
STAGE_VIEWS = ("temprana", "diferido", "extrajudicial", "coactiva")
AGES = {"0-30": (0, 30), "31-60": (31, 60), "61-90": (61, 90), "91-180": (91, 180), "180+": (181, 36_500)}
ORDERS = {"mora": "age", "importe": "amount"}
SEEN = "queue"  # key of the session: references in the order shown, for "4 of 27" on the case page


@dataclass(frozen=True, slots=True)
class Line:
    """A row with what the page says about it."""

    row: QueueRow
    next: Next
    days: int
    age: str  # class of the bar's colour
    percent: int


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one urgency; its count is None inside a filtered list."""

    title: str
    tone: str
    count: int | None
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address (or the filter's form) asks for; unknown values fall back to the plain list."""

    view: str
    order: str
    age: str
    text: str
    after: tuple[int, int, int]

    @classmethod
    def read(cls, data: QueryDict, *, sees_all: bool) -> Wish:
        """An order by amount is only for those who see every amount."""
        order = data.get("orden", "")
        return cls(
            view=data.get("vista", "") if data.get("vista", "") in VIEWS else "todos",
            order=order
            if order in ORDERS and (sees_all or order != "importe")
            else ("importe" if sees_all else "mora"),
            age=data.get("tramo", "") if data.get("tramo", "") in AGES else "",
            text=data.get("q", "").strip()[:80],
            after=_cursor(data.get("desde", "")),
        )

    def as_view(self, today: date) -> View:
        """As the query wants it."""
        due = None
        if self.age:
            low, high = AGES[self.age]
            due = (today - timedelta(days=high), today - timedelta(days=low))
        return replace(VIEWS[self.view][2], due=due, order=ORDERS[self.order])

    def address(self, **change: str) -> str:
        """The query string of this list with something changed. Free text never stands in it."""
        wanted = {"vista": self.view, "orden": self.order, "tramo": self.age, **change}
        query = QueryDict(mutable=True)
        for key, value in wanted.items():
            if value:
                query[key] = value
        return "?" + query.urlencode()


@page(Right.SEE_QUEUE)
@require_http_methods(["GET", "POST"])
def queue(request: DeskRequest) -> HttpResponse:
    """The list. The text filter comes by POST, so that no name stays in an address, a log or a history."""
    scope, today = request.scope, clock.today(request.scope.zone)
    sees_all = bool(worklist.sight(scope)["sees_all"])
    wish = Wish.read(request.POST if request.method == "POST" else request.GET, sees_all=sees_all)
    if request.method != "POST":
        wish = replace(wish, text="")
    found = worklist.queue(scope, today, wish.as_view(today), text=wish.text, after=wish.after)
    counts = worklist.counts(scope, today)
    request.session[SEEN] = [row.ref for row in found.rows]
    more = dumps(found.after, salt=SEEN) if found.after else ""
    plain = wish.view == "todos" and not wish.text and not wish.age
    context = {
        "groups": _groups(found.rows, today, counts if plain else None),
        "count": len(found.rows),
        "more": more,
        "paged": wish.after != worklist.START,
        "next_page": wish.address(desde=more),
        "first": wish.address(),
        "unaged": wish.address(tramo=""),
        "by_amount": wish.address(orden="importe"),
        "by_age": wish.address(orden="mora"),
        "wish": wish,
        "counts": counts,
        "tabs": _tabs(wish, counts),
        "sees_all": sees_all,
        "today": today,
    }
    return show(request, "queue", "_list", context)


@page(Right.SEE_QUEUE)
@require_POST
def search(request: DeskRequest) -> HttpResponse:
    """What the palette finds: cases by an exact number. By POST, for the same reason."""
    text = request.POST.get("q", "").strip()[:80]
    accounts = worklist.find_exactly(request.scope, text) if len(text) >= 3 else []
    found = worklist.cases_of(request.scope, accounts) if accounts else []
    return show(request, "search", "page", {"found": found, "text": text})


def _groups(rows: list[QueueRow], today: date, counts: dict[str, int] | None) -> list[Group]:
    later = 0 if counts is None else counts["total"] - counts["late"] - counts["today"] - counts["week"]
    groups = []
    for urgency, members in groupby(rows, key=lambda row: row.urgency):
        title, tone = GROUPS[urgency]
        count = None if counts is None else counts.get(tone, later)
        groups.append(Group(title, tone, count, [_line(row, today) for row in members]))
    return groups


def _line(row: QueueRow, today: date) -> Line:
    days = (today - row.oldest_due_on).days if row.oldest_due_on else 0
    step = next_step(
        today=today,
        act=row.act,
        rung_id=row.rung_id,
        step_state=row.step_state,
        step_on=row.step_on,
        held_by=row.held_by,
        next_on=row.next_on,
    )
    age = "a1" if days <= 30 else "a2" if days <= 90 else "a3" if days <= 180 else "a4"
    return Line(row, step, days, age, min(100, days * 100 // 360))


def _tabs(wish: Wish, counts: dict[str, int]) -> list[tuple[str, str, int, bool]]:
    """Address, title, count, is it this one. Kinds are shown only where there is more than one of them."""
    kinds = [name for name in STAGE_VIEWS if counts[VIEWS[name][1]]]
    hidden = set(STAGE_VIEWS) if len(kinds) < 2 else set(STAGE_VIEWS) - set(kinds)
    return [
        (wish.address(vista=name, tramo=""), title, counts[key], wish.view == name)
        for name, (title, key, _) in VIEWS.items()
        if name not in hidden or name == wish.view
    ]


def _cursor(text: str) -> tuple[int, int, int]:
    """A signed place, because an amount may be in it and nobody should read or guess one there."""
    if not text:
        return worklist.START
    try:
        urgency, place, case_id = loads(text, salt=SEEN)
    except BadSignature:
        return worklist.START
    return int(urgency), int(place), int(case_id)


def neighbours(session_refs: list[str], ref: str) -> tuple[int, int, str, str]:
    """Place in the list last seen (from 1; 0 when not in it), its length, the reference before and the one after."""
    if ref not in session_refs:
        return 0, 0, "", ""
    at = session_refs.index(ref)
    before = session_refs[at - 1] if at else ""
    after = session_refs[at + 1] if at + 1 < len(session_refs) else ""
    return at + 1, len(session_refs), before, after
