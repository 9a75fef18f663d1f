"""Prints what everyday tasks cost in clicks, keys, typed characters and page loads: the table of docs/time-on-task.md.

    python tools/time_on_task.py

It plants the demonstration in a folder of its own, serves it, and does each task in Chromium as somebody would who
has done it before. Takes two minutes. It stops where a task cannot be done.
"""

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from playwright.sync_api import Dialog, Locator, Page, expect, sync_playwright
from sqlmodel import select

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from matchmaker import clock, clocks  # noqa: E402  # after the path above: this script runs from anywhere
from matchmaker.commands.preparing import bring_up_to_date, plant_if_empty  # noqa: E402  # the same
from matchmaker.database import open_engine, open_session  # noqa: E402  # the same
from matchmaker.models import Person  # noqa: E402  # the same
from matchmaker.settings import Settings  # noqa: E402  # the same
from matchmaker.web.app import create_app  # noqa: E402  # the same
from matchmaker.web.session import Portal  # noqa: E402  # the same
from tests.browser.looking import let_sign_in  # noqa: E402  # the same
from tests.browsing import launch, served  # noqa: E402  # the same
from tests.cast import a_need_draft  # noqa: E402  # the same

HEAD = ("task", "by", "clicks", "keys", "characters", "page loads")
WAIT_MS = 20_000


@dataclass
class Hand:
    """The hand of a practised person at *page*, and what it has done so far."""

    page: Page
    clicks: int = 0
    keys: int = 0  # that choose or agree; those of a text are characters
    characters: int = 0
    loads: int = 0

    def __post_init__(self) -> None:
        self.page.on("load", self._count_load)
        self.page.on("dialog", self._agree)

    def _count_load(self, _page: Page) -> None:
        self.loads += 1

    def _agree(self, asked: Dialog) -> None:
        self.keys += 1
        asked.accept()

    def click(self, place: Locator) -> None:
        place.click()
        self.clicks += 1

    def follow(self, place: Locator) -> None:
        """Click a link or a button, and wait for the page to which it leads."""
        with self.page.expect_navigation():
            self.click(place)

    def press(self, label: str, *, nth: int = 0) -> None:
        """Follow the button of the page's own part that says *label*."""
        self.follow(self.page.locator("main button:visible", has_text=label).nth(nth))

    def open(self, words: str) -> None:
        """Follow the first link that says *words*."""
        self.follow(self.page.locator("main a:visible", has_text=words).first)

    def type(self, place: Locator, text: str) -> None:
        self.click(place)
        place.fill(text)
        self.characters += len(text)

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.keys += 1

    def choose(self, name: str, value: str) -> None:
        """From a list that unfolds: one click for the list, one for the choice."""
        self.page.locator(f"main select[name='{name}']").select_option(value)
        self.clicks += 2

    def take(self, name: str, value: str) -> None:
        """What the portal suggests for the field *name*: one click for the suggestion, which must be there."""
        column = name.split("-")[-1]
        self.click(self.page.locator(f"#sounds-like a[data-fill='{column}'][data-code='{value}']"))
        expect(self.page.locator(f"main [name='{name}']")).to_have_value(value)

    def answer(self, name: str, text: str) -> None:
        self.type(self.page.locator(f"main [name='{name}']"), text)


def post_a_need(hand: Hand) -> None:
    draft = a_need_draft(title="Examiners for the phones of the northern districts")
    hand.open("Write a need")
    for name in ("title", "institution", "problem", "expected_result"):
        hand.answer(name, getattr(draft, name))
    hand.take("components-0-topic", draft.components[0].topic)
    hand.take("components-0-modality", draft.components[0].modality)
    hand.answer("components-0-quantity", draft.components[0].quantity)
    for name in ("beneficiaries", "beneficiary_count", "previous_assistance", "earliest_start", "latest_end"):
        hand.answer(name, str(getattr(draft, name)))
    hand.choose("budget_band", draft.budget_band)
    hand.answer("public_summary", draft.public_summary)
    hand.press("Save and look at it")
    hand.press("Clear and submit")


