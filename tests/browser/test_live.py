"""Pages that follow what is typed (static/page.js, data-live), as the catalogue does."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Route
from sqlmodel import Session

from matchmaker.vocabulary import NeedState, Visibility
from tests.browser_fixtures import Browse
from tests.browsing import Reader
from tests.cast import Cast
from tests.stories import a_need

PAUSE_MS = 500  # what the script waits after the last key
Ask = Callable[..., Reader]
WORDS = "form.filters [name=words]"


def titles(page: Page) -> list[str]:
    return sorted(page.locator("#listed h2").all_inner_texts())


@pytest.fixture
def asking(browse: Browse, cast: Cast, session: Session) -> Ask:
    """Eve before the catalogue of two needs, in a box whose answers follow what she types."""
    for title in ("Judges who weigh evidence", "A laboratory for phones"):
        a_need(session, cast, state=NeedState.IN_MATCHING, title=title, visibility=Visibility.PUBLIC)
    session.commit()

    def open_page(**more: bool) -> Reader:
        eve = browse(**more)
        eve.goto("/needs/")
        return eve

    return open_page


def test_what_is_found_follows_what_is_typed(asking: Ask) -> None:
    eve = asking()
    assert titles(eve.page) == ["A laboratory for phones", "Judges who weigh evidence"]
    words = eve.page.locator(WORDS)
    with eve.page.expect_response("**/needs/?words=judges**"):
        words.press_sequentially("judges")
    eve.page.locator("#listed h2", has_text="phones").wait_for(state="detached")
    assert titles(eve.page) == ["Judges who weigh evidence"]
    assert (words.input_value(), words.evaluate("field => field === document.activeElement")) == (
        "judges",
        True,
    )
    assert eve.page.locator("#total").inner_text() == "1 need"
    assert eve.page.locator("#total").get_attribute("aria-live") == "polite"
    assert "words=judges" in eve.page.url  # to be kept, shared, or loaded again


def test_one_question_is_asked_when_the_writer_pauses(asking: Ask) -> None:
    eve = asking()
    asked: list[str] = []
    eve.page.on("request", lambda request: asked.append(request.resource_type))
    with eve.page.expect_response("**/needs/?words=phones**"):
        eve.page.locator(WORDS).press_sequentially("phones", delay=20)
    eve.page.wait_for_timeout(2 * PAUSE_MS)
    assert asked.count("fetch") == 1


def test_an_answer_that_is_late_changes_nothing(asking: Ask) -> None:
    eve = asking()
    held: list[Route] = []
    eve.page.route("**/needs/?words=verdict*", lambda route: held.append(route))
    words = eve.page.locator(WORDS)
    with eve.page.expect_request("**/needs/?words=verdict**"):
        words.fill("verdict")
    with eve.page.expect_response("**/needs/?words=weigh**"):
        words.fill("weigh")
    eve.page.locator("#listed h2", has_text="phones").wait_for(state="detached")
    with suppress(Error):  # nobody listens any more
        held[0].fulfill(body='<section id="listed"><h2>Too late</h2></section>')
    eve.page.wait_for_timeout(PAUSE_MS)
    assert titles(eve.page) == ["Judges who weigh evidence"]


@pytest.mark.parametrize("status", [422, 500])
def test_an_error_changes_nothing(asking: Ask, status: int) -> None:
    eve = asking()
    page = '<section id="listed">Nothing.</section>'
    eve.page.route("**/needs/?words=*", lambda route: route.fulfill(status=status, body=page))
    with eve.page.expect_response("**/needs/?words=**"):
        eve.page.locator(WORDS).fill("judges")
    eve.page.wait_for_timeout(PAUSE_MS)
    assert titles(eve.page) == ["A laboratory for phones", "Judges who weigh evidence"]
    eve.ears.complaints()  # Chromium says of each error that it came


def test_a_redirect_changes_nothing(asking: Ask) -> None:
    eve = asking()
    eve.page.locator("form.filters").evaluate("form => form.setAttribute('action', '/needs')")
    with eve.page.expect_request("**/needs?words=judges**"):
        eve.page.locator(WORDS).fill("judges")
    eve.page.wait_for_timeout(PAUSE_MS)
    assert titles(eve.page) == ["A laboratory for phones", "Judges who weigh evidence"]


def test_a_lost_line_changes_nothing(asking: Ask) -> None:
    eve = asking()
    eve.page.route("**/needs/?words=*", lambda route: route.abort("internetdisconnected"))
    with eve.page.expect_event("requestfailed"):
        eve.page.locator(WORDS).fill("judges")
    eve.page.wait_for_timeout(PAUSE_MS)
    assert titles(eve.page) == ["A laboratory for phones", "Judges who weigh evidence"]
    eve.ears.complaints()  # Chromium says that the line is down


def test_without_the_script_enter_asks_the_same(asking: Ask) -> None:
    eve = asking(java_script_enabled=False)
    with eve.page.expect_navigation():
        eve.page.locator(WORDS).fill("judges")
        eve.page.locator(WORDS).press("Enter")
    assert titles(eve.page) == ["Judges who weigh evidence"]
