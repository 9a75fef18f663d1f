"""One form open in two tabs: two texts are two drafts, nothing typed is lost, and one form arrives once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from sqlmodel import Session, select

from matchmaker.models import Need
from matchmaker.vocabulary import NeedState
from tests.browser_fixtures import Browse
from tests.browsing import Reader
from tests.cast import Cast
from tests.stories import a_need

FIRST = "Nobody on the bench has seen a disk image."
SECOND = "Two clerks have read one report."
CHANGED = "Three clerks have read one report."
SEND = "main button:visible"
Tab = Callable[[], Page]


@pytest.fixture
def bashir(browse: Browse, cast: Cast, session: Session) -> Reader:
    session.commit()
    return browse(cast.bashir)


@pytest.fixture
def tab(bashir: Reader) -> Tab:
    """Another tab, in which nothing has been written yet."""

    def open_one(path: str = "/needs/write") -> Page:
        page = bashir.context.new_page()
        page.goto(bashir.address + path)
        return page

    return open_one


def write(page: Page, text: str) -> None:
    """Type *text*, and wait until this device holds it."""
    page.locator("#problem").fill(text)
    page.wait_for_function(
        "text => Object.values(localStorage).some((kept) => kept.includes(text))", arg=text
    )


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator(SEND, has_text="Save and look at it").first.click()


def put_back(page: Page) -> str:
    """What is in the field after the draft on offer has been put back."""
    page.locator("[data-draft-put]").click()
    return page.locator("#problem").input_value()


def is_offered(page: Page) -> bool:
    return page.locator("[data-draft=offer]").is_visible()


def arrived(session: Session) -> list[str]:
    found = sorted(session.exec(select(Need.problem)).all())
    session.rollback()  # a reader who lingers keeps others from writing
    return found


def test_the_texts_of_two_tabs_are_both_there_after_the_lid_was_closed(tab: Tab) -> None:
    """Sabotaged: both are kept under the name of the form."""
    one, other = tab(), tab()
    write(one, FIRST)
    write(other, SECOND)
    write(one, FIRST + " Nobody.")
    for page in (one, other):
        page.close(run_before_unload=False)
    again = tab()
    assert {put_back(again), put_back(again)} == {FIRST + " Nobody.", SECOND}


def test_what_one_tab_sends_leaves_the_text_of_the_other_on_the_device(tab: Tab, session: Session) -> None:
    """Sabotaged: what has arrived takes all drafts of its form with it."""
    one, other = tab(), tab()
    write(one, FIRST)
    write(other, SECOND)
    send(one)
    other.close(run_before_unload=False)
    again = tab()
    assert (put_back(again), is_offered(again)) == (SECOND, False)
    send(again)
    assert arrived(session) == [FIRST, SECOND]
    assert again.evaluate("localStorage.length") == 0


def test_two_tabs_that_send_at_once_lose_neither(tab: Tab, session: Session) -> None:
    """Sabotaged: a draft that any tab has sent is taken for the one that arrived here."""
    one, other = tab(), tab()
    write(one, FIRST)
    write(other, SECOND)
    other.route("**/needs/write", lambda route: route.abort("connectionreset"))
    with other.expect_event("requestfailed", lambda request: request.is_navigation_request()):
        other.locator(SEND, has_text="Save and look at it").first.click()
    send(one)
    again = tab()
    assert put_back(again) == SECOND
    assert arrived(session) == [FIRST]


def test_a_text_put_back_in_another_tab_and_changed_there_is_another_draft(
    tab: Tab, session: Session
) -> None:
    """Sabotaged: what was never sent is put back with the mark of its sheet."""
    one = tab()
    write(one, FIRST)
    other = tab()
    assert put_back(other) == FIRST
    write(other, SECOND)
    send(one)
    send(other)
    assert arrived(session) == [FIRST, SECOND]


def test_a_tab_whose_text_was_put_back_elsewhere_goes_on_keeping_it(tab: Tab) -> None:
    one = tab()
    write(one, FIRST)
    other = tab()
    put_back(other)
    write(other, SECOND)
    write(one, CHANGED)
    for page in (one, other):
        page.close(run_before_unload=False)
    again = tab()
    assert {put_back(again), put_back(again)} == {CHANGED, SECOND}


def test_of_two_tabs_on_one_draft_the_second_sees_both_texts(
    bashir: Reader, tab: Tab, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.DRAFT)
    session.commit()
    one, other = tab(f"/needs/{need.ref}/edit"), tab(f"/needs/{need.ref}/edit")
    write(one, FIRST)
    write(other, SECOND)
    send(one)
    send(other)
    assert "Two versions of the need" in other.locator("main").inner_text()
    assert (FIRST in other.locator("main").inner_text(), other.locator("#problem").input_value()) == (
        True,
        SECOND,
    )