def find_offers(hand: Hand) -> None:
    hand.type(hand.page.locator("header [role=search] input:visible"), "chain of custody")
    hand.enter()


def review_ten(hand: Hand) -> None:
    hand.follow(hand.page.locator("main a[href*='state=suggested']"))
    for _ in range(5):
        hand.press("Shortlist")
    for _ in range(5):
        hand.click(hand.page.locator("main summary:visible", has_text="Dismiss").first)
        hand.press("Timing")


def answer_an_introduction(hand: Hand) -> None:
    hand.open("May we introduce you")
    hand.press("Yes, introduce us")


def decline_with_a_reason(hand: Hand) -> None:
    hand.open("May we introduce you")
    hand.press("Timing")


def confirm_for_another_year(hand: Hand) -> None:
    hand.press("It still holds")


def save_a_search(hand: Hand) -> None:
    hand.type(hand.page.locator("header [role=search] input:visible"), "chain of custody")
    hand.enter()
    hand.open("Filter or save this list")
    hand.press("Save this search")


def say_that_contact_is_under_way(hand: Hand) -> None:
    hand.press("We are in contact")


def release_a_pair(hand: Hand) -> None:
    hand.open("Release or send back")
    hand.press("Release")


def clear_for_a_colleague(hand: Hand) -> None:
    hand.open("Clear it or send it back")
    hand.press("Clear and submit")


# What the task is called, by whom, how, and what the page says when it is done.
TASKS: tuple[tuple[str, str, Callable[[Hand], None], str], ...] = (
    ("Post a need from a prepared text", "Amina", post_a_need, "Submitted"),
    ("Find what is offered on chain of custody", "Amina", find_offers, "custody"),
    ("Review ten suggestions: shortlist five, dismiss five", "Dao", review_ten, "Review"),
    ("Answer an introduction with yes", "Carla", answer_an_introduction, "Thank you"),
    ("Decline an introduction, with the reason", "Amina", decline_with_a_reason, "Declined"),
    ("Confirm an offer for another year", "Carla", confirm_for_another_year, "confirmed for another year"),
    ("Search the needs and save the search", "Carla", save_a_search, "Saved as"),
    ("Say that contact is under way", "Carla", say_that_contact_is_under_way, "in contact"),
    ("Release a pair", "Erik", release_a_pair, "The State is asked"),
    ("Clear the draft of a colleague and submit it", "Amina", clear_for_a_colleague, "Submitted"),
)


@contextmanager
def planted() -> Iterator[tuple[Portal, str, dict[str, Person]]]:
    """A portal with the demonstration, its address, and its people under their first names."""
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        url = f"sqlite:///{var / 'matchmaker.sqlite'}"
        settings = Settings(url, "a secret of two minutes", var, "http://localhost", 8000, True, True)
        engine = open_engine(url)
        bring_up_to_date(settings, engine)
        plant_if_empty(settings, engine)
        clocks.tick(engine, now=clock.now())
        with open_session(engine, writes=False) as session:
            people = {one.name.split()[0]: one for one in session.exec(select(Person))}
        engine.dispose()
        app = create_app(settings)
        with served(app) as address:
            yield app, address, people
        app.extensions["engine"].dispose()


def rows() -> Iterator[tuple[str, ...]]:
    """What each task cost, from the desk of whoever does it."""
    with planted() as (app, address, people), sync_playwright() as playwright:
        browser = launch(playwright)
        for name, who, do, done in TASKS:
            context = browser.new_context(locale="en", viewport={"width": 1280, "height": 900})
            let_sign_in(context, app, address, people[who], "en")
            page = context.new_page()
            page.set_default_timeout(WAIT_MS)
            page.goto(f"{address}/desk/")
            hand = Hand(page)
            do(hand)
            if done not in page.locator("main").inner_text():
                raise SystemExit(f"{name}: it was not done, for the page does not say “{done}”.")
            yield name, who, *map(str, (hand.clicks, hand.keys, hand.characters, hand.loads))
            context.close()
        browser.close()


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    for cells in chain((head, ("---",) * len(head)), rows):
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    print_table(HEAD, rows())
