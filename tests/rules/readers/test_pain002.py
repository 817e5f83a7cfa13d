"""pain.002: what the bank refused before any money moved, down to the most detailed level."""

from __future__ import annotations

from datetime import date

import pytest

from recobro.readers.prove import LOT_KINDS
from recobro.readers.rows import BadFile, Declared, Mismatch, Note, RowKind, WholeReject
from tests.rules.readers.files import batch, codes, faults, items, pain002, rows, status, sums

PER_STATUS = (
    "<NbOfTxsPerSts><DtldNbOfTxs>{count}</DtldNbOfTxs><DtldSts>RJCT</DtldSts><DtldCtrlSum>{total}</DtldCtrlSum>"
    "</NbOfTxsPerSts>"
)


def whole(data: bytes) -> list[WholeReject]:
    return [item for item in items(data) if isinstance(item, WholeReject)]


def test_a_rejected_direct_debit_carries_what_matching_needs() -> None:
    (row,) = rows(items(pain002(batch(status()))))
    assert (row.kind, row.amount_cents, row.currency, row.reason_code) == (RowKind.REJECT, 4321, "EUR", "AC01")
    assert (row.end_to_end_id, row.mandate_id, row.batch_id) == ("F2026-00004", "MND-000004", "REM1-RCUR")
    assert row.booked_on == date(2026, 11, 17)


@pytest.mark.parametrize("version", ["03", "06", "10", "14"])
def test_every_version_reads_the_same(version: str) -> None:
    data = pain002(batch(status())).replace(b"pain.002.001.03", f"pain.002.001.{version}".encode())
    assert [row.amount_cents for row in rows(items(data))] == [4321]


def test_version_2_has_its_transactions_under_the_message() -> None:
    written = status().replace("<StsRsnInf><Rsn>", "<StsRsnInf><StsRsn>").replace("</Rsn></", "</StsRsn></")
    written = written.replace("<TxInfAndSts>", "<TxInfAndSts><OrgnlPmtInfId>REM1-OLD</OrgnlPmtInfId>")
    data = pain002(written).replace(b"CstmrPmtStsRpt", b"pain.002.001.02")
    (row,) = rows(items(data))
    assert (row.kind, row.reason_code, row.batch_id) == (RowKind.REJECT, "AC01", "REM1-OLD")


def test_an_amount_that_the_bank_leaves_out_is_unknown_and_not_zero() -> None:
    (row,) = rows(items(pain002(batch(status(amount=None)))))
    assert row.amount_cents is None
    headline = sums(pain002(batch(status(amount=None)))).headline(LOT_KINDS["returns"])
    assert (headline.read_count, headline.unpriced_count, headline.declared_cents) == (1, 1, None)


def test_a_rejected_transfer_of_ours_is_no_unpaid_bill() -> None:
    (row,) = rows(items(pain002(batch(status()), original="pain.001.001.03")))
    assert row.kind is RowKind.OTHER


def test_a_reject_of_a_file_whose_kind_nobody_says_needs_a_person() -> None:
    bare = status().replace("<MndtRltdInf><MndtId>MND-000004</MndtId></MndtRltdInf>", "")
    found = items(pain002(batch(bare), original=""))
    assert [row.kind for row in rows(found)] == [RowKind.REJECT]
    assert [item.code for item in found if isinstance(item, Note) and item.confirm] == ["original_type_missing"]


@pytest.mark.parametrize("state", ["ACCP", "ACTC", "ACSP", "ACSC", "ACWC"])
def test_accepted_is_evidence_and_not_paid(state: str) -> None:
    """Rule 13."""
    (row,) = rows(items(pain002(batch(status("", state=state)))))
    assert row.kind is RowKind.ACCEPTED


def test_pending_is_noted_and_decides_nothing() -> None:
    (row,) = rows(items(pain002(batch(status("", state="PDNG")))))
    assert (row.kind, row.pending) == (RowKind.ACCEPTED, True)


def test_a_status_that_nobody_knows_is_a_fault() -> None:
    (fault,) = faults(items(pain002(batch(status(state="ZZZZ")))))
    assert (fault.code, fault.found) == ("unknown_status", "ZZZZ")


def test_the_most_detailed_level_wins() -> None:
    """Rule 2: GrpSts may say ACTC while the batch says RJCT, and a transaction of it ACCP."""
    group = "<GrpSts>ACTC</GrpSts>"
    found = rows(items(pain002(batch(status(state=""), status("", state="ACCP"), state="RJCT"), group=group)))
    assert [row.kind for row in found] == [RowKind.REJECT, RowKind.ACCEPTED]


def test_a_batch_refused_without_its_transactions_is_a_whole_reject() -> None:
    data = pain002(batch(state="RJCT", reason="NARR"), batch(status(), name="REM1-FRST"), group="<GrpSts>ACTC</GrpSts>")
    (reject,) = whole(data)
    assert (reject.scope, reject.batch_id, reject.original_message_id) == ("batch", "REM1-RCUR", "REM1")
    assert (reject.ours, reject.direct_debits) == (False, True)
    assert [row.batch_id for row in rows(items(data))] == ["REM1-FRST"]


