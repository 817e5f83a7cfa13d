"""Reads a ladder from TOML, strictly: an unknown, missing, wrong or dead key stops the load and says where."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from recobro.core.errors import BadInput
from recobro.core.money import BadAmount, cents_of
from recobro.policies.rules import (
    DEMANDS_BEFORE_CUT,
    LAW_FLOORS,
    Act,
    Anchor,
    By,
    Count,
    Floor,
    Ladder,
    Otherwise,
    ProofKind,
    Release,
    Rung,
    Wait,
    When,
)

CURRENCIES = {"ES": "EUR", "EC": "USD"}
STAGES = frozenset({"early", "extrajudicial", "coercive", "early_payoff"})
SEGMENTS = frozenset({"household", "business", "public_body"})
CHANNELS = frozenset({"email"})
MAX_DAYS = 3650
_ID = re.compile(r"[a-z][a-z0-9_]{1,29}")
Code = TypeVar("Code", bound=StrEnum)


class BadPolicy(BadInput):
    """The text of a ladder cannot be used. `line` is 0 when only the whole text can be blamed."""

    code = "bad_policy"


class Table:
    """One table of the text. Every key must be taken exactly once; `done` refuses what nobody took."""

    def __init__(self, text: str, data: Mapping[str, Any], path: str, start: int = 1) -> None:
        self.text = text
        self.data = dict(data)
        self.path = path
        self.start = start  # line at which the table begins

    def take(self, key: str, kind: type, default: object = ...) -> Any:
        """The value of a key, of exactly this type. `default` makes it optional."""
        if key not in self.data:
            if default is ...:
                raise self.wrong("policy_key_missing", key, line=self.start)
            return default
        value = self.data[key]
        if type(value) is not kind:
            raise self.wrong("policy_key_type", key, found=type(value).__name__, wanted=kind.__name__)
        del self.data[key]
        return value

    def number(self, key: str, low: int, high: int, default: object = ...) -> int:
        """A whole number within bounds."""
        value = self.take(key, int, default)
        if not low <= value <= high:
            raise self.wrong("policy_value", key, found=value, known=f"{low}–{high}")
        return int(value)

    def one_of(self, key: str, known: type[Code], default: Code | None = None) -> Code:
        """A word of an enumeration."""
        value = self.take(key, str, ... if default is None else default.value)
        if value not in set(known):
            raise self.wrong("policy_value", key, found=value, known=", ".join(known))
        return known(value)

    def some_of(self, key: str, known: frozenset[str], default: object = ...) -> tuple[str, ...]:
        """A list of different known words, not empty."""
        value = self.take(key, list, default)
        if value and len(set(map(str, value))) == len(value) and set(value) <= known:
            return tuple(value)
        if value or default is ... or key in self.data:
            raise self.wrong("policy_value", key, found=", ".join(map(str, value)), known=", ".join(sorted(known)))
        return ()

    def money(self, key: str, default: object = ...) -> int:
        """An amount of units as text ("1.50"), in cents, not negative."""
        text = self.take(key, str, default)
        try:
            cents = cents_of(text)
        except BadAmount as exc:
            raise self.wrong("policy_value", key, found=text, known="0.00") from exc
        if cents < 0:
            raise self.wrong("policy_value", key, found=text, known="0.00")
        return cents

    def inner(self, key: str, *, optional: bool = False) -> Table:
        """A table inside this one."""
        data = self.take(key, dict, {} if optional else ...)
        return Table(self.text, data, f"{self.path}{key}.", self.line(key))

    def done(self) -> None:
        """Refuse any key that was not taken: it is misspelt, or dead here."""
        for key in self.data:
            raise self.wrong("policy_key_unknown", key)

    def line(self, key: str) -> int:
        """The line on which the key stands, from where its table begins."""
        lines = self.text.splitlines()
        pattern = re.compile(rf"(?:^|[{{,\s\[.])\"?{re.escape(key)}\"?\s*(?:=|\]|\.)")
        found = (n for n in range(self.start, len(lines) + 1) if pattern.search(lines[n - 1].split("#")[0]))
        return next(found, self.start)

    def wrong(self, code: str, key: str, *, line: int = 0, **data: object) -> BadPolicy:
        """The error that names key and line."""
        return BadPolicy(code, key=f"{self.path}{key}", line=line or self.line(key), **data)


def load(text: str) -> Ladder:
    """The ladder of a text. Raises `BadPolicy`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise BadPolicy("policy_not_toml", text=str(exc)) from exc
    top = Table(text, data, "")
    rungs = top.take("rung", list)
    country = top.take("country", str)
    if country not in CURRENCIES:
        raise top.wrong("policy_value", "country", found=country, known=", ".join(CURRENCIES))
    tolerance = top.inner("tolerance")
    segments = frozenset(top.some_of("segments", SEGMENTS))
    ladder = Ladder(
        name=_word(top, "name"),
        title=top.take("title", str),
        country=country,
        stages=frozenset(top.some_of("stages", STAGES)),
        segments=segments,
        tolerance_cents=tolerance.money(CURRENCIES[country]),
        rest_after_drop_days=top.number("rest_after_drop_days", 1, 365),
        rungs=tuple(_rungs(top, rungs, segments)),
    )
    tolerance.done()
    top.done()
    _check(top, ladder)
    return ladder


