"""The trays: which one a row lies in, its rows and guesses, its counts. Reads only; see docs/reglas/bandejas.md."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from recobro.access.scope import Scope
from recobro.billing.fit import DOUBTFUL, Target, Told, follows, refusal
from recobro.billing.models import Lot
from recobro.billing.tray_line import LACKS, STATUS, Guess, Tray, TrayLine, tray_of
from recobro.core import sql
from recobro.core.wording import say

PAGE = 25
SURE = 95  # percent: a lone guess this sure may be taken together with others, after a look
SURE_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """Which rows of a tray; None asks nothing. `text`: a number, a name or a word of the row."""

    reason: str | None = None
    kinds: list[str] | None = None
    lot_id: int | None = None
    line: int | None = None
    row_ids: list[int] | None = None
    owner_id: int | None = None
    unowned: bool = False
    source: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    least_cents: int | None = None
    most_cents: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class TrayCount:
    """Rows of one status, kind and reason. Cents are those that could be read; `mine`: the asking person's."""

    tray: Tray
    status: str
    kind: str
    reason: str
    count: int
    cents: int
    since: datetime
    mine: int
    unowned: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place found for a match by hand, with what would follow; `refused`: why not there, as a wording key."""

    account_id: int
    invoice_id: int | None
    customer: str
    tax_id: str
    account: str
    place: str
    number: str
    amount_cents: int | None
    open_cents: int | None
    due_on: date | None
    owed_cents: int
    refused: str = ""
    follows: str = ""


@dataclass(frozen=True, slots=True)
class Sure:
    """A row that one sure guess explains."""

    proposal_id: int
    row_id: int
    cents: int


@dataclass(frozen=True, slots=True)
class SureLines:
    """All of them, as a person sees them before saying yes."""

    lines: tuple[Sure, ...]

    @property
    def cents(self) -> int:
        """Their sum."""
        return sum(line.cents for line in self.lines)

    @property
    def digest(self) -> str:
        """What was seen: the same rows and guesses give the same digest."""
        return hashlib.sha256(repr([(one.row_id, one.proposal_id) for one in self.lines]).encode()).hexdigest()[:24]


def lines(
    scope: Scope, tray: Tray, wish: Wish, *, after: int = 0, limit: int = PAGE
) -> tuple[list[TrayLine], int | None]:
    """Rows of a tray, the oldest lot first, and after which one the next page begins."""
    reasons = {Tray.DUPLICATE: DOUBTFUL, Tray.LACKING: LACKS}.get(tray)
    rows = _rows(
        scope,
        wish,
        status=STATUS[tray],
        reasons=list(reasons) if reasons else None,
        other_reasons=[*DOUBTFUL, *LACKS] if tray is Tray.UNMATCHED else None,
        lacks_contract=tray is Tray.LACKING,
        after=after,
        limit=limit + 1,
    )
    return rows[:limit], rows[limit - 1].id if len(rows) > limit else None


def one(scope: Scope, lot_id: int, line: int) -> TrayLine | None:
    """One row, however it stands; None when there is none."""
    wish = Wish(lot_id=lot_id, line=line)
    asked = {"status": None, "reasons": None, "other_reasons": None, "lacks_contract": False, "after": 0, "limit": 1}
    return next(iter(_rows(scope, wish, **asked)), None)


def by_ids(scope: Scope, row_ids: list[int]) -> list[TrayLine]:
    """These rows, the oldest lot first."""
    return lines(scope, Tray.WAITING, Wish(row_ids=row_ids), limit=max(len(row_ids), 1))[0]


def counts(scope: Scope) -> list[TrayCount]:
    """How many rows lie in each tray, by kind and reason, the most first."""
    found = sql.rows("billing/tray_counts", portfolio_id=scope.portfolio_id, person_id=scope.person_id)
    return [TrayCount(tray=tray_of(row["status"], row["kind"], row["reason"]), **row) for row in found]


def sources(scope: Scope) -> list[str]:
    """The banks and programs whose files have rows that wait."""
    return [row["source"] for row in sql.rows("billing/tray_sources", portfolio_id=scope.portfolio_id)]


def _rows(scope: Scope, wish: Wish, **which: Any) -> list[TrayLine]:
    asked = {name: getattr(wish, name) for name in Wish.__slots__}
    text = wish.text.strip().upper() if wish.text and wish.text.strip() else None
    found = sql.rows("billing/tray_rows", portfolio_id=scope.portfolio_id, **{**asked, "text": text}, **which)
    return [_line(row) for row in found]


def sure(scope: Scope, *, limit: int = SURE_AT_ONCE) -> SureLines:
    """Waiting rows with exactly one guess, at least `SURE`, that the rules of a match let pass."""
    found = sql.rows(
        "billing/sure_proposals",
        portfolio_id=scope.portfolio_id,
        least=SURE,
        doubtful=list(DOUBTFUL),
        limit=limit,
    )
    return SureLines(
        tuple(
            Sure(row["id"], row["row_id"], row["amount_cents"] or row["invoice_cents"] or 0)
            for row in found
            if not refusal(
                Told(row["kind"], row["amount_cents"], row["number"]),
                Target(row["account_id"], row["invoice_id"], row["invoice_cents"], row["open_cents"]),
            )
            and row["invoice_id"] is not None
        )
    )


def candidates(scope: Scope, row: TrayLine, text: str, cents: int | None) -> list[Candidate]:
    """Places that a number, a name, a document or an amount leads to; nothing is chosen."""
    key = text.strip().upper()[:80]
    if not key and cents is None:
        return []
    found = sql.rows(
        "billing/candidates",
        portfolio_id=scope.portfolio_id,
        key=key,
        tight=key.replace(" ", ""),
        bare=key.replace(" ", "").replace("-", "").replace(".", ""),
        words=[f"%{_plain(word)}%" for word in key.split()] or ["%"],
        cents=cents,
    )
    return [replace(Candidate(**one), **_judged(row, one)) for one in found]


def judged(row: TrayLine) -> list[tuple[Guess, str, str]]:
    """Each guess of the row with why it cannot be taken (a wording key, "" when it can) and what would follow."""
    found = []
    for one in row.guesses:
        place = Target(one.account_id, one.invoice_id, one.amount_cents, one.open_cents)
        no = refusal(row.told, place)
        code, data = follows(row.told, place)
        found.append((one, no, "" if no or one.invoice_id is None else say(code, **data)))
    return found


def repeated(scope: Scope, row_id: int) -> list[dict[str, Any]]:
    """What a row repeats or may repeat, with the reference of the file where each stands."""
    found = sql.rows("billing/repeated", portfolio_id=scope.portfolio_id, row_id=row_id)
    for one in found:
        number, kind, at = one.pop("lot_number"), one.pop("lot_kind"), one.pop("received_at")
        one["lot_ref"] = Lot(number=number, kind=kind, received_at=at).ref if number else ""
    return found


def _judged(row: TrayLine, one: dict[str, Any]) -> dict[str, Any]:
    place = Target(one["account_id"], one["invoice_id"], one["amount_cents"], one["open_cents"])
    no = refusal(row.told, place)
    if no:
        return {"refused": no}
    code, data = follows(row.told, place, one["owed_cents"])
    return {"follows": say(code, **data)}


def _line(row: dict[str, Any]) -> TrayLine:
    guesses = row["guesses"] if isinstance(row["guesses"], list) else json.loads(row["guesses"])
    data = row["data"] if isinstance(row["data"], dict) else json.loads(row["data"])
    listed = [
        Guess(**{**one, "due_on": date.fromisoformat(one["due_on"]) if one["due_on"] else None}) for one in guesses
    ]
    return TrayLine(**{**row, "data": data, "guesses": listed})


def _plain(word: str) -> str:
    """A word as LIKE wants it: the marks of a pattern mean themselves."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
