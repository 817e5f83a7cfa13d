"""The figures that SOURCES.md states of the shared camt and pain.002 samples are those that are read."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from recobro.core.money import units
from recobro.readers.rows import Fault, Header, Row, RowKind
from tests.rules.readers.shared_samples import SHARED, only_rows, read

SIGNED = {  # camt file → cents of its transactions in order, fees inside, debits negative, by currency
    "camt.053/bsp_camt053_multicurrency.xml": {"EUR": [125050, -50025], "USD": [-9999]},
    "camt.053/bsp_camt053_no_namespace.xml": {"GBP": [25000]},
    "camt.053/bsp_camt053_two_equal_entries.xml": {"EUR": [-450, -450]},
    "camt.053/genkgo_camt053v02_five_decimals.xml": {"EUR": [885]},
    "camt.053/genkgo_camt053v02_multi_statement.xml": {"EUR": [885, -700]},
    "camt.053/genkgo_camt053v08.xml": {"EUR": [885]},
    "camt.053/oca_camt053.xml": {"EUR": [-75425, -56405, -10000, 140531]},
    "camt.053/oca_camt053_no_entries.xml": {},
    "camt.053/oca_camt053_txdtls.xml": {"CHF": [218700, 129600]},
    "camt.053/subite_camt053_2024-03-11.xml": {
        "EUR": [-1971000, -100, -22010600, 244871942, -35450318, 11101200, 1000, -100]
    },
    "camt.053/viafintech_camt053v02.xml": {"EUR": [-200, -300, 100, -350, -250]},
    "camt.053/viafintech_camt053v08.xml": {"CHF": [47440, 8885], "EUR": [-2097]},
    "camt.054/genkgo_camt054v08_uetr.xml": {"SEK": [-20000000]},
    "camt.054/made_camt054v08_prefixed_batch_fee.xml": {"EUR": [-12345, -6835]},
    "camt.054/oca_camt054_credits.xml": {"EUR": [500]},
    "camt.054/oca_camt054_wrong_namespace.xml": {"EUR": [-10000]},
    "camt.054/oca_camt054v02_1return.xml": {"EUR": [-10000]},
    "camt.054/postfinance_camt054v04_dd_collected_batch.xml": {"CHF": [150, 300]},
    "camt.054/postfinance_camt054v04_return_a.xml": {"CHF": [40000]},
    "camt.054/tryton_camt054v01.xml": {"SEK": [10567850]},
}


@pytest.mark.parametrize("name", sorted(SIGNED))
def test_every_amount_of_a_sample_is_there(name: str) -> None:
    sums: dict[str, list[int]] = {}
    for item in read(name):
        if isinstance(item, (Row, Fault)):
            fee = item.fee_cents if isinstance(item, Row) else 0
            sums.setdefault(item.currency, []).append((item.amount_cents or 0) + fee)
    assert sums == {currency: [abs(cents) for cents in listed] for currency, listed in SIGNED[name].items()}


def stated(name: str, pattern: str) -> re.Match[str]:
    """What SOURCES.md says of a sample."""
    if not SHARED.exists():
        pytest.skip("the shared samples are not here (set RECOBRO_SHARED)")
    said = (SHARED / "SOURCES.md").read_text(encoding="utf-8")
    found = re.search(rf"^\| {re.escape(Path(name).name)} \|.*{pattern}", said, re.MULTILINE)
    assert found is not None, name
    return found


@pytest.mark.parametrize("name", sorted(SIGNED))
def test_number_and_net_of_a_camt_sample_are_those_of_the_shared_sheet(name: str) -> None:
    count, net = stated(name, r"tx (\d+), net ([^,]*),").groups()
    nets = {currency: int(Decimal(amount) * 100) for amount, currency in re.findall(r"(\S+) ([A-Z]{3})", net)}
    assert {currency: sum(cents) for currency, cents in SIGNED[name].items()} == nets
    assert sum(map(len, SIGNED[name].values())) == int(count)


REPORTS = [
    *("ch_pain002_six_namespace_1reject.xml", "crossriver_pain002_dd_file_rejected_nons.xml"),
    *("crossriver_pain002_debit_accepted.xml", "gs_pain002_accepted.xml", "made_pain002v03_matches_pain008.xml"),
    *("moov_pain002v11_minimal.xml", "nordea_pain002_group_level_reject.xml"),
    *("nordea_pain002_payment_level_reject.xml", "oca_pain002_in_zip.zip", "oca_pain002_wrong_namespace.xml"),
    *("oca_pain002v03_4rejects.xml", "postfinance_pain002_a.xml", "postfinance_pain002_b.xml"),
    *("postfinance_pain002_c.xml", "postfinance_pain002_d.xml", "postfinance_pain002_dd_accepted.xml"),
]


@pytest.mark.parametrize("name", REPORTS)
def test_a_status_report_says_what_the_shared_sheet_says(name: str) -> None:
    """How many, which are refused and why, what for, and which of our files it is about."""
    found = read(f"pain.002/{name}")
    rows = only_rows(found)
    refused = [row for row in rows if row.kind is not RowKind.ACCEPTED]
    total = sum(row.amount_cents or 0 for row in refused)
    (header,) = [item for item in found if isinstance(item, Header)]
    said = stated(name, r"tx (\d+), rejects (\d+), total ([^,]+), codes (\S+), e2e (\S+); msg (\S+) for (\S+);")
    assert (str(len(rows)), str(len(refused))) == said.group(1, 2)
    assert (units(total) if total else "amount not given") in (said[3], f"{said[3]}.00")
    assert ",".join(row.reason_code for row in refused) == said[4].replace("-", "")
    assert ",".join(row.end_to_end_id for row in refused) == ("" if said[5] == "-" else said[5])
    assert (header.message_id, header.original_message_id or "None") == said.group(6, 7)
