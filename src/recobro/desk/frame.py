"""What stands around every page: the menu with its counts, the palette, the person, the demo's day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

from django.http import HttpRequest
from django.urls import reverse

from recobro.access.models import Person
from recobro.access.roles import Right, Role, may
from recobro.access.scope import Scope
from recobro.core import clock, sql
from recobro.desk.access import DeskRequest, read_scopes


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the menu and the palette offer to whoever has its right. `key`: pressed after G."""

    name: str
    section: str
    icon: str
    text: str
    right: Right
    key: str


PLACES = (
    Place("queue", "Trabajo", "list-todo", "Cola", Right.SEE_QUEUE, "c"),
    Place("proposals", "Trabajo", "send", "Propuestas", Right.SEE_PROPOSALS, "r"),
    Place("imports", "Datos", "upload", "Importar", Right.SEE_LOTS, "i"),
    Place("tray", "Datos", "scale", "Pendientes", Right.SEE_LOTS, "s"),
    Place("proof", "Datos", "git-compare", "Cuadre", Right.SEE_LOTS, "b"),
    Place("panel", "Control", "layout-dashboard", "Panel", Right.SEE_PANEL, "p"),
    Place("health", "Control", "activity", "Estado del sistema", Right.SEE_HEALTH, "e"),
)
FIRST = ("panel", "queue", "imports", "health")  # where a role lands: the first of these that it may see


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the menu."""

    address: str
    icon: str
    text: str
    key: str
    count: int
    here: bool


def home(role: Role) -> str:
    """Address of the page where a role begins its day."""
    allowed = {place.name for place in PLACES if may(role, place.right)}
    return reverse(next(name for name in FIRST if name in allowed))


class Frame:
    """Read by `base.html`; asks the database only when a whole page is drawn."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def scope(self) -> Scope | None:
        """Portfolio and role; None before one is chosen."""
        user = getattr(self._request, "user", None)
        return read_scopes(self._request) if user is not None and user.is_authenticated else None

    @cached_property
    def person(self) -> Person:
        """Who is signed in."""
        return cast(Person, self._request.user)

    @property
    def has_several(self) -> bool:
        """Whether there is another portfolio to go to."""
        return len(cast(DeskRequest, self._request).scopes) > 1

    @property
    def currency(self) -> str:
        """Of the portfolio."""
        return self.scope.currency if self.scope else ""

    @cached_property
    def today(self) -> date | None:
        """The portfolio's day."""
        return clock.today(self.scope.zone) if self.scope else None

    @property
    def invented(self) -> bool:
        """True in the demo, whose clock stands still."""
        return clock.is_fixed()

    @cached_property
    def sections(self) -> list[tuple[str, list[Link]]]:
        """The menu: section → links, only what the role may see."""
        scope = self.scope
        if scope is None or scope.role is None:
            return []
        counts = sql.one("desk/waiting_for_a_hand", portfolio_id=scope.portfolio_id, today=self.today)
        match = self._request.resolver_match
        here = match.url_name if match else ""
        found: dict[str, list[Link]] = {}
        for place in PLACES:
            if may(scope.role, place.right):
                address = reverse(place.name)
                link = Link(
                    address, place.icon, place.text, place.key, counts.get(place.name, 0), _is(here, place.name)
                )
                found.setdefault(place.section, []).append(link)
        return list(found.items())

    @property
    def may_search(self) -> bool:
        """Whether the palette looks for cases."""
        return self.scope is not None and self.scope.role is not None and may(self.scope.role, Right.SEE_QUEUE)


# A page without its own line lights up the line above it.
BELOW = {
    "case": "queue",
    **dict.fromkeys(("lot", "undo", "opening", "evenings", "evening"), "imports"),
    **dict.fromkeys(("row", "sure"), "tray"),
}


def _is(here: str | None, name: str) -> bool:
    return BELOW.get(here or "", here) == name


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor."""
    return {"frame": Frame(request)}
