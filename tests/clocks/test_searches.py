"""What is new in saved searches: told at night, once, and only as far as its reader may read it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select, update

from matchmaker.lists import Catalogue
from matchmaker.models import Letter, Need, Person, Search, SearchHit
from matchmaker.queries import searches as reading
from matchmaker.services import needs, outbox, preferences, searches
from matchmaker.vocabulary import (
    AccountState,
    LetterGroup,
    LetterKind,
    LetterStop,
    NeedState,
    OfferState,
    Pace,
    Visibility,
)
from tests.cast import NOON, Cast
from tests.clocks.conftest import DAY, World
from tests.interests import a_search
from tests.stories import a_match, a_need, an_offer

NEWS = LetterKind.SEARCH_NEWS
OPEN = {"state": NeedState.IN_MATCHING}


def told(world: World, days: float = 1) -> list[tuple[str, str]]:
    """The news after so many days: (subject, first name of the reader)."""
    world.news()
    world.tick(NOON + days * DAY)
    rows = select(Letter, Person).join(Person, col(Letter.to_id) == Person.id)
    rows = rows.where(Letter.kind == NEWS, col(Letter.created_at) == NOON + days * DAY)
    found = world.session.exec(rows.order_by(col(Letter.id)))
    return [(letter.subject, person.name.split()[0]) for letter, person in found]


@pytest.fixture
def search(session: Session, cast: Cast) -> Search:
    """Carla's: needs in which phones are spoken of. One such need is there already."""
    a_need(session, cast, **OPEN)
    found = a_search(session, cast, words="phones")
    searches.rename(session, found, name="Phones", by=cast.carla, now=NOON)
    return found


def test_news_of_a_search_is_told_in_the_night_and_once(world: World, cast: Cast, search: Search) -> None:
    assert told(world) == []
    a_need(world.session, cast, **OPEN)
    judges = {"title": "Judges", "problem": "No judge has seen a log.", "expected_result": "They have."}
    a_need(world.session, cast, **OPEN, **judges)
    assert told(world, 1.5) == []
    assert told(world, 2) == [("New in your search “Phones”: 1", "Carla")]
    assert world.last(NEWS).path == f"/my-searches/{search.ref}"
    assert told(world, 3) == []
    assert told(world, 400) == []


def test_nothing_is_skipped_after_a_week_without_a_clock(world: World, cast: Cast, search: Search) -> None:
    for days in range(7):
        a_need(world.session, cast, **OPEN, now=NOON + days * DAY)
    assert told(world, 8) == [("New in your search “Phones”: 7", "Carla")]


def test_the_night_falls_at_two(world: World, cast: Cast, search: Search) -> None:
    a_need(world.session, cast, **OPEN)
    night = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    world.tick(night - timedelta(seconds=1))
    assert world.news().count((NEWS, "Carla")) == 0
    world.tick(night)
    assert world.news() == [(NEWS, "Carla")]


def test_a_clock_that_was_ahead_tells_nothing_twice(world: World, cast: Cast, search: Search) -> None:
    a_need(world.session, cast, **OPEN)
    assert told(world, 3) == [("New in your search “Phones”: 1", "Carla")]
    assert told(world, 1) == []
    a_need(world.session, cast, **OPEN)
    assert told(world, 4) == [("New in your search “Phones”: 1", "Carla")]


def test_what_is_shown_to_its_reader_later_is_news_then(world: World, cast: Cast, search: Search) -> None:
    need = a_need(world.session, cast, **OPEN, visibility=Visibility.NAMED_DONORS)
    assert told(world) == []
    world.session.exec(update(Need).where(col(Need.id) == need.id).values(visibility=Visibility.DONORS))
    assert told(world, 2) == [("New in your search “Phones”: 1", "Carla")]


def test_what_comes_back_is_no_news(world: World, cast: Cast, search: Search) -> None:
    need = a_need(world.session, cast, **OPEN)
    assert told(world) == [("New in your search “Phones”: 1", "Carla")]
    for state in (NeedState.ON_HOLD, NeedState.IN_MATCHING):
        world.session.exec(update(Need).where(col(Need.id) == need.id).values(state=state))
    assert told(world, 2) == []


