"""Why this match, and why not, in a browser: marks and numbers that are read without colour, script or a mouse."""

import pytest
from sqlmodel import Session

from matchmaker.models import Match, Need, Offer
from matchmaker.queries import matches
from matchmaker.services import matching
from matchmaker.settings import Settings
from matchmaker.vocabulary import NeedState, OfferState
from tests.browser_fixtures import Browse
from tests.cast import NOON, Cast
from tests.stories import a_need, an_offer

Pair = tuple[Need, Offer, Match]


@pytest.fixture
def pair(portal: str, session: Session, cast: Cast, settings: Settings) -> Pair:
    """A need in Arabic and an offer in English, as the engine brings them together."""
    need = a_need(
        session,
        cast,
        state=NeedState.IN_MATCHING,
        language="ar",
        title="سلسلة الحيازة للأدلة الإلكترونية",
        problem="الأدلة الإلكترونية بلا سلسلة حيازة.\n\nلا يقبل القضاة الأدلة الإلكترونية.",
    )
    offer = an_offer(
        session,
        cast,
        state=OfferState.PUBLISHED,
        title="Electronic evidence before judges",
        description="Electronic evidence and its chain of custody, for judges.",
    )
    matching.rank_need(session, need, index_folder=settings.var / matching.FOLDER, now=NOON)
    match = matches.between(session, need, offer)
    assert match is not None
    session.commit()
    return need, offer, match


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_pages_are_sound_at_every_width(
    browse: Browse, cast: Cast, pair: Pair, language: str, scheme: str
) -> None:
    need, offer, match = pair
    dao = browse(cast.dao, language=language, color_scheme=scheme)
    for path in (f"/matches/{match.ref}", f"/matches/for/{need.ref}/why?offer={offer.ref}"):
        dao.goto(path)
        assert dao.page.locator("mark").count() > 4
        for width in (360, 768, 1280):
            dao.page.set_viewport_size({"width": width, "height": 900})
            assert dao.violations() == []
            assert dao.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_number_leads_from_the_reason_to_the_text_and_back_by_keyboard_and_without_script(
    browse: Browse, cast: Cast, pair: Pair
) -> None:
    amina = browse(cast.amina, java_script_enabled=False)
    amina.goto(f"/matches/{pair[2].ref}")
    amina.page.locator("a[href='#need-1']").press("Enter")
    assert amina.page.url.endswith("#need-1")
    assert amina.page.locator(".need mark:has(:target)").inner_text().startswith("الأدلة الإلكترونية")
    amina.page.locator(".need a[href='#reason-1']").press("Enter")
    assert "= Electronic evidence" in amina.page.locator("li:target").inner_text()


def test_the_secretariat_asks_why_an_offer_is_missing_and_picks_it(
    browse: Browse, cast: Cast, session: Session, pair: Pair
) -> None:
    far = an_offer(session, cast, state=OfferState.PUBLISHED, regions=["019"])
    session.commit()
    dao = browse(cast.dao)
    dao.goto(f"/needs/{pair[0].ref}")
    dao.page.get_by_role("link", name="Why is an offer not suggested?").click()
    dao.fill(offer=far.ref.lower())
    dao.press("Compare")
    assert dao.reads("The offer is for other States.")
    dao.press("Pick this offer all the same")
    assert dao.reads("The pair is in the queue now.")
