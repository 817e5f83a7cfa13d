"""camt: a booking is proved by its transactions, a statement by its summary and balances."""

from __future__ import annotations

import pytest

from recobro.readers import camt_entry
from recobro.readers.prove import LOT_KINDS
from recobro.readers.rows import BadFile, Mismatch, Note, RowKind
from tests.rules.readers.files import camt, codes, entry, faults, items, rows, sums, transaction

TWO = (transaction("564.05"), transaction("100.00", end_to_end_id="F2026-00002"))


def paid(amount: str, *transactions: str, batch: str = "") -> str:
    """An entry of transfers that customers sent us."""
    return entry(amount, *transactions, direction="CRDT", family="RCDT/ESCT", reversal=False, batch=batch)


def balance(kind: str, amount: str, currency: str = "EUR") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy='{currency}'>{amount}</Amt>"
        "<CdtDbtInd>CRDT</CdtDbtInd></Bal>"
    )


def test_a_batch_booking_adds_up_to_its_returns() -> None:
    """Rule 4: 664.05 = 564.05 + 100.00."""
    headline = sums(camt(entry("664.05", *TWO))).headline(LOT_KINDS["returns"])
    assert (headline.declared_count, headline.declared_cents) == (2, 66405)
    assert (headline.read_count, headline.read_cents) == (2, 66405)
    assert headline.proved


def test_one_cent_of_difference_makes_every_transaction_of_the_entry_a_fault() -> None:
    found = items(camt(entry("664.04", *TWO), entry("4.50", transaction("4.50"))))
    assert [(fault.code, fault.expected, fault.found) for fault in faults(found)] == [
        ("entry_total_differs", "664,04", "664,05")
    ] * 2
    assert [row.amount_cents for row in rows(found)] == [450]


def test_an_entry_that_contradicts_itself_leaves_the_equation_of_the_others_true() -> None:
    """Its transactions declare themselves, all of them as faults that name both figures: nothing books on either."""
    headline = sums(camt(entry("664.04", *TWO), entry("4.50", transaction("4.50")))).headline(LOT_KINDS["returns"])
    assert (headline.declared_count, headline.declared_cents) == (3, 66855)
    assert (headline.read_count, headline.read_cents) == (1, 450)
    assert (headline.faulty_count, headline.faulty_cents) == (2, 66405)
    assert [problem.code for problem in headline.problems] == ["faulty_rows"]


def test_a_fault_of_an_entry_still_says_whose_it_is() -> None:
    first, second = faults(items(camt(entry("664.04", *TWO))))
    assert first.row is not None and second.row is not None
    assert (first.row.end_to_end_id, second.row.end_to_end_id) == ("F2026-00001", "F2026-00002")
    assert (first.row.reason_code, first.row.mandate_id) == ("AM04", "MND-000001")


def test_fees_are_shown_beside_the_debt() -> None:
    more = '<AmtDtls><InstdAmt><Amt Ccy="EUR">66.55</Amt></InstdAmt></AmtDtls>'
    data = camt(entry("191.80", transaction("123.45"), transaction("68.35", more=more, end_to_end_id="F2")))
    headline = sums(data).headline(LOT_KINDS["returns"])
    assert (headline.declared_cents, headline.read_cents, headline.fee_cents) == (19000, 19000, 180)
    assert headline.proved


def test_a_fee_of_the_entry_beside_its_transactions_is_no_debt() -> None:
    more = '<Chrgs><Amt Ccy="EUR">1.80</Amt></Chrgs>'
    headline = sums(camt(entry("68.35", transaction("66.55", more=more)))).headline(LOT_KINDS["returns"])
    assert (headline.declared_cents, headline.fee_cents, headline.proved) == (6655, 180, True)


def test_the_only_transaction_may_borrow_the_amount_of_its_entry() -> None:
    (row,) = rows(items(camt(entry("100.00", transaction(None)))))
    assert row.amount_cents == 10000


def test_an_entry_in_another_currency_than_its_only_transaction_counts_in_its_own() -> None:
    (row,) = rows(items(camt(entry("8.85", transaction("100.00", currency="SEK")))))
    assert (row.amount_cents, row.currency) == (885, "EUR")


def test_two_transactions_without_amount_are_faults() -> None:
    found = items(camt(entry("100.00", transaction(None), transaction(None))))
    assert [fault.code for fault in faults(found)] == ["missing_amount"] * 2
    assert not sums(camt(entry("100.00", transaction(None), transaction(None)))).headline(LOT_KINDS["returns"]).proved


def test_12_dots_34_books_nothing_of_its_lot() -> None:
    found = items(camt(entry("24.68", transaction("12..34"), transaction("12.34"))))
    (fault,) = faults(found)
    assert (fault.code, fault.found, fault.kind) == ("bad_amount", "12..34", RowKind.RETURN)
    assert (
        not sums(camt(entry("24.68", transaction("12..34"), transaction("12.34"))))
        .headline(LOT_KINDS["returns"])
        .proved
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [("8.855", "more_than_two_decimals"), ("-8.85", "bad_amount"), ("8,85", "bad_amount"), ("", "missing_amount")],
)
def test_an_entry_whose_amount_cannot_be_read_gives_faults_only(written: str, code: str) -> None:
    found = items(camt(entry(written, transaction("8.85"))))
    assert [fault.code for fault in faults(found)] == [code]
    assert not rows(found)


