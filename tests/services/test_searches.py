"""Saving a search: once, under a name of its own, and not without end."""

import pytest
from sqlmodel import Session, func, select

from matchmaker.errors import Conflict, NotAllowed
from matchmaker.lists import Catalogue
from matchmaker.models import Search, SearchHit
from matchmaker.queries import searches as reading
from matchmaker.services import searches
from matchmaker.vocabulary import NeedState
from tests.cast import NOON, Cast
from tests.interests import a_search
from tests.stories import a_need

WANTED = {"words": "phones", "place": "002"}


def test_what_a_search_finds_when_it_is_saved_is_known(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    search = searches.save(session, "Phones", Catalogue.NEEDS, WANTED, by=cast.carla, now=NOON)
    (hit,) = session.exec(select(SearchHit)).all()
    assert (hit.search_id, hit.thing_id, hit.told_at) == (search.id, need.id, None)
    assert (search.person_id, search.name, search.wanted) == (cast.carla.id, "Phones", WANTED)
    assert reading.news(session, search, 1).rows == []


def test_the_same_search_again_is_a_button_pressed_twice(session: Session, cast: Cast) -> None:
    first = searches.save(session, "Phones", Catalogue.NEEDS, WANTED, by=cast.carla, now=NOON)
    assert searches.save(session, "Phones", Catalogue.NEEDS, WANTED, by=cast.carla, now=NOON) is first
    assert session.exec(select(func.count()).select_from(Search)).one() == 1


def test_a_name_is_for_one_search_of_a_person(session: Session, cast: Cast) -> None:
    searches.save(session, "Phones", Catalogue.NEEDS, WANTED, by=cast.carla, now=NOON)
    searches.save(session, "Phones", Catalogue.NEEDS, WANTED, by=cast.chen, now=NOON)
    other = searches.save(session, "Others", Catalogue.OFFERS, {}, by=cast.carla, now=NOON)
    with pytest.raises(Conflict):
        searches.save(session, "Phones", Catalogue.OFFERS, WANTED, by=cast.carla, now=NOON)
    with pytest.raises(Conflict):
        searches.rename(session, other, name="Phones", by=cast.carla, now=NOON)
    searches.rename(session, other, name="Others", by=cast.carla, now=NOON)
    assert other.name == "Others"


def test_a_person_saves_no_more_searches_than_anybody_reads(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "MOST_SEARCHES", 3)
    for _ in range(3):
        last = a_search(session, cast)
    with pytest.raises(Conflict):
        a_search(session, cast)
    searches.delete(session, last, by=cast.carla, now=NOON)
    a_search(session, cast)


def test_a_visitor_saves_nothing(session: Session, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        searches.save(session, "Phones", Catalogue.NEEDS, {}, by=cast.eve, now=NOON)  # type: ignore[arg-type]  # she has no account
