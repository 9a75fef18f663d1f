"""The demonstration: every state, and histories that could have happened."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask_security import verify_password
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from matchmaker.actions import Action
from matchmaker.database import open_engine, open_session, transaction
from matchmaker.filing.store import Store
from matchmaker.models import History, Letter, Match, Message, Need, Offer, Person
from matchmaker.outcomes import ContactAnswer
from matchmaker.queries import people
from matchmaker.services import seeding, work
from matchmaker.services.moves import LIVES
from matchmaker.services.seeding import diary
from matchmaker.services.seeding.diary import Diary, Step
from matchmaker.settings import Settings
from matchmaker.vocabulary import (
    Job,
    LetterStop,
    MatchState,
    NeedState,
    Noun,
    OfferState,
    Origin,
    Role,
    Visibility,
)
from matchmaker.web.app import create_app
from tests import databases

SEED = Path(__file__).parent.parent.parent / "seed"
NOW = datetime(2026, 12, 9, 10, 0, tzinfo=UTC)  # a Wednesday, some time after the texts were written
STARTS = {life.noun: life.start for life in LIVES.values()}
TABLES: dict[Noun, Any] = {life.noun: kind for kind, life in LIVES.items()}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def planted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database into which the demonstration was planted; the tests below only read it."""
    folder = tmp_path_factory.mktemp("planted")
    url = f"sqlite:///{folder / 'planted.sqlite'}"
    if request.param == "postgresql":
        name = f"planted_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
        url = databases.new_database(databases.start_postgres(), name)
    engine = open_engine(url)
    databases.migrate(engine)
    with transaction(engine) as session:
        seed = seeding.read(SEED, today=NOW.date())
        seeding.plant(session, seed, index_folder=folder / "index", store=Store(folder), now=NOW)
        fresh = select(Need.id).where(Need.state == NeedState.PUBLISHED).order_by(col(Need.id))
        waits = {(row.job, row.thing_id) for row in work.due(session, now=NOW)}
        assert waits == {(Job.RANK_NEED, need_id) for need_id in session.exec(fresh)}  # by the first worker
    yield engine
    engine.dispose()


@pytest.fixture
def garden(planted: Engine) -> Iterator[Session]:
    with open_session(planted, writes=False) as session:
        yield session


def rows(session: Session, noun: Noun) -> list[History]:
    found = select(History).where(History.noun == noun).order_by(col(History.thing_id), col(History.id))
    return list(session.exec(found).all())


def by_key(session: Session, table: type[Need] | type[Offer]) -> dict[str, str]:
    return {thing.key or "": thing.state for thing in session.exec(select(table))}


def test_every_state_of_a_need_an_offer_and_a_match_is_there(garden: Session) -> None:
    assert {need.state for need in garden.exec(select(Need))} == set(NeedState)
    assert {offer.state for offer in garden.exec(select(Offer))} == set(OfferState)
    assert {match.state for match in garden.exec(select(Match))} == set(MatchState)


def test_everything_has_reached_the_state_that_its_file_says(garden: Session) -> None:
    seed = seeding.read(SEED, today=NOW.date())
    assert by_key(garden, Need) == {key: row.state for key, row in seed.needs.items()}
    assert by_key(garden, Offer) == {key: row.state for key, row in seed.offers.items()}
    stands = {(match.need.key, match.offer.key): match.state for match in garden.exec(select(Match))}
    told = {(row.need, row.offer): row.state for row in seed.matches}
    assert {pair: stands[pair] for pair in told} == told


@pytest.mark.parametrize("noun", list(Noun))
def test_every_history_leads_from_the_beginning_to_where_the_thing_stands(
    garden: Session, noun: Noun
) -> None:
    stands = {thing.id: thing.state for thing in garden.exec(select(TABLES[noun]))}
    reached = {}
    for row in rows(garden, noun):
        assert row.from_state == reached.get(row.thing_id, STARTS[noun])
        reached[row.thing_id] = row.to_state
    assert reached == {id_: state for id_, state in stands.items() if id_ in reached}
    assert {state for id_, state in stands.items() if id_ not in reached} <= {STARTS[noun]}


