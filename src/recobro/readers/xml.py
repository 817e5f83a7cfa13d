"""Safe streaming over ISO 20022 files of any size: flat memory, no DOCTYPE, no entities, no network.

Elements are found by local name, so that every version, prefix and national namespace takes the same road. What to take from an
element is a `Plan`: a tree of local names whose leaves name the value. Only the branches of the plan are walked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from recobro.readers.rows import BadFile

Element = etree._Element  # lxml has no public name for the type
Plan = dict[str, "Plan | str"]  # leaves: "+text" joins repeats, "$amount" keeps Ccy too, "!charges" marks presence
Values = dict[str, str]

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
    if element.getroottree().docinfo.doctype:
        raise BadFile("xml_doctype")


def local(element: Element) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: Element) -> str:
    """The namespace with its braces, as lxml writes it, or "" without one."""
    head, brace, _ = str(element.tag).rpartition("}")
    return head + brace


def qualified(plan: Plan, space: str) -> Plan:
    """The same plan with the namespace written before each name, so that no name is cut while walking."""
    return {space + name: step if isinstance(step, str) else qualified(step, space) for name, step in plan.items()}


def collect(element: Element, plan: Plan, into: Values) -> None:
    """Fill `into` with the texts the plan asks for; the first of repeated elements wins, "+" joins them."""
    for child in element:
        step = plan.get(child.tag)
        if step.__class__ is str:
            _keep(child, step, into)
        elif step is not None:
            collect(child, step, into)


def _keep(element: Element, name: str, into: Values) -> None:
    text = (element.text or "").strip()
    mark = name[0]
    if mark == "+":
        name = name[1:]
        if text and name in into:
            text = f"{into[name]} {text}"
            into[name] = text
            return
    elif mark == "$":
        name = name[1:]
        if name not in into:
            into[name + "_currency"] = (element.get("Ccy") or "").strip()
    elif mark == "!":
        name, text = name[1:], "yes"
    if text and name not in into:
        into[name] = text


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
