"""The main tasks from beginning to end with no hand on the mouse: each stop is reached by Tab, and is seen."""

from playwright.sync_api import Page
from sqlmodel import Session, select

from matchmaker.models import Need
from matchmaker.vocabulary import MatchState, NeedState, OfferState
from tests.browser_fixtures import Browse
from tests.browsing import PASSWORD
from tests.cast import Cast
from tests.stories import a_match, a_need, an_offer

MOST_STOPS = 120
SEEN = "one => getComputedStyle(one).outlineStyle !== 'none' && getComputedStyle(one).outlineWidth !== '0px'"


def tab_to(page: Page, stop: str) -> None:
    """Press Tab until *stop* has the focus, which can be seen there."""
    place = page.locator(stop).first
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if place.evaluate("one => one === document.activeElement"):
            assert place.evaluate(SEEN), f"nobody sees that {stop} has the focus"
            return
    raise AssertionError(f"no way by Tab to {stop}")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_somebody_signs_in_and_says_yes_to_an_introduction(
    browse: Browse, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    session.commit()
    stranger = browse()
    page = stranger.page
    stranger.goto("/sign-in")
    tab_to(page, "#email")
    page.keyboard.type(cast.amina.email)
    tab_to(page, "#password")
    page.keyboard.type(PASSWORD)
    enter(page)
    tab_to(page, f"a.task[href$='{match.ref}']")
    enter(page)
    tab_to(page, "form[action$='/accept-as-requester'] button")
    enter(page)
    session.refresh(match)
    assert match.requester_accepted_at is not None


def test_a_need_is_begun_step_by_step(browse: Browse, cast: Cast, session: Session) -> None:
    amina = browse(cast.amina)
    amina.goto("/needs/write")
    tab_to(amina.page, "main button[name=manner][value=steps]")
    enter(amina.page)
    for field, text in (("title", "Twelve examiners"), ("institution", "Ministry of Justice")):
        tab_to(amina.page, f"#{field}")
        amina.page.keyboard.type(text)
    tab_to(amina.page, "main .row button[name=then][value=step-2]")
    enter(amina.page)
    tab_to(amina.page, "#components-0-quantity")
    amina.page.keyboard.type("12 examiners")
    tab_to(amina.page, "main button:has-text('Save and look at it')")
    enter(amina.page)
    need = session.exec(select(Need)).one()
    assert (need.title, need.institution) == ("Twelve examiners", "Ministry of Justice")
    assert [part.quantity for part in need.components] == ["12 examiners"]


def test_an_offer_is_found_by_a_word(browse: Browse, cast: Cast, session: Session) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, title="Mentors for laboratories")
    a_need(session, cast, state=NeedState.IN_MATCHING)
    session.commit()
    eve = browse()
    eve.goto("/offers/")
    tab_to(eve.page, "#seek-above")
    eve.page.keyboard.type("mentors")
    enter(eve.page)
    tab_to(eve.page, f"main a[href='/offers/{offer.ref}']")
    enter(eve.page)
    assert eve.page.locator("h1").inner_text() == "Mentors for laboratories"
