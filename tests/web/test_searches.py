"""My searches: saving what a filtered list shows, and reading what is new in it."""

import pytest
from sqlmodel import Session, select

from matchmaker.lists import Catalogue
from matchmaker.models import Search
from matchmaker.services import searches
from matchmaker.vocabulary import NeedState, OfferState
from tests.cast import NOON, Cast
from tests.interests import a_search
from tests.stories import a_need, an_offer
from tests.web.conftest import Client


def kept(session: Session) -> list[tuple[str, Catalogue, dict[str, str]]]:
    session.rollback()
    found = session.exec(select(Search.name, Search.catalogue, Search.wanted).order_by(Search.id)).all()
    session.rollback()  # who reads for longer would keep the portal from writing
    return [*map(tuple, found)]


def test_whoever_has_filtered_a_list_saves_it_under_a_name(
    client: Client, cast: Cast, session: Session
) -> None:
    carla = client(cast.carla)
    page = carla.get("/needs/?words=phones&topic=EVI-02&place=002&page=1").text
    link = "/my-searches/save?catalogue=needs&amp;words=phones&amp;topic=EVI-02&amp;place=002"
    assert f'href="{link}"' in page
    form = carla.get(link.replace("&amp;", "&")).text
    assert 'value="phones · Digital evidence' not in form
    assert 'value="phones · ' in form
    asked = {"catalogue": "needs", "words": "phones", "topic": "EVI-02", "place": "002", "name": "My  phones"}
    assert carla.post("/my-searches/save", data=asked).status_code == 302
    wanted = {"words": "phones", "topic": "EVI-02", "place": "002"}
    assert kept(session) == [("My phones", Catalogue.NEEDS, wanted)]
    assert 'href="/needs/?words=phones&amp;topic=EVI-02&amp;place=002"' in carla.get("/my-searches/").text


def test_a_list_that_is_not_filtered_and_a_visitor_are_shown_no_way_to_save_it(
    client: Client, cast: Cast
) -> None:
    assert "/my-searches/save" not in client(cast.carla).get("/offers/").text
    assert "/my-searches/save" not in client().get("/offers/?words=phones").text
    answer = client().post("/my-searches/save", data={"name": "Phones"})
    assert (answer.status_code, "/sign-in" in answer.headers["Location"]) == (302, True)


def test_what_no_list_asks_for_is_not_saved(client: Client, cast: Cast, session: Session) -> None:
    asked = {
        "catalogue": "offers",
        "topic": "XXX",
        "place": "nowhere",
        "words": "",
        "name": "Odd",
        "page": "3",
    }
    client(cast.amina).post("/my-searches/save", data=asked)
    assert kept(session) == [("Odd", Catalogue.OFFERS, {})]


@pytest.mark.parametrize(("name", "status"), [("", 422), ("x" * 81, 422), ("Phones", 409)])
def test_a_search_without_a_name_of_its_own_is_not_saved(
    client: Client, cast: Cast, session: Session, name: str, status: int
) -> None:
    searches.save(session, "Phones", Catalogue.OFFERS, {}, by=cast.carla, now=NOON)
    answer = client(cast.carla).post("/my-searches/save", data={"name": name, "words": "phones"})
    assert (answer.status_code, 'value="phones"' in answer.text) == (status, True)
    assert 'class="error"' in answer.text
    assert len(kept(session)) == 1


def test_a_search_shows_what_was_new_and_its_reader_may_still_read(
    client: Client, cast: Cast, session: Session
) -> None:
    a_need(session, cast, state=NeedState.IN_MATCHING, title="Known before")
    search = a_search(session, cast)
    a_need(session, cast, state=NeedState.IN_MATCHING, title="New and open")
    gone = a_need(session, cast, state=NeedState.IN_MATCHING, title="New and gone")
    searches.tell_news(session, search, now=NOON)
    gone.state = NeedState.ON_HOLD
    page = client(cast.carla).get(f"/my-searches/{search.ref}").text
    assert [title in page for title in ("Known before", "New and open", "New and gone")] == [
        False,
        True,
        False,
    ]


def test_new_offers_are_shown_as_offers(client: Client, cast: Cast, session: Session) -> None:
    search = a_search(session, cast, by=cast.amina, state=Catalogue.OFFERS)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    searches.tell_news(session, search, now=NOON)
    assert f'href="/offers/{offer.ref}"' in client(cast.amina).get(f"/my-searches/{search.ref}").text


def test_its_owner_renames_and_deletes_a_search(client: Client, cast: Cast, session: Session) -> None:
    ref, taken = a_search(session, cast, words="phones").ref, a_search(session, cast).name
    carla = client(cast.carla)
    assert carla.post(f"/my-searches/{ref}/rename", data={"name": "Other"}).status_code == 302
    assert kept(session) == [("Other", Catalogue.NEEDS, {"words": "phones"}), (taken, Catalogue.NEEDS, {})]
    for name, status in (("", 422), (taken, 409)):
        assert carla.post(f"/my-searches/{ref}/rename", data={"name": name}).status_code == status
    assert carla.post(f"/my-searches/{ref}/delete").status_code == 302
    assert kept(session) == [(taken, Catalogue.NEEDS, {})]
    assert carla.get(f"/my-searches/{ref}").status_code == 404


def test_staff_save_a_view_of_the_queue_and_open_it_there_with_one_press(
    client: Client, cast: Cast, session: Session
) -> None:
    cast.dao.language = "en"
    dao = client(cast.dao)
    link = "/my-searches/save?catalogue=queue&amp;state=shortlisted&amp;whose=mine&amp;order=best"
    assert f'href="{link}"' in dao.get("/matches/?state=shortlisted&whose=mine&order=best&page=1").text
    assert 'value="Shortlisted · Mine · Best first"' in dao.get(link.replace("&amp;", "&")).text
    asked = {"catalogue": "queue", "state": "shortlisted", "whose": "mine", "order": "best"}
    dao.post("/my-searches/save", data=asked | {"name": "My best"})
    wanted = {"state": "shortlisted", "whose": "mine", "order": "best"}
    assert kept(session) == [("My best", Catalogue.QUEUE, wanted)]
    view = 'href="/matches/?state=shortlisted&amp;whose=mine&amp;order=best"'
    for page in ("/matches/", "/my-searches/", f"/my-searches/{session.exec(select(Search.ref)).one()}"):
        assert view in dao.get(page).text
    assert "My best" not in client(cast.erik).get("/matches/").text


@pytest.mark.parametrize("who", ["amina", "carla", "farah", "gus"])
def test_who_does_not_read_the_queue_saves_no_view_of_it(
    client: Client, cast: Cast, session: Session, who: str
) -> None:
    asked = {"catalogue": "queue", "name": "Pairs"}
    assert client(getattr(cast, who)).post("/my-searches/save", data=asked).status_code == 403
    assert kept(session) == []


@pytest.mark.parametrize("who", ["amina", "chen", "dao", "gus"])
def test_nobody_else_finds_a_search(client: Client, cast: Cast, session: Session, who: str) -> None:
    search = a_search(session, cast)
    browser = client(getattr(cast, who))
    assert search.ref not in browser.get("/my-searches/").text
    assert browser.get(f"/my-searches/{search.ref}").status_code == 404
    for deed in ("rename", "delete"):
        assert browser.post(f"/my-searches/{search.ref}/{deed}", data={"name": "x"}).status_code == 404
    assert len(kept(session)) == 1
