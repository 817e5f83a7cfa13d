"""Rights as plain tables: which role may do what. Roles have no order; what is not listed is forbidden.

The four kinds of collection and who may tell the amount come from the telecom's own rules.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The work of a person in one portfolio."""

    FIRST_LINE = "first_line"
    ADVISOR = "advisor"
    SUPERVISOR = "supervisor"
    OPERATIONS = "operations"
    CONTROLLER = "controller"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Stage(StrEnum):
    """Kind of collection of a case (fase de cobranza)."""

    EARLY = "early"
    EXTRAJUDICIAL = "extrajudicial"
    COERCIVE = "coercive"
    EARLY_PAYOFF = "early_payoff"


class Right(StrEnum):
    """One thing that a role may do."""

    SEE_AMOUNT = "see_amount"
    TELL_AMOUNT = "tell_amount"
    SEE_PANEL = "see_panel"
    SEE_QUEUE = "see_queue"
    SEE_PROPOSALS = "see_proposals"
    SEE_LOTS = "see_lots"
    TAKE_FILES = "take_files"
    BOOK_LOTS = "book_lots"
    SIGN_PARALLEL = "sign_parallel"  # a day on which the office's own table and the ledger agree
    ENTER_IN_ERP = "enter_in_erp"
    ANSWER_DIFFERENCES = "answer_differences"
    RELEASE = "release"
    EXPORT = "export"
    SEE_AUDIT = "see_audit"
    SEE_HEALTH = "see_health"


# The trays of rows that wait ask no right of their own. SEE_LOTS looks. TAKE_FILES gives a row to somebody and mends
# a cell while the whole file waits: it is the work of whoever brings the file. BOOK_LOTS does whatever books or lets go
# of money: accept, match, tell apart, put aside, give back, bring back, mend a cell of a booked file, take a file back.
RIGHTS: dict[Right, frozenset[Role]] = {
    Right.SEE_AMOUNT: frozenset({Role.ADVISOR, Role.SUPERVISOR, Role.CONTROLLER, Role.MANAGER, Role.AUDITOR}),
    Right.TELL_AMOUNT: frozenset({Role.ADVISOR, Role.SUPERVISOR}),
    Right.SEE_PANEL: frozenset({Role.SUPERVISOR, Role.CONTROLLER, Role.MANAGER, Role.AUDITOR}),
    Right.SEE_QUEUE: frozenset(
        {Role.FIRST_LINE, Role.ADVISOR, Role.SUPERVISOR, Role.CONTROLLER, Role.MANAGER, Role.AUDITOR}
    ),
    Right.SEE_PROPOSALS: frozenset({Role.SUPERVISOR, Role.CONTROLLER, Role.MANAGER, Role.AUDITOR}),
    Right.SEE_LOTS: frozenset({Role.OPERATIONS, Role.SUPERVISOR, Role.CONTROLLER, Role.MANAGER, Role.AUDITOR}),
    Right.TAKE_FILES: frozenset({Role.OPERATIONS, Role.CONTROLLER, Role.SUPERVISOR}),
    Right.BOOK_LOTS: frozenset({Role.CONTROLLER, Role.SUPERVISOR}),
    Right.SIGN_PARALLEL: frozenset({Role.CONTROLLER}),
    Right.ENTER_IN_ERP: frozenset({Role.OPERATIONS, Role.CONTROLLER, Role.SUPERVISOR}),
    Right.ANSWER_DIFFERENCES: frozenset({Role.CONTROLLER, Role.SUPERVISOR}),
    Right.RELEASE: frozenset({Role.CONTROLLER, Role.SUPERVISOR}),
    Right.EXPORT: frozenset({Role.SUPERVISOR, Role.CONTROLLER, Role.MANAGER, Role.AUDITOR}),
    Right.SEE_AUDIT: frozenset({Role.AUDITOR, Role.SUPERVISOR}),
    Right.SEE_HEALTH: frozenset({Role.ADMIN}),
}
FIRST_LINE_TELLS = frozenset({Stage.EARLY, Stage.EARLY_PAYOFF})


# Who keeps the ERP up to date and who controls: each answers for the lot reports of the own list (`MailList.Kind`).
LIST_OF = {Role.OPERATIONS: "operations", Role.CONTROLLER: "control"}


def answers_for(role: Role, list_kind: str) -> bool:
    """Whether the role acknowledges the mails of that list."""
    return LIST_OF.get(role) == list_kind


def may(role: Role, right: Right) -> bool:
    """Whether the role has the right, whatever the case."""
    return role in RIGHTS[right]


def may_see_amount(role: Role, stage: Stage | None, *, stage_is_derived: bool) -> bool:
    """Whether amounts of a case are shown: to the first line only where the kind is derived, not merely picked."""
    if may(role, Right.SEE_AMOUNT):
        return True
    return role is Role.FIRST_LINE and stage in FIRST_LINE_TELLS and stage_is_derived


def may_tell_amount(role: Role, stage: Stage | None, *, stage_is_derived: bool) -> bool:
    """Whether the person may tell the amount to the customer."""
    if may(role, Right.TELL_AMOUNT):
        return True
    return role is Role.FIRST_LINE and stage in FIRST_LINE_TELLS and stage_is_derived
