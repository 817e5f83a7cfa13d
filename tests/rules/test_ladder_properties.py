"""Random histories: whatever is paid, undone, returned or run late, nobody jumps and nobody paid is acted on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from recobro.cases.rules import CaseFacts, Decision, ItemFacts, decide
from recobro.laws.calendars import around
from recobro.policies.rules import Act, Otherwise
from tests.rules.test_ladder_decisions import HOME

START = date(2026, 3, 2)
CALENDAR = around("ES", "MD", START)


@dataclass
class Bill:
    """One invoice of the history and where it stands on the ladder."""

    id: int
    amount: int
    due_on: date
    open: int
    returned_on: date | None = None
    rung: int = 0
    proved_on: date | None = None
    cycle: int = 1
    pending: str = ""
    pending_act: str = ""
    climbed: list[tuple[int, int, date]] = field(default_factory=list)  # cycle, rung, day of the proposal


@dataclass
class World:
    """A case and its days, as the rows would hold them."""

    bills: list[Bill]
    credit: int = 0
    in_flight: bool = False
    today: date = START
    last_step_on: date | None = None
    last_step_state: str = ""

    def facts(self) -> CaseFacts:
        owed = sum(bill.open for bill in self.bills)
        items = [
            ItemFacts(
                bill.id,
                bill.open,
                bill.due_on,
                bill.due_on + timedelta(days=1),
                bill.returned_on,
                bill.rung,
                bill.proved_on,
                bill.cycle,
                "no",
                bill.pending,
                bill.pending_act,
            )
            for bill in self.bills
            if bill.open > 0 and bill.due_on < self.today
        ]
        return CaseFacts(
            1,
            1,
            "household",
            owed - self.credit,
            owed,
            self.in_flight,
            differs=False,
            reachable=True,
            last_step_on=self.last_step_on,
            last_step_state=self.last_step_state,
            items=items,
        )

    def run(self) -> Decision:
        """The run of the day: decide, and write the proposal."""
        found = decide(self.facts(), HOME, self.today, CALENDAR)
        if found.rung:
            self.last_step_on, self.last_step_state = self.today, "proposed"
        for item in found.items:
            bill = self.bills[item.item_id]
            bill.pending, bill.pending_act = "proposed", found.rung.act if found.rung else ""
            bill.climbed.append((bill.cycle, item.rung, self.today))
        return found

    def prove(self) -> None:
        """Release, send and prove whatever is proposed, but for the candidates."""
        for bill in self.bills:
            if bill.pending and bill.pending_act != Act.PROPOSE_CUT:
                bill.rung, bill.proved_on = bill.climbed[-1][1], self.today
                bill.pending = bill.pending_act = ""
                self.last_step_state = "done"

    def withdraw(self) -> None:
        """What the booking does: steps of paid invoices are withdrawn and their rungs are free."""
        owed = sum(bill.open for bill in self.bills if bill.due_on < self.today)
        for bill in self.bills:
            if bill.pending and (bill.open <= 0 or owed <= self.credit):
                bill.climbed.pop()
                bill.pending = bill.pending_act = ""
                self.last_step_state = "withdrawn"


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["run", "run", "run", "prove", "prove", "pay", "part", "undo", "back", "credit", "flight", "late"]
        ),
        st.integers(0, 3),
        st.integers(1, 12),
    ),
    min_size=5,
    max_size=60,
)


def happen(world: World, event: str, which: int, size: int) -> Decision | None:
    """One event of the history."""
    bill = world.bills[which % len(world.bills)]
    if event == "run":
        world.today += timedelta(days=size % 4)
        return world.run()
    if event == "late":
        world.today += timedelta(days=size * 10)
    elif event == "prove":
        world.prove()
    elif event == "pay":
        bill.open = 0
    elif event == "part":
        bill.open = max(0, bill.open - size * 500)
    elif event == "undo":
        bill.open = bill.amount
    elif event == "back" and bill.open <= 0:
        bill.open, bill.returned_on = bill.amount, world.today
        bill.cycle, bill.rung, bill.proved_on = bill.cycle + 1, 0, None
    elif event == "credit":
        world.credit = size * 1000 if which else 0
    elif event == "flight":
        world.in_flight = bool(which % 2)
    world.withdraw()
    return None


@settings(max_examples=400, deadline=None)
@given(st.lists(st.integers(150, 20_000), min_size=1, max_size=4), EVENTS)
def test_no_rung_is_skipped_or_repeated_and_nobody_paid_is_acted_on(
    amounts: list[int], events: list[tuple[str, int, int]]
) -> None:
    world = World([Bill(n, amount, START + timedelta(days=9 * n - 5), amount) for n, amount in enumerate(amounts)])
    for event, which, size in events:
        before = {bill.id: (bill.rung, bill.proved_on) for bill in world.bills}
        found = happen(world, event, which, size)
        if found is None or found.rung is None:
            continue
        overdue = sum(bill.open for bill in world.bills if bill.due_on < world.today)
        assert overdue - world.credit > HOME.tolerance_cents
        assert not world.in_flight
        for item in found.items:
            bill = world.bills[item.item_id]
            rung, proved_on = before[bill.id]
            assert bill.open > 0
            assert bill.due_on < world.today
            assert item.rung > rung
            passed = HOME.rungs[rung : item.rung - 1]
            assert all(one.otherwise is Otherwise.PASS for one in passed)
            assert proved_on is None or proved_on < world.today
        assert decide(world.facts(), HOME, world.today, CALENDAR).rung is None  # again on the same day: nothing
    for bill in world.bills:
        climbed = [(cycle, rung) for cycle, rung, _ in bill.climbed]
        assert len(set(climbed)) == len(climbed)
        assert climbed == sorted(climbed)
        days = [day for _, _, day in bill.climbed]
        assert len(set(days)) == len(days)
