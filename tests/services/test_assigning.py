"""Who of the secretariat looks after what waits."""

import pytest
from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import BadInput, IllegalTransition, NotAllowed
from matchmaker.queries import history
from matchmaker.services import matches, needs, offers
from matchmaker.vocabulary import AccountState, MatchState, NeedState, Noun, OfferState
from tests.cast import NOON, Cast
from tests.stories import a_match, a_need, an_offer


def test_a_thing_is_assigned_and_given_back_with_a_row_each(session: Session, cast: Cast) -> None:
    match = a_match(session, cast)
    before = match.version, match.changed_at
    held = []
    for person in (cast.erik, cast.dao, None):
        matches.assign(session, match, to=person, by=cast.dao, now=NOON)
        held.append(match.assignee_id)
    rows = [row for row in history.of(session, Noun.MATCH, match.id) if row.action == Action.ASSIGN_MATCH]
    assert held == [cast.erik.id, cast.dao.id, None]
    assert [(row.note, row.private, row.by_id) for row in rows] == [
        (ref, True, cast.dao.id) for ref in (cast.erik.ref, cast.dao.ref, "")
    ]
    assert (match.version, match.changed_at) == before  # it waits no shorter, and nobody's form is stale


def test_needs_and_offers_are_assigned_like_matches(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    offer = an_offer(session, cast, state=OfferState.SUBMITTED)
    needs.assign(session, need, to=cast.dao, by=cast.erik, now=NOON)
    offers.assign(session, offer, to=cast.erik, by=cast.dao, now=NOON)
    assert (need.assignee_id, offer.assignee_id) == (cast.dao.id, cast.erik.id)


def test_whoever_takes_up_what_is_nobodys_looks_after_it(session: Session, cast: Cast) -> None:
    theirs, nobodys = a_match(session, cast), a_match(session, cast)
    matches.assign(session, theirs, to=cast.erik, by=cast.dao, now=NOON)
    for match in (theirs, nobodys):
        matches.shortlist(session, match, by=cast.dao, now=NOON)
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    offer = an_offer(session, cast, state=OfferState.IN_CHECK)
    assert [one.assignee_id for one in (theirs, nobodys, need, offer)] == [
        cast.erik.id,
        *[cast.dao.id] * 3,
    ]


@pytest.mark.parametrize("who", ["amina", "carla", "farah", "gus", "eve"])
def test_nobody_else_assigns(session: Session, cast: Cast, who: str) -> None:
    match = a_match(session, cast)
    with pytest.raises(NotAllowed):
        matches.assign(session, match, to=cast.dao, by=getattr(cast, who), now=NOON)
    assert match.assignee_id is None


def test_nothing_is_assigned_to_somebody_outside_or_gone(session: Session, cast: Cast) -> None:
    match = a_match(session, cast)
    cast.erik.state = AccountState.LEFT
    for person in (cast.amina, cast.gus, cast.erik):
        with pytest.raises(BadInput):
            matches.assign(session, match, to=person, by=cast.dao, now=NOON)
    assert match.assignee_id is None


def test_what_is_over_is_nobodys_to_look_after(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.DISMISSED)
    with pytest.raises(IllegalTransition):
        matches.assign(session, match, to=cast.dao, by=cast.dao, now=NOON)
