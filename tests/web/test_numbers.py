"""Whatever number stands on a link, the list behind it says the same: on the first page, the desks and the search."""

import html
import re

import pytest
from sqlmodel import Session

from matchmaker import clock
from matchmaker.vocabulary import MatchState, NeedState, OfferState, Visibility
from tests.cast import NOON, Cast
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import MANY, Client

READERS = ("eve", "amina", "ines", "carla", "dao", "erik")
PAGES = ("/", "/desk/", "/desk/?whose=mine", "/search/?words=evidence", "/search/?words=africa")
LINK = re.compile(r'<a [^>]*?href="(/[^"]+)"[^>]*>\s*([^<]*\d[^<]*)<')
# How each list says how much is in it.
TOTALS = {
    "/needs/": re.compile(r'id="total"[^>]*>\s*(\d+)'),
    "/offers/": re.compile(r'id="total"[^>]*>\s*(\d+)'),
    "/queue/": re.compile(r'aria-current="page">[^<]*\((\d+)\)'),
}


def numbers_of(page: str) -> set[tuple[str, int]]:
    """Each list that the page leads to, with the number on its link."""
    main = page.partition("<main")[2]
    found = ((html.unescape(url), re.findall(r"\d+", text)) for url, text in LINK.findall(main))
    return {(url, int(numbers[0])) for url, numbers in found if url.partition("?")[0] in TOTALS}


def total_of(url: str, page: str) -> int:
    told = TOTALS[url.partition("?")[0]].search(page)
    return int(told[1]) if told else 0


@pytest.fixture
def a_world(session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a page of what is open, and some of each sort that one reader sees and another does not."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    for visibility in Visibility:
        for state in (NeedState.PUBLISHED, NeedState.MATCHED, NeedState.DRAFT):
            a_need(session, cast, state=state, visibility=visibility, named=(cast.carla,))
        an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen)
    for _ in range(MANY):
        a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines)
    offers = [an_offer(session, cast, state=OfferState.PUBLISHED) for _ in range(3)]
    an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.DONORS)
    an_offer(session, cast, state=OfferState.EXHAUSTED)
    asking = a_need(session, cast, state=NeedState.IN_MATCHING)
    for offer, state in zip(
        offers, (MatchState.SUGGESTED, MatchState.SHORTLISTED, MatchState.INTRODUCED), strict=True
    ):
        a_match(session, cast, need=asking, offer=offer, state=state)


def test_a_number_on_a_link_is_that_of_the_list_it_leads_to(
    client: Client, cast: Cast, a_world: None
) -> None:
    """Sabotaged: the first page counted what everybody may read, and led to what this reader may."""
    for name in READERS:
        reader = client(getattr(cast, name))
        numbers = {one for path in PAGES for one in numbers_of(reader.get(path).text)}
        assert {url for url, _number in numbers} >= {"/needs/?stage=open", "/offers/?stage=open"}
        assert numbers == {(url, total_of(url, reader.get(url).text)) for url, _number in numbers}


def test_a_desk_counts_the_offers_that_the_page_of_the_need_shows(
    client: Client, cast: Cast, a_world: None
) -> None:
    reader = client(cast.amina)
    told = re.findall(r'href="(/needs/[^"]*)#fitting">(\d+)', reader.get("/desk/").text)
    assert told
    for url, number in told:
        fitting = reader.get(url).text.partition('id="fitting"')[2].partition("</section>")[0]
        assert fitting.count('href="/offers/') == int(number)
