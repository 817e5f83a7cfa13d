"""The seven promises stand on one page, each with the test that would fail without it."""

from __future__ import annotations

from tests.house.promised import NOT_YET, missing, table
from tests.house.tree import ROOT

PROMISES = table(ROOT / "docs" / "promises.md", columns=3)


def test_there_are_seven() -> None:
    assert [row[0] for row in PROMISES] == list("1234567")


def test_each_has_a_test_or_says_that_it_has_none() -> None:
    assert not [row[1][:40] for row in PROMISES if "::test_" not in row[2] and not NOT_YET.search(row[2])]


def test_each_test_named_exists() -> None:
    assert not {row[1][:40]: gone for row in PROMISES if (gone := missing(row[2]))}
