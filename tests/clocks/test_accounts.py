"""The life of an account that nobody uses: warned, dormant, made anonymous; and whoever comes back wakes it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from matchmaker import chain, clocks
from matchmaker.actions import Action
from matchmaker.models import Letter, Need, Person, Search, Trail
from matchmaker.postman.messages import compose
from matchmaker.queries import trail
from matchmaker.services import outbox, password_links, passwords, people, visits
from matchmaker.services.account_drafts import AccountDraft
from matchmaker.services.deadlines import Term, due
from matchmaker.services.handover import hand_over
from matchmaker.settings import Settings
from matchmaker.vocabulary import AccountState, LetterKind, NeedState, OfferState, Role
from tests.cast import NOON, Cast, a_colleague, a_person
from tests.clocks.conftest import DAY, World
from tests.interests import a_search
from tests.services.told import history
from tests.stories import a_need, an_offer

K = LetterKind
MANY = 4
WARNED, ASLEEP = 334, 366  # days after noon: 22 October, and the day after 22 November 2027
FORGOTTEN = ASLEEP + 732
NEW = "seven grey kettles under a bridge"


def at(days: int) -> datetime:
    return NOON + days * DAY


@pytest.fixture
def fatou(world: World, session: Session, cast: Cast) -> Person:
    """A second focal point of Amina's, who does not come by any more."""
    one = a_colleague(session, cast.amina, "Fatou Jallow")
    world.away.add(one.id)
    return one


def states(world: World, person: Person, *days: int) -> list[str]:
    found = []
    for day in days:
        world.tick(at(day))
        found.append(str(person.state))
    return found


@pytest.mark.proves("S60")
def test_the_whole_life_from_the_invitation_to_a_number(
    world: World, session: Session, cast: Cast, settings: Settings
) -> None:
    """A time machine walks through it; each step is made twice, and a day early nothing is."""
    draft = AccountDraft(name="Fatou Jallow", email="fatou@example.org", role=Role.FOCAL_POINT)
    fatou = people.invite(session, cast.amina.organisation, draft, by=cast.gus, now=NOON)
    world.away.add(fatou.id)
    passwords.choose(session, fatou, NEW, action=Action.USE_LINK, now=NOON)
    visits.begin(session, fatou, device="", now=at(3))
    session.commit()
    session.expire_all()
    assert (fatou.seen_on, fatou.state) == (at(3).date(), AccountState.ACTIVE)
    world.news()
    assert world.after(WARNED + 1) == []
    assert world.after(WARNED + 4) == [(K.ACCOUNT_SLEEPS, "Fatou")]
    assert world.after(WARNED + 4) == world.after(WARNED + 20) == []
    assert states(world, fatou, ASLEEP + 2, ASLEEP + 5, ASLEEP + 5) == ["active", "dormant", "dormant"]
    assert (fatou.password, world.news()) == (None, [])  # Amina speaks for the State
    assert states(world, fatou, FORGOTTEN, FORGOTTEN + 7, FORGOTTEN + 7) == ["dormant", "erased", "erased"]
    assert (fatou.name, fatou.email) == ("", f"{fatou.ref.lower()}@erased.invalid")
    assert [row[0] for row in history(session, fatou)] == ["person.grow_dormant", "person.erase"]
    assert chain.check(trail.in_order(session)).fault == ""
    rows = session.exec(select(Trail).where(Trail.noun == "person", Trail.ref == str(fatou.id))).all()
    assert [row.detail for row in rows][-2:] == ["active > dormant", "dormant > erased"]


@pytest.mark.proves("S60")
def test_the_letter_names_the_day_and_goes_out(
    world: World, session: Session, fatou: Person, settings: Settings
) -> None:
    world.tick(at(WARNED))
    letter = world.last(K.ACCOUNT_SLEEPS)
    day = due(Term.AWAY_NOTICE, at(WARNED))
    assert (letter.to_id, day) == (fatou.id, date(2027, 11, 22))
    assert "November 22, 2027" in letter.subject + letter.body
    assert outbox.brought_in_step(session, letter)
    assert states(world, fatou, ASLEEP - 1, ASLEEP) == ["active", "dormant"]
    mail = compose(letter, [], settings=settings, stoppable=False, now=at(WARNED))
    assert "http://localhost/sign-in" in mail.get_body(("plain",)).get_content()


