"""A real Chromium: opens pages as a person of the world, listens for faults, asks axe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from recobro.access.models import Person

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
CONTRAST = ("color-contrast",)
# The cheapest test of a content policy there is: the page tells what it was not allowed to do.
SPY = (
    "window.__csp=[];document.addEventListener('securitypolicyviolation',"
    "e=>__csp.push(e.effectiveDirective+' '+e.blockedURI+' '+e.sample))"
)


class Desk:
    """Pages of one test."""

    def __init__(self, browser: Browser, url: str, sessions: dict[int, str], *, shots: str = "") -> None:
        self.browser = browser
        self.url = url
        self.sessions = sessions
        self.shots = Path(shots) if shots else None
        self.contexts: list[BrowserContext] = []

    def open(self, path: str, person: Person | None = None, *, size: tuple[int, int] = (1440, 900)) -> Page:
        """A page in a fresh browser profile, signed in as the person."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="es-ES",
            reduced_motion="reduce",  # a colour that is still changing has no contrast to measure
        )
        self.contexts.append(context)
        context.set_default_timeout(8000)
        context.add_init_script(SPY)
        if person is not None:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self.sessions[person.pk], "url": self.url}
            context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.faults = faults  # type: ignore[attr-defined]
        page.goto(self.url + path)
        page.wait_for_load_state("load")
        return page

    def keep(self, page: Page, name: str) -> None:
        """A picture, when somebody asked for them."""
        if self.shots:
            page.wait_for_timeout(150)
            page.screenshot(path=str(self.shots / f"{name}.png"), full_page="-390-" in name)

    def close(self) -> None:
        """Close every profile of the test."""
        for context in self.contexts:
            context.close()


def axe(page: Page, rules: tuple[str, ...] = RULES) -> list[tuple[Any, ...]]:
    """What axe finds: rule, how bad, how often, where."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8") + ";null")  # by the protocol: the page's own policy stays strict
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", list(rules))
    return [
        (
            one["id"],
            one["impact"],
            len(one["nodes"]),
            one["nodes"][0]["html"][:140],
            one["nodes"][0]["failureSummary"][:200],
        )
        for one in found["violations"]
    ]


def faults(page: Page) -> list[str]:
    """Violations of the content policy, errors of scripts and of the console."""
    return [*page.evaluate("window.__csp"), *page.faults]  # type: ignore[attr-defined]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