def test_more_than_two_decimals_pass_when_they_are_zeros() -> None:
    (row,) = rows(items(camt(entry("8.85000", transaction("8.85000")))))
    assert row.amount_cents == 885


def test_a_date_that_does_not_exist_is_a_fault_and_hides_nobody() -> None:
    found = items(camt(entry("1.00", transaction("1.00"), day="2026-11-31"), entry("2.00", transaction("2.00"))))
    assert [(fault.code, fault.found) for fault in faults(found)] == [("bad_date", "2026-11-31")]
    assert [row.amount_cents for row in rows(found)] == [200]


THREE = "<Btch><NbOfTxs>3</NbOfTxs></Btch>"


@pytest.mark.parametrize("stated", ["1", "3"])
def test_an_entry_that_states_another_number_of_transactions_is_a_fault_of_its_own(stated: str) -> None:
    batch = f"<Btch><NbOfTxs>{stated}</NbOfTxs></Btch>"
    found = items(camt(entry("664.05", *TWO, batch=batch), entry("4.50", transaction("4.50"))))
    assert [(fault.code, fault.expected, fault.found, fault.amount_cents) for fault in faults(found)] == [
        ("entry_count_differs", stated, "2", 56405),
        ("entry_count_differs", stated, "2", 10000),
    ]
    assert [row.amount_cents for row in rows(found)] == [450]
    assert not [item for item in found if isinstance(item, Mismatch)]


def test_80_transactions_stated_and_one_given_declare_the_one() -> None:
    """A bank that gives the sum of a batch as its only detail: no customer has paid all that."""
    batch = "<Btch><NbOfTxs>80</NbOfTxs></Btch>"
    whole = paid("2448719.42", transaction(None, reason=None), batch=batch)
    data = camt(whole, paid("10.00", transaction("10.00", reason=None)), kind="053")
    headline = sums(data).headline(LOT_KINDS["payments"])
    assert (headline.declared_count, headline.declared_cents) == (2, 244872942)
    assert (headline.faulty_count, headline.faulty_cents) == (1, 244871942)
    assert [problem.code for problem in headline.problems] == ["faulty_rows"]


def test_a_count_and_an_amount_that_cannot_be_read_keep_the_amount_of_the_entry() -> None:
    """Only a person reads the second amount; what they read must make up what the bank booked."""
    data = camt(entry("24.68", transaction("12.34"), transaction("12..34"), batch=THREE))
    headline = sums(data).headline(LOT_KINDS["returns"])
    assert (headline.declared_count, headline.declared_cents, headline.faulty_count) == (2, 2468, 2)
    assert [fault.code for fault in faults(items(data))] == ["entry_count_differs", "bad_amount"]


@pytest.mark.parametrize(("family", "status"), [("ICDT/ESCT", "BOOK"), ("IDDT/UPDD", "PDNG")])
def test_a_contradiction_that_moves_nothing_of_a_customer_is_only_noted(family: str, status: str) -> None:
    """A transfer of ours to a supplier, and a return that the bank only announces."""
    two = (transaction("564.05", reason=None), transaction("100.00", reason=None))
    fee = entry("664.04", *two, batch=THREE, family=family, status=f"<Sts>{status}</Sts>")
    found = items(camt(fee, entry("4.50", transaction("4.50")), fee))
    assert not faults(found)
    assert [row.amount_cents for row in rows(found)] == [56405, 10000, 450, 56405, 10000]
    (note,) = [item for item in found if isinstance(item, Note) and item.code == "entry_contradicts"]
    assert (note.found, note.confirm) == ("2", False)
    assert sums(camt(fee, entry("4.50", transaction("4.50")))).headline(LOT_KINDS["returns"]).proved


def test_a_batch_that_does_not_say_how_many_it_holds_contradicts_nobody() -> None:
    second = f"<NtryDtls>{TWO[1]}</NtryDtls></Ntry>"
    two_batches = entry("664.05", TWO[0], batch="<Btch><NbOfTxs>1</NbOfTxs></Btch>").replace("</Ntry>", second)
    assert sums(camt(two_batches)).headline(LOT_KINDS["returns"]).proved


def test_the_summary_of_a_statement_is_compared() -> None:
    good = "<TxsSummry><TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>664.05</Sum></TtlDbtNtries></TxsSummry>"
    assert "summary_differs" not in codes(items(camt(entry("664.05", *TWO), head=good)))
    bad = good.replace("664.05", "664.06")
    assert "summary_differs" in codes(items(camt(entry("664.05", *TWO), head=bad)))


