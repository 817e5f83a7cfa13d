"""One tree of errors. An error carries a code and data, never prose: `core.wording` speaks Spanish.

RecobroError
├── BadInput       what was given cannot be used; ask again, nothing has changed
├── RuleBroken     a bug or an attack; log it
├── Stale          somebody else was faster; reload
└── Unreconciled   money does not add up; stop
"""

from __future__ import annotations


class RecobroError(Exception):
    """Base of all our errors: `code` names the sentence, `data` fills it."""

    code = "error"

    def __init__(self, code: str | None = None, /, **data: object) -> None:
        self.code = code or type(self).code
        self.data = data
        super().__init__(self.code, data)

    def __str__(self) -> str:
        facts = ", ".join(f"{key}={value}" for key, value in self.data.items())
        return f"{self.code} ({facts})" if facts else self.code


class BadInput(RecobroError):
    """What was given cannot be used. Nothing has changed."""

    code = "bad_input"


class RuleBroken(RecobroError):
    """Our own code or an attacker broke a rule."""

    code = "rule_broken"


class Stale(RecobroError):
    """Somebody else changed it first."""

    code = "stale"


class Unreconciled(RecobroError):
    """Money does not add up to the cent."""

    code = "unreconciled"