def test_history_and_letters_were_written_in_the_order_of_time_and_none_in_the_future(
    garden: Session,
) -> None:
    history = [row.at for row in garden.exec(select(History).order_by(col(History.id)))]
    letters = [letter.created_at for letter in garden.exec(select(Letter).order_by(col(Letter.id)))]
    for told in (history, letters):
        assert all(before <= after for before, after in pairwise(told))
        assert told[-1] < NOW


def test_people_worked_on_working_days_and_in_office_hours(garden: Session) -> None:
    by_people = [row for row in garden.exec(select(History)) if row.by_id]
    # What was published within the last hour or two of the demonstration is the exception.
    at_work = [row.at for row in by_people if row.at < NOW - timedelta(hours=3)]
    assert {at.weekday() for at in at_work} == {0, 1, 2, 3, 4}
    assert {at.hour for at in at_work} <= set(range(7, 17))


def test_nobody_released_what_they_had_reviewed(garden: Session) -> None:
    released = garden.exec(select(Match).where(col(Match.released_by_id).is_not(None))).all()
    assert len(released) > 10
    assert all(match.released_by_id != match.reviewed_by_id for match in released)


def test_a_question_was_asked_answered_and_the_need_went_on(garden: Session) -> None:
    need = garden.exec(select(Need).where(Need.key == "gmb-mutual-assistance-requests")).one()
    story = [(row.action, row.by_role) for row in rows(garden, Noun.NEED) if row.thing_id == need.id]
    assert story[:8] == [
        (Action.ASK_CLEARANCE, Role.DRAFTER),
        (Action.CLEAR_NEED, Role.FOCAL_POINT),
        (Action.SUBMIT_NEED, Role.FOCAL_POINT),
        (Action.CHECK_NEED, Role.CASE_OFFICER),
        (Action.SEND_BACK_NEED, Role.CASE_OFFICER),
        (Action.CLEAR_NEED, Role.FOCAL_POINT),
        (Action.SUBMIT_NEED, Role.FOCAL_POINT),
        (Action.CHECK_NEED, Role.CASE_OFFICER),
    ]


def test_needs_follow_the_matches_that_serve_them(garden: Session) -> None:
    served = {
        match.need.state: match.state
        for match in garden.exec(select(Match))
        if match.need.state in (NeedState.IN_DELIVERY, NeedState.DELIVERED, NeedState.CLOSED)
        and match.state not in (MatchState.SUGGESTED, MatchState.DISMISSED)
    }
    assert served == {
        NeedState.IN_DELIVERY: MatchState.IN_DELIVERY,
        NeedState.DELIVERED: MatchState.DELIVERED,
        NeedState.CLOSED: MatchState.CLOSED,
    }


def test_people_talk_in_threads_of_each_kind_and_one_asks_for_help(garden: Session) -> None:
    said = garden.exec(select(Message)).all()
    assert {message.noun for message in said} == {Noun.NEED, Noun.OFFER, Noun.MATCH}
    assert all(message.at < NOW for message in said)
    asked = garden.exec(select(Match).where(Match.contact_answer == ContactAnswer.NEED_HELP)).all()
    assert [match.need.key for match in asked] == ["hnd-intimate-images-protocol"]


def test_one_letter_was_refused_and_waits_for_the_secretariat(garden: Session) -> None:
    stopped = garden.exec(select(Letter).where(col(Letter.stopped).is_not(None))).all()
    assert [(one.stopped, one.to.organisation.key, one.sent_at) for one in stopped] == [
        (LetterStop.REFUSED, "en-tidewater-forensics", None)
    ]
    assert stopped[0].error


def test_one_need_is_checked_too_late_and_one_once_more(garden: Session) -> None:
    submitted = garden.exec(select(Need).where(Need.state == NeedState.SUBMITTED)).all()
    assert [need.key for need in submitted if need.check_by < NOW.date()] == ["cmr-provider-requests"]
    replied = garden.exec(select(Need).where(Need.key == "mdg-intimate-images-reception")).one()
    story = [row.action for row in rows(garden, Noun.NEED) if row.thing_id == replied.id]
    assert story[-3:] == [Action.CHECK_NEED, Action.DO_NOT_TAKE_UP_NEED, Action.REPLY_NEED]
    assert (replied.state, replied.refused_for) == (NeedState.IN_CHECK, None)