@pytest.mark.parametrize("reason", ["DU01", "FF01", "AM10"])
def test_a_file_refused_for_our_own_fault_leaves_nobody_unpaid(reason: str) -> None:
    """Rule 3."""
    group = f"<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf>"
    (reject,) = whole(pain002(group=group))
    assert (reject.scope, reject.ours) == ("file", True)
    (problem,) = sums(pain002(group=group)).headline(LOT_KINDS["returns"]).problems
    assert (problem.code, problem.found, problem.field) == ("whole_reject_ours", "REM1", reason)


def test_a_whole_reject_waits_for_a_person() -> None:
    (problem,) = sums(pain002(batch(state="RJCT", reason="MS03"))).headline(LOT_KINDS["returns"]).problems
    assert problem.code == "whole_reject"


def test_a_refused_file_of_transfers_is_no_matter_of_returns() -> None:
    data = pain002(group="<GrpSts>RJCT</GrpSts>", original="pain.001.001.03")
    assert sums(data).headline(LOT_KINDS["returns"]).problems == ()


def test_a_batch_under_a_refused_file_inherits_its_status() -> None:
    (reject,) = whole(pain002(batch(), group="<GrpSts>RJCT</GrpSts>"))
    assert (reject.scope, reject.batch_id) == ("batch", "REM1-RCUR")


def test_acceptance_without_transactions_is_told() -> None:
    assert codes(items(pain002(batch(state="ACCP")))) == ["batch_accepted"]
    assert codes(items(pain002(group="<GrpSts>ACTC</GrpSts>"))) == ["file_accepted"]


def test_the_control_sum_counts_when_every_transaction_is_listed() -> None:
    group = "<OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>86.42</OrgnlCtrlSum>"
    data = pain002(batch(status(), status(end_to_end_id="F2")), group=group)
    assert Declared("file", 2, 8642, 2, None, "EUR") in items(data)
    assert sums(data).headline(LOT_KINDS["returns"]).proved


def test_a_control_sum_that_is_one_cent_off_is_told() -> None:
    group = "<OrgnlNbOfTxs>1</OrgnlNbOfTxs><OrgnlCtrlSum>43.22</OrgnlCtrlSum>"
    found = items(pain002(batch(status()), group=group))
    assert Mismatch("sum_differs", "43.22", "43.21", "OrgnlGrpInfAndSts/OrgnlCtrlSum", 1) in found


def test_a_report_of_the_rejected_ones_alone_says_nothing_of_the_sum() -> None:
    """made_pain002v03: one of three is listed."""
    group = "<OrgnlNbOfTxs>3</OrgnlNbOfTxs><OrgnlCtrlSum>233.21</OrgnlCtrlSum>"
    headline = sums(pain002(batch(status()), group=group)).headline(LOT_KINDS["returns"])
    assert (headline.declared_cents, headline.problems) == (None, ())


def test_accepted_ones_are_left_out_of_the_declared_rejects() -> None:
    group = "<OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>86.42</OrgnlCtrlSum>"
    data = pain002(batch(status(), status("", state="ACCP")), group=group)
    headline = sums(data).headline(LOT_KINDS["returns"])
    assert (headline.declared_count, headline.declared_cents, headline.proved) == (1, 4321, True)


def test_more_transactions_than_we_had_sent_are_told() -> None:
    found = items(pain002(batch(status(), status()), group="<OrgnlNbOfTxs>1</OrgnlNbOfTxs>"))
    assert "count_differs" in codes(found)


def test_the_file_may_count_its_rejects_itself() -> None:
    data = pain002(batch(status()), group=PER_STATUS.format(count=1, total="43.21"))
    assert sums(data).headline(LOT_KINDS["returns"]).proved
    short = pain002(batch(status()), group=PER_STATUS.format(count=2, total="86.42"))
    problems = sums(short).headline(LOT_KINDS["returns"]).problems
    assert [problem.code for problem in problems] == ["count_differs", "total_differs"]


def test_batches_may_count_their_rejects_too() -> None:
    data = pain002(
        batch(status(), more=PER_STATUS.format(count=1, total="43.21")),
        batch(status(), more=PER_STATUS.format(count=1, total="43.21"), name="REM1-FRST"),
    )
    headline = sums(data).headline(LOT_KINDS["returns"])
    assert (headline.declared_count, headline.declared_cents, headline.proved) == (2, 8642, True)


def test_an_amount_that_cannot_be_read_is_a_fault_and_hides_nobody() -> None:
    found = items(pain002(batch(status(amount="12..34"), status(amount="1.00"))))
    assert [(fault.code, fault.found) for fault in faults(found)] == [("bad_amount", "12..34")]
    assert [row.amount_cents for row in rows(found)] == [100]


def test_an_unknown_reason_is_kept_as_it_is() -> None:
    (row,) = rows(items(pain002(batch(status("ZZ99")))))
    assert row.reason_code == "ZZ99"


def test_a_report_about_nothing_is_refused() -> None:
    data = pain002().replace(b"OrgnlGrpInfAndSts", b"Nothing")
    with pytest.raises(BadFile) as refused:
        items(data)
    assert refused.value.code == "no_original_group"
