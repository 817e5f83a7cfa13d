"""What comes next for one case: the tables of the manual, then what holds, what blocks and what is carried."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from recobro.cases.rules import CaseFacts, Decision, ItemFacts, Reason, StepItem, decide
from recobro.core.money import spoken
from recobro.laws.calendars import around
from recobro.policies.loader import load
from recobro.policies.rules import Act, Ladder
from tests.rules.tables import tables

PAGE = "reglas/escalera.md"
LADDERS = {
    file.name.removesuffix(".toml"): load(file.read_text(encoding="utf-8"))
    for file in files("recobro.policies").joinpath("plans").iterdir()
    if file.name.endswith(".toml")
}
HOME = LADDERS["es_household"]
TODAY = date(2026, 6, 18)
ITEM = ItemFacts(
    item_id=1,
    open_cents=9000,
    due_on=date(2026, 5, 4),
    since_on=date(2026, 5, 5),
    returned_on=date(2026, 5, 6),
    rung=2,
    proved_on=date(2026, 6, 1),
    cycle=1,
    treatment="no",
    pending="",
    pending_act="",
)


def case(*items: ItemFacts, **changes: Any) -> CaseFacts:
    """A case of these items, all of the account's debt, that can be written to."""
    owed = sum(item.open_cents for item in items)
    facts = CaseFacts(
        case_id=1,
        account_id=1,
        segment="household",
        balance_cents=owed,
        open_cents=owed,
        in_flight=False,
        differs=False,
        reachable=True,
        last_step_on=None,
        last_step_state="",
        items=items,
    )
    return facts._replace(**changes)


def verdict(facts: CaseFacts, ladder: Ladder = HOME, today: date = TODAY) -> Decision:
    """The decision with the calendar of Madrid, or of Ecuador."""
    region = "MD" if ladder.country == "ES" else ""
    return decide(facts, ladder, today, around(ladder.country, region, today))


def day(text: str) -> date | None:
    """A cell of the table."""
    return date.fromisoformat(text) if text else None


ROWS = [(name, row) for name, rows in tables(PAGE, "vence").items() for row in rows]


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[f"{name} {' '.join(row.values())}" for name, row in ROWS])
def test_the_tables_of_the_manual(name: str, row: dict[str, str]) -> None:
    due_on = date.fromisoformat(row["vence"])
    one = ITEM._replace(
        due_on=due_on,
        since_on=date.fromordinal(due_on.toordinal() + 1),
        returned_on=day(row["devuelta"]),
        rung=int(row["peldaño"]),
        proved_on=day(row["probado"]),
    )
    items = [one._replace(item_id=n) for n in range(1, 2 + int(row["otras"]))]
    found = verdict(case(*items), LADDERS[name], date.fromisoformat(row["hoy"]))
    if found.rung:
        planned = f" {found.planned_on}" if found.planned_on else ""
        assert f"{found.rung.id}{planned}" == row["sale"]
        assert len(found.items) == len(items)
    else:
        assert found.reason.value == row["sale"]
    assert found.next_on == day(row["mira"])


@pytest.mark.parametrize("name", sorted(LADDERS))
def test_the_manual_shows_each_ladder_as_it_is(name: str) -> None:
    shown = tables(PAGE, "n")[name]
    for rung, row in zip(LADDERS[name].rungs, shown, strict=True):
        when = [f"facturas ≥ {rung.when.min_invoices}"] if rung.when.min_invoices > 1 else []
        when += [f"total ≥ {spoken(rung.when.min_total_cents, '').strip()}"] if rung.when.min_total_cents else []
        assert list(row.values()) == [
            str(rung.number),
            rung.id,
            rung.act.value,
            f"{rung.wait.days} {rung.wait.count} {rung.wait.anchor}",
            ", ".join([*when, rung.otherwise.value]) if when else "",
            rung.proof.value if rung.proof else "",
            rung.release.value,
        ]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (case(), Reason.NO_DEBT),
        (case(ITEM, balance_cents=0), Reason.NOTHING_OWED),
        (case(ITEM, balance_cents=-500), Reason.NOTHING_OWED),
        (case(ITEM, in_flight=True), Reason.MONEY_IN_FLIGHT),
        (case(ITEM, differs=True), Reason.DIFFERENCE_OPEN),
        (case(ITEM._replace(treatment="yes")), Reason.RETURN_STOP),
        (case(ITEM._replace(treatment="hold")), Reason.RETURN_HOLD),
        (case(ITEM._replace(treatment="yes"), ITEM._replace(item_id=2, treatment="hold")), Reason.RETURN_HOLD),
        (case(ITEM._replace(open_cents=100)), Reason.WITHIN_TOLERANCE),
        (case(ITEM, balance_cents=100), Reason.WITHIN_TOLERANCE),  # the rest is covered by a credit
        (case(ITEM, open_cents=14_000, balance_cents=5000), Reason.NOTHING_OWED),  # 5000 not yet due, 9000 of credit
        (case(ITEM, reachable=False), Reason.NO_CONTACT),
        (case(ITEM, last_step_on=TODAY, last_step_state="withdrawn"), Reason.ONE_STEP_A_DAY),
        (case(ITEM, last_step_on=date(2026, 6, 12), last_step_state="dropped"), Reason.DROPPED_REST),
        (case(ITEM._replace(pending="proposed", pending_act="notify")), Reason.WAITING_RELEASE),
        (case(ITEM._replace(pending="released", pending_act="notify")), Reason.WAITING_SEND),
        (case(ITEM._replace(pending="handed", pending_act="notify")), Reason.WAITING_SEND),
        (case(ITEM._replace(pending="done", pending_act="notify")), Reason.WAITING_PROOF),
        (case(ITEM._replace(pending="failed", pending_act="notify")), Reason.STEP_FAILED),
        (case(ITEM._replace(pending="released", pending_act="call")), Reason.WAITING_DONE),
        (case(ITEM._replace(pending="proposed", pending_act="propose_cut")), Reason.WAITING_RELEASE),
    ],
)
def test_nothing_is_done_and_the_reason_is_told(facts: CaseFacts, reason: Reason) -> None:
    found = verdict(facts)
    assert (found.rung, found.items, found.reason) == (None, (), reason)


