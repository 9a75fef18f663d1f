"""What was typed outlives the line, the session and the page (static/page.js), and arrives once."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, Route
from sqlmodel import Session, select

from matchmaker.models import Message, Need, Offer
from matchmaker.services import needs
from matchmaker.vocabulary import NeedState
from tests.browser_fixtures import Browse
from tests.browsing import PASSWORD, Reader
from tests.cast import NOON, Cast, a_need_draft
from tests.stories import a_need

WRITTEN = "Nobody on the bench has seen a disk image."
NEWER = "Two clerks have read one report."


@dataclass(frozen=True)
class Sheet:
    """A form that somebody fills in: where it is, its field, its button, and what it leaves behind."""

    who: str
    path: str
    field: str
    button: str
    table: type


SHEETS = {
    "need": Sheet("bashir", "/needs/write", "problem", "Save and look at it", Need),
    "offer": Sheet("carla", "/offers/write", "description", "Save and look at it", Offer),
    "thread": Sheet("amina", "/needs/{ref}", "text", "Send", Message),
}
on_each_sheet = pytest.mark.parametrize("name", SHEETS)


@pytest.fixture
def opened(browse: Browse, cast: Cast, session: Session) -> Any:
    """opened("need"): the sheet, and its writer before it."""

    def open_one(name: str) -> tuple[Sheet, Reader]:
        sheet = SHEETS[name]
        ref = a_need(session, cast, state=NeedState.IN_CHECK).ref if name == "thread" else ""
        session.commit()
        reader = browse(getattr(cast, sheet.who))
        reader.goto(sheet.path.format(ref=ref))
        return sheet, reader

    return open_one


def wait_until_kept(page: Page, typed: str = WRITTEN) -> None:
    page.wait_for_function(
        "typed => Object.values(localStorage).some((kept) => kept.includes(typed))", arg=typed
    )


def arrived(session: Session, sheet: Sheet, typed: str = WRITTEN) -> list[str]:
    found = session.exec(select(getattr(sheet.table, sheet.field))).all()
    session.rollback()  # a reader who lingers keeps others from writing
    return [text for text in found if text == typed]


@on_each_sheet
def test_what_was_typed_says_that_it_is_kept(opened: Any, name: str) -> None:
    sheet, reader = opened(name)
    kept = reader.page.locator("[data-draft=kept]")
    assert not kept.is_visible()
    reader.fill(**{sheet.field: WRITTEN})
    kept.wait_for()
    assert "Kept on this device:" in kept.inner_text()


@on_each_sheet
def test_the_last_word_before_the_lid_closes_is_kept(opened: Any, name: str) -> None:
    sheet, reader = opened(name)
    reader.fill(**{sheet.field: WRITTEN})
    there = reader.page.url
    reader.page.close(run_before_unload=False)
    page = reader.context.new_page()
    page.goto(there)
    page.locator("[data-draft-put]").click()
    assert page.locator(f"#{sheet.field}").input_value() == WRITTEN


def test_what_is_typed_while_an_older_draft_is_offered_replaces_nothing(
    opened: Any, session: Session
) -> None:
    """Sabotaged: what is kept holds no older draft."""
    sheet, reader = opened("need")
    field, offer = reader.page.locator(f"#{sheet.field}"), reader.page.locator("[data-draft=offer]")
    reader.fill(**{sheet.field: WRITTEN})
    wait_until_kept(reader.page, WRITTEN)
    reader.page.reload()
    reader.fill(**{sheet.field: NEWER})
    wait_until_kept(reader.page, NEWER)
    reader.page.reload()
    put, seen = reader.page.locator("[data-draft-put]"), []
    for _press in range(3):
        put.click()
        seen.append((field.input_value(), offer.is_visible()))
    assert seen == [(NEWER, True), (WRITTEN, True), (NEWER, True)]
    there = reader.page.url
    reader.press(sheet.button)
    assert arrived(session, sheet, NEWER) == [NEWER]
    reader.page.goto(there)
    put.click()
    assert (field.input_value(), offer.is_visible()) == (WRITTEN, False)
    reader.press(sheet.button)
    assert arrived(session, sheet, WRITTEN) == [WRITTEN]
    assert reader.page.evaluate("localStorage.length") == 0


def test_the_older_of_two_drafts_may_be_thrown_away(opened: Any) -> None:
    sheet, reader = opened("need")
    for typed in (WRITTEN, NEWER):
        reader.fill(**{sheet.field: typed})
        wait_until_kept(reader.page, typed)
        reader.page.reload()
    reader.page.locator("[data-draft-put]").click()
    reader.page.locator("[data-draft-drop]").click()
    reader.page.reload()
    reader.page.locator("[data-draft-put]").click()
    assert reader.page.locator(f"#{sheet.field}").input_value() == NEWER
    assert not reader.page.locator("[data-draft=offer]").is_visible()


@on_each_sheet
def test_what_is_sent_into_a_dead_line_waits_for_it(opened: Any, name: str, session: Session) -> None:
    sheet, reader = opened(name)
    reader.fill(**{sheet.field: WRITTEN})
    reader.context.set_offline(True)
    button = reader.page.locator("main button:visible", has_text=sheet.button).first
    button.click()
    reader.page.locator("[data-draft=waits]").wait_for()
    button.click()
    assert reader.page.locator(f"#{sheet.field}").input_value() == WRITTEN
    assert arrived(session, sheet) == []
    with reader.page.expect_navigation():
        reader.context.set_offline(False)
    reader.ears.complaints()  # Chromium says that the line was down, to the form and to whoever asked for advice
    assert reader.reads(WRITTEN)
    assert arrived(session, sheet) == [WRITTEN]
    assert reader.page.evaluate("localStorage.length") == 0


@on_each_sheet
def test_what_was_typed_is_there_after_signing_in_again(
    opened: Any, name: str, cast: Cast, session: Session
) -> None:
    sheet, reader = opened(name)
    reader.fill(**{sheet.field: WRITTEN})
    reader.context.clear_cookies(name="session")
    reader.press(sheet.button)
    with reader.page.expect_navigation():
        reader.page.locator("main a", has_text="Sign in").click()
    reader.fill(email=getattr(cast, sheet.who).email, password=PASSWORD)
    with reader.page.expect_navigation():
        reader.page.locator("main form button").last.click()
    assert reader.page.locator(f"#{sheet.field}").input_value() == WRITTEN
    assert reader.reads("What you wrote is here again.")
    reader.press(sheet.button)
    assert arrived(session, sheet) == [WRITTEN]


@on_each_sheet
def test_what_arrived_without_an_answer_arrives_once(opened: Any, name: str, session: Session) -> None:
    sheet, reader = opened(name)
    there = reader.page.url
    reader.fill(**{sheet.field: WRITTEN})
    wait_until_kept(reader.page)

    def lose_the_answer(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    reader.page.route("**/*", partial(_posts_only, lose_the_answer))
    # While it is typed, advice is asked for by a POST of its own.
    with reader.page.expect_event("requestfailed", lambda request: request.is_navigation_request()):
        reader.page.locator("main button:visible", has_text=sheet.button).first.click()
    reader.page.unroute_all(behavior="wait")  # advice may be on its way
    reader.ears.complaints()  # of what was lost
    assert arrived(session, sheet) == [WRITTEN]
    reader.page.goto(there)
    reader.page.locator("[data-draft-put]").click()
    reader.press(sheet.button)
    assert arrived(session, sheet) == [WRITTEN]
    assert reader.page.evaluate("localStorage.length") == 0


def _posts_only(handle: Any, route: Route) -> None:
    handle(route) if route.request.method == "POST" else route.continue_()


def test_what_is_put_back_does_not_hide_what_somebody_else_wrote(
    browse: Browse, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast)
    session.commit()
    bashir = browse(cast.bashir)
    bashir.goto(f"/needs/{need.ref}/edit")
    bashir.fill(problem=WRITTEN)
    wait_until_kept(bashir.page)
    session.refresh(need)
    theirs = a_need_draft(problem="Amina has written this meanwhile.")
    needs.edit(session, need, theirs, version=need.version, by=cast.amina, now=NOON)
    session.commit()
    bashir.page.reload()
    bashir.page.locator("[data-draft-put]").click()
    bashir.press("Save and look at it")
    assert bashir.reads("Two versions of the need")
    assert bashir.reads("Amina has written this meanwhile.")
    assert bashir.page.locator("#problem").input_value() == WRITTEN
