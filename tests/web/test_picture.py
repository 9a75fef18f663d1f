"""The picture: every number is that of the list behind it, and none tells of what its reader may not read."""

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlmodel import Session

from matchmaker import clock
from matchmaker.models import Offer
from matchmaker.services.drafts import ComponentDraft
from matchmaker.vocabulary import MatchState, NeedState, OfferState, Visibility
from matchmaker.web.charts import Chart
from matchmaker.web.csv_file import harmless
from tests.cast import NOON, TWO_PARTS, Cast, a_state
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import MANY, Client, Counted, shown

READERS = ("eve", "amina", "ines", "carla", "chen", "dao", "gus")
LINK = re.compile(r'<a [^>]*?href="(/(?:needs|offers)/\?[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
ASKED = ("", "?topic=EVI", "?place=002", "?place=GMB", "?place=LDC&modality=TRN", "?topic=LEG-01")
LEG = [ComponentDraft(topic="LEG-01", modality="ADV", quantity="a draft law")]
PARTS = {"components": [*TWO_PARTS, *LEG]}


def a_world(session: Session, cast: Cast) -> Offer:
    """Needs of every visibility, some taken up; offers for everybody (the answer), a region, a group, a country."""
    sina = a_state(session, "Sina Leota", "Samoa", "WSM")
    for visibility in Visibility:
        a_need(session, cast, state=NeedState.PUBLISHED, visibility=visibility, named=(cast.carla,), **PARTS)
    a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines, shows_country=True, components=LEG)
    a_need(session, cast, state=NeedState.IN_MATCHING, by=sina, now=NOON - timedelta(days=70))
    a_need(session, cast, state=NeedState.MATCHED, by=cast.ines, visibility=Visibility.PUBLIC)
    a_need(session, cast, state=NeedState.SUBMITTED)
    a_need(session, cast)
    reaches: tuple[dict, ...] = (
        {"regions": []},
        {"regions": ["002", "054"]},
        {"regions": [], "groups": ["LDC"]},
        {"regions": [], "countries": ["PRY"], "topics": ["LEG-01", "LEG-02", "EVI-02"]},
    )
    first, *_rest = [an_offer(session, cast, state=OfferState.PUBLISHED, **reach) for reach in reaches]
    an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen, visibility=Visibility.DONORS)
    an_offer(session, cast, state=OfferState.EXHAUSTED)
    cast.carla.organisation.region = "150"
    session.commit()
    return first


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def numbers_of(page: str) -> dict[str, set[int]]:
    """Address of a list -> the numbers that stand on the links to it."""
    found: dict[str, set[int]] = {}
    for url, inside in LINK.findall(page):
        text = re.sub(r"<[^>]*>", " ", inside.split("</title>")[0])
        found.setdefault(html.unescape(url), set()).add(int(re.findall(r"\d+", text)[-1]))
    return found


def total_of(list_page: str) -> int:
    lead = re.search(r'<p class="lead"[^>]*>\s*(\d+)', list_page)
    assert lead is not None
    return int(lead[1])


@pytest.mark.parametrize("name", READERS)
def test_every_number_is_that_of_the_list_behind_it(
    client: Client, cast: Cast, session: Session, name: str, at_noon: None
) -> None:
    a_world(session, cast)
    reader = client(getattr(cast, name))
    listed: dict[str, int] = {}
    for asked in ASKED:
        numbers = numbers_of(reader.get(f"/picture/{asked}").text)
        assert numbers
        for url in numbers.keys() - listed.keys():
            listed[url] = total_of(reader.get(url).text)
        assert numbers == {url: {listed[url]} for url in numbers}


CONFIDENTIAL = {
    "eve": (Visibility.DONORS, Visibility.NAMED_DONORS, Visibility.SECRETARIAT),
    "ines": (Visibility.DONORS, Visibility.NAMED_DONORS, Visibility.SECRETARIAT),
    "gus": (Visibility.DONORS, Visibility.NAMED_DONORS, Visibility.SECRETARIAT),
    "chen": (Visibility.NAMED_DONORS, Visibility.SECRETARIAT),
    "carla": (Visibility.SECRETARIAT,),
}