def test_without_any_of_that_the_notice_is_due() -> None:
    """The case that each row above changes in one thing."""
    found = verdict(case(ITEM))
    assert found.rung is HOME.rungs[2]
    assert found.items == (StepItem(1, 3, 1, 9000),)


def test_one_cent_above_the_tolerance_is_claimed() -> None:
    assert verdict(case(ITEM._replace(open_cents=101))).rung


def test_money_that_may_be_theirs_is_looked_at_again_tomorrow() -> None:
    assert verdict(case(ITEM, in_flight=True)).next_on == date(2026, 6, 19)


def test_a_dropped_proposal_comes_back_after_its_rest() -> None:
    dropped = case(ITEM, last_step_on=date(2026, 6, 12), last_step_state="dropped")
    assert verdict(dropped).next_on == date(2026, 6, 19)
    assert verdict(dropped, today=date(2026, 6, 19)).rung


def test_a_notice_carries_the_lower_items_that_are_due_each_at_its_own_rung() -> None:
    young = ITEM._replace(item_id=2, open_cents=4000, rung=0, proved_on=None)
    fresh = ITEM._replace(item_id=3, open_cents=2000, rung=1, proved_on=date(2026, 6, 17))
    found = verdict(case(ITEM, young, fresh))
    assert found.rung is HOME.rungs[2]
    assert found.items == (StepItem(1, 3, 1, 9000), StepItem(2, 1, 1, 4000))


def test_a_candidate_covers_only_items_whose_own_demands_are_proved() -> None:
    old = ITEM._replace(rung=4, proved_on=date(2026, 5, 4))
    told_once = ITEM._replace(item_id=2, rung=1, proved_on=date(2026, 6, 1))
    found = verdict(case(old, told_once))
    assert found.rung is not None
    assert found.rung.act is Act.PROPOSE_CUT
    assert [item.item_id for item in found.items] == [1]
    assert found.next_on == date(2026, 6, 19)  # the newer invoice is told of tomorrow


def test_a_candidate_that_waits_does_not_silence_newer_invoices() -> None:
    waiting = ITEM._replace(rung=4, pending="proposed", pending_act="propose_cut")
    told_once = ITEM._replace(item_id=2, rung=1, proved_on=date(2026, 6, 1))
    found = verdict(case(waiting, told_once))
    assert found.rung is HOME.rungs[1]
    assert found.items == (StepItem(2, 2, 1, 9000),)


def test_a_frozen_invoice_is_not_carried_nor_counted() -> None:
    frozen = ITEM._replace(item_id=2, treatment="hold")
    found = verdict(case(ITEM._replace(rung=3), frozen), today=date(2026, 6, 30))
    assert found.rung is not None
    assert found.rung.id == "candidato_corte"  # one invoice only: nobody is called
    assert [item.item_id for item in found.items] == [1]


def test_a_condition_that_waits_holds_the_item_below() -> None:
    ladder = LADDERS["ec_early"]
    small = ITEM._replace(open_cents=900, rung=3)
    assert verdict(case(small), ladder).reason is Reason.TOTAL_TOO_SMALL
    assert verdict(case(small._replace(open_cents=1000)), ladder).rung is ladder.rungs[3]


def test_a_wait_that_ends_in_an_unknown_year_is_refused() -> None:
    item = ITEM._replace(rung=3, proved_on=date(2028, 12, 27))
    assert decide(case(item), HOME, TODAY, around("ES", "MD", TODAY)).reason is Reason.CALENDAR_UNKNOWN