def test_opening_plus_entries_is_closing() -> None:
    head = balance("OPBD", "1000.00") + balance("CLBD", "335.95")
    assert "balance_differs" not in codes(items(camt(entry("664.05", *TWO), kind="053", head=head)))
    head = balance("OPBD", "1000.00") + balance("CLBD", "335.96")
    found = items(camt(entry("664.05", *TWO), kind="053", head=head))
    assert Mismatch("balance_differs", "335,96", "335,95", "Bal", 2) in found


def test_balances_of_several_pages_are_not_compared() -> None:
    head = balance("ITBD", "1000.00") + balance("ITBD", "1.00")
    assert "balance_differs" not in codes(items(camt(entry("664.05", *TWO), kind="053", head=head)))


def test_currencies_are_never_added() -> None:
    data = camt(entry("1.00", transaction("1.00")), entry("2.00", transaction("2.00", currency="USD"), currency="USD"))
    headline = sums(data).headline(LOT_KINDS["returns"])
    assert [(p.code, p.found) for p in headline.problems] == [("mixed_currencies", "EUR, USD")]
    assert headline.read_cents == 0


def test_other_lines_in_another_currency_do_not_stop_the_returns() -> None:
    other = entry("2.00", transaction("2.00", reason=None, currency="USD"), family="ICDT/ESCT", currency="USD")
    headline = sums(camt(entry("1.00", transaction("1.00")), other)).headline(LOT_KINDS["returns"])
    assert (headline.read_cents, headline.currency, headline.proved) == (100, "EUR", True)


def test_payments_and_returns_of_one_statement_have_their_own_equations() -> None:
    money = paid("50.00", transaction("50.00", reason=None))
    control = sums(camt(entry("1.00", transaction("1.00")), money, kind="053"))
    assert control.headline(LOT_KINDS["returns"]).declared_cents == 100
    assert control.headline(LOT_KINDS["payments"]).declared_cents == 5000
    assert control.kinds == {RowKind.RETURN, RowKind.PAYMENT}


def test_pending_rows_are_outside_of_the_equation() -> None:
    announced = entry("9.00", transaction("9.00"), status="<Sts>PDNG</Sts>")
    headline = sums(camt(entry("1.00", transaction("1.00")), announced)).headline(LOT_KINDS["returns"])
    assert (headline.declared_cents, headline.read_cents, headline.pending_count) == (100, 100, 1)
    assert headline.proved


@pytest.mark.parametrize(
    ("amount", "stated", "code", "found"),
    [("10.01", "10", "long_entry_total_differs", "10,00"), ("10.00", "11", "long_entry_count_differs", "10")],
)
def test_an_entry_too_long_to_wait_in_memory_is_proved_all_the_same(
    monkeypatch: pytest.MonkeyPatch, amount: str, stated: str, code: str, found: str
) -> None:
    monkeypatch.setattr(camt_entry, "LONG_ENTRY", 3)
    many = [transaction("1.00", end_to_end_id=f"F{number}") for number in range(10)]
    batch = f"<Btch><NbOfTxs>{stated}</NbOfTxs></Btch>"
    assert len(rows(items(camt(entry("10.00", *many))))) == 10
    with pytest.raises(BadFile) as refused:
        items(camt(entry(amount, *many, batch=batch)))
    assert (refused.value.code, refused.value.data["found"]) == (code, found)
    assert len(rows(items(camt(entry(amount, *many, batch=batch, family="ICDT/ESCT"))))) == 10  # no customer's


@pytest.mark.parametrize("told", [{"day": "2026-11-31"}, {"direction": "?"}])
def test_an_entry_whose_day_or_sign_cannot_be_read_keeps_the_equation_of_the_others_true(told: dict[str, str]) -> None:
    """Its transaction says how much it was and whose, so it counts as a fault and stops nobody else."""
    data = camt(_headed("2.00", **told), entry("1.00", transaction("1.00")))
    headline = sums(data).headline(LOT_KINDS["returns"])
    assert (headline.declared_count, headline.declared_cents) == (2, 300)
    assert (headline.read_cents, headline.faulty_count, headline.faulty_cents) == (100, 1, 200)
    (fault,) = faults(items(data))
    assert fault.row is not None
    assert (fault.kind, fault.row.end_to_end_id) == (RowKind.RETURN, "F2026-00001")


@pytest.mark.parametrize("amount", ["2.00", None])
def test_an_entry_whose_amount_cannot_be_read_leaves_the_total_to_a_person(amount: str | None) -> None:
    data = camt(_headed("2,00", amount), entry("1.00", transaction("1.00")))
    headline = sums(data).headline(LOT_KINDS["returns"])
    assert (headline.declared_count, headline.declared_cents, headline.faulty_count) == (2, None, 1)
    (fault,) = faults(items(data))
    assert (fault.code, fault.found, fault.amount_cents) == ("bad_amount", "2,00", None)


def _headed(written: str, amount: str | None = "2.00", *, day: str = "2026-11-20", direction: str = "DBIT") -> str:
    return entry(written, transaction(amount), day=day, direction=direction)
