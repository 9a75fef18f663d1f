"""What an agreement takes and what stops gives back: places of the offer, components of the need."""

import pytest
from sqlmodel import Session, select

from matchmaker.errors import IllegalTransition
from matchmaker.models import Agreement, Match, Person
from matchmaker.services import agreements
from matchmaker.services.due.matches import lapse
from matchmaker.services.profiles import need_profile
from matchmaker.vocabulary import DeclineReason, MatchState, NeedState, OfferState
from tests.cast import NOON, TWO_PARTS, Cast, an_agreement_draft
from tests.stories import a_match, a_need, an_offer

WHY = {"reason": DeclineReason.TIMING, "note": "Next year."}


def test_an_agreement_says_what_was_agreed(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.EXPLORING)
    agreements.record_agreement(session, match, an_agreement_draft(match, places=2), by=cast.carla, now=NOON)
    session.flush()
    recorded = session.exec(select(Agreement)).one()
    assert (recorded.match_id, recorded.value, recorded.places, recorded.recorded_by_id) == (
        match.id,
        40_000,
        2,
        cast.carla.id,
    )
    assert [part.position for part in recorded.components] == [1]
    assert (match.offer.capacity_used, match.offer.state) == (2, OfferState.PUBLISHED)
    assert match.need.state == NeedState.MATCHED


def test_a_part_agreement_leaves_the_rest_open_to_the_engine(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, components=TWO_PARTS)
    before = need_profile(need, on=NOON.date())
    match = a_match(session, cast, need=need, state=MatchState.EXPLORING)
    agreements.record_agreement(session, match, an_agreement_draft(match, parts=[1]), by=cast.dao, now=NOON)
    after = need_profile(need, on=NOON.date())
    assert (match.state, need.state) == (MatchState.PART_AGREED, NeedState.IN_MATCHING)
    assert [part.position for part in need.open_components] == [2]
    assert (before.modalities, after.modalities) == (("TRN", "EQU"), ("EQU",))
    assert ("12 examiners" in before.text, "12 examiners" in after.text) == (True, False)


def two_halves(session: Session, cast: Cast) -> tuple[Match, Match]:
    """A need of two components, each agreed on with another donor."""
    need = a_need(session, cast, state=NeedState.IN_MATCHING, components=TWO_PARTS)
    halves = []
    for position, donor in ((1, cast.carla), (2, cast.chen)):
        offer = an_offer(session, cast, state=OfferState.PUBLISHED, by=donor)
        match = a_match(session, cast, need=need, offer=offer, state=MatchState.EXPLORING)
        draft = an_agreement_draft(match, parts=[position])
        agreements.record_agreement(session, match, draft, by=cast.dao, now=NOON)
        halves.append(match)
    session.flush()
    return halves[0], halves[1]


def deliver(session: Session, cast: Cast, match: Match, donor: Person) -> None:
    agreements.start_delivery(session, match, by=cast.dao, now=NOON)
    agreements.report_delivery(session, match, by=donor, now=NOON)
    agreements.confirm_receipt(session, match, by=cast.amina, now=NOON)


def test_a_need_follows_all_of_its_agreements(session: Session, cast: Cast) -> None:
    first, second = two_halves(session, cast)
    need = first.need
    states = [need.state]
    deliver(session, cast, first, cast.carla)
    states.append(need.state)
    deliver(session, cast, second, cast.chen)
    states.append(need.state)
    for match in (first, second):
        agreements.close(session, match, by=cast.erik, now=NOON)
        states.append(need.state)
    assert states == [
        NeedState.MATCHED,
        NeedState.IN_DELIVERY,
        NeedState.DELIVERED,
        NeedState.DELIVERED,
        NeedState.CLOSED,
    ]


def test_a_delivered_half_waits_for_the_other_to_be_agreed(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.PART_AGREED)
    deliver(session, cast, match, cast.carla)
    assert (match.state, match.need.state) == (MatchState.DELIVERED, NeedState.IN_MATCHING)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen)
    other = a_match(session, cast, need=match.need, offer=offer, state=MatchState.EXPLORING)
    agreements.record_agreement(session, other, an_agreement_draft(other), by=cast.chen, now=NOON)
    assert match.need.state == NeedState.IN_DELIVERY


def test_what_stops_gives_back_its_places_and_opens_the_need_again(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, capacity=1)
    match = a_match(session, cast, offer=offer, state=MatchState.AGREED)
    held = (offer.capacity_left, offer.state, match.need.state)
    agreements.stop(session, match, **WHY, by=cast.amina, now=NOON)
    session.flush()
    assert held == (0, OfferState.EXHAUSTED, NeedState.MATCHED)
    assert (offer.capacity_left, offer.state, match.need.state) == (
        1,
        OfferState.PUBLISHED,
        NeedState.IN_MATCHING,
    )
    assert len(match.need.open_components) == 1
    assert match.decline_reason == DeclineReason.TIMING


def test_of_two_agreed_halves_one_may_stop(session: Session, cast: Cast) -> None:
    first, second = two_halves(session, cast)
    agreements.start_delivery(session, first, by=cast.dao, now=NOON)
    agreements.stop(session, second, **WHY, by=cast.chen, now=NOON)
    need = first.need
    assert (need.state, [part.position for part in need.open_components]) == (NeedState.IN_MATCHING, [2])


def test_what_lapses_frees_what_was_agreed(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.AGREED)
    lapse(session, match, now=NOON)
    session.flush()
    assert (match.state, match.offer.capacity_used, match.need.state) == (
        MatchState.LAPSED,
        0,
        NeedState.IN_MATCHING,
    )


def test_no_agreement_takes_more_than_is_left(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.EXPLORING)
    with pytest.raises(IllegalTransition, match="The offer has 4 left, and this would take 5"):
        agreements.record_agreement(
            session, match, an_agreement_draft(match, places=5), by=cast.dao, now=NOON
        )


def test_a_component_is_covered_once(session: Session, cast: Cast) -> None:
    first = a_match(session, cast, state=MatchState.PART_AGREED)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen)
    other = a_match(session, cast, need=first.need, offer=offer, state=MatchState.EXPLORING)
    with pytest.raises(IllegalTransition, match="covered by another agreement"):
        agreements.record_agreement(
            session, other, an_agreement_draft(other, parts=[1, 2]), by=cast.dao, now=NOON
        )


def test_nobody_agrees_on_a_need_that_is_not_looking(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    match = a_match(session, cast, need=need, state=MatchState.EXPLORING)
    draft = an_agreement_draft(match)
    need.state = NeedState.ON_HOLD
    with pytest.raises(IllegalTransition, match="not open to agreements now: its state is “On hold”"):
        agreements.record_agreement(session, match, draft, by=cast.dao, now=NOON)
