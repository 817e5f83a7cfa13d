"""Every code that can reach a person has one Spanish sentence, and no sentence waits for a code that never comes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from recobro.core import errors, wording
from tests.house.tree import SRC, Source, dotted, sources, statements, strings, templates

CODE = re.compile(r"[a-z][a-z0-9_]*")
SPEAKS = {"say": 0, "Fault": 2, "Note": 0}  # which argument of the call is a code
KEYWORDS = {"code", "reason", "held_by", "fault", "refusal"}
CODES_OF = re.compile(r"(Refusal|Reason|Held|Hold|FaultCode|Why)s?$")  # enumerations whose values are codes


def error_classes() -> set[str]:
    """Names of our errors, with those that other rooms derive."""
    known = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.RecobroError)
    }
    for _ in range(5):
        known |= {
            node.name
            for source in sources()
            for node in ast.walk(source.tree)
            if isinstance(node, ast.ClassDef) and any(dotted(base).split(".")[-1] in known for base in node.bases)
        }
    return known


def codes(source: Source, raised: set[str]) -> Iterator[tuple[str, str]]:
    """(where, code) of each code that this source can show to a person."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef):
            for value in _declared(node, raised):
                yield source.at(node), value
        elif isinstance(node, ast.Call):
            for value in _given(node, raised):
                yield source.at(node), value


def _declared(node: ast.ClassDef, raised: set[str]) -> Iterator[str]:
    """`code = "stale"` of an error, and the members of an enumeration of refusals or reasons."""
    members = bool(CODES_OF.search(node.name)) and any(
        dotted(base).endswith(("Enum", "Choices")) for base in node.bases
    )
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str):
            names = {target.id for target in line.targets if isinstance(target, ast.Name)}
            if members or (node.name in raised and "code" in names):
                yield line.value.value


def _given(node: ast.Call, raised: set[str]) -> Iterator[str]:
    """The code handed to an error, a fault, a note, `say()`, or a `reason=`."""
    name = dotted(node).split(".")[-1]
    position = 0 if name in raised else SPEAKS.get(name)
    given: list[ast.expr] = []
    if position is not None and len(node.args) > position:
        given.append(node.args[position])
    given += [
        keyword.value
        for keyword in node.keywords
        if keyword.arg in KEYWORDS and (position is not None or keyword.arg != "code")
    ]
    for value in given:
        for leaf in [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]:
            if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str) and CODE.fullmatch(leaf.value):
                yield leaf.value


def test_every_code_has_a_spanish_sentence() -> None:
    raised = error_classes()
    silent = [
        f"{where}: {code}"
        for source in sources()
        if "wording" not in source.words
        for where, code in codes(source, raised)
        if code not in wording.TEXTS and code != errors.RecobroError.code
    ]
    assert not silent


def test_every_sentence_has_a_code_that_is_used() -> None:
    used = {text for source in sources() if "wording" not in source.words for _, text in strings(source)}
    used |= {word for statement in statements() for word in re.findall(r"'([a-z0-9_]+)'", statement.text)}
    used |= {
        word for page in templates() for word in re.findall(r"[\"']([a-z0-9_]+)[\"']", page.read_text(encoding="utf-8"))
    }
    used |= {
        word
        for plan in SRC.rglob("*.toml")
        for word in re.findall(r"\"([a-z0-9_]+)\"", plan.read_text(encoding="utf-8"))
    }
    assert not sorted(set(wording.TEXTS) - used)


def test_no_code_has_two_sentences() -> None:
    """A key in two files would silently win over the other."""
    seen: dict[str, str] = {}
    twice = []
    for source in sources("src/recobro/core/wording"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Dict):
                for key in node.keys:
                    if isinstance(key, ast.Constant):
                        if key.value in seen:
                            twice.append(f"{key.value}: {seen[key.value]} and {source.name}")
                        seen[str(key.value)] = source.name
    assert not twice


def test_a_sentence_reads_like_one() -> None:
    for code, text in wording.TEXTS.items():
        assert text[0] in "¿¡«{" or text[0].isupper(), f"{code} begins like a sentence"
        assert text[-1] in ".?!…»:" or "{" in text[-12:], f"{code} ends like a sentence"
        assert "  " not in text or "\n" in text, f"{code} has a hole"  # a list of commands is set in columns
        assert CODE.fullmatch(code)
        wording.say(code)  # its gaps can be filled


def test_an_unknown_code_is_shown_and_not_hidden() -> None:
    assert wording.say("no_such_code_at_all") == "no_such_code_at_all"
