"""Advice beside a form follows what is typed; its suggestions and questions lead to the fields that they speak of."""

import pytest
from sqlmodel import Session

from matchmaker.vocabulary import OfferState
from tests.browser_fixtures import Browse
from tests.cast import Cast
from tests.stories import an_offer

FIRST_MS = 30_000  # the first advice of a process reads all key terms, which `serve` does beforehand
TITLE = "Examiners for a digital forensic laboratory"


def test_advice_follows_what_is_typed(browse: Browse, cast: Cast, session: Session) -> None:
    an_offer(session, cast, state=OfferState.PUBLISHED)
    session.commit()
    reader = browse(cast.bashir)
    reader.goto("/needs/write")
    page = reader.page
    assert page.locator("#advice .fit").count() == 0
    reader.fill(title=TITLE)
    page.locator("#advice .fit", has_text="Mentors for forensic laboratories").wait_for(timeout=FIRST_MS)
    assert page.locator("#title").evaluate("field => field === document.activeElement")
    assert page.locator("#advice-said").get_attribute("aria-live") == "polite"
    page.locator("#sounds-like a", has_text="Digital forensic laboratory").click()
    assert page.locator("#components-0-topic").input_value() == "EVI-02"
    page.locator("#sounds-like a", has_text="Digital forensic laboratory").wait_for(state="detached")


def test_a_suggestion_ticks_the_topic_of_an_offer(browse: Browse, cast: Cast) -> None:
    reader = browse(cast.carla)
    reader.goto("/offers/write")
    reader.fill(title=TITLE)
    reader.page.locator("#sounds-like a", has_text="Digital forensic laboratory").click(timeout=FIRST_MS)
    assert reader.page.locator("[name=topics][value=EVI-02]").is_checked()


def test_without_the_script_a_button_shows_the_same(browse: Browse, cast: Cast) -> None:
    reader = browse(cast.bashir, java_script_enabled=False)
    reader.goto("/needs/write")
    reader.fill(title=TITLE)
    reader.press("See advice")
    assert reader.page.url.endswith("/needs/write#advice")
    assert reader.page.locator("#title").input_value() == TITLE
    link = reader.page.locator("#sounds-like a", has_text="Digital forensic laboratory")
    assert link.get_attribute("href") == "#components-0-topic"


@pytest.mark.parametrize("script", [True, False])
def test_step_by_step_a_question_brings_its_step_into_sight(
    browse: Browse, cast: Cast, session: Session, script: bool
) -> None:
    cast.bashir.writes_in_steps = True
    session.commit()
    reader = browse(cast.bashir, java_script_enabled=script)
    reader.goto("/needs/write")
    quantity = reader.page.locator("#components-0-quantity")
    assert not quantity.is_visible()
    reader.page.locator("#advice a", has_text="How much of it").click()
    quantity.wait_for()
