"""Which rungs others prove, how well a notice is proved, and to which notice a paper belongs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recobro.cases.rules import CaseFacts, ItemFacts, Reason, decide
from recobro.cases.told.rules import Counted, ToldFacts, count
from recobro.laws.calendars import around
from recobro.notices.outside.rules import Alike, Known, Shown, Verdict, belongs, grade, proof_of, whose
from recobro.policies.loader import BadPolicy, load
from recobro.policies.rules import By, ProofKind
from recobro.readers.notice_text import Named, Paper
from recobro.readers.pdf import Signed
from tests.told_ladder import LADDER

DUE = date(2026, 10, 23)
TODAY = date(2026, 11, 20)
MADRID = around("ES", "MD", TODAY)
ERP = load(LADDER.format(first="accepted", second="delivered"))
ITEM = ItemFacts(1, 5000, DUE, DUE + timedelta(days=1), None, 0, None, 1, "no", "", "")
SHOWN = Shown(attested=True, received=True, certified=True, given=True, failed=False)
LETTER = Named(Paper.LETTER, ("F-1",), (), "", date(2026, 11, 2), None, date(2026, 11, 20), failed=False)
CERTIFICATE = Named(
    Paper.CERTIFICATE, ("F-1",), (), "ana@example.com", date(2026, 11, 2), date(2026, 11, 3), None, failed=False
)
MINE = Verdict(account_id=1, invoice_ids=(7,))
NOTICE = Alike(9, "certified", date(2026, 11, 2), "ana@example.com", None)


def case(*items: ItemFacts) -> CaseFacts:
    owed = sum(item.open_cents for item in items)
    return CaseFacts(
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


def told(day: int, *, proof: ProofKind = ProofKind.ACCEPTED, received: int = 0, told_id: int = 1) -> ToldFacts:
    """Something sent on that day of November."""
    return ToldFacts(told_id, 1, proof, date(2026, 11, day), date(2026, 11, received) if received else None)


def counted(*tellings: ToldFacts, item: ItemFacts = ITEM, today: date = TODAY) -> list[Counted]:
    return count(case(item), tellings, ERP, today, MADRID)


def test_a_rung_of_the_erp_waits_and_nothing_is_proposed() -> None:
    assert decide(case(ITEM), ERP, TODAY, MADRID).reason is Reason.WAITING_ERP
    assert decide(case(ITEM), ERP, DUE + timedelta(days=1), MADRID).reason is Reason.WAIT_NOT_OVER


def test_it_is_proved_by_what_was_sent_in_its_time() -> None:
    assert counted(told(2)) == [Counted(1, 1, 1, date(2026, 11, 2), 0, None)]


def test_what_is_too_weak_or_not_received_proves_nothing() -> None:
    first = ITEM._replace(rung=1, proved_on=date(2026, 11, 2))
    assert counted(told(6), item=first) == []
    assert counted(told(6, proof=ProofKind.DELIVERED), item=first) == []
    (one,) = counted(told(6, proof=ProofKind.DELIVERED, received=8), item=first)
    assert (one.rung, one.proved_on, one.was_on) == (2, date(2026, 11, 8), date(2026, 11, 2))


def test_what_is_proved_only_later_than_today_waits() -> None:
    first = ITEM._replace(rung=1, proved_on=date(2026, 11, 2))
    early = told(3, proof=ProofKind.DELIVERED, received=3)
    assert counted(early, item=first, today=date(2026, 11, 4)) == []
    assert [one.proved_on for one in counted(early, item=first, today=date(2026, 11, 5))] == [date(2026, 11, 5)]


def test_an_invoice_with_a_step_under_way_is_left_alone() -> None:
    assert counted(told(2), item=ITEM._replace(pending="proposed", pending_act="notify")) == []


def test_a_frozen_invoice_is_left_alone() -> None:
    assert counted(told(2), item=ITEM._replace(treatment="hold")) == []


def test_the_erp_never_proves_a_rung_of_ours() -> None:
    ours = ITEM._replace(rung=2, proved_on=date(2026, 11, 1))
    assert counted(told(9, proof=ProofKind.CERTIFIED, received=10), item=ours) == []


@given(
    st.lists(st.tuples(st.integers(1, 19), st.integers(0, 5), st.sampled_from(list(ProofKind)[1:])), max_size=6),
    st.integers(0, 2),
)
def test_no_rung_is_skipped_and_no_notice_counts_twice(sent: list[tuple[int, int, ProofKind]], rung: int) -> None:
    item = ITEM._replace(rung=rung, proved_on=date(2026, 10, 30) if rung else None)
    tellings = [
        told(day, proof=proof, received=min(day + after, 19), told_id=n) for n, (day, after, proof) in enumerate(sent)
    ]
    found = counted(*tellings, item=item)
    assert [one.rung for one in found] == list(range(rung + 1, rung + 1 + len(found)))
    assert len({one.told_id for one in found}) == len(found)
    days = [item.proved_on or date.min, *(one.proved_on for one in found)]
    assert all(before < after <= TODAY for before, after in pairwise(days))


def test_a_rung_of_the_erp_has_no_text_channel_or_release_of_ours() -> None:
    assert [rung.by for rung in ERP.rungs] == [By.ERP, By.ERP, By.US]
    text = LADDER.format(first="accepted", second="accepted")
    for more in ('release = "auto"', 'template = "es_household/aviso_1"', 'channels = ["email"]'):
        with pytest.raises(BadPolicy, match="policy_key_unknown"):
            load(text.replace('by = "erp"', f'by = "erp"\n{more}', 1))


def test_only_notices_are_left_to_the_erp() -> None:
    text = LADDER.format(first="done", second="accepted")
    called = text.replace('act = "notify"\nby = "erp"', 'act = "call"\nrelease = "review"', 1)
    assert load(called).rungs[0].by is By.US
    with pytest.raises(BadPolicy, match=r"policy_key_unknown .*by"):
        load(called.replace('act = "call"', 'act = "call"\nby = "erp"'))


@pytest.mark.parametrize(
    ("change", "expected", "proof"),
    [
        ({}, "A", ProofKind.CERTIFIED),
        ({"certified": False}, "B", ProofKind.DELIVERED),
        ({"received": False}, "B", ProofKind.ACCEPTED),
        ({"received": False, "given": False}, "C", ProofKind.ACCEPTED),
        ({"attested": False}, "", None),
        ({"failed": True}, "", None),
    ],
)
def test_the_grade_says_what_is_proved(change: dict[str, bool], expected: str, proof: ProofKind | None) -> None:
    shown = replace(SHOWN, **change)
    assert grade(shown) == expected
    assert proof_of(expected, received=shown.received) is proof


def test_the_invoices_of_a_paper_decide_whose_it_is() -> None:
    one, other = Known("invoice", "F-1", 1, 7), Known("invoice", "F-2", 2, 8)
    assert whose([one, Known("place", "ES1", 1, None), Known("tax_id", "T", None, None)]) == MINE
    assert whose([one, other]).reason == "paper_two_accounts"
    assert whose([one, Known("place", "ES2", 2, None)]).reason == "paper_clues_disagree"
    assert whose([Known("tax_id", "T", None, None)]).reason == "paper_of_nobody"
    assert whose([Known("place", "ES1", 1, None)]) == Verdict(account_id=1)


def placed(named: Named, *alike: Alike, signed: Signed = Signed.NONE) -> Verdict:
    return belongs(MINE, named, signed, alike, TODAY)


def test_a_paper_belongs_to_the_notice_of_its_day_and_address() -> None:
    assert placed(CERTIFICATE, NOTICE).notice_id == 9
    assert placed(LETTER, NOTICE).notice_id == 9
    assert placed(CERTIFICATE, NOTICE._replace(recipient="eva@example.com")).notice_id is None
    assert placed(CERTIFICATE, NOTICE._replace(kind="post")).notice_id is None


def test_a_letter_is_dated_before_its_sending_and_the_address_ties_them() -> None:
    later = NOTICE._replace(sent_on=date(2026, 11, 4))
    assert placed(LETTER, later).notice_id is None
    assert placed(replace(LETTER, recipient="ana@example.com"), later).notice_id == 9


def test_another_cut_date_is_another_notice() -> None:
    assert placed(LETTER, NOTICE._replace(cut_on=date(2026, 12, 1))).notice_id is None


def test_a_receipt_before_the_sending_of_a_notice_is_not_its_own() -> None:
    assert placed(replace(CERTIFICATE, sent_on=None), NOTICE._replace(sent_on=date(2026, 11, 4))).notice_id is None


def test_two_notices_that_fit_are_a_question() -> None:
    assert placed(CERTIFICATE, NOTICE, NOTICE._replace(id=10)).reason == "paper_fits_two"
    assert placed(CERTIFICATE, NOTICE, NOTICE._replace(id=10, kind="letter")).notice_id == 9


def test_what_is_wrong_with_a_paper_is_said_before_anything_is_tied() -> None:
    assert placed(replace(LETTER, paper=Paper.OTHER), NOTICE).reason == "paper_unclear"
    assert placed(CERTIFICATE, NOTICE, signed=Signed.BROKEN).reason == "signature_broken"
    assert placed(replace(CERTIFICATE, received_on=date(2026, 11, 1)), NOTICE).reason == "paper_days_reversed"
    assert placed(replace(LETTER, sent_on=date(2026, 12, 1)), NOTICE).reason == "paper_in_future"
