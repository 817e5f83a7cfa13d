"""The sample files: those that may be copied lie beside this module, the others where the shared pages are."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from recobro.readers.archive import open_zip
from recobro.readers.open import read_file
from recobro.readers.rows import Item, Row
from recobro.readers.sheet_columns import ColumnMap

HERE = Path(__file__).parent / "samples"
SHARED = Path(os.environ.get("RECOBRO_SHARED", Path(__file__).parents[3].parent / "shared")) / "samples"


def load(name: str) -> bytes:
    """The bytes of a sample: ours, else the shared one, else skip."""
    own = HERE / Path(name).name
    if own.exists():
        return own.read_bytes()
    if not (SHARED / name).exists():
        pytest.skip("the shared samples are not here (set RECOBRO_SHARED): their licence does not let us copy them")
    return (SHARED / name).read_bytes()


def read(name: str, kind: str | None = None, columns: ColumnMap | None = None) -> list[Item]:
    """Everything that is read of a sample."""
    data = load(name)
    if name.endswith(".zip"):
        found: list[Item] = []
        for _, member in open_zip(io.BytesIO(data)):
            with member:
                found += read_file(member, kind=kind)[1]
        return found
    return list(read_file(io.BytesIO(data), kind=kind, columns=columns)[1])


def only_rows(found: list[Item]) -> list[Row]:
    return [item for item in found if isinstance(item, Row)]
