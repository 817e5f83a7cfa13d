"""How well a notice of others is proved, and to which one a paper belongs. Pure; see docs/reglas/pruebas.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from recobro.policies.rules import ProofKind
from recobro.readers.notice_text import Named, Paper
from recobro.readers.notice_words import NoticeKind
from recobro.readers.pdf import Signed

NEAR_DAYS = 7  # a letter is dated some days before its certified sending; the same address must then tie them


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a notice that somebody else sent."""

    attested: bool  # a list of its sender or a certificate says that it left; a letter alone does not
    received: bool  # the day of its receipt is known
    certified: bool  # that receipt stands in a certificate whose signature is intact and trusted
    given: bool  # it went to an e-mail address that the customer gave and that never came back
    failed: bool  # it came back, or was refused


class Known(NamedTuple):
    """A word of a paper that is a number of the portfolio."""

    kind: str  # invoice | place | tax_id
    value: str
    account_id: int | None  # None for a tax id
    invoice_id: int | None


class Alike(NamedTuple):
    """A known notice to which a paper may belong."""

    id: int
    kind: str
    sent_on: date
    recipient: str
    cut_on: date | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose a paper is; `reason` (a wording key) says why it waits for a person."""

    account_id: int | None = None
    invoice_ids: tuple[int, ...] = ()
    notice_id: int | None = None  # the known notice it belongs to; None: it tells of a new one
    reason: str = ""


def grade(shown: Shown) -> str:
    """How well a notice is proved (COM-02): A receipt proved, B receipt presumed, C handed over, "" not at all.

    B is the presumption of TS 960/2022: a receipt that only the sender tells of, or an address that the customer gave
    and from which nothing came back. Only A counts as a receipt where the law wants it proved (ELE-05).
    """
    if shown.failed or not shown.attested:
        return ""
    if shown.received and shown.certified:
        return "A"
    return "B" if shown.received or shown.given else "C"


def proof_of(found: str, *, received: bool) -> ProofKind | None:
    """The kind of proof that a grade is for the ladder; a receipt is proved only where its day is known."""
    if not found:
        return None
    if found == "A":
        return ProofKind.CERTIFIED
    return ProofKind.DELIVERED if received else ProofKind.ACCEPTED


def whose(known: Sequence[Known]) -> Verdict:
    """Whose a paper is: the invoices it names decide, then its place of supply. Two answers are none."""
    invoices = [one for one in known if one.kind == "invoice"]
    owners = {one.account_id for one in invoices}
    places = {one.account_id for one in known if one.kind == "place"}
    if len(owners) > 1 or (not owners and len(places) > 1):
        return Verdict(reason="paper_two_accounts")
    if owners and places and not owners & places:
        return Verdict(reason="paper_clues_disagree")
    if not owners and not places:
        return Verdict(reason="paper_of_nobody")
    (account_id,) = owners or places
    return Verdict(account_id, tuple(one.invoice_id for one in invoices if one.invoice_id is not None))


def belongs(verdict: Verdict, named: Named, signed: Signed, alike: Sequence[Alike], today: date) -> Verdict:
    """To which notice a paper of a known account belongs, or why it waits."""
    days = [day for day in (named.sent_on, named.received_on) if day]
    if named.paper is Paper.OTHER:
        return replace(verdict, reason="paper_unclear")
    if signed is Signed.BROKEN:
        return replace(verdict, reason="signature_broken")
    if any(day > today for day in days):
        return replace(verdict, reason="paper_in_future")
    if len(days) == 2 and days[1] < days[0]:
        return replace(verdict, reason="paper_days_reversed")
    fitting = [one for one in alike if _fits(one, named)]
    fitting = [one for one in fitting if one.kind == kind_of(named.paper)] or fitting
    if len(fitting) > 1:
        return replace(verdict, reason="paper_fits_two")
    if fitting:
        return replace(verdict, notice_id=fitting[0].id)
    if not verdict.invoice_ids:
        return replace(verdict, reason="paper_invoice_unclear")
    return verdict if named.sent_on else replace(verdict, reason="paper_without_day")


def kind_of(paper: Paper) -> str:
    """By which way a notice went of which only this paper is known."""
    return NoticeKind.CERTIFIED.value if paper is Paper.CERTIFICATE else NoticeKind.LETTER.value


def _fits(one: Alike, named: Named) -> bool:
    """The same way, address and day, as far as both say them."""
    ways = {NoticeKind.LETTER.value, NoticeKind.CERTIFIED.value, NoticeKind.EMAIL.value}
    if named.paper is Paper.CERTIFICATE and one.kind not in ways:
        return False
    if named.recipient and one.recipient and named.recipient != one.recipient:
        return False
    if named.cut_on and one.cut_on and named.cut_on != one.cut_on:
        return False
    if named.received_on and named.received_on < one.sent_on:
        return False
    return named.sent_on in (None, one.sent_on) or bool(named.recipient and named.recipient == one.recipient)
