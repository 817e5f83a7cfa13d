"""A ladder that says nothing clear is not loaded: the sentence names the key and its line."""

from __future__ import annotations

from importlib.resources import files

import pytest

from recobro.core.wording import say_error
from recobro.policies.loader import BadPolicy, load
from recobro.policies.rules import Act, Floor, Otherwise, ProofKind, Published, Release, rival, winner

PLANS = {
    file.name: file.read_text(encoding="utf-8")
    for file in files("recobro.policies").joinpath("plans").iterdir()
    if file.name.endswith(".toml")
}
HOME = PLANS["es_household.toml"]
WIDE = (
    PLANS["es_business.toml"]
    .replace('segments = ["business"]', 'segments = ["business", "household"]')
    .replace("working_days = 15", "working_days = 15, months = 2")
)


def line_of(text: str, part: str) -> int:
    """Line on which the part first stands."""
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("name", sorted(PLANS))
def test_every_shipped_ladder_loads(name: str) -> None:
    ladder = load(PLANS[name])
    assert f"{ladder.name}.toml" == name
    assert [rung.number for rung in ladder.rungs] == list(range(1, len(ladder.rungs) + 1))


def test_the_household_ladder_tells_three_times_before_anything_else() -> None:
    rungs = load(HOME).rungs
    assert [rung.act for rung in rungs] == [Act.NOTIFY] * 3 + [Act.CALL, Act.PROPOSE_CUT]
    assert rungs[3].when.min_invoices == 2
    assert rungs[3].otherwise is Otherwise.PASS
    assert rungs[4].floor == Floor(months=2)
    assert rungs[4].proof is None
    assert rungs[0].proof is ProofKind.ACCEPTED


def test_what_leads_to_a_person_or_a_cut_is_always_reviewed() -> None:
    for text in PLANS.values():
        for rung in load(text).rungs:
            assert rung.act is Act.NOTIFY or rung.release is Release.REVIEW


BREAKS = [
    (
        "unknown key",
        'proof = "accepted"\nrelease = "auto"',
        'proff = "accepted"\nrelease = "auto"',
        "policy_key_missing",
    ),
    ("unknown key beside", 'release = "auto"', 'release = "auto"\nretry = 3', "policy_key_unknown"),
    ("unknown key on top", 'country = "ES"', 'country = "ES"\ncolour = "red"', "policy_key_unknown"),
    ("wrong type", "rest_after_drop_days = 7", 'rest_after_drop_days = "7"', "policy_key_type"),
    ("true is no number", "rest_after_drop_days = 7", "rest_after_drop_days = true", "policy_key_type"),
    ("unknown act", 'act = "call"', 'act = "visit"', "policy_value"),
    ("unknown segment", 'segments = ["household"]', 'segments = ["houshold"]', "policy_value"),
    ("segment twice", 'segments = ["household"]', 'segments = ["household", "household"]', "policy_value"),
    ("unknown country", 'country = "ES"', 'country = "FR"', "policy_value"),
    ("tolerance of another currency", 'EUR = "1.00"', 'USD = "1.00"', "policy_key_missing"),
    ("tolerance of a cent's half", 'EUR = "1.00"', 'EUR = "1.005"', "policy_value"),
    ("negative tolerance", 'EUR = "1.00"', 'EUR = "-1.00"', "policy_value"),
    ("no wait", "days = 1,", "days = 0,", "policy_value"),
    ("first rung waits for a proof", 'from = "return"', 'from = "proof"', "policy_first_rung_proof"),
    ("condition that always holds", "min_invoices = 2", "min_invoices = 1", "policy_value"),
    ("condition that serves all", "min_invoices = 2", 'segments = ["household"]', "policy_key_dead"),
    ("otherwise without condition", "when = { min_invoices = 2 }\n", "", "policy_key_unknown"),
    ("otherwise where age only waits", "min_invoices = 2", "min_oldest_days = 9", "policy_key_unknown"),
    ("channels of a call", 'act = "call"', 'act = "call"\nchannels = ["email"]', "policy_key_unknown"),
    ("unknown channel", 'channels = ["email"]', 'channels = ["telex"]', "policy_value"),
    ("call proved by a machine", 'proof = "done"', 'proof = "accepted"', "policy_value"),
    (
        "cut that needs a proof",
        "floor = { months = 2 }",
        'floor = { months = 2 }\nproof = "done"',
        "policy_key_unknown",
    ),
    ("below the law", "floor = { months = 2 }", "floor = { months = 1 }", "policy_below_law"),
    ("floor in days instead of months", "months = 2", "working_days = 90", "policy_below_law"),
    ("two rungs of a name", 'id = "aviso_2"', 'id = "aviso_1"', "policy_rung_twice"),
    ("not TOML", 'name = "es_household"', "name = es_household", "policy_not_toml"),
]


