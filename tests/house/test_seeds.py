"""Both origins are told sentence by sentence: each has its page, test or picture, or says which issue brings it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.house.promised import NOT_YET, missing, table
from tests.house.tree import ROOT

SEEDS = ROOT / "docs" / "semillas.md"
SHARED = Path(os.environ.get("RECOBRO_SHARED") or ROOT.parent / "shared")


def sentences(page: str) -> list[str]:
    """The sentences of the page's first chapter, as plain text; a row of a table counts as one."""
    chapter = page.split("\n## 1.")[1].split("\n## 2.")[0].split("\n", 1)[1]
    blocks: list[str] = []
    for line in chapter.splitlines():
        row = line.startswith("|")
        if not line.strip() or row or not blocks or blocks[-1].startswith("|"):
            blocks.append(line if row else line.strip())
        else:
            blocks[-1] = f"{blocks[-1]} {line.strip()}".strip()
    found: list[str] = []
    for block, after in zip(blocks, [*blocks[1:], ""], strict=True):
        if not block.startswith("|"):
            text = re.sub(r"(?<=\s)\d{1,2}\.\s+", "", block)  # the numbers of a list that runs on
            found += re.split(r"(?<=[.?!;])(?:\*\*)?\s+", text)
        elif not _is_rule(block) and not _is_rule(after):  # neither the rule under a head nor the head itself
            found.append(" · ".join(cell.strip() for cell in block.strip("|").split("|")))
    return [plain(sentence) for sentence in found if plain(sentence)]


def _is_rule(row: str) -> bool:
    return row.startswith("|") and not row.strip("|-: ")


def plain(sentence: str) -> str:
    """Without marks and double blanks: what two tellings of the same sentence share."""
    return re.sub(r"\s+", " ", re.sub(r"[*`]", "", sentence)).strip()


def rows() -> list[list[str]]:
    """The lines of the page: number, sentence, where."""
    return table(SEEDS, columns=3)


def test_the_lines_are_counted() -> None:
    assert [row[0] for row in rows()] == [str(number) for number in range(1, len(rows()) + 1)]
    assert len(rows()) >= 35


def test_every_sentence_has_its_place_or_its_issue() -> None:
    unmapped = [row[1][:60] for row in rows() if not NOT_YET.search(row[2]) and "`" not in row[2]]
    assert not unmapped


def test_every_place_named_exists() -> None:
    assert not {row[1][:60]: gone for row in rows() if (gone := missing(row[2]))}


def test_no_sentence_of_the_origin_is_left_out() -> None:
    page = SHARED / "design.md"
    if not page.exists():
        pytest.skip("the page that tells the origin is not beside this clone (RECOBRO_SHARED)")
    told = {plain(row[1]) for row in rows()}
    assert not [sentence for sentence in sentences(page.read_text(encoding="utf-8")) if sentence not in told]
