"""Pools: who is asked, what each may say, when the pool stands, and who hears of it."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from matchmaker.actions import Action
from matchmaker.errors import BadInput, Conflict, IllegalTransition, NotAllowed
from matchmaker.models import Letter, Person
from matchmaker.policy import can
from matchmaker.services import invitations, needs, pools, steps
from matchmaker.services.drafts import MessageDraft
from matchmaker.vocabulary import DeclineReason, InvitationState, NeedState, PoolState
from tests.cast import NOON, Cast
from tests.islands import PURPOSE, Islands, asked
from tests.services.told import history, last_row, letters, letters_since
from tests.stories import a_need

NO = {"reason": DeclineReason.POLICY, "note": "The cabinet has said no."}
EVERYBODY = ("amina", "bashir", "ines", "carla", "chen", "dao", "erik", "farah", "gus", "hiba", "eve")


@pytest.fixture
def islands(session: Session, cast: Cast) -> Islands:
    return Islands(session, cast)


def test_each_state_is_asked_by_a_letter_that_names_nobody(islands: Islands, session: Session) -> None:
    before = letters(session)
    pool = islands.pool(islands.samoa, islands.tonga, islands.vanuatu)
    assert letters_since(session, before) == [("pool_asked", name) for name in ("Sina", "Taniela", "Vera")]
    assert (pool.state, history(session, pool)) == (
        PoolState.PROPOSED,
        [("pool.propose", "proposed", "proposed", "case_officer")],
    )
    letter = session.exec(select(Letter).order_by(col(Letter.id).desc())).first()
    assert letter.path == f"/pools/{pool.ref}"
    assert "by December 11, 2026" in letter.body  # fifteen working days
    for text in (letter.subject, letter.body):
        assert not any(word in text for word in ("Samoa", "Tonga", "Vanuatu", "Judges", "three", "3 "))


@pytest.mark.parametrize("name", sorted({*EVERYBODY} - {"dao"}))
def test_nobody_but_a_case_officer_proposes_a_pool(islands: Islands, session: Session, name: str) -> None:
    person = getattr(islands.cast, name)
    with pytest.raises(NotAllowed):
        pools.propose(session, islands.samoa, [islands.tonga], PURPOSE, by=person, now=NOON)


def test_needs_that_cannot_be_pooled(islands: Islands, session: Session, cast: Cast) -> None:
    second = a_need(session, cast, state=NeedState.IN_MATCHING, by=islands.sina)
    checked = a_need(session, cast, state=NeedState.IN_CHECK, by=islands.taniela)
    islands.pool(islands.fiji, islands.vanuatu)
    for others in ([], [islands.samoa], [second], [checked], [islands.fiji]):
        with pytest.raises((BadInput, Conflict)):
            pools.propose(session, islands.samoa, others, PURPOSE, by=cast.dao, now=NOON)


def test_a_pool_stands_when_two_have_said_yes_and_no_sooner(islands: Islands, session: Session) -> None:
    pool = islands.pool(joined=(islands.sina,))
    before = letters(session)
    assert pool.state == PoolState.PROPOSED
    invitations.accept(session, asked(pool, islands.taniela), by=islands.taniela, now=NOON)
    session.flush()
    assert pool.state == PoolState.STANDING
    assert history(session, pool)[-1] == ("pool.stand", "proposed", "standing", "portal")
    assert letters_since(session, before) == [("pool_stands", "Sina"), ("pool_stands", "Taniela")]


def test_a_third_state_may_join_and_the_others_hear_that_the_pool_has_changed(
    islands: Islands, session: Session
) -> None:
    pool = islands.pool(joined=(islands.sina, islands.taniela))
    before = letters(session)
    invitations.accept(session, asked(pool, islands.filipo), by=islands.filipo, now=NOON)
    session.flush()
    assert letters_since(session, before) == [("pool_changed", "Sina"), ("pool_changed", "Taniela")]
    assert len(pool.joined) == 3


def test_whoever_declines_is_silent_to_the_others(islands: Islands, session: Session) -> None:
    pool = islands.pool(joined=(islands.sina, islands.taniela))
    refusal, before, told = asked(pool, islands.filipo), letters(session), history(session, pool)
    invitations.decline(session, refusal, by=islands.filipo, now=NOON, **NO)
    session.flush()
    row = last_row(session, refusal)
    assert (refusal.state, refusal.decline_reason) == (InvitationState.DECLINED, DeclineReason.POLICY)
    assert (row.action, row.note, row.private) == ("invitation.decline", NO["note"], True)
    assert (letters_since(session, before), history(session, pool)) == ([], told)


DEEDS = {"accept": {}, "decline": NO, "leave": {}}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_focal_point_answers_for_its_own_state_alone(islands: Islands, session: Session, deed: str) -> None:
    pool = islands.pool(joined=(islands.sina,) if deed == "leave" else ())
    mine = asked(pool, islands.sina)
    drafter = Person(
        email="drafter@example.org",
        name="Drafter",
        role="drafter",
        organisation_id=islands.sina.organisation_id,
    )
    others = [drafter, islands.taniela, *(getattr(islands.cast, name) for name in EVERYBODY)]
    for person in others:
        with pytest.raises(NotAllowed):
            getattr(invitations, deed)(session, mine, by=person, now=NOON, **DEEDS[deed])
    getattr(invitations, deed)(session, mine, by=islands.sina, now=NOON, **DEEDS[deed])


def test_a_state_may_leave_at_any_time_and_what_is_left_waits_for_others(
    islands: Islands, session: Session
) -> None:
    pool = islands.pool(joined=(islands.sina, islands.taniela))
    before = letters(session)
    invitations.leave(session, asked(pool, islands.sina), by=islands.sina, now=NOON)
    session.flush()
    assert (pool.state, asked(pool, islands.sina).state) == (PoolState.PROPOSED, InvitationState.LEFT)
    assert letters_since(session, before) == [("pool_changed", "Taniela")]


def test_a_pool_that_nobody_can_join_any_more_ends_when_one_alone_is_left(
    islands: Islands, session: Session
) -> None:
    pool = islands.pool(joined=(islands.sina, islands.taniela))
    before = letters(session)
    invitations.leave(session, asked(pool, islands.sina), by=islands.sina, now=NOON + timedelta(days=30))
    session.flush()
    states = [one.state for one in pool.invitations]
    assert (pool.state, states) == (PoolState.DISSOLVED, ["left", "ended", "ended"])
    assert letters_since(session, before) == [("pool_ended", "Taniela"), ("pool_ended", "Filipo")]


def test_whoever_left_may_be_asked_again_and_whoever_declined_may_not(
    islands: Islands, session: Session, cast: Cast
) -> None:
    pool = islands.pool(joined=(islands.sina, islands.taniela))
    gone, refusal = asked(pool, islands.sina), asked(pool, islands.filipo)
    invitations.leave(session, gone, by=islands.sina, now=NOON)
    invitations.decline(session, refusal, by=islands.filipo, now=NOON, **NO)
    later = NOON + timedelta(days=10)
    with pytest.raises(IllegalTransition):
        invitations.ask_again(session, refusal, by=cast.dao, now=later)
    invitations.ask_again(session, gone, by=cast.dao, now=later)
    assert (gone.state, gone.asked_on, gone.answer_by) == ("asked", later.date(), date(2026, 12, 23))
    with pytest.raises(NotAllowed):
        invitations.ask_again(session, gone, by=islands.sina, now=later)


def test_a_withdrawn_need_takes_its_leave_of_the_pool(islands: Islands, session: Session) -> None:
    pool = islands.pool(joined=(islands.sina, islands.taniela, islands.filipo))
    needs.withdraw(session, islands.samoa, by=islands.sina, now=NOON, note="Done otherwise.")
    session.flush()
    assert [one.state for one in pool.invitations] == ["ended", "joined", "joined"]
    assert pool.state == PoolState.STANDING
    needs.withdraw(session, islands.tonga, by=islands.taniela, now=NOON, note="Done otherwise.")
    assert pool.state == PoolState.PROPOSED


def test_a_need_that_is_hidden_is_not_joined_and_shown_to_no_fellow(
    islands: Islands, session: Session
) -> None:
    pool = islands.pool(joined=(islands.sina, islands.taniela))
    assert can(islands.taniela, Action.READ_INVITATION, asked(pool, islands.sina))
    for need, person in ((islands.samoa, islands.sina), (islands.fiji, islands.filipo)):
        steps.hold(session, need, note="A new minister.", by=person, now=NOON)
    assert not can(islands.taniela, Action.READ_INVITATION, asked(pool, islands.sina))
    with pytest.raises(IllegalTransition):
        invitations.accept(session, asked(pool, islands.filipo), by=islands.filipo, now=NOON)


def test_the_secretariat_ends_a_pool_and_every_question_with_it(
    islands: Islands, session: Session, cast: Cast
) -> None:
    pool = islands.pool(joined=(islands.sina,))
    before = letters(session)
    pools.dissolve(session, pool, note="A donor serves all.", by=cast.dao, now=NOON)
    session.flush()
    assert [one.state for one in pool.invitations] == ["ended"] * 3
    assert letters_since(session, before) == [("pool_ended", name) for name in ("Sina", "Taniela", "Filipo")]
    with pytest.raises(IllegalTransition):
        invitations.accept(session, asked(pool, islands.taniela), by=islands.taniela, now=NOON)
    assert islands.pool(joined=(islands.sina,)).state == PoolState.PROPOSED  # the needs are free again


def test_another_state_is_asked_later(islands: Islands, session: Session, cast: Cast) -> None:
    pool = islands.pool(islands.samoa, islands.tonga, joined=(islands.sina, islands.taniela))
    before = letters(session)
    pools.invite(session, pool, islands.fiji, by=cast.dao, now=NOON)
    session.flush()
    assert letters_since(session, before) == [("pool_asked", "Filipo")]
    row = last_row(session, pool)
    assert (row.action, row.note, row.private) == ("pool.invite", islands.fiji.ref, True)
    with pytest.raises(Conflict):
        pools.invite(session, pool, islands.fiji, by=cast.dao, now=NOON)
    with pytest.raises(NotAllowed):
        pools.invite(session, pool, islands.vanuatu, by=cast.erik, now=NOON)


def test_only_those_who_ask_together_talk_to_each_other(islands: Islands, session: Session) -> None:
    pool = islands.pool(joined=(islands.sina, islands.taniela))
    before = letters(session)
    hello = MessageDraft(language="en", text="Shall we meet in Apia?")
    pools.discuss(session, pool, hello, key="sheet-1", by=islands.sina, now=NOON)
    pools.discuss(session, pool, hello, key="sheet-1", by=islands.sina, now=NOON)
    assert letters_since(session, before) == [("message", "Taniela"), ("message", "Dao")]
    for person in (islands.filipo, islands.vera, islands.cast.carla):
        with pytest.raises(NotAllowed):
            pools.discuss(session, pool, hello, key=None, by=person, now=NOON)