@pytest.mark.proves("S5")
@pytest.mark.parametrize("name", CONFIDENTIAL)
def test_a_need_changes_nothing_for_those_who_may_not_read_it(
    client: Client, cast: Cast, session: Session, name: str, at_noon: None
) -> None:
    offer = a_world(session, cast)
    reader = client(getattr(cast, name))
    addresses = [*ASKED, *(f"?csv={chart}" for chart in Chart)]
    before = [shown(reader.get(f"/picture/{asked}")) for asked in addresses]
    sina = a_state(session, "Fetu Leota", "Tonga", "TON")
    for visibility in CONFIDENTIAL[name]:
        for state in (NeedState.IN_MATCHING, NeedState.IN_DELIVERY):
            a_need(session, cast, by=sina, state=state, visibility=visibility, named=(cast.carla,), **PARTS)
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.SECRETARIAT)
    a_match(session, cast, need=need, offer=offer, state=MatchState.INTRODUCED)
    session.commit()
    assert [shown(reader.get(f"/picture/{asked}")) for asked in addresses] == before


@pytest.mark.parametrize(
    ("name", "known"), [("eve", False), ("ines", False), ("carla", True), ("amina", True)]
)
def test_the_country_of_a_summary_is_on_the_map_of_those_alone_who_may_know_it(
    client: Client, cast: Cast, session: Session, name: str, known: bool
) -> None:
    cast.ines.language = "en"
    a_need(session, cast, state=NeedState.PUBLISHED)
    page = client(getattr(cast, name)).get("/picture/").text
    drawn = page[page.index('id="drawings"') :]
    assert ("Gambia" in drawn, "Africa: 1 need" in drawn) == (known, True)


@pytest.mark.parametrize(("name", "known"), [("eve", False), ("carla", True)])
def test_the_start_of_a_summary_is_on_the_timeline_of_those_alone_who_may_know_it(
    client: Client, cast: Cast, session: Session, name: str, known: bool, at_noon: None
) -> None:
    a_need(session, cast, state=NeedState.PUBLISHED)
    page = client(getattr(cast, name)).get("/picture/").text
    assert ("March 2027 · Needs that must start: 1" in page) == known


def test_what_nothing_is_offered_for_stands_out(client: Client, cast: Cast, session: Session) -> None:
    a_need(session, cast, state=NeedState.PUBLISHED)
    page = client(cast.eve).get("/picture/").text
    assert "above all: Electronic evidence and digital forensics – Africa (1)." in page
    assert page.count('<td class="bare">') == page.count('fill="url(#hatch)"') == 1
    an_offer(session, cast, state=OfferState.PUBLISHED)
    page = client(cast.eve).get("/picture/").text
    assert "For everything that is asked for here, something is offered." in page
    assert (page.count('<td class="bare">'), page.count('fill="url(#hatch)"')) == (0, 0)


def test_the_numbers_come_as_a_file(client: Client, cast: Cast, session: Session) -> None:
    a_need(session, cast, state=NeedState.PUBLISHED, shows_country=True)
    an_offer(session, cast, state=OfferState.PUBLISHED)
    answer = client(cast.eve).get("/picture/?csv=places")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == "attachment; filename=places.csv"
    assert answer.get_data(as_text=True).splitlines() == [
        "\ufeffCode,Place,Needs,Offers",
        "002,Africa,1,1",
        "019,Americas,0,0",
        "142,Asia,0,0",
        "150,Europe,0,0",
        "009,Oceania,0,0",
        "GMB,Gambia,1,",
    ]


@pytest.mark.proves("S50")
@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_of_a_file_is_read_as_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.proves("S50")
@pytest.mark.parametrize("cell", ["Africa", "1+1", "", 3])
def test_any_other_cell_stays_as_it_is(cell: str | int) -> None:
    assert harmless(cell) == cell


@pytest.mark.parametrize("asked", ["?csv=secrets", "?topic=%27&place=nowhere", "?csv="])
def test_what_is_not_known_is_as_if_it_were_not_asked_for(client: Client, cast: Cast, asked: str) -> None:
    reader = client(cast.eve)
    assert shown(reader.get(f"/picture/{asked}")) == shown(reader.get("/picture/"))


def test_an_empty_portal_says_so(client: Client, cast: Cast) -> None:
    assert "Nothing that you may read fits these filters." in client(cast.eve).get("/picture/").text


def test_the_picture_asks_no_more_of_the_database_when_there_is_more(
    client: Client,
    cast: Cast,
    session: Session,
    count_queries: Callable[[], AbstractContextManager[Counted]],
) -> None:
    counts = []
    for number in (1, MANY):
        for _ in range(number):
            a_need(session, cast, state=NeedState.PUBLISHED, **PARTS)
            an_offer(session, cast, state=OfferState.PUBLISHED)
        reader = client(cast.eve)
        with count_queries() as counted:
            reader.get("/picture/")
        counts.append(counted.count)
    assert counts[0] == counts[1]
