"""Reads for the work list: open cases by urgency, and exact search. What a role may not see is not selected."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from recobro.access.roles import FIRST_LINE_TELLS, Right, Role, Stage, may
from recobro.access.scope import Scope
from recobro.cases import rules
from recobro.core import sql

PAGE = 50
START = (-1, 0, 0)  # before the first row
# What is written where nothing holds a case but the ladder's own waits.
RHYTHM = ("", *sorted(reason.value for reason in rules.RHYTHM))
WORDS = 6  # more words than a name has are noise


@dataclass(frozen=True, slots=True)
class View:
    """Which open cases are listed, and in which order inside a group."""

    act: str = ""
    held: str = ""  # a reason, or "any"
    stage: str = ""
    due: tuple[date, date] | None = None  # has an unpaid invoice due between these days
    order: str = "age"  # age | amount


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the work list. `owed_cents` is None when the role may not see it."""

    id: int
    ref: str
    stage: str
    state: str
    held_by: str
    items_count: int
    next_on: date | None
    oldest_due_on: date | None
    step_on: date | None
    act: str | None
    rung_id: str | None
    step_state: str | None
    owed_cents: int | None
    urgency: int  # 0 overdue, 1 today, 2 this week, 3 later
    place: int
    name: str
    tax_id: str
    product: str
    town: str
    number: str

    @property
    def cursor(self) -> tuple[int, int, int]:
        """Where the next page begins after this row."""
        return self.urgency, self.place, self.id


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some rows, and where the next page begins (None: there is none)."""

    rows: list[QueueRow]
    after: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Found:
    """A case that the palette offers."""

    ref: str
    state: str
    stage: str
    closed_on: date | None
    name: str


def queue(
    scope: Scope, today: date, view: View, *, text: str = "", after: tuple[int, int, int] = START, limit: int = PAGE
) -> QueuePage:
    """A page of the work list. `text` is an exact number or words of a name."""
    accounts = find_exactly(scope, text) if text.strip() else []
    words = [] if accounts else _words(text)
    found = sql.rows(
        "cases/queue",
        portfolio_id=scope.portfolio_id,
        today=today,
        act=view.act,
        held=view.held,
        stage=view.stage,
        accounts=accounts or None,
        words=words,
        due_from=view.due[0] if view.due else None,
        due_to=view.due[1] if view.due else None,
        order=view.order,
        rhythm=list(RHYTHM),
        after_urgency=after[0],
        after_place=after[1],
        after_id=after[2],
        limit=limit + 1,
        **sight(scope),
    )
    rows = [QueueRow(**row) for row in found]
    return QueuePage(rows[:limit], rows[limit - 1].cursor if len(rows) > limit else None)


def counts(scope: Scope, today: date) -> dict[str, int]:
    """Open cases per group and view; `owed_cents` is 0 for a role that may not see every amount."""
    seen = sight(scope)["sees_all"]
    return sql.one(
        "cases/queue_counts", portfolio_id=scope.portfolio_id, today=today, sees_all=seen, rhythm=list(RHYTHM)
    )


def find_exactly(scope: Scope, text: str) -> list[int]:
    """Accounts that bear this number, as case, invoice, supply, service or document."""
    key = text.strip().upper()
    found = sql.rows("cases/find_exactly", portfolio_id=scope.portfolio_id, key=key, tight="".join(key.split()))
    return [row["account_id"] for row in found]


def cases_of(scope: Scope, account_ids: list[int]) -> list[Found]:
    """The newest cases of these accounts."""
    found = sql.rows("cases/cases_of", portfolio_id=scope.portfolio_id, accounts=account_ids)
    return [Found(**row) for row in found]


def sight(scope: Scope) -> dict[str, object]:
    """Which amounts the role may see, as parameters of a statement: all, or those of derived cases of some stages."""
    sees_all = scope.role is None or may(scope.role, Right.SEE_AMOUNT)
    told: frozenset[Stage] = FIRST_LINE_TELLS if scope.role is Role.FIRST_LINE else frozenset()
    return {"sees_all": sees_all, "stages": sorted(stage.value for stage in told)}


def _words(text: str) -> list[str]:
    """The words of a name as the statement compares them: small letters, no accents."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).split()[:WORDS]
