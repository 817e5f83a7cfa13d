"""Every sample that these readers claim gives the values that were worked out by hand, or is refused by its right name.

Files that may be copied lie beside this test (`samples/SOURCES.md`); the others are read where they are, when they are.
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from recobro.readers.open import read_file
from recobro.readers.prove import LOT_KINDS, control
from recobro.readers.rows import BadFile, Fault, Note, RowKind, WholeReject
from recobro.readers.sheet_columns import ColumnMap
from tests.rules.readers.shared_samples import SHARED, load, only_rows, read

RETURNS = {  # file → end-to-end ids, codes, total cents of the unpaid bills
    "camt.053/oca_camt053.xml": (
        ["TESTBANK/NL/20141229/01206408", "TESTBANK/NL/20141229/01206407"],
        ["AC06", "AC06"],
        66405,
    ),
    "camt.054/made_camt054v08_prefixed_batch_fee.xml": (["F2026-00001", "F2026-00002"], ["AM04", "MD06"], 19000),
    "camt.054/oca_camt054_in_zip.zip": (["E2EID1"], ["AC06"], 10000),
    "camt.054/oca_camt054_wrong_namespace.xml": (["E2EID1"], ["AC06"], 10000),
    "camt.054/oca_camt054v02_1return.xml": (["E2EID1"], ["AC06"], 10000),
    "csb1914/made_1914_rejects_11_latin1.txt": (["F2026-00004"], ["AC01"], 4321),
    "csb1914/made_1914_returns_21_cr_only.txt": (
        ["F2026-00001", "F2026-00002", "F2026-00003"],
        ["AM04", "MD06", "MD07"],
        119000,
    ),
    "csb1914/made_1914_returns_21_latin1.txt": (
        ["F2026-00001", "F2026-00002", "F2026-00003"],
        ["AM04", "MD06", "MD07"],
        119000,
    ),
    "csb1914/made_1914_returns_21_utf8_lf.txt": (
        ["F2026-00001", "F2026-00002", "F2026-00003"],
        ["AM04", "MD06", "MD07"],
        119000,
    ),
    "pain.002/made_pain002v03_matches_pain008.xml": (["F2026-00004"], ["AC01"], 4321),
    "pain.002/oca_pain002_in_zip.zip": (
        ["E2EID1", "E2EID2", "E2EID3", "E2EID4"],
        ["AC01", "MS02", "MD06", "AM04"],
        40000,
    ),
    "pain.002/oca_pain002_wrong_namespace.xml": (
        ["E2EID1", "E2EID2", "E2EID3", "E2EID4"],
        ["AC01", "MS02", "MD06", "AM04"],
        40000,
    ),
    "pain.002/oca_pain002v03_4rejects.xml": (
        ["E2EID1", "E2EID2", "E2EID3", "E2EID4"],
        ["AC01", "MS02", "MD06", "AM04"],
        40000,
    ),
}


@pytest.mark.parametrize("name", sorted(RETURNS))
def test_unpaid_bills_of_a_sample(name: str) -> None:
    ids, codes, total = RETURNS[name]
    unpaid = [row for row in only_rows(read(name)) if row.kind in LOT_KINDS["returns"]]
    assert [row.end_to_end_id for row in unpaid] == ids
    assert [row.reason_code for row in unpaid] == codes
    assert sum(row.amount_cents or 0 for row in unpaid) == total


@pytest.mark.parametrize(
    "name",
    [
        "camt.054/made_camt054v08_prefixed_batch_fee.xml",
        "camt.054/oca_camt054v02_1return.xml",
        "csb1914/made_1914_rejects_11_latin1.txt",
        "csb1914/made_1914_returns_21_cr_only.txt",
        "csb1914/made_1914_returns_21_latin1.txt",
        "csb1914/made_1914_returns_21_utf8_lf.txt",
        "pain.002/oca_pain002v03_4rejects.xml",
    ],
)
def test_a_sample_that_declares_its_total_is_proved(name: str) -> None:
    data = load(name)
    assert control(read_file(io.BytesIO(data))[1]).headline(LOT_KINDS["returns"]).proved


OWN = {  # file → end-to-end ids, total cents of what we presented
    "pain.008/made_pain008v02_3tx.xml": (["F2026-00001", "F2026-00002", "F2026-00004"], 23321),
    "pain.008/postfinance_pain008_chdd.xml": (["E2EId-CHDD-1", "E2EId-CHDD-2"], 450),
}


@pytest.mark.parametrize("name", sorted(OWN))
def test_a_remittance_of_ours_is_proved_by_its_control_sum(name: str) -> None:
    ids, total = OWN[name]
    found = only_rows(read(name))
    assert [row.end_to_end_id for row in found] == ids
    headline = control(read_file(io.BytesIO(load(name)))[1]).headline(LOT_KINDS["remittance"])
    assert (headline.declared_cents, headline.proved) == (total, True)


NO_UNPAID = {  # file → kinds of its rows in order; nobody is unpaid in any of them
    "camt.053/bsp_camt053_multicurrency.xml": ["payment", "other", "other"],
    "camt.053/bsp_camt053_no_namespace.xml": ["payment"],
    "camt.053/bsp_camt053_two_equal_entries.xml": ["other", "other"],
    "camt.053/genkgo_camt053v02_five_decimals.xml": ["payment"],
    "camt.053/genkgo_camt053v02_multi_statement.xml": ["payment", "other"],
    "camt.053/genkgo_camt053v08.xml": ["payment"],
    "camt.053/oca_camt053_no_entries.xml": [],
    "camt.053/oca_camt053_txdtls.xml": ["payment", "payment"],
    "camt.053/viafintech_camt053v02.xml": ["other", "other", "payment", "other", "other"],
    "camt.053/viafintech_camt053v08.xml": ["payment", "payment", "other"],
    "camt.054/genkgo_camt054v08_uetr.xml": ["other"],
    "camt.054/oca_camt054_credits.xml": ["payment"],
    "camt.054/postfinance_camt054v04_dd_collected_batch.xml": ["collection", "collection"],
    "camt.054/postfinance_camt054v04_return_a.xml": ["other"],
    "camt.054/tryton_camt054v01.xml": ["other"],
    "pain.002/ch_pain002_six_namespace_1reject.xml": ["other"],
    "pain.002/crossriver_pain002_debit_accepted.xml": ["accepted", "accepted", "accepted"],
    "pain.002/gs_pain002_accepted.xml": ["accepted"],
    "pain.002/moov_pain002v11_minimal.xml": [],
    "pain.002/postfinance_pain002_a.xml": ["other"],
    "pain.002/postfinance_pain002_b.xml": ["other"],
    "pain.002/postfinance_pain002_d.xml": [],
    "pain.002/postfinance_pain002_dd_accepted.xml": [],
}


@pytest.mark.parametrize("name", sorted(NO_UNPAID))
def test_a_sample_in_which_nobody_is_unpaid(name: str) -> None:
    found = read(name)
    assert [row.kind.value for row in only_rows(found)] == NO_UNPAID[name]
    assert not [item for item in found if isinstance(item, (Fault, WholeReject))]


def test_a_statement_with_entries_that_contradict_themselves_keeps_all_the_others() -> None:
    """Of eight entries three state a wrong NbOfTxs: one is a credit of customers, two are none of our business."""
    found = read("camt.053/subite_camt053_2024-03-11.xml")
    assert [row.kind.value for row in only_rows(found)] == [
        *("other", "other", "other", "other", "payment", "payment", "other")
    ]
    (fault,) = [item for item in found if isinstance(item, Fault)]
    assert (fault.line, fault.code, fault.expected, fault.found) == (4, "entry_count_differs", "80", "1")
    noted = {item.code: item.found for item in found if isinstance(item, Note)}
    assert noted == {"status_missing": "8", "entry_contradicts": "2"}


@pytest.mark.parametrize(
    ("name", "scope", "reason", "ours", "debits"),
    [
        ("pain.002/crossriver_pain002_dd_file_rejected_nons.xml", "file", "NARR", False, True),
        ("pain.002/nordea_pain002_group_level_reject.xml", "file", "DU01", True, False),
        ("pain.002/nordea_pain002_payment_level_reject.xml", "batch", "NARR", False, False),
        ("pain.002/postfinance_pain002_c.xml", "file", "AM10", True, False),
    ],
)
def test_a_sample_refused_as_a_whole(name: str, scope: str, reason: str, ours: bool, debits: bool) -> None:
    found = read(name)
    (reject,) = [item for item in found if isinstance(item, WholeReject)]
    assert (reject.scope, reject.reason_code, reject.ours, reject.direct_debits) == (scope, reason, ours, debits)
    assert not only_rows(found)


@pytest.mark.parametrize(
    ("name", "code", "count"),
    [
        ("camt.054/genkgo_camt054v02.xml", "missing_amount", 3),
        ("camt.054/genkgo_camt054v04.xml", "currency_differs", 3),
    ],
)
def test_a_sample_whose_amounts_cannot_be_shared_out(name: str, code: str, count: int) -> None:
    found = read(name)
    assert [item.code for item in found if isinstance(item, Fault)] == [code] * count


@pytest.mark.parametrize(
    ("name", "kind", "total"),
    [
        ("csv_xlsx/made_erp_cp1252_title_total_dup.csv", None, 252567),
        ("csv_xlsx/made_erp_utf8bom_title_total_dup.csv", None, 252567),
        ("csv_xlsx/made_tabla_impagos_merged_shaded.xlsx", None, 120000),
    ],
)
def test_the_erp_samples_are_proved_by_their_totals_row(name: str, kind: str | None, total: int) -> None:
    headline = control(read_file(io.BytesIO(load(name)), kind=kind)[1]).headline(LOT_KINDS["unpaid"])
    assert (headline.declared_cents, headline.read_cents, headline.read_count) == (total, total, 4)
    assert headline.proved


@pytest.mark.parametrize(
    ("name", "total", "count"),
    [
        ("csv_xlsx/bsp_spanish_headers.csv", 226094, 3),
        ("csv_xlsx/bsp_european_decimals.csv", 226094, 3),
        ("csv_xlsx/bsp_french_debit_credit.csv", 226094, 3),
        ("csv_xlsx/oca_metadata_rows_before_header.csv", 106932, 4),
        ("csv_xlsx/oca_metadata_rows_before_header.xlsx", 106932, 4),
        ("csv_xlsx/oca_header_only.xlsx", 0, 0),
    ],
)
def test_lists_of_movements_read_as_payments(name: str, total: int, count: int) -> None:
    found = only_rows(read(name, "payments"))
    assert (sum(row.amount_cents or 0 for row in found), len(found)) == (total, count)
    assert {row.kind for row in found} <= {RowKind.PAYMENT}


def test_american_dates_and_a_contradicted_sign_are_faults() -> None:
    found = read("csv_xlsx/oca_debit_credit_flag_us_dates.csv", "payments")
    assert [item.code for item in found if isinstance(item, Fault)] == ["no_such_month", "sign_contradicts"]


def test_debit_and_credit_columns_give_the_sign() -> None:
    amounts = [row.amount_cents for row in only_rows(read("csv_xlsx/bsp_french_debit_credit.csv", "payments"))]
    assert amounts == [-123456, 350000, -450]


def test_american_dates_are_read_when_a_person_says_so() -> None:
    found = read("csv_xlsx/oca_debit_credit_flag_us_dates.csv", "payments", ColumnMap(month_first=True))
    (row,) = only_rows(found)
    assert (row.amount_cents, row.booked_on) == (-3350, date(2018, 12, 15))
    assert [item.code for item in found if isinstance(item, Fault)] == ["sign_contradicts"]


def test_12_dots_34_is_the_only_fault_once_a_person_has_named_the_column_of_the_payer() -> None:
    columns = ColumnMap({"reference": "Description"})
    found = read("csv_xlsx/bsp_garbled_amount.csv", "payments", columns)
    assert [row.amount_cents for row in only_rows(found)] == [10000]
    assert [(item.code, item.found) for item in found if isinstance(item, Fault)] == [("bad_amount", "12..34")]


def test_the_result_of_a_transfer_file_pays_what_was_paid_and_leaves_the_rest() -> None:
    found = only_rows(read("ecuador/made_pichincha_result.csv"))
    assert [(row.kind.value, row.amount_cents) for row in found] == [("payment", 2599), ("reject", 10050)]


REFUSED = {
    "camt.053/genkgo_camt053v02_wrong.xml": "no_statement",
    "camt.053/viafintech_camt053_namespace_variant.xml": "empty_message",
    "csb19/fguillen_presentation_162.txt": "own_remittance",
    "csb19/fguillen_presentation_suffix001.txt": "own_remittance",
    "csb19/retrofix_c19_presentation.txt": "own_remittance",
    "csv_xlsx/bsp_garbled_amount.csv": "missing_columns",
    "ecuador/made_pichincha_out_12col_tab.txt": "own_order",
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_sample_that_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(BadFile) as refused:
        read(name)
    assert refused.value.code == REFUSED[name]


def test_no_shared_sample_is_forgotten() -> None:
    if not SHARED.exists():
        pytest.skip("the shared samples are not here (set RECOBRO_SHARED)")
    here = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*samples.py"))
    files = {path.name for path in SHARED.rglob("*") if path.is_file() and path.name != "SOURCES.md"}
    assert not {name for name in files if name not in here}
