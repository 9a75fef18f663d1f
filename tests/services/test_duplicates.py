"""Near-duplicates are looked for among what the writer may read."""

import pytest
from sqlmodel import Session

from matchmaker.services import duplicates
from matchmaker.vocabulary import NeedState, OfferState, Visibility
from tests.cast import Cast
from tests.stories import a_need, an_offer

OTHER_WORDS = {
    "title": "Judges who understand electronic evidence",
    "problem": "Courts adjourn because nobody can explain a log file to the bench.",
    "expected_result": "Forty judges have heard a model case.",
    "public_summary": "A State would like its judges to hear model cases.",
}


def test_a_writer_is_shown_what_says_the_same_and_not_the_rest(session: Session, cast: Cast) -> None:
    mine = a_need(session, cast)
    same = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.PUBLIC, by=cast.ines)
    a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines, **OTHER_WORDS)
    a_need(session, cast, state=NeedState.WITHDRAWN)
    assert duplicates.needs_like(session, cast.amina, mine) == [same]


@pytest.mark.parametrize("visibility", [Visibility.DONORS, Visibility.NAMED_DONORS, Visibility.SECRETARIAT])
def test_what_the_writer_may_not_read_is_never_shown(
    session: Session, cast: Cast, visibility: Visibility
) -> None:
    mine = a_need(session, cast)
    hidden = a_need(
        session,
        cast,
        state=NeedState.IN_MATCHING,
        visibility=visibility,
        named=(cast.chen,),
        by=cast.ines,
    )
    assert duplicates.needs_like(session, cast.amina, mine) == []
    assert duplicates.needs_like(session, cast.dao, mine) == [hidden]


def test_a_need_that_is_read_by_its_summary_is_compared_by_its_summary(session: Session, cast: Cast) -> None:
    mine = a_need(session, cast)
    copied = {"problem": mine.problem, "expected_result": mine.expected_result}
    words = {name: text for name, text in OTHER_WORDS.items() if name not in copied}
    a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines, **words)
    assert duplicates.needs_like(session, cast.amina, mine) == []


def test_offers_are_compared_with_those_that_the_donor_may_read(session: Session, cast: Cast) -> None:
    mine = an_offer(session, cast)
    same = an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen)
    an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen, visibility=Visibility.SECRETARIAT)
    an_offer(
        session,
        cast,
        state=OfferState.PUBLISHED,
        by=cast.chen,
        title="A library of court cases",
        description="Thousands of judgements, indexed by hand.",
    )
    assert duplicates.offers_like(session, cast.carla, mine) == [same]
