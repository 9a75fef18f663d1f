"""The stories of the tests end where they say: the services reach every state of the vocabulary."""

import pytest
from sqlmodel import Session

from matchmaker.vocabulary import MatchState, NeedState, OfferState
from tests.cast import Cast
from tests.stories import a_match, a_need, an_offer


@pytest.mark.parametrize("state", NeedState)
def test_a_need_reaches_every_state(session: Session, cast: Cast, state: NeedState) -> None:
    need = a_need(session, cast, state=state)
    session.commit()
    assert need.state == state


@pytest.mark.parametrize("state", OfferState)
def test_an_offer_reaches_every_state(session: Session, cast: Cast, state: OfferState) -> None:
    offer = an_offer(session, cast, state=state)
    session.commit()
    assert offer.state == state


@pytest.mark.parametrize("state", MatchState)
def test_a_match_reaches_every_state(session: Session, cast: Cast, state: MatchState) -> None:
    match = a_match(session, cast, state=state)
    session.commit()
    assert match.state == state
