"""One row of the trays, opened in its place: what the file says, where it may belong, what a person does."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from recobro.access.queries import people_with
from recobro.access.roles import Right, may
from recobro.access.scope import Scope
from recobro.billing import fit, lots, repairs, trays
from recobro.billing.models import Lot
from recobro.billing.tray_line import TrayLine
from recobro.core import clock
from recobro.core.errors import BadInput, RecobroError, RuleBroken
from recobro.core.wording import say, say_error
from recobro.desk.access import DeskRequest, page
from recobro.desk.amounts import cents_typed
from recobro.desk.htmx import show, wants_part
from recobro.desk.tray import Asked, tabs
from recobro.flows import repair as repairing
from recobro.flows import rows
from recobro.flows.rows import Done
from recobro.reports import row_history

REPEATABLE = ("payment", "return", "reject")  # what may happen twice and look like one
Act = Callable[[Scope, TrayLine, QueryDict], Done]


@page(Right.SEE_LOTS)
@require_http_methods(["GET", "POST"])
def row(request: DeskRequest, ref: str, line: int) -> HttpResponse:
    """Open the row (or close it), and do what is asked with it; the answer is the row as it stands then."""
    scope = request.scope
    lot = lots.lot_by_ref(scope, ref)
    found = trays.one(scope, lot.pk, line) if lot is not None and line < 2**31 else None
    if lot is None or found is None:
        raise Http404
    if request.method == "GET":
        return _drawn(request, lot, found, opened="cerrar" not in request.GET)
    act = request.POST.get("act", "")
    if act == "search":
        scope.demand(Right.BOOK_LOTS)
        return _drawn(request, lot, found, opened=True)
    return _do(request, lot, found, act)


def _do(request: DeskRequest, lot: Lot, found: TrayLine, act: str) -> HttpResponse:
    """Do one act. What is refused is said in the row, which then shows how it stands."""
    do, right = ACTS.get(act, (None, Right.BOOK_LOTS))
    request.scope.demand(right)
    if do is None:
        raise BadInput
    refused = said = ""
    try:
        done = do(request.scope, found, request.POST)
        said = say(rows.NOW[done.status]) if act != "owner" else "Cambiado el responsable."
        if done.status == "waiting" and done.reason in fit.DOUBTFUL:
            said = say(done.reason)
    except RuleBroken:
        raise
    except RecobroError as error:
        refused = say_error(error)
    after = trays.one(request.scope, lot.pk, found.line) or found
    if not wants_part(request):
        (messages.error if refused else messages.success)(request, refused or f"{after.ref}: {said}")
        return redirect("row", after.lot_ref, after.line) if refused else redirect("tray")
    return _drawn(request, lot, after, opened=bool(refused), said=said, refused=refused)


def _drawn(
    request: DeskRequest, lot: Lot, line: TrayLine, *, opened: bool, said: str = "", refused: str = ""
) -> HttpResponse:
    scope = request.scope
    asked = Asked.read(request.GET if request.method == "GET" else request.POST, posted=False)
    books = scope.role is not None and may(scope.role, Right.BOOK_LOTS)
    takes = scope.role is not None and may(scope.role, Right.TAKE_FILES)
    context = {
        "line": line,
        "asked": asked,
        "opened": opened,
        "said": said,
        "refused": refused,
        "settles": books,
        "assigns": takes,
        "ticks": takes and wants_part(request),
        "mends": line.status == "faulty" and line.format in repairs.SHEETS and (takes if _waits(lot) else books),
        "sees": scope.role is not None and may(scope.role, Right.SEE_AMOUNT),
        "today": clock.today(scope.zone),
        "tabs": tabs(asked, trays.counts(scope)) if request.method == "POST" else [],
    }
    if opened:
        context |= _inside(request, lot, line, books=books)
    return show(request, "row", "_row", context, status=422 if refused else 200)


def _inside(request: DeskRequest, lot: Lot, line: TrayLine, *, books: bool) -> dict[str, object]:
    """What the opened row shows besides its line. Places and their amounts only for whoever may book."""
    scope, data = request.scope, request.POST
    looked, wanted, typed = data.get("act") == "search", data.get("q", "").strip()[:80], data.get("importe", "").strip()
    hits: list[trays.Candidate] = []
    unread = ""
    if looked and books:
        try:
            hits = trays.candidates(scope, line, wanted, cents_typed(typed) if typed else None)
        except BadInput as error:
            unread = say_error(error)
    return {
        "cells": repairs.cells(scope, lot, line.line) if line.status == "faulty" else [],
        "repairs": repairs.of_row(scope, lot.pk, line.line),
        "repeats": trays.repeated(scope, line.id) if line.status == "known" or line.reason in fit.DOUBTFUL else [],
        "twice": line.reason in fit.DOUBTFUL or (line.status == "known" and line.kind in REPEATABLE),
        "history": row_history.of(scope, lot.pk, line.line),
        "owners": people_with(scope, Right.TAKE_FILES),
        "looked": looked,
        "guesses": trays.judged(line) if books else [],
        "hits": hits,
        "unread": unread,
        "wanted": wanted,
        "amount": typed,
        "typed": data.get("value", "")[:200],
        "why": data.get("why", "")[:200],
        "letter": row_history.letter(scope, lot, line) if line.status == "sent_back" else "",
        "waits_whole": _waits(lot),
    }


def _waits(lot: Lot) -> bool:
    return lot.status != Lot.Status.BOOKED


def _accept(scope: Scope, line: TrayLine, data: QueryDict) -> Done:
    chosen = _number(data, "proposal")
    if chosen is None:
        raise BadInput("unknown_proposal")
    return rows.accept(scope, chosen)


def _match(scope: Scope, line: TrayLine, data: QueryDict) -> Done:
    account, _, invoice = data.get("place", "").partition(":")
    if not (account.isdecimal() and len(account) < 19 and len(invoice) < 19):
        raise BadInput("match_choose_one")
    return rows.match(scope, line.id, int(account), int(invoice) if invoice.isdecimal() else None, data.get("why", ""))


def _both(scope: Scope, line: TrayLine, data: QueryDict) -> Done:
    return rows.both(scope, line.id, data.get("why", ""))


def _set_aside(scope: Scope, line: TrayLine, data: QueryDict) -> Done:
    typed = data.get("importe", "").strip()
    rows.set_aside(scope, line.id, data.get("why", ""), cents_typed(typed) if typed else None)
    return Done(line.id, "set_aside")


def _send_back(scope: Scope, line: TrayLine, data: QueryDict) -> Done:
    rows.send_back(scope, line.id, data.get("why", ""))
    return Done(line.id, "sent_back")


def _come_back(scope: Scope, line: TrayLine, data: QueryDict) -> Done:
    return rows.come_back(scope, line.id, data.get("why", ""))


def _repair(scope: Scope, line: TrayLine, data: QueryDict) -> Done:
    return repairing.repair(scope, line.id, data.get("column", ""), data.get("value", ""), data.get("why", ""))


def _owner(scope: Scope, line: TrayLine, data: QueryDict) -> Done:
    rows.assign(scope, [line.id], _number(data, "to"))
    return Done(line.id, line.status)


def _number(data: QueryDict, name: str) -> int | None:
    text = data.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


ACTS: dict[str, tuple[Act, Right]] = {
    "accept": (_accept, Right.BOOK_LOTS),
    "match": (_match, Right.BOOK_LOTS),
    "both": (_both, Right.BOOK_LOTS),
    "set-aside": (_set_aside, Right.BOOK_LOTS),
    "send-back": (_send_back, Right.BOOK_LOTS),
    "come-back": (_come_back, Right.BOOK_LOTS),
    "repair": (_repair, Right.TAKE_FILES),
    "owner": (_owner, Right.TAKE_FILES),
}