def test_one_delivery_waits_for_the_state_to_confirm_it(garden: Session) -> None:
    reported = garden.exec(select(Match).where(Match.state == MatchState.IN_DELIVERY)).all()
    told = {match.need.key: (match.reported_at is not None, match.received_at) for match in reported}
    assert told == {"pry-mass-fraud-prosecution": (True, None), "btn-own-trainers": (False, None)}


def test_the_engine_brought_up_what_people_then_took_up(garden: Session) -> None:
    taken_up = garden.exec(select(Match).where(Match.state != MatchState.SUGGESTED)).all()
    assert {match.origin for match in taken_up} == {Origin.ENGINE}
    assert all(match.score > 0 and match.reasons for match in taken_up)
    suggested = garden.exec(select(Match).where(Match.state == MatchState.SUGGESTED)).all()
    assert {match.origin for match in suggested} == set(Origin)


def test_named_donors_are_named(garden: Session) -> None:
    named = garden.exec(select(Need).where(Need.visibility == Visibility.NAMED_DONORS)).all()
    carla = people.by_email(garden, "carla@northern-lights.example")
    assert carla is not None
    assert [(len(need.named_donors), carla.organisation_id in need.named_donor_ids) for need in named] == [
        (2, True),
        (2, True),
    ]


def test_what_is_open_can_still_be_answered_in_time(garden: Session) -> None:
    waiting = garden.exec(select(Match).where(Match.state == MatchState.CONSENT_ASKED)).all()
    assert {match.requester_accepted_at is None for match in waiting} == {True, False}
    assert all(match.answer_by and match.answer_by > NOW.date() for match in waiting)


def test_the_cast_can_sign_in_and_nobody_else(garden: Session, tmp_path: Path) -> None:
    cast = seeding.read_cast(SEED)
    settings = Settings("sqlite://", "a secret for tests", tmp_path, "http://localhost", 8000, True, True)
    with create_app(settings).app_context():
        known = {one.email: one.password for one in garden.exec(select(Person)) if one.password}
        assert known.keys() == {row.email for row in cast.person}
        (hashed,) = set(known.values())
        assert hashed.startswith("$argon2id$")
        assert verify_password(cast.password, hashed)
        assert not verify_password(cast.password + "!", hashed)


def test_a_database_in_use_is_not_empty(garden: Session) -> None:
    assert not seeding.is_empty(garden)


def test_a_fresh_database_is_empty(session: Session) -> None:
    assert seeding.is_empty(session)


def test_every_date_moves_with_the_day_of_seeding() -> None:
    written = seeding.read(SEED, today=date(2026, 11, 22)).needs["gmb-forensic-laboratory"]
    moved = seeding.read(SEED, today=date(2027, 11, 22)).needs["gmb-forensic-laboratory"]
    year = timedelta(days=365)
    assert written.earliest_start == date(2027, 3, 1)
    assert moved.earliest_start == written.earliest_start + year
    assert [part.starts_on for part in moved.components] == [
        part.starts_on + year for part in written.components if part.starts_on
    ]


def test_moments_go_back_over_working_days() -> None:
    hours = diary.moments(date(2026, 11, 22), [3, 1], key="any")  # a Sunday
    assert [hour.date() for hour in hours] == [date(2026, 11, 16), date(2026, 11, 19), date(2026, 11, 20)]


def test_a_diary_is_played_in_the_order_of_time() -> None:
    played: list[int] = []
    book = Diary()
    for hour in (3, 1, 2):
        book.note(datetime(2026, 11, 23, hour, tzinfo=UTC), lambda *, now: played.append(now.hour))
    book.play()
    assert played == [1, 2, 3]


def test_a_road_ends_at_the_last_place_where_it_may() -> None:
    road = [Step(1, print, state) for state in (NeedState.SUBMITTED, NeedState.IN_CHECK, NeedState.SUBMITTED)]
    assert diary.upto(NeedState.SUBMITTED, road) == road
    assert diary.upto(NeedState.IN_CHECK, road) == road[:2]
    assert diary.upto(NeedState.CLOSED, road) == road
