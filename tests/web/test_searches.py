"""My searches: saving what a filtered list shows, and reading what is new in it."""

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from sqlmodel import Session, select

from matchmaker.lists import Catalogue
from matchmaker.models import Search
from matchmaker.services import searches
from matchmaker.vocabulary import NeedState, OfferState
from tests.cast import NOON, Cast
from tests.interests import a_search
from tests.stories import a_need, an_offer
from tests.web.conftest import Client
from tests.web.walking import Form, forms_of


def kept(session: Session) -> list[tuple[str, Catalogue, dict[str, str]]]:
    session.rollback()
    found = session.exec(select(Search.name, Search.catalogue, Search.wanted).order_by(Search.id)).all()
    session.rollback()  # who reads for longer would keep the portal from writing
    return [*map(tuple, found)]


def saving(browser: FlaskClient, page: str) -> Form:
    """The form on *page* that saves what it shows."""
    forms, _links = forms_of(browser.application, page, browser.get(page).text)
    return next(form for form in forms if form.endpoint == "searches.save")


def test_whoever_has_filtered_a_list_saves_it_with_one_press(
    client: Client, cast: Cast, session: Session
) -> None:
    carla = client(cast.carla)
    cast.carla.language = "en"
    listed = "/needs/?words=phones&topic=EVI-02&place=002"
    form = saving(carla, f"{listed}&page=1")
    answer = carla.post(form.url, data=form.filled())
    wanted = {"words": "phones", "topic": "EVI-02", "place": "002"}
    name = "phones · Digital forensic laboratory · Africa"
    assert (answer.status_code, answer.location) == (302, listed)
    assert kept(session) == [(name, Catalogue.NEEDS, wanted)]
    page = carla.get(listed).text
    assert ("Saved as" in page, f">{name}</bdi>" in page, "/my-searches/save" in page) == (True, True, False)
    assert f'href="{escape(listed)}"' in carla.get("/my-searches/").text


def test_pressed_twice_or_renamed_since_it_is_still_one_search(
    client: Client, cast: Cast, session: Session
) -> None:
    """Sabotaged: what is saved already is proposed another name."""
    carla = client(cast.carla)
    form = saving(carla, "/needs/?words=phones")
    for name in ("Pocket computers", "Telephones"):
        assert carla.post(form.url, data=form.filled()).status_code == 302
        ref = session.exec(select(Search.ref)).one()
        session.rollback()
        carla.post(f"/my-searches/{ref}/rename", data={"name": name})
    assert kept(session) == [("Telephones", Catalogue.NEEDS, {"words": "phones"})]


def test_where_the_words_are_taken_the_list_is_named_with_them_and_then_a_name_is_asked_for(
    client: Client, cast: Cast, session: Session
) -> None:
    cast.carla.language = "en"
    carla = client(cast.carla)
    for catalogue in ("needs", "offers"):
        form = saving(carla, f"/{catalogue}/?words=phones")
        assert carla.post(form.url, data=form.filled()).status_code == 302
    assert [name for name, *_rest in kept(session)] == ["phones", "Offers · phones"]
    searches.save(session, "Needs · phones", Catalogue.OFFERS, {"words": "x"}, by=cast.carla, now=NOON)
    session.exec(select(Search).where(Search.name == "phones")).one().wanted = {"words": "other"}
    session.commit()
    asked = carla.post("/my-searches/save", data={"catalogue": "needs", "words": "phones"})
    assert (asked.status_code, 'value="Needs · phones"' in asked.text) == (409, True)
    named = {"catalogue": "needs", "words": "phones", "name": "Mine"}
    assert carla.post("/my-searches/save", data=named).status_code == 302


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
    form = saving(dao, "/matches/?state=shortlisted&whose=mine&order=best&page=1")
    dao.post(form.url, data=form.filled())
    wanted = {"state": "shortlisted", "whose": "mine", "order": "best"}
    assert kept(session) == [("Shortlisted · Mine · Best first", Catalogue.QUEUE, wanted)]
    view = 'href="/matches/?state=shortlisted&amp;whose=mine&amp;order=best"'
    for page in ("/matches/", "/my-searches/", f"/my-searches/{session.exec(select(Search.ref)).one()}"):
        assert view in dao.get(page).text
    assert "Shortlisted · Mine" not in client(cast.erik).get("/matches/").text


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
