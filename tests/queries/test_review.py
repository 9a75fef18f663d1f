"""What a reviewer reads beside a pair."""

from sqlmodel import Session

from matchmaker.queries import review
from matchmaker.queries.review import Beside
from matchmaker.vocabulary import MatchState, NeedState, OfferState
from tests.cast import Cast
from tests.stories import a_match, a_need, an_offer


def test_beside_a_pair_stand_the_two_sides_before_the_others_there_and_what_else_is_suggested(
    session: Session, cast: Cast
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    match = a_match(session, cast, need=need, offer=offer)
    chens = an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen)
    lapsed = a_match(session, cast, state=MatchState.LAPSED)  # Amina's State and Carla's house
    a_match(session, cast, state=MatchState.DISMISSED)
    active = a_match(session, cast, offer=chens, state=MatchState.INTRODUCED)
    ines = a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines)
    for_need = a_match(session, cast, need=need, offer=chens)
    for_offer = a_match(session, cast, need=ines, offer=offer)
    assert review.beside(session, cast.dao, match) == Beside(
        earlier=[lapsed], active=[active], for_need=[for_need], for_offer=[for_offer]
    )


def test_nobody_else_reads_it(session: Session, cast: Cast) -> None:
    match = a_match(session, cast)
    a_match(session, cast, need=match.need, offer=an_offer(session, cast, state=OfferState.PUBLISHED))
    for reader in (cast.farah, cast.gus, cast.eve):
        assert review.beside(session, reader, match) == Beside([], [], [], [])
