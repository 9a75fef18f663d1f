"""Reading matches: best first, without ties, and never more than a side may know."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.lists import QueueOrder
from matchmaker.models import Match
from matchmaker.policy import can
from matchmaker.queries import matches
from matchmaker.queries.matches import QueueFilter
from matchmaker.services import matches as deeds
from matchmaker.vocabulary import (
    DeclineReason,
    MatchState,
    NeedState,
    OfferState,
    Origin,
    Visibility,
)
from tests.cast import NOON, Cast
from tests.stories import a_match, a_need, an_offer


def scored(session: Session, cast: Cast, *scores: float, **offered: object) -> list[Match]:
    """One need of Amina's and a match with a new offer of Carla's for each score."""
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    found = []
    for score in scores:
        offer = an_offer(session, cast, state=OfferState.PUBLISHED, **offered)
        match = a_match(session, cast, need=need, offer=offer)
        match.score = score
        found.append(match)
    session.flush()
    return found


def test_the_best_stand_first_and_the_older_offer_wins_a_tie(session: Session, cast: Cast) -> None:
    low, first, second, high = scored(session, cast, 0.1, 0.5, 0.5, 0.9)
    expected = [high, first, second, low]
    assert matches.of_need(session, cast.amina, low.need) == expected
    assert matches.for_donor(session, cast.carla, count=4) == [high]  # one need is shown once
    assert matches.of_offer(session, cast.carla, low.offer) == [low]


def test_a_state_is_not_shown_an_offer_that_it_may_not_read(session: Session, cast: Cast) -> None:
    (match,) = scored(session, cast, 0.5, visibility=Visibility.DONORS)
    assert matches.of_need(session, cast.amina, match.need) == []
    assert matches.numbers_of_needs(session, cast.amina, [match.need_id]) == {}
    assert not can(cast.amina, Action.READ_MATCH, match)  # nor under its own address


def test_an_offer_to_which_the_state_is_introduced_stays_on_its_page(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.SECRETARIAT)
    match = a_match(session, cast, offer=offer, state=MatchState.CONSENT_ASKED)
    assert matches.of_need(session, cast.amina, match.need) == [match]


@pytest.mark.parametrize(
    ("visibility", "seen"),
    [
        (Visibility.DONORS, True),
        (Visibility.NAMED_DONORS, False),
        (Visibility.SECRETARIAT, False),
        (Visibility.PUBLIC_SUMMARY, True),
    ],
)
def test_a_donor_learns_of_a_need_by_a_match_only_if_they_may(
    session: Session, cast: Cast, visibility: Visibility, seen: bool
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=visibility, named=(cast.chen,))
    match = a_match(session, cast, need=need, state=MatchState.CONSENT_ASKED)
    assert (matches.of_offer(session, cast.carla, match.offer) == [match]) is seen
    deeds.accept_as_requester(session, match, by=cast.amina, now=NOON)
    session.flush()
    assert matches.of_offer(session, cast.carla, match.offer) == [match]


def test_nobody_but_the_two_sides_and_the_secretariat_finds_a_match(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    readers = {
        name
        for name, person in vars(cast).items()
        if matches.in_states(session, person, [MatchState.INTRODUCED]) == [match]
    }
    assert readers == {"amina", "bashir", "carla", "dao", "erik"}


def test_a_dismissed_match_is_kept_from_both_sides(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.DISMISSED)
    assert matches.of_need(session, cast.amina, match.need) == []
    assert matches.of_offer(session, cast.carla, match.offer) == []
    assert matches.of_need(session, cast.dao, match.need) == [match]


def test_a_donor_never_learns_of_what_ended_before_they_were_asked(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    deeds.decline_as_requester(session, match, reason=DeclineReason.POLICY, note="", by=cast.amina, now=NOON)
    session.flush()
    assert matches.of_offer(session, cast.carla, match.offer) == []
    assert matches.of_need(session, cast.amina, match.need) == [match]


@pytest.mark.proves("S4")
@pytest.mark.parametrize("end", [MatchState.DECLINED, MatchState.LAPSED])
@pytest.mark.parametrize("visibility", [Visibility.SECRETARIAT, Visibility.DONORS])
def test_of_what_came_to_nothing_a_donor_reads_only_what_it_would_read_anyway(
    session: Session, cast: Cast, end: MatchState, visibility: Visibility
) -> None:
    """The State had said yes to an introduction; its need goes on without this donor."""
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=visibility)
    match = a_match(session, cast, need=need, state=MatchState.CONSENT_ASKED)
    deeds.accept_as_requester(session, match, by=cast.amina, now=NOON)
    session.flush()
    assert matches.of_offer(session, cast.carla, match.offer) == [match]
    match.state, match.decline_reason = end, DeclineReason.POLICY
    session.flush()
    read = visibility == Visibility.DONORS
    assert (matches.of_offer(session, cast.carla, match.offer) == [match]) is read
    assert can(cast.carla, Action.READ_MATCH, match) is read


@pytest.mark.proves("S4")
@pytest.mark.parametrize("visibility", [Visibility.SECRETARIAT, Visibility.DONORS])
def test_once_a_match_is_closed_its_donor_learns_nothing_new_of_a_hidden_need(
    session: Session, cast: Cast, visibility: Visibility
) -> None:
    """Part of it was delivered; the need goes on, with other words and files."""
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=visibility)
    match = a_match(session, cast, need=need, state=MatchState.DELIVERED)
    need.visibility, need.state = visibility, NeedState.IN_MATCHING
    assert can(cast.carla, Action.READ_MATCH_CONTACTS, match)
    match.state = MatchState.CLOSED
    told = [
        can(cast.carla, action, match) for action in (Action.READ_MATCH_CONTACTS, Action.READ_MATCH_THREAD)
    ]
    assert told == [visibility == Visibility.DONORS, True]


def test_the_queue_shows_what_people_brought_up_before_the_best_suggestions(
    session: Session, cast: Cast
) -> None:
    best, interest, good = scored(session, cast, 0.9, 0.1, 0.5)
    best.origin = good.origin = Origin.ENGINE
    interest.origin = Origin.INTEREST
    session.flush()
    page = matches.queue(session, cast.dao, QueueFilter(), 1, on=NOON.date())
    assert (list(page.rows), page.total) == ([interest, best, good], 3)
    none = matches.queue(session, cast.amina, QueueFilter(MatchState.SHORTLISTED), 1, on=NOON.date())
    assert none.total == 0


def test_an_order_that_was_chosen_is_that_order(session: Session, cast: Cast) -> None:
    """Whoever brought a pair up. Sabotaged: what people brought up first, in every order."""
    young, old, older = scored(session, cast, 0.9, 0.5, 0.1)
    for days, match in enumerate((young, old, older)):
        match.changed_at = NOON - timedelta(days=days)
        match.origin = Origin.INTEREST if match is old else Origin.ENGINE
    session.flush()
    orders = {
        order: list(matches.queue(session, cast.dao, QueueFilter(order=order), 1, on=NOON.date()).rows)
        for order in QueueOrder
    }
    assert orders == {
        QueueOrder.PRESSING: [old, older, young],
        QueueOrder.OLDEST: [older, old, young],
        QueueOrder.BEST: [young, old, older],
    }


def test_the_longest_waiting_stand_first(session: Session, cast: Cast) -> None:
    late = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    early = a_match(session, cast, state=MatchState.CONSENT_ASKED, now=NOON - timedelta(days=2))
    assert matches.in_states(session, cast.amina, [MatchState.CONSENT_ASKED]) == [early, late]


def test_the_number_beside_a_need_is_the_length_of_its_list(session: Session, cast: Cast) -> None:
    first, second, _third = scored(session, cast, 0.1, 0.5, 0.9)
    deeds.dismiss(session, second, reason=DeclineReason.SIZE, note="", by=cast.dao, now=NOON)
    session.flush()
    for reader in (cast.amina, cast.dao, cast.carla, cast.eve):
        listed = len(matches.of_need(session, reader, first.need))
        assert matches.numbers_of_needs(session, reader, [first.need_id]).get(first.need_id, 0) == listed


def test_a_match_is_found_by_its_reference_and_by_its_pair(session: Session, cast: Cast) -> None:
    match = a_match(session, cast)
    other = an_offer(session, cast)
    assert matches.by_ref(session, match.ref) is match
    assert matches.by_ref(session, "M-222222") is None
    assert matches.between(session, match.need, match.offer) is match
    assert matches.between(session, match.need, other) is None
