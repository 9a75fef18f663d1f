"""A line of the second generation: a page is read before all of it has come."""

import pytest
from playwright.sync_api import expect
from sqlmodel import Session

from matchmaker.vocabulary import NeedState
from tests.browser_fixtures import Browse
from tests.browsing import slow_down
from tests.cast import Cast
from tests.stories import a_need

PATIENCE_MS = 60_000  # a measure of nothing: the seconds are in docs/slow-line.md, from a quiet machine


@pytest.mark.parametrize("place", ["/", "/needs/{ref}", "/needs/write", "/search?words=phones"])
def test_a_page_is_read_on_a_slow_line_while_its_script_is_still_on_the_way(
    browse: Browse, cast: Cast, session: Session, place: str
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    session.commit()
    amina = browse(cast.amina, width=360)
    amina.page.set_default_timeout(PATIENCE_MS)
    on_the_way = []
    amina.page.route("**/page.js*", lambda route: on_the_way.append(route))
    slow_down(amina.page)
    amina.page.goto(amina.address + place.format(ref=need.ref), wait_until="commit")
    expect(amina.page.locator("h1")).to_be_visible(timeout=PATIENCE_MS)
    expect(amina.page.locator("main p:visible").first).not_to_be_empty()
    assert len(on_the_way) == 1
    on_the_way[0].continue_()