@pytest.mark.proves("S60")
def test_whoever_signs_in_after_the_warning_stays_and_is_warned_again_a_year_later(
    world: World, session: Session, fatou: Person
) -> None:
    world.after(WARNED)
    visits.begin(session, fatou, device="", now=at(WARNED + 10))
    version = fatou.version
    assert states(world, fatou, ASLEEP, ASLEEP + 200) == ["active", "active"]
    assert fatou.version == version
    world.news()
    assert world.after(2 * WARNED + 9) == []
    assert world.after(2 * WARNED + 12) == [(K.ACCOUNT_SLEEPS, "Fatou")]


@pytest.mark.proves("S60")
@pytest.mark.parametrize("asleep", [7, 90, 400])
def test_a_portal_that_slept_itself_warns_first_and_gives_the_whole_month(
    world: World, fatou: Person, asleep: int
) -> None:
    late = WARNED + asleep
    world.tick(at(WARNED - 1))
    world.news()
    assert [one for one in world.after(late) if one[0] == K.ACCOUNT_SLEEPS] == [(K.ACCOUNT_SLEEPS, "Fatou")]
    assert states(world, fatou, late + 27, late + 33) == ["active", "dormant"]
    assert world.after(late + 34) == []


@pytest.mark.proves("S60")
def test_one_tick_after_a_week_of_downtime_skips_no_step_for_anybody(
    world: World, session: Session, fatou: Person, cast: Cast
) -> None:
    second = a_colleague(session, cast.carla, "Dara Lind")
    world.away.add(second.id)
    world.tick(at(WARNED))
    world.tick(at(ASLEEP + 7))
    assert (fatou.state, second.state) == (AccountState.DORMANT, AccountState.DORMANT)
    world.tick(at(FORGOTTEN + 14))
    assert (fatou.state, second.state) == (AccountState.ERASED, AccountState.ERASED)


@pytest.mark.proves("S60")
def test_a_dormant_account_is_let_in_by_no_password_and_hears_of_nothing(
    world: World, session: Session, cast: Cast, fatou: Person
) -> None:
    fatou.password = passwords.hashed(NEW)
    search = a_search(session, cast, by=fatou)
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    waiting = session.exec(
        select(Letter).where(Letter.to_id == fatou.id, Letter.path == f"/needs/{need.ref}")
    )
    letter = waiting.one()
    assert states(world, fatou, WARNED, ASLEEP) == ["active", "dormant"]
    assert (fatou.active, fatou.password) == (False, None)
    assert not outbox.brought_in_step(session, letter)
    looked_at = session.get_one(Search, search.id).looked_at
    world.tick(at(ASLEEP + 3))
    assert session.get_one(Search, search.id).looked_at == looked_at


@pytest.mark.proves("S60")
def test_whoever_comes_back_wakes_their_account_by_a_link_to_their_address(
    world: World, session: Session, fatou: Person
) -> None:
    states(world, fatou, WARNED, ASLEEP)
    back = at(ASLEEP + 50)
    password_links.wish(session, fatou.email, now=back)
    password_links.answer_wishes(session, now=back)
    letter = world.last(K.LINK_ASKED)
    assert outbox.brought_in_step(session, letter)
    person = password_links.whose(session, letter.ref, now=back)
    assert person is fatou
    passwords.choose(session, person, NEW, action=Action.USE_LINK, now=back)
    session.commit()
    session.expire_all()
    assert (fatou.state, fatou.seen_on) == (AccountState.ACTIVE, back.date())
    assert history(session, fatou)[-1][:3] == ("person.wake", "dormant", "active")
    assert states(world, fatou, ASLEEP + 60, ASLEEP + 50 + WARNED - 1) == ["active", "active"]
    assert world.last(K.ACCOUNT_SLEEPS).created_at == at(WARNED)


@pytest.mark.proves("S60")
@pytest.mark.parametrize("state", [AccountState.SUSPENDED, AccountState.LEFT, AccountState.ERASED])
def test_nobody_else_who_is_shut_out_is_sent_a_link(
    session: Session, cast: Cast, world: World, state: AccountState
) -> None:
    person = a_person(session, cast, state=state)
    world.news()
    password_links.wish(session, person.email, now=NOON)
    password_links.answer_wishes(session, now=NOON)
    session.flush()
    assert world.news() == []


@pytest.mark.proves("S60")
def test_the_last_administrator_is_warned_and_never_falls_asleep(
    world: World, session: Session, cast: Cast
) -> None:
    world.away |= {cast.gus.id, cast.hiba.id}
    assert sorted(world.after(WARNED)) == [(K.ACCOUNT_SLEEPS, "Gus"), (K.ACCOUNT_SLEEPS, "Hiba")]
    world.tick(at(ASLEEP))
    states = [cast.gus.state, cast.hiba.state]
    assert sorted(states) == [AccountState.ACTIVE, AccountState.DORMANT]
    for days in (ASLEEP + 1, ASLEEP + 400, FORGOTTEN + 400):
        world.tick(at(days))
    assert [one.state for one in (cast.gus, cast.hiba)].count(AccountState.ACTIVE) == 1


