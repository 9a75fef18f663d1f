"""The story of one thing, oldest first, with who did what."""

from sqlmodel import Session

from matchmaker.queries import history
from matchmaker.vocabulary import NeedState, Noun
from tests.cast import Cast
from tests.stories import a_need, an_offer


def test_a_story_is_told_from_its_beginning(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    told = [
        (row.action.value, row.by and row.by.name.split()[0])
        for row in history.of(session, Noun.NEED, need.id)
    ]
    assert told == [
        ("need.clear", "Amina"),
        ("need.submit", "Amina"),
        ("need.check", "Dao"),
        ("need.summarise", "Dao"),
        ("need.agree", "Amina"),
        ("need.publish", "Erik"),
        ("need.start_matching", None),
    ]


def test_a_need_and_an_offer_of_one_number_have_their_own_stories(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    an_offer(session, cast)
    assert history.of(session, Noun.OFFER, need.id) == []
