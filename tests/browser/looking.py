"""Looking at a page as it stands in a browser: everything that is wrong with it, in sentences."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from matchmaker.models import Person
from matchmaker.web.session import Portal
from tests.browsing import AXE, RULES, Ears
from tests.entering import enter

DESK, PHONE = WIDTHS = (1280, 360)
HEIGHT = 900
RIGHT_TO_LEFT = {"ar"}

LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")


@dataclass
class Looker:
    """Somebody who looks at pages, with their browser. `complaints`: all that was wrong so far."""

    address: str
    page: Page
    who: str
    language: str
    known: dict[int, set[int]]  # at which width axe has seen what
    complaints: list[str] = field(default_factory=list)
    name: str = "at first"

    def __post_init__(self) -> None:
        self.ears = Ears(self.page, self.address)

    def _see(self, what: str, *asked: Any) -> Any:
        """One of the functions of look.js, asked of the page as it stands."""
        return self.page.evaluate(f"asked => {LOOK}.{what}(asked)", *asked)

    def complain(self, what: str) -> None:
        self.complaints.append(f"{self.name}, {self.who}, {self.language}: {what}")

    def goto(self, path: str, *, name: str, status: int = 200) -> None:
        self.name = name
        answer = self.page.goto(self.address + path)
        if answer is None or answer.status != status:
            self.complain(f"answers {answer and answer.status}, not {status}")

    def press(self, selector: str, *, name: str, status: int = 200) -> None:
        """Press a button, and check the page to which it leads."""
        self.name = name
        with self.page.expect_navigation() as going:
            self.page.locator(selector).click()
        if going.value.status != status:
            self.complain(f"answers {going.value.status}, not {status}")

    def look(self, *, widths: tuple[int, ...] = WIDTHS, axe_at: tuple[int, ...] = WIDTHS) -> None:
        """Complain of everything that is wrong with the page as it stands, from the width it has to the other."""
        self.check()
        here = self.page.viewport_size["width"]
        for width in sorted(widths, key=lambda width: width != here):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            if over := self._see("overflow"):
                self.complain(f"{width} px: {over}")
            if width in axe_at:
                self._ask_axe(width)

    def check(self) -> None:
        """Complain of what a look at the source and at the console tells."""
        facts = self._see("facts")
        direction = "rtl" if self.language in RIGHT_TO_LEFT else "ltr"
        right = {"language": self.language, "direction": direction, "headings": 1, "inline": [], "twice": []}
        for what in right:
            if facts[what] != right[what]:
                self.complain(f"{what} is {facts[what]}, not {right[what]}")
        for said in self.ears.complaints():
            self.complain(said)

    def _ask_axe(self, width: int) -> None:
        known = self.known.setdefault(width, set())
        found = self._see("askAxe", [RULES, list(known)])
        if found is None:
            self.page.evaluate(AXE)
            found = self._see("askAxe", [RULES, list(known)])
        violations, fresh = found
        known.update(fresh)
        for violation in violations:
            self.complain(f"{width} px: axe finds {violation}")


def let_sign_in(
    context: BrowserContext, app: Portal, address: str, person: Person | None, language: str
) -> None:
    """Give *context* the cookie of a reader who chose *language*, signed in as *person* if there is one."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["language"] = language
    if person is not None:
        enter(client, person, app.extensions["engine"])
    kept = client.get_cookie("session")
    assert kept is not None
    context.add_cookies([{"name": "session", "value": kept.value, "url": address}])