@pytest.mark.parametrize(("old", "new", "code"), [row[1:] for row in BREAKS], ids=[row[0] for row in BREAKS])
def test_a_broken_ladder_is_refused_and_says_where(old: str, new: str, code: str) -> None:
    assert old in HOME
    with pytest.raises(BadPolicy) as caught:
        load(HOME.replace(old, new, 1))
    assert caught.value.code == code
    assert "?" not in say_error(caught.value)


def test_the_line_of_a_misspelt_key_is_its_own() -> None:
    text = HOME.replace('id = "llamada"', 'id = "llamada"\nidd = "x"')
    with pytest.raises(BadPolicy) as caught:
        load(text)
    assert caught.value.data == {"key": "rung[4].idd", "line": line_of(text, "idd")}


def test_the_line_of_a_missing_key_is_where_its_rung_begins() -> None:
    text = HOME.replace('release = "review"\n\n[[rung]]\nid = "aviso_3"', '\n[[rung]]\nid = "aviso_3"')
    with pytest.raises(BadPolicy) as caught:
        load(text)
    assert caught.value.data["key"] == "rung[2].release"
    assert caught.value.data["line"] == line_of(text, '[[rung]]\nid = "aviso_2"')


@pytest.mark.parametrize("act", ["call", "propose_cut"])
def test_only_a_notice_may_go_out_by_itself(act: str) -> None:
    head, _, tail = HOME.partition(f'act = "{act}"')
    with pytest.raises(BadPolicy) as caught:
        load(head + f'act = "{act}"' + tail.replace('release = "review"', 'release = "auto"', 1))
    assert caught.value.code == "policy_never_auto"


def test_nothing_comes_after_a_proposed_cut() -> None:
    rung = HOME[HOME.index('[[rung]]\nid = "llamada"') :].split("\n\n")[0].replace("llamada", "otra")
    with pytest.raises(BadPolicy) as caught:
        load(f"{HOME}\n{rung}\n")
    assert caught.value.code == "policy_cut_not_last"


def test_a_cut_needs_two_demands_that_nobody_passes() -> None:
    first, rest = HOME.split('[[rung]]\nid = "aviso_2"')
    cut = rest[rest.index('[[rung]]\nid = "candidato_corte"') :]
    with pytest.raises(BadPolicy) as caught:
        load(first + cut)
    assert caught.value.code == "policy_too_few_demands"
    passed = rest.replace('from = "proof" }', 'from = "proof" }\nwhen = { min_invoices = 2 }\notherwise = "pass"', 1)
    with pytest.raises(BadPolicy) as caught:
        load(first + '[[rung]]\nid = "aviso_2"' + passed[: passed.index("[[rung]]")] + cut)
    assert caught.value.code == "policy_too_few_demands"


def test_a_cut_is_not_proposed_where_no_law_is_known() -> None:
    text = HOME.replace('country = "ES"', 'country = "EC"').replace('EUR = "1.00"', 'USD = "1.00"')
    with pytest.raises(BadPolicy) as caught:
        load(text)
    assert caught.value.code == "policy_cut_unknown"


def test_the_ladder_for_fewer_customers_wins() -> None:
    home = Published(1, 1, load(HOME))
    wide = Published(2, 1, load(WIDE))
    assert winner([wide, home], "early", "household") is home
    assert winner([wide, home], "early", "business") is wide
    assert winner([wide, home], "coercive", "business") is None
    assert winner([wide, home], "early", "public_body") is None


def test_two_ladders_that_could_both_win_are_rivals() -> None:
    home = load(HOME)
    twin = load(HOME.replace('name = "es_household"', 'name = "otra"'))
    assert rival(twin, [Published(1, 1, home)]) == "es_household"
    assert rival(home, [Published(1, 1, home)]) == ""
    assert rival(load(PLANS["es_business.toml"]), [Published(1, 1, home)]) == ""
