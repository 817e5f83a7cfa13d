"""Safe streaming over ISO 20022 files of any size: flat memory, no DOCTYPE, no entities, no network.

Elements are found by local name, so that every version, prefix and national namespace takes the same road. What to
take from an element is a `Shape`; only the branches it names are walked.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, BinaryIO

from lxml import etree

from recobro.readers.rows import BadFile

Element = etree._Element  # lxml has no public name for the type
Values = dict[str, str]
Plan = dict[str, "Plan | str"]
Steps = dict[str, tuple[Any, str, str]]  # qualified name → steps below, mark, name of the value

NOT_PROVIDED = frozenset({"NOTPROVIDED", "NOT PROVIDED", "NOTAVAILABLE", "NONREF"})


def stream(source: BinaryIO, *names: str) -> Iterator[Element]:
    """Yield the elements with these local names as they end. Raises `BadFile` on DOCTYPE and on broken XML."""
    events = etree.iterparse(
        source,
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        remove_comments=True,
        remove_pis=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    first = True
    try:
        for _, element in events:
            if first:
                refuse_doctype(element)
                first = False
            yield element
    except etree.XMLSyntaxError as exc:
        raise BadFile("xml_broken", line=exc.lineno or 0, found=(exc.msg or "")[:120]) from exc


def refuse_doctype(element: Element) -> None:
    """A payment message has no DOCTYPE; one that has is an attack or not a payment message."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise BadFile("xml_doctype")


def local(element: Element) -> str:
    """The name without its namespace."""
    return _local(str(element.tag))


@lru_cache(maxsize=256)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class Shape:
    """A tree of local names whose leaves name the value to take. The first of repeated elements wins.

    Marks before the name of a leaf: "+text" joins repeated elements, "$amount" keeps the Ccy attribute as
    "amount_currency", "!charges" only says that the element is there. An empty name is the element's own text, for
    elements that became a choice in later versions.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._steps: dict[str, Steps] = {}  # namespace → steps, so that no name is cut while walking

    def read(self, element: Element) -> Values:
        """The values found below an element."""
        head, brace, _ = str(element.tag).rpartition("}")
        space = head + brace
        steps = self._steps.get(space)
        if steps is None:
            steps = self._steps[space] = _qualified(self._plan, space)
        values: Values = {}
        _collect(element, steps, values)
        return values


def _qualified(plan: Plan, space: str) -> Steps:
    steps: Steps = {}
    for name, leaf in plan.items():
        if isinstance(leaf, str):
            mark, value = (leaf[0], leaf[1:]) if leaf[0] in "+$!" else ("", leaf)
            steps[space + name] = (None, mark, value)
        else:
            below = {part: step for part, step in leaf.items() if part}
            steps[space + name] = (_qualified(below, space), "", str(leaf.get("", "")))
    return steps


def _collect(element: Element, steps: Steps, into: Values) -> None:
    for child in element:
        step = steps.get(child.tag)
        if step is None:
            continue
        below, mark, name = step
        if below is not None:
            _collect(child, below, into)
            if not name:
                continue
        if mark:
            _marked(child, mark, name, into)
        elif name not in into:
            text = child.text
            if text and (text := text.strip()):
                into[name] = text


def _marked(element: Element, mark: str, name: str, into: Values) -> None:
    text = (element.text or "").strip()
    if mark == "!":
        into[name] = "yes"
    elif mark == "+" and text and name in into:
        into[name] = f"{into[name]} {text}"
    elif text and name not in into:
        into[name] = text
        if mark == "$":
            into[name + "_currency"] = (element.get("Ccy") or "").strip()


def forget(element: Element) -> None:
    """Free the element and the siblings before it: what was read must not stay in memory."""
    element.clear()
    parent = element.getparent()
    if parent is None:
        return
    while element.getprevious() is not None:
        del parent[0]


def ident(values: Values, name: str) -> str:
    """An identifier, or "" when the bank fills the element with "NOTPROVIDED"."""
    text = values.get(name, "")
    return "" if text.upper() in NOT_PROVIDED else text
