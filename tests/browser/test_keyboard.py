"""Everything by keyboard, and nobody gets lost: the skip link, the menus, the way from an error to its field."""

from playwright.sync_api import Page
from sqlmodel import Session

from matchmaker.vocabulary import MatchState, NeedState
from tests.browser_fixtures import Browse
from tests.cast import Cast
from tests.stories import a_match, a_need


def focused(page: Page) -> str:
    """What has the focus: its id, else its first class, else its tag."""
    at = "document.activeElement"
    return page.evaluate(f"() => {at}.id || {at}.classList[0] || {at}.localName")


def test_the_first_stop_leads_past_the_menus(browse: Browse) -> None:
    eve = browse()
    eve.goto("/needs/")
    eve.page.keyboard.press("Tab")
    assert focused(eve.page) == "skip"
    assert eve.page.locator("a.skip").bounding_box()["y"] >= 0
    eve.page.keyboard.press("Enter")
    assert focused(eve.page) == "main"
    eve.page.keyboard.press("Tab")
    assert focused(eve.page) == "words"


def test_the_menu_of_a_phone_opens_and_closes(browse: Browse) -> None:
    eve = browse(width=360)
    eve.goto("/")
    menu = eve.page.locator("details.menu.phone-only")
    menu.locator("summary").focus()
    eve.page.keyboard.press("Enter")
    eve.page.keyboard.press("Tab")
    assert menu.locator(".seek input").evaluate("field => field === document.activeElement")
    eve.page.keyboard.press("Escape")
    assert (menu.get_attribute("open"), focused(eve.page)) == (None, "summary")


def test_a_language_is_chosen_by_keyboard(browse: Browse) -> None:
    eve = browse()
    eve.goto("/offers/")
    eve.page.locator("header details", has=eve.page.locator("button[lang]")).locator("summary").focus()
    eve.page.keyboard.press("Enter")
    eve.page.keyboard.press("Tab")
    with eve.page.expect_navigation():
        eve.page.keyboard.press("Shift+Tab")
        eve.page.keyboard.press("Tab")
        eve.page.keyboard.press("Tab")
        eve.page.keyboard.press("Enter")
    assert eve.page.locator("html").get_attribute("lang") == "fr"


def test_an_error_summary_has_the_focus_and_leads_to_the_fields(
    browse: Browse, cast: Cast, session: Session
) -> None:
    session.commit()
    bashir = browse(cast.bashir)
    bashir.goto("/needs/write")
    bashir.fill(title="x" * 201, women_share="many")
    bashir.press("Save and look at it")
    assert focused(bashir.page) == "error-summary"
    for field in ("title", "women_share"):
        bashir.page.locator(f".error-summary a[href='#{field}']").focus()
        bashir.page.keyboard.press("Enter")
        assert focused(bashir.page) == field


def test_a_missing_answer_leads_from_the_error_to_its_field(
    browse: Browse, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, languages=[], problem="")
    session.commit()
    amina = browse(cast.amina)
    amina.goto(f"/needs/{need.ref}")
    for field in ("problem", "languages"):
        amina.goto(f"/needs/{need.ref}")
        amina.press("Clear")
        amina.page.locator(f".error-summary a[href$='#{field}']").focus()
        with amina.page.expect_navigation():
            amina.page.keyboard.press("Enter")
        assert amina.page.locator(f"#{field}").evaluate("one => one.matches(':target')")


def test_a_deed_with_questions_unfolds_and_is_sent_by_keyboard(
    browse: Browse, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    session.commit()
    dao = browse(cast.dao)
    dao.goto(f"/needs/{need.ref}")
    dao.page.locator("details.deed", has=dao.page.locator("form[action$='/send-back']")).locator(
        "summary"
    ).focus()
    for key in ("Enter", "Tab"):
        dao.page.keyboard.press(key)
    dao.page.keyboard.type("How many phones a month?")
    dao.page.keyboard.press("Tab")
    with dao.page.expect_navigation():
        dao.page.keyboard.press("Enter")
    session.refresh(need)
    assert need.state == NeedState.RETURNED


def test_j_and_k_lead_from_pair_to_pair_and_only_inside_the_queue(
    browse: Browse, cast: Cast, session: Session
) -> None:
    first, second = (a_match(session, cast) for _ in range(2))
    session.commit()
    dao = browse(cast.dao)
    dao.goto("/matches/")
    dao.page.keyboard.press("j")
    assert focused(dao.page) == "body"
    dao.page.get_by_role("link", name=first.ref).focus()
    seen = []
    for key in ("j", "j", "k", "k"):
        dao.page.keyboard.press(key)
        seen.append(dao.page.evaluate("() => document.activeElement.textContent"))
    assert seen == [second.ref, second.ref, first.ref, first.ref]


def test_a_pair_is_taken_and_put_back_by_keyboard(browse: Browse, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.SHORTLISTED)
    match.assignee_id = None
    session.commit()
    dao = browse(cast.dao)
    for verb in ("assign", "unlist"):
        dao.goto("/matches/?state=shortlisted")
        dao.page.locator(f"form[action$='/{verb}'] button").focus()
        with dao.page.expect_navigation():
            dao.page.keyboard.press("Enter")
    session.refresh(match)
    assert (match.state, match.assignee_id) == (MatchState.SUGGESTED, cast.dao.id)
