"""A real Chromium looking at a real portal: a page that complains or calls another host fails its test."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from argon2 import PasswordHasher
from passlib.totp import TOTP
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, Response
from sqlmodel import Session
from waitress import wasyncore
from waitress.server import create_server

from matchmaker import clock
from matchmaker.models import Authenticator, Person
from matchmaker.services import factors, strongbox
from matchmaker.web.session import Portal

PASSWORD = "a harbour at dawn 26"
HASH = PasswordHasher().hash(PASSWORD)
SECRET = "a secret for tests, of no use anywhere else"
KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
LOCKED = strongbox.lock(KEY, SECRET)  # the app of whoever signs in in two steps
USED: dict[tuple[str, str], int] = {}  # (portal, person) -> the step whose code they used last
# Chromium's own network habits are no request of ours.
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REFUSED = "Failed to load resource: the server responded with a status of"
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 250_000 / 8, "uploadThroughput": 250_000 / 8}
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def chromium_path() -> str:
    """Where Chromium is: $CHROMIUM, or one of its usual names on the path."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise LookupError("No Chromium here: ./check installs it, or set CHROMIUM to its path.")
    return found


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)


@contextmanager
def served(app: Portal) -> Iterator[str]:
    """*app* behind waitress on a free port of this machine; its address."""
    doors: dict[int, wasyncore.dispatcher] = {}
    server = create_server(app, doors, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()  # what has begun is answered before the door closes
        # By the thread that waits at them: who closes a door under another's eyes makes it fall over.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(doors))
        thread.join(timeout=10)


class Ears:
    """What a page says while it is open: errors of the console and of the script, requests to other hosts.

    Chromium logs one line for an error page itself. That one is no complaint: the page was asked for, and
    whoever asked for it looks at its status. The same said of anything else is a complaint.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.address = address
        self._said: list[str] = []
        self._owed: list[tuple[str, str]] = []  # (line, address) that Chromium will log of an error page
        self._logged: list[tuple[str, str]] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._said.append(f"the script failed: {error}"))
        page.on("response", self._note)
        page.on("request", self._must_be_ours)

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self._logged.append((said.text, said.location["url"]))

    def _note(self, answer: Response) -> None:
        if answer.status >= 400 and answer.request.is_navigation_request():
            self._owed.append((f"{REFUSED} {answer.status}", answer.url))

    def _must_be_ours(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self._said.append(f"a request to another host: {request.url}")

    def complaints(self) -> list[str]:
        """All since it was last asked."""
        for text, url in self._logged:
            owed = next((one for one in self._owed if text.startswith(one[0]) and url == one[1]), None)
            if owed:
                self._owed.remove(owed)
            else:
                self._said.append(f"the console says: {text} ({url})")
        complaints, self._said, self._logged = self._said, [], []
        return complaints


@dataclass
class Reader:
    """Somebody at a browser. `page` is what they look at; `ears` collects its complaints while they do."""

    address: str
    context: BrowserContext
    page: Page
    language: str = "en"

    def __post_init__(self) -> None:
        self.ears = Ears(self.page, self.address)
        self.page.on("dialog", lambda dialog: dialog.accept())

    def goto(self, path: str) -> None:
        self.page.goto(self.address + path)

    def choose(self, language: str) -> None:
        """Choose a language of the portal in the menu."""
        menu = self.page.locator("header details", has=self.page.locator("button[lang]")).first
        menu.locator("summary").click()
        with self.page.expect_navigation():
            menu.locator(f"button[lang={language}]").click()

    def sign_in(self, person: Person) -> None:
        self.goto("/sign-in")
        self.choose(self.language)
        self.page.locator("#email").fill(person.email)
        self.page.locator("#password").fill(PASSWORD)
        with self.page.expect_navigation():
            self.page.locator("main form button").last.click()
        if "/second-step/prove" in self.page.url:
            self.page.locator("#code").fill(self._shown_to(person))
            with self.page.expect_navigation():
                self.page.locator("main form button").first.click()

    def _shown_to(self, person: Person) -> str:
        """A code of the app; the next one for whoever has used this one already."""
        step = int(clock.now().timestamp()) // factors.STEP_S
        step = USED[self.address, person.email] = max(step, USED.get((self.address, person.email), 0) + 1)
        return TOTP(KEY).generate(step * factors.STEP_S).token

    def fill(self, **answers: str | list[str]) -> None:
        """Fill in fields by their names; what is chosen from is chosen from, and of ticks only these are set."""
        for name, answer in answers.items():
            fields = self.page.locator(f"main [name='{name}']:visible")
            sort = fields.first.evaluate("field => field.type")
            if sort == "radio":
                fields.and_(self.page.locator(f"[value='{answer}']")).check()
            elif sort == "checkbox":
                for tick in fields.all():
                    tick.set_checked(tick.get_attribute("value") in answer)
            elif sort == "select-one":
                fields.first.select_option(answer)
            else:
                fields.first.fill(str(answer))

    def press(self, button: str, *, unfold: bool = False, **answers: str) -> None:
        """Press the button called *button* and wait for the page it leads to.

        A deed with questions is unfolded first (*unfold*), and its questions are answered.
        """
        if unfold:
            self.page.locator("details.deed > summary", has_text=button).first.click()
            self.fill(**answers)
        with self.page.expect_navigation():
            self.page.locator("main button:visible", has_text=button).first.click()

    def reads(self, text: str) -> bool:
        return text in self.page.locator("main").inner_text()

    def violations(self) -> list[dict[str, Any]]:
        """What axe finds on the page as it stands: rule and places."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        return [
            {"rule": one["id"], "at": [node["target"] for node in one["nodes"]]}
            for one in found["violations"]
        ]


def let_in(session: Session, *people: Person) -> None:
    """Give *people* the password of the tests, and whoever signs in in two steps an app with KEY."""
    for person in people:
        person.password = HASH
        if person.two_steps_since is not None:
            app = Authenticator(
                person_id=person.id, locked=LOCKED, last_step=0, created_at=person.two_steps_since
            )
            session.add(app)
    session.commit()


def slow_down(page: Page) -> None:
    """From now on *page* hangs on a line of 250 kbit/s, on which each answer takes 300 ms more."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
