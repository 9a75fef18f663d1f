"""A step of the review is taken back until a second person has released the pair."""

import pytest
from sqlmodel import Session

from matchmaker.errors import IllegalTransition, NotAllowed
from matchmaker.services import matches
from matchmaker.vocabulary import MatchState
from tests.cast import NOON, Cast
from tests.stories import a_match

UNDOING = {
    MatchState.SHORTLISTED: (matches.unlist, MatchState.SUGGESTED),
    MatchState.TO_RELEASE: (matches.take_back, MatchState.SHORTLISTED),
    MatchState.DISMISSED: (matches.reopen, MatchState.SUGGESTED),
}


@pytest.mark.parametrize("state", UNDOING)
def test_each_step_of_the_review_can_be_undone(session: Session, cast: Cast, state: MatchState) -> None:
    match = a_match(session, cast, state=state)
    undo, before = UNDOING[state]
    undo(session, match, by=cast.dao, now=NOON)
    session.flush()
    reviewer = cast.dao.id if before == MatchState.SHORTLISTED else None
    assert (match.state, match.decline_reason, match.reviewed_by_id) == (before, None, reviewer)


@pytest.mark.parametrize("state", UNDOING)
def test_after_the_release_nothing_is_undone(session: Session, cast: Cast, state: MatchState) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    with pytest.raises(IllegalTransition):
        UNDOING[state][0](session, match, by=cast.dao, now=NOON)


@pytest.mark.parametrize("who", ["amina", "carla", "farah", "gus", "eve"])
@pytest.mark.parametrize("state", UNDOING)
def test_nobody_else_undoes(session: Session, cast: Cast, state: MatchState, who: str) -> None:
    match = a_match(session, cast, state=state)
    with pytest.raises(NotAllowed):
        UNDOING[state][0](session, match, by=getattr(cast, who), now=NOON)
    assert match.state == state


def test_an_undone_pair_can_be_reviewed_anew(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.DISMISSED)
    matches.reopen(session, match, by=cast.erik, now=NOON)
    matches.shortlist(session, match, by=cast.dao, now=NOON)
    matches.propose(session, match, note="They fit after all.", by=cast.dao, now=NOON)
    matches.release(session, match, by=cast.erik, now=NOON)
    session.flush()
    assert match.state == MatchState.CONSENT_ASKED
