"""Nobody real is in the tree: no account, telephone, address of mail, machine or registry of anybody."""

from __future__ import annotations

import csv
import functools
import os
import re
import subprocess
import sys
import urllib.parse
from pathlib import Path

import pytest
from stdnum import iban
from stdnum.es import ccc

from tests.house.tree import ROOT, sources, strings, tracked

# Accounts that the norms print as examples (registry of IBANs, guides of Spanish banks), and banks that do not exist.
PRINTED = {"ES9121000418450200051332", "ES7921000813610123456789", "ES1720852066623456789011", "DE89370400440532013000"}
NO_BANK = ("0000", "9999")
# Names that the standards keep for examples (RFC 2606, RFC 6761): nobody can own them.
NO_DOMAIN = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|net|org|es|ec))?|test|invalid|localhost)$")
MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)*)")
# A Spanish or Ecuadorian number, and how one looks that was clearly invented.
PHONE = re.compile(
    r"(?:(?:\+|00)34[ .-]?)?[6-9]\d{2}(?:[ .-]?\d{2,3}){2,3}|(?:(?:\+|00)593[ .-]?|0)[2-79](?:[ .-]?\d{2,4}){2,3}"
)
INVENTED = re.compile(r"000|(\d)\1\1\1")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
ORDINARY = {
    Path(path)
    for path in ("/", "/home", "/opt", "/root", "/srv", "/tmp", "/usr/local", "/usr/src", "/var/lib", "/var/tmp")
}
FOLDERS_OF_OTHERS = {"samples", "vendor"}  # examples of norms and libraries, named with their source and licence there


@functools.cache
def kept() -> tuple[tuple[str, str], ...]:
    """Every text file that is or would be in the repository: (name, text)."""
    names = list(tracked("-co", "--exclude-standard"))
    if not names:  # an unpacked archive
        names = [
            path.relative_to(ROOT).as_posix() for path in (ROOT / "src").rglob("*") if "__pycache__" not in path.parts
        ]
    found = []
    for name in names:
        path = ROOT / name
        if path.is_file() and path.suffix != ".lock" and not FOLDERS_OF_OTHERS & set(path.parts):
            data = path.read_bytes()
            if b"\0" not in data[:4096]:
                found.append((name, data.decode("utf-8", errors="replace")))
    return tuple(found)


def test_the_tree_is_read() -> None:
    assert {"pyproject.toml", "README.md", "src/recobro/settings.py"} <= {name for name, _ in kept()}


def test_no_account_could_be_somebodys() -> None:
    valid = [
        f"{name}: {found}"
        for name, text in kept()
        for found in IBAN.findall(text)
        if iban.is_valid(found, check_country=False)
        and (plain := iban.compact(found)) not in PRINTED
        and plain[4:8] not in NO_BANK
    ]
    assert not valid


def test_no_domestic_account_could_be_somebodys() -> None:
    valid = [
        source.at(node, text)
        for folder in ("src/recobro", "tests", "bench")
        for source in sources(folder)
        for node, text in strings(source)
        if re.fullmatch(r"\d{20}", text) and ccc.is_valid(text)
        if not text.startswith(NO_BANK) and text not in {one[4:] for one in PRINTED}
    ]
    assert not valid


def test_no_telephone_could_ring() -> None:
    """A text that is nothing but a number of Spain or Ecuador."""
    ringing = [
        source.at(node, text)
        for folder in ("src/recobro", "tests", "bench")
        for source in sources(folder)
        for node, text in strings(source)
        if could_ring(text)
    ]
    assert not ringing


def test_no_mail_could_arrive() -> None:
    reachable = [
        f"{name}: {found.group()}"
        for name, text in kept()
        for found in MAIL.finditer(text)
        if re.search(r"\.[a-z]+$", found.group(1), re.I) and not NO_DOMAIN.search(found.group(1).lower())
    ]
    assert not reachable


def test_no_machine_is_named() -> None:
    """Neither the folder that this clone lies in, nor its parent where that is not one of the ordinary places."""
    places = {f"{ROOT}/"} | ({f"{ROOT.parent}/"} if ROOT.parent not in ORDINARY else set())
    assert not [f"{name}: {place}" for name, text in kept() for place in places if place in text]


def test_no_registry_is_named() -> None:
    """Whatever index this machine's pip asks: its host belongs to the machine."""
    hosts = registry_hosts()
    if not hosts:
        pytest.skip("no pip here whose configuration could be asked")
    lines = [(name, text) for name, text in kept()] + [
        (path.name, path.read_text(encoding="utf-8")) for path in (ROOT / "requirements").glob("*.lock")
    ]
    assert not [f"{name}: {host}" for name, text in lines for host in hosts if host in text]


def test_the_tree_tells_of_the_product_and_not_of_its_making() -> None:
    words = re.compile(
        r"co-?authored-by|generated (?:by|with) an? |language model|sub-?agent|work-?tree|orchestrat", re.I
    )
    here = Path(__file__).relative_to(ROOT).as_posix()
    assert not [f"{name}: {found}" for name, text in kept() if name != here for found in words.findall(text)]


def could_ring(text: str) -> bool:
    """A number as both countries write it, of full length, that does not look invented at first sight."""
    digits = re.sub(r"\D", "", text)
    return bool(PHONE.fullmatch(text)) and 9 <= len(digits) <= 13 and not INVENTED.search(digits)


def registry_hosts() -> set[str]:
    """Hosts and folders of the package indexes that pip would ask: configured ones and its own default."""
    python = Path(sys.base_prefix) / "bin" / "python3"
    default = "from pip._internal.models.index import PyPI; print(PyPI.url, 'https://' + PyPI.file_storage_domain)"
    said = ""
    for words in (["-m", "pip", "config", "list"], ["-c", default]):
        answer = subprocess.run(
            [python, *words], capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": ""}
        )
        said += answer.stdout
    said += " ".join(value for key, value in os.environ.items() if re.search(r"INDEX|REGISTRY", key) and "://" in value)
    urls = [urllib.parse.urlsplit(url) for url in re.findall(r"[a-z+]+://[^\s'\"]+", said)]
    return {url.hostname or url.path for url in urls} - {"localhost", "127.0.0.1", "/"}


def test_copied_examples_name_their_source() -> None:
    """A folder of examples written by others says of each file where it comes from and under which licence."""
    folders = [path for path in (ROOT / "tests").rglob("samples") if path.is_dir()]
    silent = []
    for folder in folders:
        told = (folder / "SOURCES.md").read_text(encoding="utf-8") if (folder / "SOURCES.md").exists() else ""
        silent += [
            path.name
            for path in folder.rglob("*")
            if path.is_file() and path.name != "SOURCES.md" and path.name not in told
        ]
    assert not silent


def test_tables_of_people_are_invented() -> None:
    """Files of data of ours: mail and telephone columns under the same rule."""
    ringing = []
    for name, text in kept():
        if name.endswith(".csv"):
            for row in csv.reader(text.splitlines()):
                ringing += [f"{name}: {cell}" for cell in row if could_ring(cell)]
    assert not ringing
