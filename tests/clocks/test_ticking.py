"""The clock itself: once, however often, late, crowded or crooked it ticks."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from structlog.testing import capture_logs

from matchmaker import clock, clocks
from matchmaker.models import History, Invitation, Letter, Match, Need, Offer, Pool
from matchmaker.services import due, matches, work
from matchmaker.services.due import CHORES
from matchmaker.vocabulary import AppointmentState, LetterKind, MatchState, NeedState, OfferState
from tests.cast import NOON, Cast, a_colleague, an_appointment
from tests.clocks.conftest import DAY, World
from tests.interests import a_profile, a_search
from tests.islands import Islands
from tests.stories import a_match, a_need, an_offer

K = LetterKind
MANY = 10
NOTHING = clocks.Ticked(Counter(), 0)


def a_lived_in_portal(session: Session, cast: Cast) -> None:
    """Something for every chore; what each of them does is told in its own tests."""
    a_search(session, cast)
    a_profile(session, cast)
    a_need(session, cast)
    an_offer(session, cast)
    for state in (NeedState.NO_OBJECTION, NeedState.IN_MATCHING):
        a_need(session, cast, state=state)
    an_offer(session, cast, state=OfferState.PUBLISHED, valid_until=(NOON + 200 * DAY).date())
    an_offer(session, cast, state=OfferState.PUBLISHED, valid_until=(NOON + 2000 * DAY).date())
    Islands(session, cast).pool()
    for state in MatchState:
        match = a_match(session, cast, state=state)
        if state == MatchState.CONSENT_ASKED:
            a_match(session, cast, state=state)
            matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    work.forget(session)  # of all this the worker has done
    session.commit()


def everything(session: Session) -> list[object]:
    """All letters, moves and states, as far as they tell what happened and not in which order."""
    session.rollback()
    letters = select(Letter.kind, Letter.to_id, Letter.path, Letter.occasion, Letter.created_at)
    moves = select(History.noun, History.thing_id, History.action, History.at)
    states = [select(kind.id, kind.state) for kind in (Need, Offer, Match, Pool, Invitation)]
    dates = [select(Need.id, Need.confirm_by, Need.unmet_on), select(Offer.id, Offer.confirm_by)]
    found = [
        session.exec(rows).all()
        for rows in (letters, moves, *states, *dates, select(Match.id, Match.answer_by))
    ]
    return [sorted(map(repr, rows)) for rows in found]


def test_every_chore_has_a_name_of_its_own() -> None:
    assert len({chore.name for chore in CHORES}) == len(CHORES)


def test_nothing_is_due_in_an_empty_portal(world: World) -> None:
    assert world.tick(NOON) == NOTHING


def test_to_tick_twice_is_to_tick_once(world: World, cast: Cast, session: Session) -> None:
    a_lived_in_portal(session, cast)
    for days in (20, 95, 370, 470):
        first = world.tick(NOON + days * DAY)
        assert first.done
        assert not first.failed
        seen = everything(session)
        again = world.tick(NOON + days * DAY)
        assert again == clocks.Ticked(Counter(), 0)
        assert everything(session) == seen


def test_in_three_years_and_a_half_every_chore_is_done(world: World, cast: Cast, session: Session) -> None:
    a_lived_in_portal(session, cast)
    world.away.add(a_colleague(session, cast.amina, "Fatou Jallow").id)
    an_appointment(session, cast, state=AppointmentState.REFUSED)
    done = set()
    for days in (6, 14, 15, 20, 31, 55, 90, 170, 181, 201, 365, 445, 456, 1200):
        done |= set(world.tick(NOON + days * DAY).done)
    assert done == {chore.name for chore in CHORES}


def test_a_week_of_downtime_skips_nothing(world: World, cast: Cast, session: Session) -> None:
    """Whoever was to hear in that week hears afterwards, once, and what was to lapse unwarned is put off."""
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    need = a_need(session, cast, state=NeedState.NO_OBJECTION)
    offer = an_offer(
        session, cast, state=OfferState.PUBLISHED, valid_until=(NOON + 10 * DAY).date(), now=NOON - DAY
    )
    world.after(4)
    assert sorted(world.after(21)) == [
        (K.AGREEMENT_WAITED_FOR, "Amina"),
        (K.ANSWER_WAITED_FOR, "Amina"),
        (K.OFFER_ENDED, "Carla"),
    ]
    assert (match.state, need.state, offer.state) == ("consent_asked", "no_objection", "expired")


@pytest.mark.parametrize("engine", ["postgresql", "sqlite"], indirect=True)
def test_ten_who_tick_at_once_do_each_thing_once(
    engine: Engine, world: World, cast: Cast, session: Session
) -> None:
    a_lived_in_portal(session, cast)
    world.tick(NOON + 15 * DAY)
    starts = Barrier(MANY)

    def tick(_: int) -> clocks.Ticked:
        starts.wait()
        return clocks.tick(engine, now=NOON + 400 * DAY)

    with ThreadPoolExecutor(MANY) as pool:
        ticked = list(pool.map(tick, range(MANY)))
    assert [one.failed for one in ticked] == [0] * MANY
    told = select(Letter.kind, Letter.to_id, Letter.path).where(Letter.created_at > NOON + 15 * DAY)
    written = session.exec(told).all()
    assert len(written) == len(set(written)) > 10
    moves = select(History.noun, History.thing_id, History.action).where(History.at > NOON + 15 * DAY)
    made = session.exec(moves).all()
    assert len(made) == len(set(made)) > 1
    assert not world.tick(NOON + 400 * DAY).done


def test_a_bad_row_is_logged_and_does_not_stop_the_rest(
    world: World, cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = (an_offer(session, cast, state=OfferState.PUBLISHED) for _ in range(2))
    expire = next(chore for chore in CHORES if chore.name == "expire offer")

    def stumble(session: Session, offer: Offer, **parts: object) -> None:
        if offer.id == bad.id:
            raise ValueError("a row that cannot be read")
        expire.do(session, offer, **parts)

    crooked = tuple(replace(one, do=stumble) if one is expire else one for one in CHORES)
    monkeypatch.setattr(clocks, "CHORES", crooked)
    with capture_logs() as logs:
        ticked = world.tick(datetime(2029, 1, 2, tzinfo=UTC))
    assert [(log["event"], log["chore"], log["thing_id"]) for log in logs] == [
        ("chore_failed", "expire offer", bad.id)
    ]
    assert (ticked.failed, bad.state, good.state) == (1, OfferState.PUBLISHED, OfferState.EXPIRED)


def test_what_fails_midway_leaves_nothing_half_done(
    world: World, cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)

    def stumble(*_: object, **__: object) -> None:
        raise RuntimeError("no letter today")

    monkeypatch.setattr(due.offers.letters, "to_officers", stumble)
    with capture_logs():
        world.tick(datetime(2029, 1, 2, tzinfo=UTC))
    assert offer.state == OfferState.PUBLISHED
    assert session.exec(select(History).where(History.action == "offer.expire")).all() == []
    monkeypatch.undo()
    world.tick(datetime(2029, 1, 2, tzinfo=UTC))
    assert offer.state == OfferState.EXPIRED


def test_a_person_who_acts_first_is_not_overrun(world: World, cast: Cast, session: Session) -> None:
    """Between looking and doing Amina has answered: the chore sees it and leaves the match alone."""
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    match.answer_by = (NOON - 5 * DAY).date()
    lapse = next(chore for chore in CHORES if chore.name == "lapse match")
    assert due.find(session, lapse, now=NOON) == [match.id]
    match.requester_accepted_at = match.donor_accepted_at = NOON
    session.flush()
    assert due.do(session, lapse, match.id, now=NOON) is False
    assert match.state == MatchState.CONSENT_ASKED


def test_a_clock_that_is_a_day_ahead_and_put_right_tells_nothing_twice(
    world: World, cast: Cast, session: Session
) -> None:
    a_lived_in_portal(session, cast)
    world.after(30)
    ahead = world.after(31)
    assert world.after(30) == []
    assert world.after(31) == []
    assert len(ahead) == len(set(ahead))


def test_a_clock_that_goes_back_an_hour_tells_nothing_twice(
    world: World, cast: Cast, session: Session
) -> None:
    a_lived_in_portal(session, cast)
    world.after(95)
    world.tick(NOON + 95 * DAY - timedelta(hours=1))
    assert world.news() == []


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("Europe/Paris", datetime(2027, 3, 28, 2, 30)),  # an hour that does not exist
        ("Europe/Paris", datetime(2027, 10, 31, 2, 30)),  # one that is there twice
        ("America/New_York", datetime(2027, 3, 14, 2, 30)),
        ("Pacific/Kiritimati", datetime(2027, 3, 31, 0, 30)),
        ("Pacific/Honolulu", datetime(2027, 3, 31, 23, 30)),
    ],
)
def test_summer_time_and_the_zone_of_the_server_change_nothing(
    world: World, cast: Cast, session: Session, zone: str, hour: datetime
) -> None:
    """The server's own clock and zone, moved for the whole process: all that counts is the moment."""
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, valid_until=(NOON + 50 * DAY).date())
    for fold in (0, 1):
        moment = hour.replace(tzinfo=ZoneInfo(zone), fold=fold)
        with time_machine.travel(moment, tick=False):
            assert clock.now() == moment.astimezone(UTC)
            world.tick(clock.now())
    assert offer.state == OfferState.EXPIRED
    assert world.news().count((K.OFFER_ENDED, "Carla")) == 1


@pytest.mark.parametrize(
    ("confirmed", "asked"),
    [
        (datetime(2028, 2, 29, 12, tzinfo=UTC), datetime(2029, 2, 28, 12, tzinfo=UTC)),
        (
            datetime(2037, 1, 20, 12, tzinfo=UTC),
            datetime(2038, 1, 20, 12, tzinfo=UTC),
        ),  # past 32 bits of seconds
    ],
)
def test_a_year_is_counted_over_29_february_and_over_2038(
    world: World, cast: Cast, session: Session, confirmed: datetime, asked: datetime
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, now=confirmed)
    world.tick(asked - DAY)
    assert need.confirm_by is None
    world.tick(asked)
    assert need.confirm_by == (asked + 90 * DAY).date()
    assert session.exec(select(Letter).where(Letter.kind == K.PLEASE_CONFIRM)).one().created_at == asked
    assert session.exec(select(col(Need.confirmed_at)).where(Need.id == need.id)).one() == confirmed
