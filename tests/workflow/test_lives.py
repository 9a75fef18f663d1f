"""WHEN: the main road of each life, and the machine that reads the tables."""

import pytest

from matchmaker.actions import Action
from matchmaker.errors import IllegalTransition
from matchmaker.vocabulary import MatchState, NeedState, OfferState
from matchmaker.workflow.machine import Life, Move, moves
from matchmaker.workflow.match import MATCH
from matchmaker.workflow.need import NEED
from matchmaker.workflow.offer import OFFER

A = Action
NEED_ROAD = [
    (A.ASK_CLEARANCE, "clearance"),
    (A.CLEAR_NEED, "clearance"),
    (A.SUBMIT_NEED, "submitted"),
    (A.CHECK_NEED, "in_check"),
    (A.SUMMARISE_NEED, "no_objection"),
    (A.AGREE_TO_NEED, "no_objection"),
    (A.PUBLISH_NEED, "published"),
    (A.START_MATCHING_NEED, "in_matching"),
    (A.MARK_NEED_MATCHED, "matched"),
    (A.START_DELIVERY_OF_NEED, "in_delivery"),
    (A.MARK_NEED_DELIVERED, "delivered"),
    (A.CLOSE_NEED, "closed"),
]
OFFER_ROAD = [
    (A.SUBMIT_OFFER, "submitted"),
    (A.CHECK_OFFER, "in_check"),
    (A.SEND_BACK_OFFER, "returned"),
    (A.SUBMIT_OFFER, "submitted"),
    (A.CHECK_OFFER, "in_check"),
    (A.PUBLISH_OFFER, "published"),
    (A.EXHAUST_OFFER, "exhausted"),
    (A.REPLENISH_OFFER, "published"),
    (A.EXPIRE_OFFER, "expired"),
    (A.RENEW_OFFER, "published"),
    (A.WITHDRAW_OFFER, "withdrawn"),
]
MATCH_ROAD = [
    (A.SHORTLIST_MATCH, "shortlisted"),
    (A.PROPOSE_MATCH, "to_release"),
    (A.RELEASE_MATCH, "consent_asked"),
    (A.ACCEPT_AS_REQUESTER, "consent_asked"),
    (A.ACCEPT_AS_DONOR, "consent_asked"),
    (A.INTRODUCE_MATCH, "introduced"),
    (A.EXPLORE_MATCH, "exploring"),
    (A.RECORD_AGREEMENT, "agreed"),
    (A.START_DELIVERY_OF_MATCH, "in_delivery"),
    (A.REPORT_DELIVERY, "in_delivery"),
    (A.CONFIRM_RECEIPT, "in_delivery"),
    (A.MARK_MATCH_DELIVERED, "delivered"),
    (A.GIVE_FEEDBACK, "delivered"),
    (A.CLOSE_MATCH, "closed"),
    (A.GIVE_FEEDBACK, "closed"),
]


@pytest.mark.parametrize(("life", "road"), [(NEED, NEED_ROAD), (OFFER, OFFER_ROAD), (MATCH, MATCH_ROAD)])
def test_the_main_road_can_be_walked(life: Life, road: list[tuple[Action, str]]) -> None:
    state = life.start
    for action, expected in road:
        state = life.after(action, state)
        assert state == expected


def test_nothing_moves_from_an_end() -> None:
    for life, states in ((NEED, NeedState), (OFFER, OfferState), (MATCH, MatchState)):
        for state in states:
            if state in life.ends:
                left = {
                    action for action, move in life.moves.items() if state in move.sources and move.target
                }
                assert left == set()


def test_a_refusal_names_the_state_in_words() -> None:
    with pytest.raises(IllegalTransition, match="the state is now “Draft”"):
        NEED.after(Action.PUBLISH_NEED, NeedState.DRAFT)


def test_an_action_of_another_noun_is_refused() -> None:
    assert not OFFER.allows(Action.PUBLISH_NEED, OfferState.IN_CHECK)
    with pytest.raises(IllegalTransition):
        OFFER.after(Action.PUBLISH_NEED, OfferState.IN_CHECK)


def test_a_deed_without_a_target_leaves_the_state_as_it_is() -> None:
    assert moves(NeedState.DRAFT) == Move(frozenset({NeedState.DRAFT}), None)
    assert NEED.after(Action.EDIT_NEED, NeedState.RETURNED) == NeedState.RETURNED


def test_a_delivered_or_finished_need_is_not_withdrawn() -> None:
    kept = {state for state in NeedState if not NEED.allows(Action.WITHDRAW_NEED, state)}
    assert kept == {NeedState.DELIVERED, NeedState.CLOSED, NeedState.WITHDRAWN, NeedState.MERGED}


def test_an_offer_can_be_withdrawn_at_any_time() -> None:
    kept = {state for state in OfferState if not OFFER.allows(Action.WITHDRAW_OFFER, state)}
    assert kept == {OfferState.WITHDRAWN}
