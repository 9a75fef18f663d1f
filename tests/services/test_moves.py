"""The one place where a state changes: who before when, a row of history a move, none for a refusal."""

import pytest
from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import IllegalTransition, NotAllowed
from matchmaker.models import History, Match, Need, Offer
from matchmaker.services.moves import PORTAL, life_of, move
from matchmaker.vocabulary import MatchState, NeedState, Noun, OfferState
from tests.cast import NOON, Cast
from tests.services.told import history, last_row
from tests.stories import a_match, a_need, an_offer

# Deeds of the tables that have no service of their own: who takes them, from where, to where.
NEED_MOVES = [
    (Action.CONFIRM_NEED, "amina", "unconfirmed", "in_matching"),
    (Action.MARK_NEED_UNCONFIRMED, "portal", "published", "unconfirmed"),
    (Action.HOLD_NEED, "dao", "in_matching", "on_hold"),
    (Action.RESUME_NEED, "erik", "on_hold", "in_matching"),
    (Action.DO_NOT_TAKE_UP_NEED, "erik", "in_check", "not_taken_up"),
    (Action.REPLY_NEED, "amina", "not_taken_up", "in_check"),
    (Action.MARK_NEED_MATCHED, "portal", "in_matching", "matched"),
    (Action.REOPEN_NEED, "amina", "in_delivery", "in_matching"),
    (Action.START_DELIVERY_OF_NEED, "portal", "matched", "in_delivery"),
    (Action.MARK_NEED_DELIVERED, "portal", "in_delivery", "delivered"),
    (Action.CLOSE_NEED, "erik", "delivered", "closed"),
]
OFFER_MOVES = [
    (Action.EXHAUST_OFFER, "portal", "published", "exhausted"),
    (Action.REPLENISH_OFFER, "carla", "exhausted", "published"),
    (Action.EXPIRE_OFFER, "portal", "suspended", "expired"),
    (Action.RENEW_OFFER, "carla", "expired", "published"),
    (Action.SUSPEND_OFFER, "carla", "published", "suspended"),
    (Action.RESUME_OFFER, "erik", "suspended", "published"),
    (Action.MARK_OFFER_UNCONFIRMED, "portal", "published", "unconfirmed"),
    (Action.CONFIRM_OFFER, "carla", "unconfirmed", "published"),
]
MATCH_MOVES = [
    (Action.EXPLORE_MATCH, "amina", "introduced", "exploring"),
    (Action.RECORD_AGREEMENT, "carla", "exploring", "agreed"),
    (Action.RECORD_PART_AGREEMENT, "dao", "introduced", "part_agreed"),
    (Action.START_DELIVERY_OF_MATCH, "dao", "part_agreed", "in_delivery"),
    (Action.CONFIRM_RECEIPT, "amina", "in_delivery", "in_delivery"),
    (Action.REPORT_DELIVERY, "carla", "in_delivery", "in_delivery"),
    (Action.MARK_MATCH_DELIVERED, "portal", "in_delivery", "delivered"),
    (Action.GIVE_FEEDBACK, "amina", "delivered", "delivered"),
    (Action.CLOSE_MATCH, "erik", "delivered", "closed"),
    (Action.REOPEN_MATCH, "dao", "dismissed", "suggested"),
]


def doer(cast: Cast, name: str):
    return PORTAL if name == "portal" else getattr(cast, name)


@pytest.mark.parametrize(("action", "name", "source", "target"), NEED_MOVES)
def test_a_need_moves(
    session: Session, cast: Cast, action: Action, name: str, source: str, target: str
) -> None:
    need = a_need(session, cast, state=NeedState(source))
    move(session, need, action, by=doer(cast, name), now=NOON)
    session.commit()
    assert (need.state, history(session, need)[-1]) == (
        target,
        (action, source, target, doer(cast, name).role),
    )


@pytest.mark.parametrize(("action", "name", "source", "target"), OFFER_MOVES)
def test_an_offer_moves(
    session: Session, cast: Cast, action: Action, name: str, source: str, target: str
) -> None:
    offer = an_offer(session, cast, state=OfferState(source))
    move(session, offer, action, by=doer(cast, name), now=NOON)
    session.commit()
    assert (offer.state, history(session, offer)[-1]) == (
        target,
        (action, source, target, doer(cast, name).role),
    )


@pytest.mark.parametrize(("action", "name", "source", "target"), MATCH_MOVES)
def test_a_match_moves(
    session: Session, cast: Cast, action: Action, name: str, source: str, target: str
) -> None:
    match = a_match(session, cast, state=MatchState(source))
    move(session, match, action, by=doer(cast, name), now=NOON)
    session.commit()
    assert (match.state, history(session, match)[-1]) == (
        target,
        (action, source, target, doer(cast, name).role),
    )


def test_a_refused_move_changes_nothing(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    session.commit()
    before = history(session, need)
    with pytest.raises(NotAllowed):
        move(session, need, Action.HOLD_NEED, by=cast.ines, now=NOON)
    with pytest.raises(IllegalTransition):
        move(session, need, Action.SUBMIT_NEED, by=cast.amina, now=NOON)
    session.commit()
    assert (need.state, history(session, need)) == (NeedState.IN_MATCHING, before)


def test_who_is_asked_before_when(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.CLOSED)
    with pytest.raises(NotAllowed):
        move(session, need, Action.SUBMIT_NEED, by=cast.ines, now=NOON)


def test_a_refusal_says_what_is(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    with pytest.raises(IllegalTransition) as refused:
        move(session, need, Action.SUBMIT_NEED, by=cast.amina, now=NOON)
    assert str(refused.value) == "This is no longer possible: the state is now “Looking for offers”."


def test_a_row_of_history_says_who_what_when_and_why(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    move(session, need, Action.HOLD_NEED, by=cast.dao, now=NOON, note="Elections.", private=True)
    session.flush()
    row = last_row(session, need)
    kept = {name: getattr(row, name) for name in History.model_fields if name != "id"}
    assert kept == {
        "noun": Noun.NEED,
        "thing_id": need.id,
        "action": Action.HOLD_NEED,
        "from_state": "in_matching",
        "to_state": "on_hold",
        "by_id": cast.dao.id,
        "by_role": "case_officer",
        "note": "Elections.",
        "private": True,
        "at": NOON,
    }


def test_a_move_says_when_the_thing_changed(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    later = NOON.replace(hour=15)
    move(session, need, Action.HOLD_NEED, by=cast.dao, now=later)
    assert need.changed_at == later


def test_each_noun_has_its_life() -> None:
    assert {kind.__name__: life_of(kind()).noun for kind in (Need, Offer, Match)} == {
        "Need": Noun.NEED,
        "Offer": Noun.OFFER,
        "Match": Noun.MATCH,
    }


@pytest.mark.parametrize(
    ("moves", "noun"), [(NEED_MOVES, "need"), (OFFER_MOVES, "offer"), (MATCH_MOVES, "match")]
)
def test_only_the_named_may_take_a_step(moves: list, noun: str, session: Session, cast: Cast) -> None:
    """Eve, Farah and Gus take none; another State and another donor take none of Amina's and Carla's."""
    make = {"need": a_need, "offer": an_offer, "match": a_match}[noun]
    states = {"need": NeedState, "offer": OfferState, "match": MatchState}[noun]
    for action, _, source, _ in moves:
        thing = make(session, cast, state=states(source))
        for name in ("eve", "farah", "gus", "ines", "chen"):
            with pytest.raises(NotAllowed):
                move(session, thing, action, by=getattr(cast, name), now=NOON)
        assert thing.state == source