def _rungs(top: Table, found: list[Any], segments: frozenset[str]) -> list[Rung]:
    starts = [n for n, line in enumerate(top.text.splitlines(), 1) if re.match(r"\s*\[\[\s*rung\s*\]\]", line)]
    if not found or len(starts) != len(found):
        raise top.wrong("policy_no_rungs", "rung")
    return [
        _rung(Table(top.text, data, f"rung[{number}].", start), number, segments)
        for number, (data, start) in enumerate(zip(found, starts, strict=True), 1)
    ]


def _rung(table: Table, number: int, segments: frozenset[str]) -> Rung:
    act = table.one_of("act", Act)
    by = table.one_of("by", By, By.US) if act is Act.NOTIFY else By.US
    ours = act is Act.NOTIFY and by is By.US  # what the ERP sends needs no text, channel or release of ours
    when = _when(table.inner("when"), segments) if "when" in table.data else When()
    may_pass = replace(when, min_oldest_days=0) != When()  # youth only waits: there `otherwise` would be dead
    rung = Rung(
        number=number,
        id=_word(table, "id"),
        act=act,
        wait=_wait(table.inner("wait"), number),
        release=table.one_of("release", Release) if by is By.US else Release.REVIEW,
        when=when,
        otherwise=table.one_of("otherwise", Otherwise) if may_pass else Otherwise.WAIT,
        proof=None if act is Act.PROPOSE_CUT else table.one_of("proof", ProofKind),
        channels=table.some_of("channels", CHANNELS) if ours else (),
        template=table.take("template", str) if ours else "",
        floor=_floor(table.inner("floor")) if act is Act.PROPOSE_CUT else Floor(),
        by=by,
    )
    if rung.release is Release.AUTO and act is not Act.NOTIFY:
        raise table.wrong("policy_never_auto", "release", line=table.start)
    if rung.proof is not None and (rung.proof is ProofKind.DONE) != (act is Act.CALL):
        raise table.wrong("policy_value", "proof", found=rung.proof.value, known=act.value)
    table.done()
    return rung


def _wait(table: Table, number: int) -> Wait:
    wait = Wait(
        days=table.number("days", 1, MAX_DAYS),
        count=table.one_of("count", Count),
        anchor=table.one_of("from", Anchor),
    )
    if wait.anchor is Anchor.PROOF and number == 1:
        raise table.wrong("policy_first_rung_proof", "from")
    table.done()
    return wait


def _when(table: Table, segments: frozenset[str]) -> When:
    """Conditions; one that always holds is dead and refused."""
    when = When(
        min_invoices=table.number("min_invoices", 2, 1000, 1) if "min_invoices" in table.data else 1,
        min_total_cents=table.money("min_total", "0"),
        min_oldest_days=table.number("min_oldest_days", 1, MAX_DAYS, 1) if "min_oldest_days" in table.data else 0,
        segments=frozenset(table.some_of("segments", segments, [])),
    )
    table.done()
    if when == When() or when.segments == segments:
        raise BadPolicy("policy_key_dead", key=table.path.rstrip("."), line=table.start)
    return when


def _floor(table: Table) -> Floor:
    floor = Floor(months=table.number("months", 0, 60, 0), working_days=table.number("working_days", 0, 500, 0))
    table.done()
    return floor


def _word(table: Table, key: str) -> str:
    word = str(table.take(key, str))
    if not _ID.fullmatch(word):
        raise table.wrong("policy_value", key, found=word, known="a-z, 0-9, _")
    return word


def _check(top: Table, ladder: Ladder) -> None:
    """What no single key shows: ids twice, a rung after the cut, a floor below the law's, too few demands."""
    ids = [rung.id for rung in ladder.rungs]
    demands = 0
    for rung in ladder.rungs:
        if ids.count(rung.id) > 1:
            raise BadPolicy("policy_rung_twice", key=rung.id, line=top.line("id"))
        if rung.act is Act.PROPOSE_CUT:
            _check_cut(ladder, rung, demands)
        demands += rung.act is Act.NOTIFY and rung.otherwise is Otherwise.WAIT  # one that may be passed is none


def _check_cut(ladder: Ladder, rung: Rung, demands: int) -> None:
    key = f"rung[{rung.number}]"
    if rung.number != len(ladder.rungs):
        raise BadPolicy("policy_cut_not_last", key=key, line=0)
    if demands < DEMANDS_BEFORE_CUT:
        raise BadPolicy("policy_too_few_demands", key=key, line=0, wanted=DEMANDS_BEFORE_CUT)
    for segment in sorted(ladder.segments):
        law = LAW_FLOORS.get((ladder.country, segment))
        if law is None:
            raise BadPolicy("policy_cut_unknown", key=key, line=0, segment=segment, country=ladder.country)
        if rung.floor.months < law.months or rung.floor.working_days < law.working_days:
            raise BadPolicy(
                "policy_below_law", key=f"{key}.floor", line=0, months=law.months, working_days=law.working_days
            )