@pytest.mark.proves("S60")
@pytest.mark.parametrize(
    ("who", "told"), [("ines", True), ("chen", True), ("bashir", False), ("farah", False)]
)
def test_the_secretariat_is_told_when_nobody_answers_for_an_organisation_any_more(
    world: World, session: Session, cast: Cast, who: str, told: bool
) -> None:
    person: Person = getattr(cast, who)
    world.away.add(person.id)
    states(world, person, WARNED)
    world.news()
    expected = [(K.NOBODY_ANSWERS, "Dao")] if told else []
    assert (world.after(ASLEEP), world.after(ASLEEP + 1)) == (expected, [])
    if told:
        letter = world.last(K.NOBODY_ANSWERS)
        assert letter.path == f"/organisations/{person.organisation.ref}"
        assert outbox.brought_in_step(session, letter)
        assert person.name not in letter.subject + letter.body


@pytest.mark.proves("S60", "S62")
def test_nobody_is_forgotten_while_work_waits_for_them_and_administrators_are_told_once(
    world: World, session: Session, cast: Cast
) -> None:
    dara = a_colleague(session, cast.carla, "Dara Lind")
    world.away.add(dara.id)
    draft = an_offer(session, cast, state=OfferState.DRAFT)
    draft.written_by_id = dara.id
    states(world, dara, WARNED, ASLEEP, FORGOTTEN - 2)
    world.news()
    assert [one for one in world.after(FORGOTTEN + 2) if one[0] == K.HAND_OVER_FIRST] == [
        (K.HAND_OVER_FIRST, "Gus"),
        (K.HAND_OVER_FIRST, "Hiba"),
    ]
    assert outbox.brought_in_step(session, world.last(K.HAND_OVER_FIRST))
    assert (world.after(FORGOTTEN + 3), dara.state) == ([], AccountState.DORMANT)
    hand_over(session, dara, to=cast.carla, by=cast.gus, now=at(FORGOTTEN + 4))
    session.flush()
    assert draft.written_by_id == cast.carla.id
    assert states(world, dara, FORGOTTEN + 5, 2 * FORGOTTEN) == ["left", "erased"]


@pytest.mark.proves("S60", "S62")
def test_whoever_has_left_is_made_anonymous_after_as_long(world: World, session: Session, cast: Cast) -> None:
    person = a_person(session, cast, state=AccountState.LEFT)
    assert states(world, person, 729, 733) == ["left", "erased"]
    assert session.exec(select(Need)).all() == []


@pytest.mark.proves("S60")
def test_whoever_was_shut_out_for_a_year_is_let_in_again_as_if_they_had_been_here(
    world: World, session: Session, cast: Cast, fatou: Person
) -> None:
    people.suspend(session, fatou, note="A stolen telephone.", by=cast.gus, now=NOON)
    world.news()
    assert states(world, fatou, WARNED, ASLEEP) == ["suspended", "suspended"]
    people.resume(session, fatou, by=cast.gus, now=at(400))
    world.news()
    assert [one for one in world.after(401) if one[0] == K.ACCOUNT_SLEEPS] == []
    assert fatou.state == AccountState.ACTIVE


def test_the_day_of_an_account_that_was_never_used_is_the_day_it_was_opened(
    session: Session, cast: Cast
) -> None:
    late = datetime(2027, 2, 28, 23, 59, tzinfo=UTC)
    person = Person(
        email="new@example.org",
        name="New",
        role=Role.AUDITOR,
        organisation=cast.dao.organisation,
        created_at=late,
    )
    session.add(person)
    session.commit()
    session.expire_all()
    assert person.seen_on == late.date()


@pytest.mark.proves("S60")
def test_four_who_tick_at_once_leave_an_administrator_awake(
    engine: Engine, world: World, session: Session, cast: Cast
) -> None:
    others = [cast.hiba, a_colleague(session, cast.gus, "Gita Rao")]
    world.away |= {cast.gus.id, *(one.id for one in others)}
    world.tick(at(WARNED))
    starts = Barrier(MANY)

    def tick(_: int) -> None:
        starts.wait()
        clocks.tick(engine, now=at(ASLEEP))

    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(tick, range(MANY)))
    assert not world.tick(at(ASLEEP)).done
    assert [one.state for one in (cast.gus, *others)].count(AccountState.ACTIVE) == 1