def test_everybody_is_told_of_what_they_may_read(world: World, cast: Cast) -> None:
    for reader in (cast.amina, cast.ines, cast.carla, cast.dao, cast.farah, cast.gus):
        a_search(world.session, cast, by=reader)
        a_search(world.session, cast, by=reader, state=Catalogue.OFFERS)
    for visibility in Visibility:
        a_need(world.session, cast, **OPEN, visibility=visibility)
        if visibility in (Visibility.PUBLIC, Visibility.DONORS, Visibility.SECRETARIAT):
            an_offer(world.session, cast, state=OfferState.PUBLISHED, visibility=visibility)
    numbers: dict[str, list[str]] = {}
    for subject, name in told(world):
        numbers.setdefault(name, []).append(subject[-1])
    assert numbers == {
        "Amina": ["5", "1"],
        "Inés": ["2", "1"],
        "Carla": ["3", "3"],
        "Dao": ["5", "3"],
        "Farah": ["2", "1"],
        "Gus": ["2", "1"],
    }


def test_who_has_gone_is_told_when_they_are_back(world: World, cast: Cast, search: Search) -> None:
    a_need(world.session, cast, **OPEN)
    cast.carla.state = AccountState.LEFT
    assert told(world) == []
    cast.carla.state = AccountState.ACTIVE
    assert told(world, 2) == [("New in your search “Phones”: 1", "Carla")]


def test_news_that_may_not_be_read_any_more_is_not_told(world: World, cast: Cast, search: Search) -> None:
    """Between the night and the letter one need is withdrawn, then the other."""
    first, second = (a_need(world.session, cast, **OPEN) for _ in range(2))
    assert told(world) == [("New in your search “Phones”: 2", "Carla")]
    letter = world.last(NEWS)
    needs.withdraw(world.session, first, by=cast.amina, now=NOON, note="Other plans.")
    assert outbox.brought_in_step(world.session, letter)
    assert letter.subject == "New in your search “Phones”: 1"
    assert "under the name “Phones”: 1." in letter.body
    needs.withdraw(world.session, second, by=cast.amina, now=NOON, note="Other plans.")
    assert not outbox.brought_in_step(world.session, letter)
    assert reading.news(world.session, search, 1).rows == []


def test_letters_of_a_search_that_is_deleted_are_no_longer_due(
    world: World, cast: Cast, search: Search
) -> None:
    a_need(world.session, cast, **OPEN)
    assert told(world) != []
    searches.delete(world.session, search, by=cast.carla, now=NOON)
    world.session.flush()
    assert not outbox.brought_in_step(world.session, world.last(NEWS))
    assert world.session.exec(select(SearchHit)).all() == []


@pytest.mark.parametrize(
    ("pace", "stopped"), [(Pace.WEEKLY, None), (Pace.NEVER, LetterStop.NOT_WANTED), (Pace.AT_ONCE, None)]
)
def test_a_reader_chooses_how_fast_they_hear_of_news(
    world: World, cast: Cast, search: Search, pace: Pace, stopped: LetterStop | None
) -> None:
    preferences.choose(world.session, cast.carla, {LetterGroup.SEARCHES: pace}, now=NOON)
    a_need(world.session, cast, **OPEN)
    told(world)
    letter = world.last(NEWS)
    assert (letter.pace, letter.stopped) == (pace, stopped)
    preferences.stop(world.session, letter, now=NOON)
    assert letter.stopped == LetterStop.NOT_WANTED


def test_a_view_of_the_queue_is_not_looked_through(world: World, cast: Cast) -> None:
    """What waits there is on the desk, and has a letter of its own."""
    a_search(world.session, cast, state=Catalogue.QUEUE)
    a_match(world.session, cast)
    assert told(world) == []
    assert world.session.exec(select(SearchHit)).all() == []


def test_two_worlds_that_differ_in_a_need_for_the_secretariat_tell_the_same(world: World, cast: Cast) -> None:
    """The letters of both nights say what they say without the need; the numbers of rows tell nothing."""
    for reader in (cast.ines, cast.carla, cast.farah):
        a_search(world.session, cast, by=reader, words="phones")
    said: list[list[tuple[Any, ...]]] = []
    for days, hidden in ((1, None), (2, Visibility.SECRETARIAT)):
        a_need(world.session, cast, **OPEN)
        if hidden:
            a_need(world.session, cast, **OPEN, visibility=hidden)
        world.tick(NOON + days * DAY)
        rows = select(Letter).where(Letter.kind == NEWS, col(Letter.created_at) == NOON + days * DAY)
        letters = world.session.exec(rows.order_by(col(Letter.id))).all()
        said.append([(one.to_id, one.subject, one.body, one.path, one.language) for one in letters])
    assert said[0] == said[1]
    assert len(said[0]) == 3
